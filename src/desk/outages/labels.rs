//! Labels of resources, reasons and outcomes in the reader's language.

use crate::i18n::{Language, labels, td_string};
use bayside_api::capacity::{Help, Resource};
use bayside_api::codes::{CallOutcome, OutageReason, Stay};

/// A resource, as people call it.
pub fn resource(resource: &Resource, locale: Language) -> String {
    match resource.id.split_once(':') {
        Some(("adviser", _)) => td_string!(locale, room.resource.adviser, name = resource.name.clone()).to_string(),
        Some((_, skill)) => td_string!(locale, room.resource.team, name = team(skill, locale).to_owned()).to_string(),
        None if resource.id == "seat" => td_string!(locale, room.resource.seat).to_owned(),
        None => td_string!(locale, room.resource.loaner).to_owned(),
    }
}

/// A team's skill; a dealer's own word stays as it is.
fn team(skill: &str, locale: Language) -> &str {
    match skill {
        "maintenance" => td_string!(locale, room.resource.maintenance),
        "electrics" => td_string!(locale, room.resource.electrics),
        "body" => td_string!(locale, room.resource.body),
        "paint" => td_string!(locale, room.resource.paint),
        "inspection" => td_string!(locale, room.resource.inspection),
        "wash" => td_string!(locale, room.resource.wash),
        other => other,
    }
}

labels! {
    /// Why something is out of use.
    fn reason(OutageReason) = room.reason;
    /// How a customer stays.
    fn stay(Stay) = room.stay;
    /// What came of a call.
    fn outcome(CallOutcome) = room.outcome;
}

/// The label of the reason why a start is not offered.
pub fn binding(code: &str, locale: Language) -> &'static str {
    match code {
        "unknown-service" => td_string!(locale, room.code.unknown_service),
        "stay-not-offered" => td_string!(locale, room.code.stay_not_offered),
        "notice" => td_string!(locale, room.code.notice),
        "horizon" => td_string!(locale, room.code.horizon),
        "off-grid" => td_string!(locale, room.code.off_grid),
        "closed" => td_string!(locale, room.code.closed),
        "parts" => td_string!(locale, room.code.parts),
        "adviser-away" => td_string!(locale, room.code.adviser_away),
        "adviser-busy" => td_string!(locale, room.code.adviser_busy),
        "adviser-reserve" => td_string!(locale, room.code.adviser_reserve),
        "team" => td_string!(locale, room.code.team),
        "team-reserve" => td_string!(locale, room.code.team_reserve),
        "idle" => td_string!(locale, room.code.idle),
        "not-ready-in-time" => td_string!(locale, room.code.not_ready_in_time),
        "seat" => td_string!(locale, room.code.seat),
        "loaner" => td_string!(locale, room.code.loaner),
        _ => td_string!(locale, room.code.other),
    }
}

/// How customers may stay: value and word of each.
pub fn stays(locale: Language) -> Vec<(String, String)> {
    Stay::ALL.iter().map(|known| (known.as_str().to_owned(), stay(*known, locale).to_owned())).collect()
}

/// The label of a remedy; `None` for a kind that this version does not know.
pub fn help(help: &Help, locale: Language) -> Option<String> {
    Some(match (help.kind.as_str(), &help.adviser, help.stay, &help.resource) {
        ("adviser", Some(adviser), _, _) => {
            td_string!(locale, room.help.adviser, name = adviser.name.clone()).to_string()
        }
        ("stay", _, Some(wish), _) => td_string!(locale, room.help.stay, stay = stay(wish, locale)).to_string(),
        ("place", _, _, Some(what)) => td_string!(locale, room.help.place, what = resource(what, locale)).to_string(),
        ("override", ..) => td_string!(locale, room.help.house).to_owned(),
        ("unblock", ..) => td_string!(locale, room.help.unblock).to_owned(),
        _ => return None,
    })
}
