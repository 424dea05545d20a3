//! Error messages in the reader's language: what went wrong and what to do.

use crate::client::Failure;
use crate::desk::shared::labels;
use crate::i18n::{Language, td_string};
use bayside_api::Code;

/// A failed call as a sentence.
pub fn sentence(failure: &Failure, locale: Language) -> String {
    let problem = match failure {
        Failure::Offline => return td_string!(locale, desk.problem.offline).to_owned(),
        Failure::Unreadable => return td_string!(locale, desk.problem.unreadable).to_owned(),
        Failure::Problem(problem) => problem,
    };
    match problem.code {
        Code::StepNotAllowed => {
            let refused = td_string!(locale, desk.problem.not_allowed_now);
            match problem.allowed.as_deref() {
                Some(allowed) if !allowed.is_empty() => {
                    let steps = labels::steps(allowed, locale);
                    format!("{refused} {}", td_string!(locale, desk.problem.allowed, steps = steps))
                }
                _ => refused.to_owned(),
            }
        }
        Code::TooMany => {
            let seconds = problem.retry_after_seconds.unwrap_or(60);
            td_string!(locale, desk.problem.too_many, seconds = seconds).to_string()
        }
        code => plain(code, locale).to_owned(),
    }
}

fn plain(code: Code, locale: Language) -> &'static str {
    match code {
        Code::Invalid | Code::UnknownField | Code::MalformedJson | Code::MalformedRequest => {
            td_string!(locale, desk.problem.invalid)
        }
        Code::Forbidden => td_string!(locale, desk.problem.forbidden),
        Code::ChargeExceedsAuthorised => td_string!(locale, desk.problem.exceeds),
        Code::AlreadyDone => td_string!(locale, desk.problem.done_before),
        Code::NotChangeable | Code::TooLate => td_string!(locale, desk.problem.fixed),
        Code::SlotTaken => td_string!(locale, room.phone.no_room),
        Code::TooLarge => td_string!(locale, desk.problem.too_large),
        Code::Unauthenticated => td_string!(locale, desk.problem.signed_out),
        Code::ChangedMeanwhile | Code::OrderChanged => td_string!(locale, desk.clash.kept),
        Code::NotFound => td_string!(locale, desk.visit.gone),
        Code::PairingUnknown => td_string!(locale, desk.screens.code_unknown),
        Code::BadCredentials => td_string!(locale, desk.login.wrong),
        Code::Unavailable => td_string!(locale, desk.problem.offline),
        _ => td_string!(locale, desk.problem.internal),
    }
}

/// A wrong field's stable word as a short request.
pub fn field(code: &str, locale: Language) -> &'static str {
    match code {
        "required" | "empty" | "missing" => td_string!(locale, desk.field.required),
        "number-format" | "number" => td_string!(locale, desk.field.number),
        "too-large" | "too-high" | "out-of-range" => td_string!(locale, desk.field.large),
        "too-long" => td_string!(locale, desk.field.long),
        "name-format" => td_string!(locale, desk.field.name),
        "past" | "in-past" | "in-the-past" => td_string!(locale, desk.field.past),
        "time-format" => td_string!(locale, desk.field.time),
        "unknown" => td_string!(locale, desk.field.unknown),
        "sum" | "differences-sum" => td_string!(locale, desk.field.sum),
        "negative" => td_string!(locale, desk.field.negative),
        "mileage" | "mileage-less" => td_string!(locale, desk.field.mileage),
        "too-low" | "below-statutory" => td_string!(locale, desk.field.low),
        _ => td_string!(locale, desk.field.other),
    }
}
