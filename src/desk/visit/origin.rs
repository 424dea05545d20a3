//! Where a booking comes from, what was agreed to and when, and what is odd about it.

use crate::desk::shared::labels;
use crate::desk::shared::labels::joined;
use crate::desk::shared::spam_labels::SpamSignals;
use crate::desk::visit::open_visit::part;
use crate::i18n::{td_string, use_lang};
use crate::ui::date_format;
use crate::ui::date_format::Style;
use leptos::prelude::*;

/// The part beside the visit.
#[component]
pub fn Origin() -> impl IntoView {
    let lang = use_lang();
    let origin =
        part(|visit| Some((visit.source.clone(), visit.utm.clone(), visit.consent.clone(), visit.card.marks.clone())));
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.visit.origin)}</h2>
            {move || origin.get().map(|(source, utm, consent, marks)| {
                let locale = lang.get();
                let at = &consent.at;
                let time = {
                    format!("{} {}", date_format::date(at.date(), Style::Date, locale), date_format::time(at))
                };
                let agreed = td_string!(locale, desk.visit.consent_at, version = consent.version, time = time).to_string();
                let may = joined(
                    &[
                        if consent.marketing { td_string!(locale, desk.visit.marketing) } else { td_string!(locale, desk.visit.no_marketing) },
                        if consent.display_name { td_string!(locale, desk.visit.display) } else { td_string!(locale, desk.visit.no_display) },
                    ],
                    locale,
                );
                view! {
                    <SpamSignals marks=marks/>
                    <dl class="dl">
                        <div><dt>{td_string!(locale, desk.visit.source)}</dt><dd data-test="source">{labels::source(source.as_deref(), locale)}</dd></div>
                        {(!utm.is_empty()).then(|| view! {
                            <div><dt>{td_string!(locale, desk.visit.campaign)}</dt><dd data-test="utm">
                                {utm.into_iter().map(|(name, value)| view! { <small class="block">{format!("{name} = {value}")}</small> }).collect_view()}
                            </dd></div>
                        })}
                        <div><dt>{td_string!(locale, desk.visit.consent)}</dt><dd data-test="consent">{agreed}<small class="block">{may}</small></dd></div>
                    </dl>
                }
            })}
        </section>
    }
}
