//! Step 2: which car.

use super::flow::Flow;
use super::form::{Errors, field_error, invalid};
use super::state::{Event, Field};
use crate::i18n::use_lang;
use crate::ui::view;
use crate::ui::{Field as LabelledField, Icon, Kind, Status, heard, live, press, tied};
use bayside_api::words::PlateKind;
use bayside_domain::plate::{PROVINCES, Typing, typing};
use bayside_domain::vin::{CHECK_DIGIT_AT, CheckDigit, Vin};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// Plate, model, mileage, VIN.
#[component]
pub fn Car(flow: Flow) -> impl IntoView {
    let locale = use_lang().now();
    let model = flow.part(|state| state.draft().model.clone());
    let mileage = flow.part(|state| state.draft().mileage.clone());
    let models = move || {
        let models = flow.dealer.with(|dealer| dealer.models.clone());
        models.into_iter().map(|model| view! { <option value=model></option> }).collect_view()
    };
    view! {
        <h1 id="heading" tabindex="-1">{td_string!(locale, booking.car_title)}</h1>
        <Errors flow=flow/>
        <PlateField flow=flow/>
        <div class="two">
            <LabelledField
                id="model"
                label=td_string!(locale, booking.model)
                hint=td_string!(locale, booking.model_hint)
                error=field_error(flow, Field::Model)
            >
                <input
                    type="text"
                    id="model"
                    list="models"
                    autocomplete="off"
                    maxlength="60"
                    aria-describedby="model-hint model-error"
                    aria-invalid=invalid(flow, Field::Model)
                    prop:value=model
                    on:input=heard(move |event| flow.typed(Field::Model, event_target_value(&event)))
                />
                <datalist id="models">{live(models)}</datalist>
            </LabelledField>
            <LabelledField
                id="km"
                label=td_string!(locale, booking.km)
                hint=td_string!(locale, booking.km_hint)
                error=field_error(flow, Field::Mileage)
            >
                <span class="unit">
                    <input
                        type="text"
                        id="km"
                        inputmode="numeric"
                        autocomplete="off"
                        maxlength="12"
                        aria-describedby="km-hint km-error"
                        aria-invalid=invalid(flow, Field::Mileage)
                        prop:value=mileage
                        on:input=heard(move |event| flow.typed(Field::Mileage, event_target_value(&event)))
                    />
                    <span>{td_string!(locale, booking.km_unit)}</span>
                </span>
            </LabelledField>
        </div>
        <VinField flow=flow/>
    }
}

/// The plate by the rule of its kind, with live help.
#[component]
fn PlateField(flow: Flow) -> impl IntoView {
    let locale = use_lang().now();
    let open = RwSignal::new(false);
    let plate = flow.part(|state| state.draft().plate.clone());
    let kind = flow.part(|state| state.draft().plate_kind);
    let usual =
        Memo::new(move |_| flow.dealer.with(|dealer| super::state::Draft::for_country(&dealer.country).plate_kind));
    let help = flow.part(|state| {
        let draft = state.draft();
        if draft.plate.trim().is_empty() { Typing::Empty } else { typing(draft.plate_kind, &draft.whole_plate()) }
    });
    let province = flow.part(|state| state.draft().province.clone());
    let chinese = Memo::new(move |_| kind.get() == PlateKind::Cn);
    let new_energy = move || (chinese.get() && help.get() == Typing::Complete { new_energy: true }).then_some("");
    let hint = Signal::derive(move || {
        match kind.get() {
            PlateKind::Cn => td_string!(locale, booking.plate_hint_cn),
            PlateKind::De => td_string!(locale, booking.plate_hint_de),
            PlateKind::Other => td_string!(locale, booking.plate_hint_other),
        }
        .to_owned()
    });
    let help_line = move || match help.get() {
        Typing::Complete { new_energy } => {
            let word = Signal::derive(move || {
                if new_energy { td_string!(locale, booking.plate_ne) } else { td_string!(locale, booking.plate_ok) }
                    .to_owned()
            });
            view! { <Status kind=Kind::Ok icon=if new_energy { "bolt" } else { "check" } word=word/> }.into_any()
        }
        Typing::Missing { characters } => {
            view! { <span class="hint">{td_string!(locale, booking.plate_missing, n = characters)}</span> }.into_any()
        }
        Typing::Empty | Typing::Wrong(_) => ().into_any(),
    };
    let other_kind = move || if kind.get() == PlateKind::Other { usual.get() } else { PlateKind::Other };
    let pick = move |one: char| {
        flow.send(Event::Province(one.to_string()));
        open.set(false);
        crate::ui::focus::on("plate");
    };
    // A province that was typed or pasted goes to its button; not before, the field may be composing it.
    let settle = move |_| {
        let typed = plate.get_untracked();
        let mut letters = typed.trim().chars();
        if let Some(first) = letters.next().filter(|first| chinese.get_untracked() && PROVINCES.contains(first)) {
            flow.send(Event::Province(first.to_string()));
            flow.typed(Field::Plate, letters.as_str().to_owned());
        }
    };
    view! {
        <LabelledField
            id="plate"
            wide=true
            label=td_string!(locale, booking.plate)
            hint=hint
            error=field_error(flow, Field::Plate)
        >
            <div class="pl" data-ne=new_energy class:plain=tied(move || !chinese.get())>
                {live(move || {
                    chinese.get().then(|| view! {
                        <button
                            type="button"
                            data-test="province"
                            aria-expanded=tied(move || open.get().to_string())
                            aria-controls="prov"
                            aria-label=tied(move || td_string!(locale, booking.province, p = province.get()))
                            on:click=press(move || open.update(|open| *open = !*open))
                        >
                            <span lang="zh-CN">{province}</span><Icon name="down"/>
                        </button>
                    })
                })}
                <input
                    type="text"
                    id="plate"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    maxlength="20"
                    aria-describedby="plate-hint plate-help plate-error"
                    aria-invalid=invalid(flow, Field::Plate)
                    prop:value=plate
                    on:input=heard(move |event| flow.typed(Field::Plate, event_target_value(&event)))
                    on:change=heard(settle)
                />
            </div>
            <span id="plate-help" role="status">{live(help_line)}</span>
            <div class="prov" id="prov" role="group" hidden=tied(move || !(open.get() && chinese.get())) aria-label=td_string!(locale, booking.province_choose)>
                <ul lang="zh-CN">
                    {PROVINCES
                        .into_iter()
                        .map(|one| {
                            let pressed = move || province.with(|province| province.starts_with(one)).to_string();
                            view! { <li><button type="button" aria-pressed=pressed on:click=press(move || pick(one))>{one.to_string()}</button></li> }
                        })
                        .collect_view()}
                </ul>
            </div>
            {live(move || {
                (usual.get() != PlateKind::Other).then(|| view! {
                    <button type="button" class="btn b3 start" data-test="plate-kind" on:click=press(move || flow.send(Event::PlateKind(other_kind())))>
                        {live(move || {
                            if kind.get() == PlateKind::Other { td_string!(locale, booking.plate_usual) } else { td_string!(locale, booking.plate_other) }
                        })}
                    </button>
                })
            })}
        </LabelledField>
    }
}

/// The VIN, optional; a doubtful check digit warns and never stops anybody.
#[component]
fn VinField(flow: Flow) -> impl IntoView {
    let locale = use_lang().now();
    let vin = flow.part(|state| state.draft().vin.clone());
    let doubt = flow.part(|state| {
        let vin = Vin::parse(&state.draft().vin).ok()?;
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
            error=field_error(flow, Field::Vin)
        >
            <input
                type="text"
                id="vin"
                class="vin"
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
                maxlength="24"
                aria-describedby="vin-hint vin-doubt vin-error"
                aria-invalid=invalid(flow, Field::Vin)
                prop:value=vin
                on:input=heard(move |event| flow.typed(Field::Vin, event_target_value(&event)))
            />
            <div id="vin-doubt" role="status">{live(warning)}</div>
        </LabelledField>
    }
}
