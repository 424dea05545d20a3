//! Call-backs, waitlist, emergency number, and the guided questions.

use super::formats;
use super::people::unique;
use super::reader::{Node, Table};
use super::text::Locales;
use bayside_domain::dealer::Service;
use bayside_domain::promises::Promises;
use bayside_domain::triage::{Answer, Fault, Lead, Outcome, Remedy, Triage, TriageQuestion, WarningLamp};

/// Reads the settings for customers who have no booking yet.
pub(super) fn read(file: &Table<'_>, locales: &Locales, services: &[(Node<'_>, Service)]) -> Promises {
    let usual = Promises::default();
    let emergency = emergency(file);
    let triage = file.take("triage").and_then(|node| {
        node.table(|table| triage(table, locales, services, emergency.is_some())).map(|triage| triage.judged(&node))
    });
    let mut promises = Promises { emergency, triage: triage.unwrap_or_default(), ..usual };
    file.take("callbacks").and_then(|node| {
        node.table(|table| {
            promises.adviser_minutes = table.number("adviser_minutes", promises.adviser_minutes, 5..=2880);
            promises.technical_minutes = table.number("technical_minutes", promises.technical_minutes, 5..=2880);
            promises.retry_minutes = table.number("retry_minutes", promises.retry_minutes, 1..=480);
        })
    });
    file.take("waitlist").and_then(|node| {
        node.table(|table| promises.offer_minutes = table.number("offer_minutes", promises.offer_minutes, 5..=240))
    });
    file.take("no_show").and_then(|node| {
        node.table(|table| {
            promises.no_show_grace_minutes = table.number("grace_minutes", promises.no_show_grace_minutes, 0..=480);
        })
    });
    file.take("arrival").and_then(|node| {
        node.table(|table| promises.early_minutes = table.number("early_minutes", promises.early_minutes, 0..=1440))
    });
    promises
}

/// `[emergency]`: E.164, and as people read it.
fn emergency(file: &Table<'_>) -> Option<(String, String)> {
    file.take("emergency")?.table(|table| {
        let node = table.need("phone")?;
        let phone = node.str()?.to_owned();
        if !formats::is_e164(&phone) {
            node.fail("must be E.164: + and 7 to 15 digits without spaces, e.g. +862155550110");
        }
        let shown = table.take("phone_display").and_then(|node| node.line(40)).unwrap_or_else(|| phone.clone());
        Some((phone, shown))
    })?
}

/// The questions as they were read, with their positions in the file.
struct Read<'a> {
    triage: Triage,
    questions: Vec<(Node<'a>, Vec<Node<'a>>)>,
    outcomes: Vec<Node<'a>>,
}

fn triage<'a>(table: &Table<'a>, locales: &Locales, services: &[(Node<'_>, Service)], has_emergency: bool) -> Read<'a> {
    let mut read = Read { triage: Triage::default(), questions: Vec::new(), outcomes: Vec::new() };
    let mut seen = Vec::new();
    for node in table.items("question", 1..=60) {
        let mut places = Vec::new();
        let question = node.table(|table| TriageQuestion {
            id: unique(table, "id", &mut seen),
            text: locales.need_all(table, "text", 120),
            hint: locales.take_all(table, "hint", 200),
            answers: table
                .items("answer", 2..=10)
                .into_iter()
                .filter_map(|node| {
                    let answer = node.table(|table| answer(table, locales))?;
                    places.push(node);
                    answer
                })
                .collect(),
        });
        if let Some(question) = question {
            read.triage.questions.push(question);
            read.questions.push((node, places));
        }
    }
    let mut seen = Vec::new();
    for node in table.items("outcome", 1..=60) {
        if let Some(outcome) = node.table(|table| outcome(table, locales, services, has_emergency, &mut seen)) {
            read.triage.outcomes.push(outcome);
            read.outcomes.push(node);
        }
    }
    read
}

fn answer(table: &Table<'_>, locales: &Locales) -> Option<Answer> {
    let text = locales.need_all(table, "text", 120);
    let lamp = table.take("lamp").and_then(|node| {
        let word = node.str()?;
        let lamp = WarningLamp::from_word(word);
        if lamp.is_none() {
            node.fail(format!("“{word}” must be one of {}", WarningLamp::ALL.map(WarningLamp::as_str).join(", ")));
        }
        lamp
    });
    let next = table.take("next");
    let outcome = table.take("outcome");
    let leads = match (&next, &outcome) {
        (Some(next), None) => Lead::Question(next.name()?),
        (None, Some(outcome)) => Lead::Outcome(outcome.name()?),
        (Some(_), Some(outcome)) => {
            outcome.fail("“next” leads on already; an answer leads to one of both");
            return None;
        }
        (None, None) => {
            table.fail("leads nowhere: “next” must name a question or “outcome” an outcome");
            return None;
        }
    };
    Some(Answer { text, lamp, leads })
}

fn outcome(
    table: &Table<'_>,
    locales: &Locales,
    services: &[(Node<'_>, Service)],
    has_emergency: bool,
    seen: &mut Vec<String>,
) -> Outcome {
    let id = unique(table, "id", seen);
    let kind = table.need("kind");
    let word = kind.as_ref().and_then(Node::str).unwrap_or_default();
    let remedy = Remedy::from_word(word);
    if let (Some(kind), None) = (&kind, remedy) {
        kind.fail(format!("“{word}” must be one of {}", Remedy::ALL.map(Remedy::as_str).join(", ")));
    }
    if let (Some(kind), Some(Remedy::Unsafe), false) = (&kind, remedy, has_emergency) {
        kind.fail("needs a number to call: “[emergency]” with “phone” is missing");
    }
    let remedy = remedy.unwrap_or(Remedy::Adviser);
    let mut jobs: Vec<String> = Vec::new();
    let least = usize::from(remedy == Remedy::Services);
    for item in table.items("services", least..=10) {
        let Some(id) = item.str() else { continue };
        if !matches!(remedy, Remedy::Services | Remedy::Advice) {
            item.fail("only outcomes of the kinds “services” and “advice” book jobs");
        } else if !services.iter().any(|(_, service)| service.id == id) {
            item.fail(format!("“{id}” is no service of this dealer"));
        } else if jobs.iter().any(|known| known == id) {
            item.fail(format!("“{id}” stands here twice"));
        }
        jobs.push(id.to_owned());
    }
    Outcome {
        id,
        remedy,
        text: locales.need_all(table, "text", 160),
        advice: locales.take_all(table, "advice", 400),
        services: jobs,
    }
}

impl Read<'_> {
    /// Checks the questions and reports everything that would lead a customer astray.
    fn judged(self, table: &Node<'_>) -> Triage {
        // An answer that could not be read was reported already; it would only add errors about unreachable questions.
        let whole =
            self.triage.questions.iter().zip(&self.questions).all(|(read, (_, at))| read.answers.len() == at.len());
        if !whole {
            return self.triage;
        }
        let questions = &self.triage.questions;
        for fault in self.triage.faults() {
            match fault {
                Fault::LeadsNowhere { question, answer } => {
                    let message = match &questions[question].answers[answer].leads {
                        Lead::Question(id) => format!("“{id}” is no question of this triage"),
                        Lead::Outcome(id) => format!("“{id}” is no outcome of this triage"),
                    };
                    self.questions[question].1[answer].fail(message);
                }
                Fault::Cycle { question, answer } => {
                    self.questions[question].1[answer].fail("leads back to a question that was asked before");
                }
                Fault::UnreachedQuestion(question) => {
                    self.questions[question].0.fail(format!("no answer leads to “{}”", questions[question].id));
                }
                Fault::UnreachedOutcome(outcome) => {
                    let id = &self.triage.outcomes[outcome].id;
                    self.outcomes[outcome].fail(format!("no answer leads to “{id}”"));
                }
            }
        }
        let has_callback = self.triage.outcomes.iter().any(|outcome| outcome.remedy.team().is_some());
        if !has_callback {
            table.fail("has no outcome of the kind “adviser” or “technical”: what is unclear must not end nowhere");
        }
        self.triage
    }
}
