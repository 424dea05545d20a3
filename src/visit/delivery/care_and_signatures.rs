//! Part 9 of the delivery explanation: care tips, the adviser, the follow-up, and both signatures.

use crate::i18n::td_string;
use crate::ui::view;
use crate::visit::delivery::follow_up;
use crate::visit::delivery::sections::section;
use crate::visit::labels::Formatter;
use crate::visit::progress::meet;
use crate::visit::signature::SignatureForm;
use bayside_api::statement::Statement;
use bayside_api::visit::Visit;
use leptos::prelude::*;

/// 9 · What to do now, whom to ask, and the signatures.
pub fn care_section(
    statement: &Statement,
    visit: &Visit,
    formatter: &Formatter,
    signature_form: SignatureForm,
) -> AnyView {
    let locale = formatter.locale;
    let adviser = visit.adviser.name.as_str();
    let tips = (!statement.care_tips.is_empty()).then(|| {
        let tips = statement.care_tips.iter().map(|tip| view! { <li>{formatter.written(tip)}</li> }).collect_view();
        view! { <ul class="tips">{tips}</ul> }
    });
    let content = view! {
        <div class="parts">
            {tips}
            <div>
                <p class="soft">{td_string!(locale, visit.care.contact, adviser = adviser).to_string()}</p>
                {meet(visit, formatter)}
            </div>
            {follow_up::follow_up(signature_form.session(), formatter)}
            {signature_form.signatures(statement, visit, formatter)}
        </div>
    };
    section(9, td_string!(locale, visit.care.head), content.into_any())
}
