//! Labels and sentences of the booking form.

use crate::booking::state::{Field, FieldFault, State, Step};
use crate::i18n::{Language, td_string};
use crate::ui::date_format;
use crate::ui::date_format::Style;
pub use crate::ui::date_format::time as clock;
use crate::ui::money::money;
use bayside_api::booking::Slot;
use bayside_api::codes::Load;
use bayside_api::dealer::{Adviser, Dealer, Service};
use bayside_api::{Instant, Money};
use bayside_domain::country::Country;

/// `12月2日周三`, `Wednesday 2 December`, by the dealer's offset.
pub fn day(instant: &Instant, locale: Language) -> String {
    date_format::date(instant.date(), Style::Weekday, locale)
}

/// `约 1 小时 40 分`.
pub fn duration(minutes: i64, locale: Language) -> String {
    match (minutes / 60, minutes % 60) {
        (0, m) => td_string!(locale, booking.about_minutes, m = m),
        (h, 0) => td_string!(locale, booking.about_hours, h = h),
        (h, m) => td_string!(locale, booking.about_hours_minutes, h = h, m = m),
    }
}

/// How long a job keeps the car, from start to ready.
pub fn stay(service: &Service, locale: Language) -> String {
    duration(i64::from(service.stay_minutes.max(service.minutes)), locale)
}

/// `¥480 起`, or that it costs nothing.
pub fn price_from(price: Money, locale: Language) -> String {
    if price.amount == 0 {
        return td_string!(locale, booking.free).to_owned();
    }
    td_string!(locale, booking.price_from, price = money(price, locale))
}

/// When the car is ready, with the day if it is another.
pub fn ready(start: &Instant, ready: &Instant, locale: Language) -> String {
    if start.date() == ready.date() {
        return td_string!(locale, booking.ready_about, time = clock(ready));
    }
    let date = date_format::date(ready.date(), Style::Short, locale);
    td_string!(locale, booking.ready_on, date = date, time = clock(ready))
}

/// The minutes from start to ready.
pub fn minutes(slot: &Slot) -> i64 {
    slot.ready_estimate.seconds_since(&slot.start) / 60
}

/// How full the workshop is.
pub fn load(load: Load, locale: Language) -> &'static str {
    match load {
        Load::Quiet => td_string!(locale, booking.load_quiet),
        Load::Medium => td_string!(locale, booking.load_medium),
        Load::Busy => td_string!(locale, booking.load_busy),
    }
}

/// What is to pay: the price less what the hour saves.
pub fn to_pay(slot: &Slot) -> Money {
    Money::new(slot.price.amount - slot.benefit.amount, slot.price.currency)
}

/// `−¥80`.
pub fn saving(benefit: Money, locale: Language) -> String {
    money(Money::new(-benefit.amount, benefit.currency), locale)
}

/// An adviser of the dealer.
pub fn adviser<'a>(dealer: &'a Dealer, id: &str) -> Option<&'a Adviser> {
    dealer.advisers.iter().find(|adviser| adviser.id == id)
}

/// An adviser's name; the id where the dealer's list is older than the slot.
pub fn adviser_name(dealer: &Dealer, id: &str) -> String {
    adviser(dealer, id).map_or(id, |adviser| &adviser.name).to_owned()
}

/// The chosen jobs, in the catalogue's order.
pub fn chosen<'a>(dealer: &'a Dealer, ids: &[String]) -> Vec<&'a Service> {
    dealer.services.iter().filter(|service| ids.contains(&service.id)).collect()
}

/// A step's heading.
pub fn heading(state: &State, locale: Language) -> &'static str {
    match state.step() {
        Step::Need => td_string!(locale, booking.need_title),
        Step::Car => td_string!(locale, booking.car_title),
        Step::When if state.lost.is_some() => td_string!(locale, booking.gone_title),
        Step::When => td_string!(locale, booking.when_title),
        Step::You => td_string!(locale, booking.you_title),
        Step::Done => td_string!(locale, booking.step_done),
    }
}

/// A step's short name, for the track.
pub fn step(step: Step, locale: Language) -> &'static str {
    match step {
        Step::Need => td_string!(locale, booking.step_need),
        Step::Car => td_string!(locale, booking.step_car),
        Step::When => td_string!(locale, booking.step_when),
        Step::You => td_string!(locale, booking.step_you),
        Step::Done => td_string!(locale, booking.step_done),
    }
}

/// What is wrong with a field, and what to do.
pub fn fault(field: Field, fault: FieldFault, country: Country, locale: Language) -> String {
    let plain = match (field, fault) {
        (_, FieldFault::TooLong) => td_string!(locale, booking.e_too_long),
        (Field::Services, FieldFault::Required) => td_string!(locale, booking.e_services),
        (Field::Services, FieldFault::NotForModel) => td_string!(locale, booking.e_services_model),
        (Field::Services, FieldFault::NotForMileage) => td_string!(locale, booking.e_services_km),
        (Field::Services, FieldFault::NotForAge) => td_string!(locale, booking.e_services_age),
        (Field::Services, _) => td_string!(locale, booking.e_services_refused),
        (Field::Plate, FieldFault::Required) => td_string!(locale, booking.e_plate),
        (Field::Plate, FieldFault::Province) => td_string!(locale, booking.e_plate_province),
        (Field::Plate, FieldFault::Length(n)) if country == Country::Cn => {
            return td_string!(locale, booking.e_plate_length, n = n);
        }
        (Field::Plate, _) => td_string!(locale, booking.e_plate_format),
        (Field::Model, FieldFault::Required) => td_string!(locale, booking.e_model),
        (Field::Mileage, FieldFault::Required) => td_string!(locale, booking.e_km),
        (Field::Mileage, _) => td_string!(locale, booking.e_km_format),
        (Field::Vin, FieldFault::Length(n)) => return td_string!(locale, booking.e_vin_length, n = n),
        (Field::Vin, _) => td_string!(locale, booking.e_vin_format),
        (Field::Name, FieldFault::Required) => td_string!(locale, booking.e_name),
        (Field::Name, _) => td_string!(locale, booking.e_name_format),
        (Field::Phone, FieldFault::Required) => td_string!(locale, booking.e_phone),
        (Field::Phone, FieldFault::Length(n)) if country == Country::Cn => {
            return td_string!(locale, booking.e_phone_length_cn, n = n);
        }
        (Field::Phone, FieldFault::Length(_)) => td_string!(locale, booking.e_phone_length),
        (Field::Phone, _) => td_string!(locale, booking.e_phone_format),
        (Field::Consent, _) => td_string!(locale, booking.e_consent),
        _ => td_string!(locale, booking.e_refused),
    };
    plain.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_said_in_hours_and_minutes() {
        assert_eq!(duration(45, Language::En), "about 45 min");
        assert_eq!(duration(120, Language::En), "about 2 h");
        assert_eq!(duration(130, Language::ZhCn), "约 2 小时 10 分");
    }

    #[test]
    fn the_clock_shows_the_dealers_wall_time() {
        let instant = Instant("2026-10-25T09:05:00+01:00".parse().expect("an instant"));
        assert_eq!(clock(&instant), "09:05");
    }
}
