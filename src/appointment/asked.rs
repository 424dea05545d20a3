//! What a wish asks besides days and hours: what for, the car, who.

use super::ask::Form;
use super::asking::Ask;
use super::shown::stay_word;
use super::span::Advisers;
use crate::booking::state::{Draft, Field};
use crate::i18n::use_lang;
use crate::ui::view;
use crate::ui::{Field as Labelled, Icon, heard, live, press, tied};
use bayside_api::dealer::Dealer;
use bayside_api::words::{PlateKind, Salutation, Stay};
use bayside_domain::plate::PROVINCES;
use leptos::prelude::*;
use leptos_i18n::td_string;
use std::sync::Arc;

/// Jobs, the way of staying, the adviser.
#[component]
pub fn What(ask: Ask, dealer: Arc<Dealer>) -> impl IntoView {
    let locale = use_lang().now();
    let error = ask.error(Field::Services, &dealer);
    let ways = {
        let dealer = dealer.clone();
        ask.part(move |form| form.stays(&dealer), Vec::new())
    };
    let jobs = dealer.services.iter().map(|job| {
        let (own, dealer) = (StoredValue::new(job.id.clone()), dealer.clone());
        let on = move || ask.form.with(|form| form.as_ref().is_some_and(|form| own.with_value(|id| form.draft.services.contains(id))));
        let choose = heard(move |event| {
            let on = event_target_checked(&event);
            ask.change(Field::Services.id(), |form| form.choose(&dealer, &own.get_value(), on));
        });
        view! {
            <label class="chip" data-on=tied(move || on().then_some(""))>
                <input type="checkbox" data-test=format!("job-{}", own.get_value()) prop:checked=tied(on) on:change=choose/>
                {job.name.clone()}
            </label>
        }
    });
    let jobs = jobs.collect_view();
    let stay = ask.part(|form| form.draft.stay, Stay::Wait);
    let stays = move || {
        let chips = ways.get().into_iter().map(|way| {
            let on = move || stay.get() == way;
            view! {
                <label class="chip" data-on=tied(move || on().then_some(""))>
                    <input type="radio" name="stay" data-test=format!("stay-{way}") prop:checked=tied(on) on:change=heard(move |_| ask.change("stay", |form| form.draft.stay = way))/>
                    {stay_word(way, locale)}
                </label>
            }
        });
        chips.collect_view()
    };
    let people = dealer.advisers.iter().map(|adviser| (adviser.id.clone(), adviser.name.clone())).collect();
    let adviser = ask.part(|form| form.draft.adviser.clone(), None);
    let choose = Callback::new(move |id: Option<String>| ask.change("adviser", |form| form.draft.adviser = id));
    view! {
        <fieldset class="sec" id="services" tabindex="-1" aria-describedby="services-error">
            <legend>{td_string!(locale, appointment.what)}</legend>
            <div class="chips">{jobs}</div>
            <span id="services-error" class="errbox">{live(move || wrong(error))}</span>
        </fieldset>
        <fieldset class="sec"><legend>{td_string!(locale, booking.stay)}</legend><div class="chips">{live(stays)}</div></fieldset>
        <Advisers people=people chosen=adviser.into() choose=choose/>
    }
}

fn wrong(error: Signal<Option<String>>) -> Option<AnyView> {
    error.get().map(|text| view! { <span class="err"><Icon name="stop"/><span>{text}</span></span> })
}

/// A field of text.
#[derive(Clone, Copy)]
struct Text {
    field: Field,
    kind: &'static str,
    autocomplete: &'static str,
    chars_max: u16,
    read: fn(&Draft) -> &String,
    write: fn(&mut Draft, String),
}

/// The control of a field of text.
fn input(ask: Ask, text: Text, list: Option<&'static str>) -> AnyView {
    let id = text.field.id();
    let value = ask.part(move |form| (text.read)(&form.draft).clone(), String::new());
    let numeric = (text.field == Field::Mileage).then_some("numeric");
    view! {
        <input
            type=text.kind
            id=id
            list=list
            inputmode=numeric
            autocomplete=text.autocomplete
            spellcheck="false"
            maxlength=text.chars_max.to_string()
            aria-describedby=format!("{id}-hint {id}-error")
            aria-invalid=tied(move || ask.fault(text.field).map(|_| "true"))
            prop:value=value
            on:input=heard(move |event| {
                let typed = event_target_value(&event);
                ask.change(id, |form: &mut Form| (text.write)(&mut form.draft, typed));
            })
        />
    }
}

const PLATE: Text = Text {
    field: Field::Plate,
    kind: "text",
    autocomplete: "off",
    chars_max: 20,
    read: |draft| &draft.plate,
    write: |draft, typed| draft.plate = typed,
};
const MODEL: Text = Text {
    field: Field::Model,
    kind: "text",
    autocomplete: "off",
    chars_max: 60,
    read: |draft| &draft.model,
    write: |draft, typed| draft.model = typed,
};
const MILEAGE: Text = Text {
    field: Field::Mileage,
    kind: "text",
    autocomplete: "off",
    chars_max: 12,
    read: |draft| &draft.mileage,
    write: |draft, typed| draft.mileage = typed,
};
const NAME: Text = Text {
    field: Field::Name,
    kind: "text",
    autocomplete: "name",
    chars_max: 60,
    read: |draft| &draft.name,
    write: |draft, typed| draft.name = typed,
};
const PHONE: Text = Text {
    field: Field::Phone,
    kind: "tel",
    autocomplete: "tel",
    chars_max: 24,
    read: |draft| &draft.phone,
    write: |draft, typed| draft.phone = typed,
};

/// Plate, model, mileage, own words.
#[component]
pub fn Vehicle(ask: Ask, dealer: Arc<Dealer>) -> impl IntoView {
    let locale = use_lang().now();
    let usual = Draft::for_country(&dealer.country).plate_kind;
    let kind = ask.part(|form| form.draft.plate_kind, usual);
    let province = ask.part(|form| form.draft.province.clone(), String::new());
    let chinese = move || kind.get() == PlateKind::Cn;
    let hint = Signal::derive(move || {
        match kind.get() {
            PlateKind::Cn => td_string!(locale, booking.plate_hint_cn),
            PlateKind::De => td_string!(locale, booking.plate_hint_de),
            PlateKind::Other => td_string!(locale, booking.plate_hint_other),
        }
        .to_owned()
    });
    let provinces = move || {
        chinese().then(|| {
            let rows = PROVINCES.into_iter().map(|one| {
                let chosen = move || province.with(|province| province.starts_with(one));
                view! { <option value=one.to_string() prop:selected=tied(chosen)>{one.to_string()}</option> }
            });
            view! {
                <select
                    lang="zh-CN"
                    data-test="province"
                    aria-label=td_string!(locale, booking.province_choose)
                    on:change=heard(move |event| {
                        let chosen = event_target_value(&event);
                        ask.change(Field::Plate.id(), |form| form.draft.province = chosen);
                    })
                >
                    {rows.collect_view()}
                </select>
            }
        })
    };
    let turn = move || {
        let other = if kind.get_untracked() == PlateKind::Other { usual } else { PlateKind::Other };
        ask.change(Field::Plate.id(), |form| form.draft.plate_kind = other);
    };
    let turn_word = move || {
        if kind.get() == PlateKind::Other {
            td_string!(locale, booking.plate_usual)
        } else {
            td_string!(locale, booking.plate_other)
        }
    };
    let models = dealer.models.iter().map(|model| view! { <option value=model.clone()></option> }).collect_view();
    let concern = ask.part(|form| form.draft.concern.clone(), String::new());
    view! {
        <section class="sec wish-part">
            <h2>{td_string!(locale, booking.car_title)}</h2>
            <Labelled id="plate" wide=true label=td_string!(locale, booking.plate) hint=hint error=ask.error(Field::Plate, &dealer)>
                <div class="pl" class:plain=tied(move || !chinese()) on:change=heard(move |_| ask.change("", Form::part_province))>
                    {live(provinces)}
                    {input(ask, PLATE, None)}
                </div>
                {(usual != PlateKind::Other).then(|| view! {
                    <button type="button" class="btn b3 start" data-test="plate-kind" on:click=press(turn)>{live(turn_word)}</button>
                })}
            </Labelled>
            <div class="two">
                <Labelled id="model" label=td_string!(locale, booking.model) hint=td_string!(locale, booking.model_hint) error=ask.error(Field::Model, &dealer)>
                    {input(ask, MODEL, Some("models"))}
                    <datalist id="models">{models}</datalist>
                </Labelled>
                <Labelled id="km" label=td_string!(locale, booking.km) hint=td_string!(locale, booking.km_hint) error=ask.error(Field::Mileage, &dealer)>
                    <span class="unit">{input(ask, MILEAGE, None)}<span>{td_string!(locale, booking.km_unit)}</span></span>
                </Labelled>
            </div>
            <Labelled
                id="concern"
                label=td_string!(locale, booking.concern)
                aside=td_string!(locale, ui.optional)
                hint=td_string!(locale, booking.concern_hint)
                error=ask.error(Field::Concern, &dealer)
            >
                <textarea
                    id="concern"
                    rows="2"
                    maxlength="1000"
                    aria-describedby="concern-hint concern-error"
                    prop:value=concern
                    on:input=heard(move |event| {
                        let typed = event_target_value(&event);
                        ask.change(Field::Concern.id(), |form| form.draft.concern = typed);
                    })
                ></textarea>
            </Labelled>
        </section>
    }
}

/// Name, form of address, phone, consent.
#[component]
pub fn Contact(ask: Ask, dealer: Arc<Dealer>) -> impl IntoView {
    let locale = use_lang().now();
    let salutation = ask.part(|form| form.draft.salutation, None);
    let chip = move |one: Salutation, word: &'static str| {
        let on = move || salutation.get() == Some(one);
        view! {
            <label class="chip" data-on=tied(move || on().then_some(""))>
                <input type="radio" name="salutation" data-test=format!("salutation-{one}") prop:checked=tied(on) on:change=heard(move |_| ask.change("", |form| form.draft.salutation = Some(one)))/>
                {word}
            </label>
        }
    };
    let consent = ask.part(|form| form.draft.consent, false);
    let error = ask.error(Field::Consent, &dealer);
    let sentence =
        td_string!(locale, booking.consent, dealer = dealer.name.clone(), n = dealer.consent.retention_months);
    let text = dealer.consent.text.clone();
    view! {
        <section class="sec wish-part">
            <h2>{td_string!(locale, booking.you_title)}</h2>
            <Labelled id="name" label=td_string!(locale, booking.name) error=ask.error(Field::Name, &dealer)>{input(ask, NAME, None)}</Labelled>
            <fieldset class="sec tight">
                <legend>{td_string!(locale, booking.salutation)}" "<small>{td_string!(locale, ui.optional)}</small></legend>
                <div class="chips">
                    {chip(Salutation::Ms, td_string!(locale, booking.ms))}
                    {chip(Salutation::Mr, td_string!(locale, booking.mr))}
                </div>
            </fieldset>
            <Labelled id="phone" label=td_string!(locale, booking.phone) hint=td_string!(locale, booking.phone_hint) error=ask.error(Field::Phone, &dealer)>
                {input(ask, PHONE, None)}
            </Labelled>
            <div class="vh" aria-hidden="true">
                <input
                    type="text"
                    name="website"
                    tabindex="-1"
                    autocomplete="off"
                    aria-label=td_string!(locale, appointment.website)
                    on:input=heard(move |event| {
                        let typed = event_target_value(&event);
                        ask.change("", |form| form.website = typed);
                    })
                />
            </div>
            <fieldset class="sec ticks">
                <legend class="vh">{td_string!(locale, booking.consent_group)}</legend>
                <label class="tick">
                    <input
                        type="checkbox"
                        id="consent"
                        aria-describedby="consent-error"
                        aria-invalid=tied(move || ask.fault(Field::Consent).map(|_| "true"))
                        prop:checked=consent
                        on:change=heard(move |event| {
                            let on = event_target_checked(&event);
                            ask.change(Field::Consent.id(), |form| form.draft.consent = on);
                        })
                    />
                    <span>{sentence}</span>
                </label>
                <span id="consent-error" class="errbox">{live(move || wrong(error))}</span>
                <details>
                    <summary>{td_string!(locale, booking.consent_more)}<Icon name="down" class="turn"/></summary>
                    <p class="soft">{text}</p>
                </details>
            </fieldset>
        </section>
    }
}
