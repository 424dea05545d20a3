//! Step 4: who comes.

use crate::booking::controller::Controller;
use crate::booking::edit::Edit;
use crate::booking::fields::{Consents, FormOfAddress, Name, Phone, Unseen};
use crate::booking::form::{Errors, PersonFields};
use crate::booking::labels;
use crate::booking::when::calendar::outcome;
use crate::i18n::{td_string, use_lang};
use crate::ui::view;
use crate::ui::{heard, live};
use bayside_domain::person::name::addressed_as;
use leptos::prelude::*;

/// Name, phone, consent.
#[component]
pub fn You(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let form = controller.form();
    view! {
        <div>
            <h1 id="heading" tabindex="-1">{td_string!(locale, booking.you_title)}</h1>
            <p class="lead" data-test="chosen">{live(move || chosen(controller))}</p>
        </div>
        <Errors form=form/>
        <Name form=form/>
        <FormOfAddress form=form/>
        <Phone form=form hint=td_string!(locale, booking.phone_hint)/>
        <Unseen form=form/>
        <Consents form=form sentence=|locale, dealer, n| td_string!(locale, booking.consent, dealer = dealer, n = n)>
            <Agreed form=form/>
        </Consents>
    }
}

/// The day, the time, who receives and when the car is ready, in one line.
fn chosen(controller: Controller) -> Option<String> {
    let locale = controller.lang.get();
    let slot = controller.state.with(|state| state.saved.held.as_ref().map(|held| held.slot.clone()))?;
    let outcome =
        controller.dealer.with(|dealer| outcome(dealer, &slot.start, &slot.ready_estimate, &slot.adviser, locale));
    Some(format!("{} {}{}{outcome}", labels::day(&slot.start, locale), labels::clock(&slot.start), locale.comma()))
}

/// What else is agreed to: to be greeted by name, to be reminded.
#[component]
fn Agreed(form: PersonFields) -> impl IntoView {
    let locale = use_lang().now();
    let display_name = form.part(|draft| draft.display_name);
    let marketing = form.part(|draft| draft.marketing);
    // Offered only with a name and a form of address, which the greeting needs.
    let addressed = form.part(|draft| {
        draft.salutation.filter(|_| !draft.name.trim().is_empty()).map(|salutation| (draft.name.clone(), salutation))
    });
    let greeting = move || {
        addressed.get().map(|(name, salutation)| {
            let who = move || addressed_as(&name, Some(salutation), locale);
            view! {
                <label class="tick ruled">
                    <input type="checkbox" id="display-name" prop:checked=display_name on:change=heard(move |event| form.edit.run(Edit::DisplayName(event_target_checked(&event))))/>
                    <span>{live(move || td_string!(locale, booking.display_name, who = who()))}" "<small>{td_string!(locale, booking.optional_tick)}</small></span>
                </label>
            }
        })
    };
    view! {
        {live(greeting)}
        <label class="tick ruled">
            <input type="checkbox" id="marketing" prop:checked=marketing on:change=heard(move |event| form.edit.run(Edit::Marketing(event_target_checked(&event))))/>
            <span>{td_string!(locale, booking.marketing)}" "<small>{td_string!(locale, booking.optional_tick)}</small></span>
        </label>
    }
}
