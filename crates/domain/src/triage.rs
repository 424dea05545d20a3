//! "I notice something": guided questions as data, from what a customer notices to what is to be done. An unclear fault
//! leads to a call-back, never to a dead end (docs/rules.md, "Call-backs and guided questions").

use crate::callback::CallbackTeam;
use crate::language::LocalText;
use serde::{Deserialize, Serialize};

/// The guided questions and their outcomes; the first question is asked first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Triage {
    /// In the order of the dealer's file.
    pub questions: Vec<TriageQuestion>,
    /// In the order of the dealer's file.
    pub outcomes: Vec<Outcome>,
}

/// A question with its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriageQuestion {
    /// Stable name.
    pub id: String,
    /// The text of the question.
    pub text: LocalText,
    /// How the customer can find out.
    pub hint: Option<LocalText>,
    /// The possible answers, of which one is chosen.
    pub answers: Vec<Answer>,
}

/// An answer and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The text of the answer.
    pub text: LocalText,
    /// The lamp on the dashboard that the answer is about.
    pub lamp: Option<WarningLamp>,
    /// Where the answer leads.
    pub leads: Lead,
}

/// A lamp on the dashboard that has a symbol of its own (ISO 2575).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WarningLamp {
    /// The engine's outline.
    Engine,
    /// An oil can.
    Oil,
    /// A battery.
    Battery,
    /// A circle between two arcs.
    Brake,
    /// A tyre's section with an exclamation mark.
    Tyre,
    /// A thermometer in waves.
    Coolant,
}

impl WarningLamp {
    /// Every lamp.
    pub const ALL: [Self; 6] = [Self::Engine, Self::Oil, Self::Battery, Self::Brake, Self::Tyre, Self::Coolant];

    /// The word in the dealer's file and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Engine => "engine",
            Self::Oil => "oil",
            Self::Battery => "battery",
            Self::Brake => "brake",
            Self::Tyre => "tyre",
            Self::Coolant => "coolant",
        }
    }

    /// The lamp that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lamp| lamp.as_str() == word)
    }
}

/// Where an answer leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// To the question with this id.
    Question(String),
    /// To the outcome with this id.
    Outcome(String),
}

/// What is to be done, as a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remedy {
    /// Jobs of the catalogue are to be booked.
    Services,
    /// An adviser calls back.
    Adviser,
    /// A technical expert calls back (请求支援).
    Technical,
    /// Advice is enough (电话直接解决).
    Advice,
    /// The car is not safe to drive: the emergency number is shown.
    Unsafe,
}

impl Remedy {
    /// Every remedy.
    pub const ALL: [Self; 5] = [Self::Services, Self::Adviser, Self::Technical, Self::Advice, Self::Unsafe];

    /// The word in the dealer's file and on the wire.
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

    /// The team that calls back, if the remedy is a call-back.
    pub const fn team(self) -> Option<CallbackTeam> {
        match self {
            Self::Adviser => Some(CallbackTeam::Adviser),
            Self::Technical => Some(CallbackTeam::Technical),
            Self::Services | Self::Advice | Self::Unsafe => None,
        }
    }
}

/// What is to be done after the guided questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Stable name.
    pub id: String,
    /// What is to be done, as a code.
    pub remedy: Remedy,
    /// What is to be done, in one sentence.
    pub text: LocalText,
    /// What to do until then, or instead.
    pub advice: Option<LocalText>,
    /// The jobs to be booked: for `services` what it is about, for `advice` what helps afterwards.
    pub services: Vec<String>,
}

/// A mistake in the guided questions; the numbers are indices into [`Triage::questions`], their answers and
/// [`Triage::outcomes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// An answer leads to a question or an outcome that does not exist.
    LeadsNowhere {
        /// The index of the question.
        question: usize,
        /// The index of its answer.
        answer: usize,
    },
    /// An answer leads back to a question that was asked on the way here.
    Cycle {
        /// The index of the question.
        question: usize,
        /// The index of its answer.
        answer: usize,
    },
    /// No answer leads to this question.
    UnreachedQuestion(usize),
    /// No answer leads to this outcome.
    UnreachedOutcome(usize),
}

impl Triage {
    /// Whether there are no questions.
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }

    fn question_place(&self, id: &str) -> Option<usize> {
        self.questions.iter().position(|question| question.id == id)
    }

    /// All mistakes: dead ends, cycles, and questions or outcomes that cannot be reached.
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
    /// The question lies on the current path: reaching it again is a cycle.
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

    /// Parses questions written as `a:b,!x` (a leads to question b and to outcome x), and a list of outcomes.
    fn triage(questions: &str, outcomes: &str) -> Triage {
        let answer = |lead: &str| Answer {
            text: LocalText::default(),
            lamp: None,
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
