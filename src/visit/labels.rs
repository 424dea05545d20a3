//! How times, amounts and figures are written on this page.

use crate::i18n::{Language, td_string};
use crate::ui::{date_format, money, view};
use bayside_api::visit::Visit;
use bayside_api::{Date, Instant, Money};
use bayside_domain::money::grouped;
use leptos::prelude::*;

/// So long, in hours and minutes.
pub fn span(minutes: i64, locale: Language) -> String {
    match (minutes / 60, minutes % 60) {
        (0, m) => td_string!(locale, visit.span.minutes, m = m),
        (h, 0) => td_string!(locale, visit.span.hours, h = h),
        (h, m) => td_string!(locale, visit.span.hours_minutes, h = h, m = m),
    }
}

/// So many days, in years where they are whole ones.
pub fn term(days: u32, locale: Language) -> String {
    match (days, days / 365, days % 365) {
        (1, ..) => td_string!(locale, visit.warranty.day).to_owned(),
        (_, 1, 0) => td_string!(locale, visit.warranty.year).to_owned(),
        (_, n @ 2.., 0) => td_string!(locale, visit.warranty.years, n = n).to_string(),
        _ => td_string!(locale, visit.warranty.days, n = days).to_string(),
    }
}

/// The language, the dealer's zone, and today there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formatter {
    /// The shown language.
    pub locale: Language,
    /// The local date at the dealer.
    pub today: Date,
    /// The language in which the staff write, where it is another.
    pub foreign: Option<Language>,
}

impl Formatter {
    /// The formatter of a visit's page in the shown language.
    pub fn of(visit: &Visit, locale: Language) -> Self {
        let foreign = Language::from_tag(&visit.written_in).filter(|written| *written != locale);
        Self { locale, today: visit.as_of.date(), foreign }
    }

    /// What staff wrote, as they wrote it; in another language it is marked as such, so that it is read aloud rightly.
    pub fn written(&self, text: &str) -> AnyView {
        let text = text.to_owned();
        match self.foreign {
            Some(language) => view! { <span lang=language.tag()>{text}</span> }.into_any(),
            None => text.into_any(),
        }
    }

    /// `09:30`.
    pub fn time(&self, at: &Instant) -> String {
        date_format::time(at)
    }

    /// `09:30`, with the date where it is not today.
    pub fn when(&self, at: &Instant) -> String {
        let time = self.time(at);
        match self.day(at) {
            Some(day) => format!("{day} {time}"),
            None => time,
        }
    }

    /// The end of what began at `from`: the clock, with the date where it is another than that of the beginning.
    pub fn until(&self, from: &Instant, to: &Instant) -> String {
        if from.date() == to.date() { self.time(to) } else { self.when(to) }
    }

    /// The day, where it is not today.
    pub fn day(&self, at: &Instant) -> Option<String> {
        (at.date() != self.today).then(|| date_format::at(at, date_format::Style::Short, self.locale))
    }

    /// `¥1,260`.
    pub fn money(&self, value: Money) -> String {
        money::money(value, self.locale)
    }

    /// `+¥680` or `−¥60`.
    pub fn change(&self, value: Money) -> String {
        let sign = if value.amount > 0 { "+" } else { "" };
        format!("{sign}{}", self.money(value))
    }

    /// A whole number with the language's separators.
    pub fn number(&self, value: u32) -> String {
        grouped(value.into(), self.locale)
    }

    /// A figure in thousandths.
    pub fn thousandths(&self, value: i64) -> String {
        crate::visit::state::thousandths(value, self.locale.decimal_point())
    }

    /// An amount in a column: always with its decimals, never with its currency.
    pub fn column(&self, value: Money) -> String {
        value.written(self.locale)
    }

    /// What stands between two sentences: Chinese full stops bring their own space.
    pub fn gap(&self) -> &'static str {
        self.locale.space()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_and_more_is_said_in_hours() {
        let said = |minutes| span(minutes, Language::En);
        assert_eq!([said(59), said(60), said(214)], ["59 min", "1 h", "3 h 34 min"]);
        assert_eq!(span(214, Language::ZhCn), "3 小时 34 分钟");
    }

    #[test]
    fn a_warranty_of_whole_years_is_said_in_years() {
        let said = |days| term(days, Language::De);
        assert_eq!(
            [said(1), said(90), said(365), said(730), said(731)],
            ["1 Tag", "90 Tage", "1 Jahr", "2 Jahre", "731 Tage"]
        );
    }
}
