//! The fields of customer and car at the desk, for phone bookings and walk-ins.

use crate::desk::lines::state::error_at;
use crate::desk::phone::state::Draft;
use crate::desk::shared::input::{Chips, Lines, MultiChips, Text};
use crate::desk::shared::problems;
use crate::i18n;
use crate::i18n::{Language, td_string, use_lang};
use bayside_api::FieldError;
use bayside_api::dealer::Dealer;
use leptos::prelude::*;

/// What is wrong with a field, in words.
pub fn error(errors: RwSignal<Vec<FieldError>>, pointer: &'static str) -> Signal<Option<String>> {
    let lang = use_lang();
    Signal::derive(move || {
        let locale = lang.get();
        let code = errors.with(|errors| error_at(errors, pointer).map(str::to_owned))?;
        Some(match (pointer, code.as_str()) {
            ("/consent", _) => td_string!(locale, room.phone.consent_missing).to_owned(),
            (_, "required") => problems::field(&code, locale).to_owned(),
            ("/vehicle/plate", _) => td_string!(locale, room.phone.bad_plate).to_owned(),
            ("/customer/phone", _) => td_string!(locale, room.phone.bad_phone).to_owned(),
            _ => problems::field(&code, locale).to_owned(),
        })
    })
}

/// The car and the person.
#[component]
pub fn CustomerFields(
    /// What was typed so far.
    draft: RwSignal<Draft>,
    /// What is wrong.
    errors: RwSignal<Vec<FieldError>>,
    /// The dealer, once it is read.
    face: RwSignal<Option<Dealer>>,
) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: fn(Language) -> &'static str| Signal::derive(move || word(lang.get()).to_owned());
    let field = move |read: fn(&Draft) -> &String| Signal::derive(move || draft.with(|draft| read(draft).clone()));
    let set = move |write: fn(&mut Draft, String)| {
        Callback::new(move |text: String| draft.update(|draft| write(draft, text)))
    };
    let locales =
        Memo::new(move |_| face.with(|face| face.as_ref().map(|face| face.locales.clone())).unwrap_or_default());
    let languages = Signal::derive(move || {
        locales.get().into_iter().map(|tag| (tag.clone(), i18n::own_name(&tag))).collect::<Vec<_>>()
    });
    let spoken = Signal::derive(move || {
        let chosen = draft.with(|draft| draft.locale.clone());
        if chosen.is_empty() { locales.with(|locales| locales.first().cloned()).unwrap_or_default() } else { chosen }
    });
    view! {
        <Text id="who-plate" label=label(|l| td_string!(l, room.phone.plate)) value=field(|draft| &draft.plate) set=set(|draft, text| draft.plate = text) error=error(errors, "/vehicle/plate")/>
        <Text id="who-phone" keyboard="tel" label=label(|l| td_string!(l, room.phone.phone)) value=field(|draft| &draft.phone) set=set(|draft, text| draft.phone = text) error=error(errors, "/customer/phone")/>
        <Text id="who-name" label=label(|l| td_string!(l, room.phone.name)) value=field(|draft| &draft.name) set=set(|draft, text| draft.name = text) error=error(errors, "/customer/name")/>
        <Text id="who-email" kind="email" keyboard="email" label=label(|l| td_string!(l, room.phone.email)) value=field(|draft| &draft.email) set=set(|draft, text| draft.email = text) error=error(errors, "/customer/email")/>
        <Text id="who-model" label=label(|l| td_string!(l, room.phone.model)) value=field(|draft| &draft.model) set=set(|draft, text| draft.model = text) error=error(errors, "/vehicle/model")/>
        <Text id="who-km" keyboard="numeric" label=label(|l| td_string!(l, room.phone.km)) value=field(|draft| &draft.km) set=set(|draft, text| draft.km = text) error=error(errors, "/vehicle/mileage_km")/>
        {move || (locales.with(Vec::len) > 1).then(|| view! {
            <Chips name="who-locale" label=label(|l| td_string!(l, room.phone.language)) options=languages value=spoken set=move |tag| draft.update(|draft| draft.locale = tag)/>
        })}
        <Lines id="who-concern" label=label(|l| td_string!(l, room.phone.concern)) value=field(|draft| &draft.concern) set=set(|draft, text| draft.concern = text) error=error(errors, "/concern")/>
    }
}

/// The jobs, several of which can be chosen.
#[component]
pub fn Jobs(
    /// What was typed so far.
    draft: RwSignal<Draft>,
    /// What is wrong.
    errors: RwSignal<Vec<FieldError>>,
    /// The dealer, once it is read.
    face: RwSignal<Option<Dealer>>,
    /// Others are chosen.
    #[prop(optional, into)]
    changed: Option<Callback<()>>,
) -> impl IntoView {
    let lang = use_lang();
    let options = Signal::derive(move || {
        let services = face.with(|face| face.as_ref().map(|face| face.services.clone()).unwrap_or_default());
        services.into_iter().map(|service| (service.id, service.name)).collect::<Vec<_>>()
    });
    view! {
        <MultiChips
            name="job"
            label=Signal::derive(move || td_string!(lang.get(), room.phone.jobs).to_owned())
            options=options
            chosen=Signal::derive(move || draft.with(|draft| draft.services.clone()))
            set=move |services| {
                draft.update(|draft| draft.services = services);
                if let Some(changed) = changed {
                    changed.run(());
                }
            }
            error=error(errors, "/services")
        />
    }
}

/// Consent, as it was given aloud.
#[component]
pub fn Agreed(
    /// What was typed so far.
    draft: RwSignal<Draft>,
    /// What is wrong.
    errors: RwSignal<Vec<FieldError>>,
    /// What was agreed to.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let error = error(errors, "/consent");
    view! {
        <label class="row">
            <input type="checkbox" data-test="consent" prop:checked=move || draft.with(|draft| draft.agreed) on:change=move |event| {
                let agreed = event_target_checked(&event);
                draft.update(|draft| draft.agreed = agreed);
            }/>
            <span>{move || label.get()}</span>
        </label>
        {move || error.get().map(|text| view! { <span class="err" role="alert">{text}</span> })}
    }
}
