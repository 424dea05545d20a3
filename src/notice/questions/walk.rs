//! The path through the guided questions: which are asked, and where the answers lead.

use bayside_api::triage::{Answer, Outcome, Question, Remedy, Triage};
use serde::{Deserialize, Serialize};

/// What was answered, in the order of asking. Answers are kept by their place, which is the same in every
/// language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    picks: Vec<Pick>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Pick {
    question: String,
    answer: u32,
}

impl Walk {
    /// The questions that are asked, each with its answer; only the last may have none. What was answered
    /// before the dealer changed the questions ends where it no longer fits.
    pub fn asked<'a>(&self, triage: &'a Triage) -> Vec<(&'a Question, Option<&'a Answer>)> {
        let mut asked = Vec::new();
        let mut next = triage.first.as_deref();
        let mut picks = self.picks.iter();
        while let Some(question) = next.and_then(|id| triage.questions.iter().find(|question| question.id == id)) {
            let pick = picks.next().filter(|pick| pick.question == question.id);
            let answer = pick.and_then(|pick| question.answers.get(pick.answer as usize));
            asked.push((question, answer));
            next = answer.and_then(|answer| answer.next.as_deref());
        }
        asked
    }

    /// The answer that was given to a question, by its place.
    pub fn answer(&self, question: &str) -> Option<u32> {
        self.picks.iter().find(|pick| pick.question == question).map(|pick| pick.answer)
    }

    /// Answers one of the questions that are asked; what was answered behind it is dropped.
    pub fn pick(&mut self, triage: &Triage, question: &str, answer: u32) {
        if let Some(at) = self.asked(triage).iter().position(|(asked, _)| asked.id == question) {
            self.picks.truncate(at);
            self.picks.push(Pick { question: question.to_owned(), answer });
        }
    }

    /// Where the answers lead, once they do.
    pub fn outcome<'a>(&self, triage: &'a Triage) -> Option<&'a Outcome> {
        let (_, answer) = self.asked(triage).pop()?;
        let id = answer?.outcome.as_deref()?;
        triage.outcomes.iter().find(|outcome| outcome.id == id)
    }

    /// The car must not be driven.
    pub fn is_unsafe(&self, triage: &Triage) -> bool {
        self.outcome(triage).is_some_and(|outcome| outcome.kind == Remedy::Unsafe)
    }

    /// What was asked and answered, in words.
    pub fn said<'a>(&self, triage: &'a Triage) -> Vec<(&'a str, &'a str)> {
        let asked = self.asked(triage);
        asked
            .into_iter()
            .filter_map(|(question, answer)| Some((question.text.as_str(), answer?.text.as_str())))
            .collect()
    }

    /// The same in one line, for whoever calls back.
    pub fn line(&self, triage: &Triage) -> String {
        let said = self.said(triage).into_iter().map(|(question, answer)| format!("{question} {answer}"));
        said.collect::<Vec<_>>().join(" · ")
    }
}
