//! Step 2: which car.

use crate::booking::car::plate::PlateField;
use crate::booking::controller::Controller;
use crate::booking::fields::{Mileage, Model, VIN};
use crate::booking::form::{Errors, PersonFields};
use crate::booking::labels;
use crate::booking::state::{BookingEvent, Field};
use crate::i18n::{td_string, use_lang};
use crate::ui::view;
use crate::ui::{Field as LabelledField, Icon, live, press};
use bayside_domain::vin::{CHECK_DIGIT_AT, CheckDigit, Vin};
use leptos::prelude::*;

/// Plate, model, mileage, VIN.
#[component]
pub fn Car(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let form = controller.form();
    let unfit = controller.part(|state| state.fault(Field::Services).is_some());
    view! {
        <h1 id="heading" tabindex="-1">{td_string!(locale, booking.car_title)}</h1>
        <Errors form=form/>
        {live(move || unfit.get().then(|| instead(controller)))}
        <PlateField form=form/>
        <div class="two"><Model form=form/><Mileage form=form/></div>
        <VinField form=form/>
    }
}

/// The job for this car instead of the chosen one that is not; the catalogue is a step back.
fn instead(controller: Controller) -> Option<AnyView> {
    let locale = use_lang().now();
    let (unfit, id, job, price) = controller.dealer.with_untracked(|dealer| {
        let (unfit, fit) = controller.state.with_untracked(|state| state.draft().unfit_and_fit(dealer))?;
        fit.map(|fit| (unfit.id.clone(), fit.id.clone(), fit.name.clone(), fit.price_from))
    })?;
    let word = td_string!(locale, booking.instead, job = job, price = labels::price_from(price, locale));
    let take = move || {
        controller.send(BookingEvent::Service(unfit.clone(), false));
        controller.send(BookingEvent::Service(id.clone(), true));
        controller.send(BookingEvent::Next);
    };
    Some(view! { <button type="button" class="btn" id="services" data-test="instead" on:click=press(take)>{word}</button> }.into_any())
}

/// The VIN, optional; a doubtful check digit warns and never stops anybody.
#[component]
fn VinField(form: PersonFields) -> impl IntoView {
    let locale = use_lang().now();
    let doubt = form.part(|draft| {
        let vin = Vin::parse(&draft.vin).ok()?;
        match vin.check_digit() {
            CheckDigit::Matches => None,
            CheckDigit::Mismatch { expected, found } => Some((vin.to_string(), expected, found)),
        }
    });
    let warning = move || {
        let (text, expected, found) = doubt.get()?;
        let (before, rest) = text.split_at(CHECK_DIGIT_AT);
        let (digit, after) = rest.split_at(1);
        Some(view! {
            <div class="hintw" data-test="vin-doubt">
                <Icon name="warn"/>
                <span>
                    <b>{td_string!(locale, booking.vin_doubt)}</b>" "
                    {td_string!(locale, booking.vin_doubt_why, expected = expected, found = found)}
                    <br/>
                    <span class="vin">{before.to_owned()}<mark>{digit.to_owned()}</mark>{after.to_owned()}</span>
                    <br/>
                    {td_string!(locale, booking.vin_doubt_kept)}
                </span>
            </div>
        })
    };
    view! {
        <LabelledField
            id="vin"
            label=td_string!(locale, booking.vin)
            aside=td_string!(locale, ui.optional)
            hint=td_string!(locale, booking.vin_hint)
            error=form.error(Field::Vin)
        >
            {VIN.input(form)}
            <div id="vin-doubt" role="status">{live(warning)}</div>
        </LabelledField>
    }
}
