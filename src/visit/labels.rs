//! How times, amounts and figures are written on this page.

use crate::i18n::{Language, td_string};
use crate::ui::{date_format, money};
use bayside_api::visit::Visit;
use bayside_api::{Date, Instant, Money};
use bayside_domain::money::grouped;

/// So long, in hours and minutes.
pub fn span(minutes: i64, locale: Language) -> String {
    match (minutes / 60, minutes % 60) {
        (0, m) => td_string!(locale, visit.span.minutes, m = m),
        (h, 0) => td_string!(locale, visit.span.hours, h = h),
        (h, m) => td_string!(locale, visit.span.hours_minutes, h = h, m = m),
    }
}

/// The language, the dealer's zone, and today there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formatter {
    /// The shown language.
    pub locale: Language,
    /// The local date at the dealer.
    pub today: Date,
}

impl Formatter {
    /// The formatter of a visit's page in the shown language.
    pub fn of(visit: &Visit, locale: Language) -> Self {
        Self { locale, today: visit.as_of.date() }
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
}
