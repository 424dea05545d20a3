//! Labels of the domain's code lists in the reader's language.

use crate::i18n::{Language, labels, td_string};
use crate::ui::date_format::Style;
use crate::ui::{date_format, money};
use bayside_api::codes::{
    Decision, JobState, LineKind, PartFate, PartType, Payer, Role, ScreenKind, SpamSignal, Stay, Step, Urgency,
};
use bayside_api::desk::{LogDetail, LogEntry, Phase};
use bayside_api::{Date, Instant};
use bayside_domain::event::VisitEventKind;

labels! {
    /// The label of a spam signal.
    fn odd(SpamSignal) = desk.odd;
    /// A step, as its button says it.
    fn step(Step) = desk.step;
    /// A role.
    fn role(Role) = desk.role;
    /// Where a visit stands in the house.
    fn phase(Phase) = desk.phase;
    /// Who pays.
    fn payer(Payer) = desk.payer;
    /// What a line charges.
    fn kind(LineKind) = desk.kind;
    /// Where a part comes from.
    fn part_type(PartType) = desk.part;
    /// What becomes of a replaced part.
    fn fate(PartFate) = desk.fate;
    /// How soon.
    fn urgency(Urgency) = desk.urgency;
    /// Where a job stands.
    fn job_state(JobState) = desk.job;
    /// How the customer stays.
    fn stay(Stay) = desk.stay;
    /// What a screen is for.
    fn screen(ScreenKind) = desk.screen;
    /// What happened, by the kind of event.
    fn event(VisitEventKind) = desk.log;
}

/// The label of a booking's source; an unknown source is shown as it was sent.
pub fn source(source: Option<&str>, locale: Language) -> String {
    match source {
        None => td_string!(locale, desk.source.online),
        Some("phone") => td_string!(locale, desk.source.phone),
        Some("walk-in") => td_string!(locale, desk.source.walk_in),
        Some("invitation") => td_string!(locale, desk.source.invitation),
        Some(other) => other,
    }
    .to_owned()
}

/// Express reception in words, for who booked.
pub fn express(minutes: u32, locale: Language) -> String {
    if minutes == 0 {
        td_string!(locale, desk.visit.express).to_owned()
    } else {
        td_string!(locale, desk.visit.express_in, minutes = minutes).to_string()
    }
}

/// A length of time in the largest units that say it well: minutes, hours, from two days on days.
pub fn span(minutes: i64, locale: Language) -> String {
    const HOUR: i64 = 60;
    const DAY: i64 = 24 * HOUR;
    let (hours, rest) = (minutes / HOUR, minutes % HOUR);
    match minutes {
        _ if minutes < HOUR => td_string!(locale, desk.span.minutes, n = minutes).to_string(),
        _ if minutes >= 2 * DAY => td_string!(locale, desk.span.days, n = minutes / DAY).to_string(),
        _ if rest == 0 || minutes >= DAY => td_string!(locale, desk.span.hours, n = hours).to_string(),
        _ => td_string!(locale, desk.span.hours_minutes, n = hours, m = rest).to_string(),
    }
}

/// A time, with its day if that is another one.
pub fn on_day(at: &Instant, today: Date, locale: Language) -> String {
    let time = date_format::time(at);
    if at.date() == today { time } else { format!("{} {time}", date_format::at(at, Style::Day, locale)) }
}

/// Words in one line, with the language's own comma.
pub fn joined(parts: &[&str], locale: Language) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(locale.comma())
}

/// What is still missing, in one line: a preparation by what it prepares, anything else as its step.
pub fn missing(steps: &[Step], locale: Language) -> String {
    let word = |one: &Step| match one {
        Step::PrepareAdviser => td_string!(locale, desk.visit.prep_adviser),
        Step::PrepareParts => td_string!(locale, desk.visit.prep_parts),
        Step::PrepareBay => td_string!(locale, desk.visit.prep_bay),
        Step::PrepareTechnician => td_string!(locale, desk.visit.prep_technician),
        other => step(*other, locale),
    };
    steps.iter().map(word).collect::<Vec<_>>().join(locale.list_separator())
}

/// A step as its button says it, of a car that is here or not.
pub fn step_now(one: Step, is_here: bool, locale: Language) -> &'static str {
    if one == Step::Cancel && is_here { td_string!(locale, desk.step.cancel_here) } else { step(one, locale) }
}

/// Several steps in one sentence.
pub fn steps(steps: &[Step], locale: Language) -> String {
    steps.iter().map(|one| step(*one, locale)).collect::<Vec<_>>().join(locale.list_separator())
}

/// The customer's answer.
pub fn decision(decision: Option<Decision>, locale: Language) -> &'static str {
    match decision {
        Some(Decision::Approve) => td_string!(locale, desk.decision.approve),
        Some(Decision::Decline) => td_string!(locale, desk.decision.decline),
        Some(Decision::CallMe) => td_string!(locale, desk.decision.call_me),
        None => td_string!(locale, desk.decision.open),
    }
}

/// What exactly a log entry says, as parts of a line.
pub fn detail(entry: &LogEntry, locale: Language) -> Vec<String> {
    let on = entry.at.date();
    let LogDetail { preparation, mileage_km, amount, time, technician, passed, item, decision: answer } = &entry.detail;
    let result = |passed| {
        if passed { td_string!(locale, desk.form.passed) } else { td_string!(locale, desk.form.failed) }.to_owned()
    };
    let parts = [
        preparation.map(|preparation| step(preparation, locale).to_owned()),
        item.clone(),
        answer.map(|answer| decision(Some(answer), locale).to_owned()),
        passed.map(result),
        technician.clone(),
        amount.map(|amount| money::money(amount, locale)),
        time.map(|time| {
            let clock = date_format::time(&time);
            let is_another_day = time.date() != on;
            if is_another_day {
                format!("{} {clock}", date_format::date(time.date(), Style::Short, locale))
            } else {
                clock
            }
        }),
        mileage_km.map(|km| format!("{} km", money::number(f64::from(km), locale))),
    ];
    parts.into_iter().flatten().collect()
}

/// A log entry as one line: what happened, and what exactly.
pub fn happened(entry: &LogEntry, locale: Language) -> String {
    let said = detail(entry, locale);
    let mut parts = vec![event(entry.kind, locale)];
    parts.extend(said.iter().map(String::as_str));
    joined(&parts, locale)
}

/// The name of the actor of a log entry; without a name it was the customer or the program.
pub fn who(entry: &LogEntry, locale: Language) -> String {
    if entry.by.is_empty() { td_string!(locale, desk.log.customer).to_owned() } else { entry.by.clone() }
}

#[cfg(test)]
mod tests {
    use super::span;
    use crate::i18n::Language;

    #[test]
    fn nobody_counts_hours_in_minutes() {
        let said = |minutes| span(minutes, Language::En);
        assert_eq!(said(0), "0 min");
        assert_eq!(said(59), "59 min");
        assert_eq!(said(60), "1 h");
        assert_eq!(said(560), "9 h 20 min");
        assert_eq!(said(26 * 60 + 5), "26 h");
        assert_eq!(said(50 * 60), "2 days");
    }
}
