//! Part 9 of the delivery explanation: care tips, the adviser, the follow-up, and both signatures.

use crate::i18n::td_string;
use crate::ui::view;
use crate::visit::delivery::follow_up;
use crate::visit::delivery::story::part;
use crate::visit::labels::Words;
use crate::visit::progress::meet;
use crate::visit::signature::Sign;
use bayside_api::statement::Statement;
use bayside_api::visit::Visit;
use leptos::prelude::*;

/// 9 · What to do now, whom to ask, and the signatures.
pub fn care(statement: &Statement, visit: &Visit, words: &Words, sign: Sign) -> AnyView {
    let locale = words.locale;
    let adviser = visit.adviser.name.as_str();
    let tips = (!statement.care_tips.is_empty()).then(|| {
        let tips = statement.care_tips.iter().map(|tip| view! { <li>{tip.clone()}</li> }).collect_view();
        view! { <ul class="tips">{tips}</ul> }
    });
    let content = view! {
        <div class="parts">
            {tips}
            <div>
                <p class="soft">{td_string!(locale, visit.care.contact, adviser = adviser).to_string()}</p>
                {meet(visit, words)}
            </div>
            {follow_up::follow_up(sign.session(), words)}
            {sign.signatures(statement, visit, words)}
        </div>
    };
    part(9, td_string!(locale, visit.care.head), content.into_any())
}
