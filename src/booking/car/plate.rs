//! The licence plate, typed with help.

use crate::booking::draft::country_of;
use crate::booking::edit::Edit;
use crate::booking::fields::PLATE;
use crate::booking::form::PersonFields;
use crate::booking::state::Field;
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::view;
use crate::ui::{Field as LabelledField, Icon, Severity, Status, heard, live, press, tied};
use bayside_api::codes::PlateKind;
use bayside_domain::plate::{PROVINCES, Typing, typing};
use leptos::prelude::*;

/// The plate by the rule of its kind, with live help.
#[component]
pub fn PlateField(form: PersonFields) -> impl IntoView {
    let locale = use_lang().now();
    let open = RwSignal::new(false);
    let plate = form.part(|draft| draft.plate.clone());
    let kind = form.part(|draft| draft.plate_kind);
    let usual = Memo::new(move |_| form.dealer.with(|dealer| country_of(dealer).plate_kind()));
    let help = form.part(|draft| {
        if draft.plate.trim().is_empty() { Typing::Empty } else { typing(draft.plate_kind, &draft.whole_plate()) }
    });
    let province = form.part(|draft| draft.province.clone());
    let chinese = Memo::new(move |_| kind.get() == PlateKind::Cn);
    let new_energy = move || (chinese.get() && help.get() == Typing::Complete { new_energy: true }).then_some("");
    // What is right needs no advice.
    let hint = move || match kind.get() {
        _ if matches!(help.get(), Typing::Complete { .. }) => "",
        PlateKind::Cn => td_string!(locale, booking.plate_hint_cn),
        PlateKind::De => td_string!(locale, booking.plate_hint_de),
        PlateKind::Other => td_string!(locale, booking.plate_hint_other),
    };
    let help_line = move || match help.get() {
        Typing::Complete { new_energy } => {
            let word = Signal::derive(move || {
                if new_energy { td_string!(locale, booking.plate_ne) } else { td_string!(locale, booking.plate_ok) }
                    .to_owned()
            });
            view! { <Status kind=Severity::Ok icon=if new_energy { "bolt" } else { "check" } word=word/> }.into_any()
        }
        Typing::Missing { characters } => {
            view! { <span class="hint">{td_string!(locale, booking.plate_missing, n = characters)}</span> }.into_any()
        }
        Typing::Empty | Typing::Wrong(_) => ().into_any(),
    };
    let other_kind = move || if kind.get() == PlateKind::Other { usual.get() } else { PlateKind::Other };
    let pick = move |one: char| {
        form.edit.run(Edit::Province(one.to_string()));
        open.set(false);
        crate::ui::focus::on("plate");
    };
    // A province that was typed or pasted goes to its button; not before, the field may be composing it.
    let settle = move |_| {
        let typed = plate.get_untracked();
        let mut letters = typed.trim().chars();
        if let Some(first) = letters.next().filter(|first| chinese.get_untracked() && PROVINCES.contains(first)) {
            form.edit.run(Edit::Province(first.to_string()));
            form.edit.run(Edit::Typed(Field::Plate, letters.as_str().to_owned()));
        }
    };
    view! {
        <LabelledField
            id="plate"
            wide=true
            label=td_string!(locale, booking.plate)
            error=form.error(Field::Plate)
        >
            <div class="pl" data-ne=new_energy class:plain=tied(move || !chinese.get()) on:change=heard(settle)>
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
                            <span lang=Language::ZhCn.tag()>{province}</span><Icon name="down"/>
                        </button>
                    })
                })}
                {PLATE.input(form)}
            </div>
            <span class="hint" id="plate-hint">{live(hint)}</span>
            <span id="plate-help" role="status">{live(help_line)}</span>
            <div class="prov" id="prov" role="group" hidden=tied(move || !(open.get() && chinese.get())) aria-label=td_string!(locale, booking.province_choose)>
                <ul lang=Language::ZhCn.tag()>
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
                    <button type="button" class="btn b3 start" data-test="plate-kind" on:click=press(move || form.edit.run(Edit::PlateKind(other_kind())))>
                        {live(move || {
                            if kind.get() == PlateKind::Other { td_string!(locale, booking.plate_usual) } else { td_string!(locale, booking.plate_other) }
                        })}
                    </button>
                })
            })}
        </LabelledField>
    }
}
