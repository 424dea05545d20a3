//! Two times side by side, and what a change does to the price.

use crate::booking::labels;
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::date_format::{self, Style};
use crate::ui::money::money;
use crate::ui::view;
use crate::ui::{Icon, Severity, Status};
use bayside_api::{Instant, Money};
use leptos::prelude::*;

/// One option of the comparison: a time with ready time, adviser and price.
#[derive(Clone)]
pub struct TimeOption {
    /// When reception begins.
    pub start: Instant,
    /// When the car is ready.
    pub ready: Instant,
    /// Who receives, by name.
    pub adviser: String,
    /// Price from, before the benefit.
    pub price: Money,
    /// What is saved.
    pub benefit: Money,
}

impl TimeOption {
    /// What is to pay.
    pub fn to_pay(&self) -> Money {
        Money::new(self.price.amount - self.benefit.amount, self.price.currency)
    }
}

/// How the booking advantage changes when a booking is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advantage {
    /// It stays.
    Same,
    /// There is none any more.
    Gone(Money),
    /// It is smaller by this.
    Less(Money),
    /// It is larger by this.
    More(Money),
}

impl Advantage {
    /// From one advantage to another.
    pub fn between(old: Money, new: Money) -> Self {
        let more = Money::new(new.amount - old.amount, new.currency);
        if more.amount == 0 {
            Self::Same
        } else if more.amount > 0 {
            Self::More(more)
        } else if new.amount <= 0 {
            Self::Gone(old)
        } else {
            Self::Less(Money::new(-more.amount, more.currency))
        }
    }
}

/// `12月2日周三 09:30`.
pub fn date_and_time(instant: &Instant, locale: Language) -> String {
    format!("{} {}", date_format::date(instant.date(), Style::Short, locale), labels::clock(instant))
}

/// When the car is ready, with the day if it is another.
pub fn ready(option: &TimeOption, locale: Language) -> String {
    labels::ready(&option.start, &option.ready, locale)
}

/// When the car is ready, beside the word "ready".
pub fn about(option: &TimeOption, locale: Language) -> String {
    let day = (option.start.date() != option.ready.date())
        .then(|| date_format::date(option.ready.date(), Style::Short, locale));
    let time = td_string!(locale, appointment.about, time = labels::clock(&option.ready));
    day.map_or(time.clone(), |day| format!("{day}{}{time}", locale.comma()))
}

/// The old and the new time side by side.
#[component]
pub fn TimeComparison(old: TimeOption, new: TimeOption) -> impl IntoView {
    let locale = use_lang().now();
    let row = move |name: &'static str, old: String, new: String| {
        view! { <tr><th scope="row">{name}</th><td>{old}</td><td>{new}</td></tr> }
    };
    let (old_ready, new_ready) = (about(&old, locale), about(&new, locale));
    let (old_price, new_price) = (labels::price_from(old.to_pay(), locale), labels::price_from(new.to_pay(), locale));
    view! {
        <table class="vs">
            <thead><tr>
                <th scope="col"><span class="vh">{td_string!(locale, appointment.vs_what)}</span></th>
                <th scope="col">{td_string!(locale, appointment.vs_old)}</th>
                <th scope="col">{td_string!(locale, appointment.vs_new)}</th>
            </tr></thead>
            <tbody>
                {row(td_string!(locale, booking.sum_when), date_and_time(&old.start, locale), date_and_time(&new.start, locale))}
                {row(td_string!(locale, appointment.vs_ready), old_ready, new_ready)}
                {row(td_string!(locale, appointment.vs_adviser), old.adviser.clone(), new.adviser.clone())}
                {row(td_string!(locale, appointment.vs_price), old_price, new_price)}
            </tbody>
        </table>
        <AdvantageChange advantage=Advantage::between(old.benefit, new.benefit) start=new.start/>
    }
}

/// The change of the booking advantage, in words.
#[component]
pub fn AdvantageChange(advantage: Advantage, start: Instant) -> impl IntoView {
    let locale = use_lang().now();
    let time = labels::clock(&start);
    let loss = |text: String| {
        view! { <p class="hintw" data-test="loss"><Icon name="soon"/><span>{text}</span></p> }.into_any()
    };
    match advantage {
        Advantage::Same => ().into_any(),
        Advantage::Gone(old) => loss(td_string!(locale, appointment.vs_gone, time = time, amount = money(old, locale))),
        Advantage::Less(by) => loss(td_string!(locale, appointment.vs_less, time = time, amount = money(by, locale))),
        Advantage::More(by) => {
            let word = td_string!(locale, appointment.vs_more, time = time, amount = money(by, locale));
            view! { <p data-test="gain"><Status kind=Severity::Ok icon="coupon" word=Signal::stored(word)/></p> }
                .into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_api::Currency;

    #[test]
    fn an_advantage_that_changes_is_said() {
        let of = |amount| Money::new(amount, Currency::parse("CNY").expect("a currency"));
        assert_eq!(Advantage::between(of(8000), of(8000)), Advantage::Same);
        assert_eq!(Advantage::between(of(0), of(0)), Advantage::Same);
        assert_eq!(Advantage::between(of(8000), of(0)), Advantage::Gone(of(8000)));
        assert_eq!(Advantage::between(of(8000), of(3000)), Advantage::Less(of(5000)));
        assert_eq!(Advantage::between(of(0), of(8000)), Advantage::More(of(8000)));
    }
}
