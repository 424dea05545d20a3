//! "I notice something": guided questions as data, from what is noticed to what is to be done
//! An unclear fault goes to a call-back, it is never a dead end (docs/rules.md, "Call-backs and guided questions").

use crate::callback::CallbackTeam;
use crate::language::LocalText;
use serde::{Deserialize, Serialize};

/// Questions and outcomes; the first question begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Triage {
    /// In the order of the file.
    pub questions: Vec<TriageQuestion>,
    /// In the order of the file.
    pub outcomes: Vec<Outcome>,
}

/// A question with its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriageQuestion {
    /// Stable name.
    pub id: String,
    /// What is asked.
    pub text: LocalText,
    /// How to find out.
    pub hint: Option<LocalText>,
    /// One of them is chosen.
    pub answers: Vec<Answer>,
}

/// An answer and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What is answered.
    pub text: LocalText,
    /// What comes next.
    pub leads: Lead,
}

/// Where an answer leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// To this question.
    Question(String),
    /// To this outcome.
    Outcome(String),
}

/// What an outcome is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remedy {
    /// Jobs of the catalogue are to be booked.
    Services,
    /// An adviser calls back.
    Adviser,
    /// A technical expert calls back (请求支援).
    Technical,
    /// Solved at once (电话直接解决).
    Advice,
    /// Not safe to drive: the emergency number.
    Unsafe,
}

impl Remedy {
    /// Every remedy.
    pub const ALL: [Self; 5] = [Self::Services, Self::Adviser, Self::Technical, Self::Advice, Self::Unsafe];

    /// The word that stands in the dealer's file and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::Adviser => "adviser",
            Self::Technical => "technical",
            Self::Advice => "advice",
            Self::Unsafe => "unsafe",
        }
    }

    /// The remedy that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|remedy| remedy.as_str() == word)
    }

    /// Who calls back.
    pub const fn team(self) -> Option<CallbackTeam> {
        match self {
            Self::Adviser => Some(CallbackTeam::Adviser),
            Self::Technical => Some(CallbackTeam::Technical),
            Self::Services | Self::Advice | Self::Unsafe => None,
        }
    }
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Stable name.
    pub id: String,
    /// What it is.
    pub remedy: Remedy,
    /// In one sentence.
    pub text: LocalText,
    /// What to do until then, or instead.
    pub advice: Option<LocalText>,
    /// The jobs to be booked; for `services` only.
    pub services: Vec<String>,
}

/// Why the questions cannot be asked; places in [`Triage::questions`], their answers and
/// [`Triage::outcomes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// An answer leads to a question or an outcome that is not there.
    LeadsNowhere {
        /// The question.
        question: usize,
        /// Its answer.
        answer: usize,
    },
    /// An answer leads back to a question that was asked on the way here.
    Cycle {
        /// The question.
        question: usize,
        /// Its answer.
        answer: usize,
    },
    /// No way leads to this question.
    UnreachedQuestion(usize),
    /// No way leads to this outcome.
    UnreachedOutcome(usize),
}

impl Triage {
    /// Nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }

    fn question_place(&self, id: &str) -> Option<usize> {
        self.questions.iter().position(|question| question.id == id)
    }

    /// Everything because of which a customer would be led nowhere, in a circle or never.
    pub fn faults(&self) -> Vec<Fault> {
        let mut walk = Walk {
            triage: self,
            seen: vec![Seen::Not; self.questions.len()],
            outcomes: vec![false; self.outcomes.len()],
            faults: Vec::new(),
        };
        if !self.is_empty() {
            walk.visit(0);
        }
        let Walk { seen, outcomes, mut faults, .. } = walk;
        faults.extend(
            seen.iter().enumerate().filter(|(_, seen)| **seen == Seen::Not).map(|(at, _)| Fault::UnreachedQuestion(at)),
        );
        faults
            .extend(outcomes.iter().enumerate().filter(|(_, seen)| !**seen).map(|(at, _)| Fault::UnreachedOutcome(at)));
        faults.sort();
        faults
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Not,
    /// On the way to where one is.
    Above,
    Done,
}

struct Walk<'a> {
    triage: &'a Triage,
    seen: Vec<Seen>,
    outcomes: Vec<bool>,
    faults: Vec<Fault>,
}

impl Walk<'_> {
    fn visit(&mut self, question: usize) {
        self.seen[question] = Seen::Above;
        for (answer, given) in self.triage.questions[question].answers.iter().enumerate() {
            match &given.leads {
                Lead::Outcome(id) => match self.triage.outcomes.iter().position(|outcome| outcome.id == *id) {
                    Some(place) => self.outcomes[place] = true,
                    None => self.faults.push(Fault::LeadsNowhere { question, answer }),
                },
                Lead::Question(id) => match self.triage.question_place(id).map(|place| (place, self.seen[place])) {
                    None => self.faults.push(Fault::LeadsNowhere { question, answer }),
                    Some((_, Seen::Above)) => self.faults.push(Fault::Cycle { question, answer }),
                    Some((place, Seen::Not)) => self.visit(place),
                    Some((_, Seen::Done)) => {}
                },
            }
        }
        self.seen[question] = Seen::Done;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Questions written as `a:b,!x` (a leads to question b and to outcome x), outcomes as a list.
    fn triage(questions: &str, outcomes: &str) -> Triage {
        let answer = |lead: &str| Answer {
            text: LocalText::default(),
            leads: match lead.strip_prefix('!') {
                Some(outcome) => Lead::Outcome(outcome.to_owned()),
                None => Lead::Question(lead.to_owned()),
            },
        };
        let question = |text: &str| {
            let (id, leads) = text.split_once(':').expect("id:leads");
            let answers = leads.split(',').map(answer).collect();
            TriageQuestion { id: id.to_owned(), text: LocalText::default(), hint: None, answers }
        };
        let outcome = |id: &str| Outcome {
            id: id.to_owned(),
            remedy: Remedy::Advice,
            text: LocalText::default(),
            advice: None,
            services: Vec::new(),
        };
        Triage {
            questions: questions.split_whitespace().map(question).collect(),
            outcomes: outcomes.split_whitespace().map(outcome).collect(),
        }
    }

    #[test]
    fn every_way_of_a_sound_triage_ends() {
        assert_eq!(triage("a:b,c,!x b:c,!y c:!x,!y", "x y").faults(), []);
        assert_eq!(Triage::default().faults(), []);
    }

    #[test]
    fn a_way_that_does_not_end_is_named() {
        let nowhere = Fault::LeadsNowhere { question: 0, answer: 1 };
        assert_eq!(triage("a:!x,b", "x").faults(), [nowhere]);
        assert_eq!(triage("a:!x,!y", "x").faults(), [nowhere]);
        assert_eq!(triage("a:b b:!x,a", "x").faults(), [Fault::Cycle { question: 1, answer: 1 }]);
        assert_eq!(triage("a:a,!x", "x").faults(), [Fault::Cycle { question: 0, answer: 0 }]);
    }

    #[test]
    fn what_nobody_is_led_to_is_named() {
        assert_eq!(triage("a:!x b:!x", "x").faults(), [Fault::UnreachedQuestion(1)]);
        assert_eq!(triage("a:!x", "x y").faults(), [Fault::UnreachedOutcome(1)]);
    }
}
