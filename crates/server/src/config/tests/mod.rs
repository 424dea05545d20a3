//! Each mistake is named at its line with its field, and all of them at once.

mod bookable;
mod catalogue;
mod lounge;
mod messages;
mod mistakes;
mod promises;

use super::*;
use bayside_domain::calendar::Hours;
use bayside_domain::codes::{PartType, Stay};
use bayside_domain::dealer::{Benefit, BookingPolicy, Prices};
use bayside_domain::language::Language;
use bayside_domain::warranty::Warranty;
use chrono::{NaiveDate, NaiveTime};

/// The least that a dealer's file says.
const SMALL: &str = r##"slug = "corner"
name = "转角汽车"
zone = "Asia/Shanghai"
country = "CN"
locales = ["zh-CN", "en"]
phone = "+862155550186"
address = { zh-CN = "墨玉南路 1 号", en = "1 Moyu Road" }
prices = { currency = "CNY", tax_percent = 13, labour_per_hour = 180 }
hours = { monday-friday = ["08:00-12:00", "13:00-18:00"], sunday = ["22:00-24:00"] }
consent = { version = "1", text = "同意" }
closure = [{ from = 2027-02-06, to = 2027-02-13, reason = "春节" }]
theme = { accent = ["#17457f", "#96bff4"], on_accent = ["#ffffff", "#0c1c31"], accent_soft = ["#e9eff7", "#1c2939"] }

[[adviser]]
id = "li-min"
name = "李敏"

[[team]]
skill = "maintenance"
places = 2
technicians = [{ id = "zhao", name = "赵强" }]

[[service]]
id = "oil"
name = { zh-CN = "机油", en = "Oil" }
minutes = 45
skill = "maintenance"
price_from = 480
stays = ["wait", "leave"]
part = [{ name = "机油", quantity = 4.5, unit_price = 78.50, type = "equivalent" }]

[[service]]
id = "ac"
name = "空调"
minutes = 40
skill = "maintenance"
price_from = 260.50

[[together]]
services = ["ac", "oil"]
saves_minutes = 20

[[staff]]
login = "adviser"
name = "李敏"
role = "adviser"
"##;

/// The mistakes of the small file after one change, as a person reads them.
#[track_caller]
fn mistakes(old: &str, new: &str) -> Vec<String> {
    assert_eq!(SMALL.matches(old).count(), 1, "“{old}” must name one place of the small file");
    let text = SMALL.replace(old, new);
    parse(&text).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

/// After one change the file has these mistakes, one a line.
#[track_caller]
fn check(old: &str, new: &str, expected: &str) {
    assert_eq!(mistakes(old, new).join("\n"), expected, "{old} → {new}");
}

/// After one change the file is still right.
#[track_caller]
fn fine(old: &str, new: &str) {
    assert_eq!(mistakes(old, new), Vec::<String>::new(), "{old} → {new}");
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

#[test]
fn a_small_file_is_filled_with_the_defaults_of_the_process() {
    let dealer = parse(SMALL).unwrap();
    assert_eq!(dealer.slug, "corner");
    assert_eq!(dealer.name.get(&[Language::ZhCn]), "转角汽车");
    assert_eq!(dealer.phone_display, "+862155550186");
    assert_eq!(dealer.prices, Prices::Gross);
    assert_eq!((dealer.tax_bp, dealer.labour_rate_amount), (1300, 18_000));
    assert_eq!(dealer.booking, BookingPolicy::default());
    assert_eq!(dealer.benefit, Benefit::default());
    assert_eq!(dealer.warranty, Warranty { km: 2_000, days: 10, statutory_km: 2_000, statutory_days: 10 });
    assert_eq!(dealer.next_service, (10_000, 12));
    assert_eq!(dealer.consent.retention_months, 24);
    assert_eq!((dealer.loaners, dealer.seats), (0, 8));
    assert_eq!(dealer.advisers[0].short_name, dealer.advisers[0].name);
}

#[test]
fn a_week_is_read_in_order_and_may_end_at_midnight() {
    let dealer = parse(SMALL).unwrap();
    assert_eq!(dealer.hours.len(), 11);
    assert_eq!(dealer.hours[1], Hours { weekday: 1, from: time(13, 0), to: Some(time(18, 0)) });
    assert_eq!(dealer.hours[10], Hours { weekday: 7, from: time(22, 0), to: None });
    let days = (dealer.closures[0].from, dealer.closures[0].to);
    assert_eq!(Some(days.0), NaiveDate::from_ymd_opt(2027, 2, 6));
    assert_eq!(Some(days.1), NaiveDate::from_ymd_opt(2027, 2, 13));
}

#[test]
fn amounts_hours_and_pieces_are_exact() {
    let dealer = parse(SMALL).unwrap();
    let [oil, ac] = &dealer.services[..] else { panic!("two services") };
    assert_eq!((oil.price_from, ac.price_from), (48_000, 26_050));
    assert_eq!((oil.labour_thousandths, ac.labour_thousandths), (750, 667));
    assert_eq!((oil.parts[0].quantity_thousandths, oil.parts[0].unit_price_amount), (4_500, 7_850));
    assert_eq!(oil.parts[0].part_type, PartType::Equivalent);
    assert_eq!((&oil.stays[..], &ac.stays[..]), (&[Stay::Wait, Stay::DropOff][..], Stay::ALL));
}

#[test]
fn a_pair_is_kept_in_the_order_of_the_work() {
    let pair = &parse(SMALL).unwrap().combined_savings[0];
    assert_eq!((pair.first.as_str(), pair.second.as_str(), pair.saves_minutes), ("oil", "ac", 20));
}

#[test]
fn a_currency_without_cents_has_whole_amounts() {
    let yen = SMALL.replace("CNY", "JPY").replace("260.50", "260").replace("78.50", "78");
    assert_eq!(parse(&yen).unwrap().services[0].price_from, 480);
    check(
        "CNY",
        "JPY",
        "line 30, column 53: service[0].part[0].unit_price: must be a plain number with at most 0 digits after the point\nline 37, column 14: service[1].price_from: must be a plain number with at most 0 digits after the point",
    );
}

#[test]
fn what_is_not_toml_is_named_with_its_place() {
    let errors = parse("slug = \"a\"\nname = ").unwrap_err();
    assert_eq!((errors[0].line, errors[0].field.as_str()), (2, ""));
    let errors = parse("slug = \"a\"\nslug = \"b\"").unwrap_err();
    assert_eq!(errors[0].to_string(), "line 2, column 1: duplicate key");
}

#[test]
fn all_mistakes_are_named_at_once_in_the_order_of_the_file() {
    let text = SMALL
        .replace("\"corner\"", "\"api\"")
        .replace("Asia/Shanghai", "Asia/Anting")
        .replace("minutes = 45", "minutes = 0");
    let fields: Vec<_> = parse(&text).unwrap_err().into_iter().map(|error| (error.line, error.field)).collect();
    let expected = [(1, "slug"), (3, "zone"), (26, "service[0].minutes")];
    assert_eq!(fields, expected.map(|(line, field)| (line, field.to_owned())));
}
