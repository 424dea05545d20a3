//! Why the charge differs from what was authorised.

use crate::desk::shared::editor::Editor;
use crate::desk::shared::input::Cell;
use crate::desk::shared::session::use_signed;
use crate::desk::statement::parts::{Remove, read};
use crate::desk::statement::state::{DifferenceForm, DraftForm};
use crate::i18n::{td_string, use_lang};
use crate::ui::{Icon, money};
use bayside_api::Money;
use leptos::prelude::*;

/// Why the charge differs from what was authorised; the needed sum stands above.
#[component]
pub fn Differences(editor: Editor<DraftForm>, fixed: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    let page = editor.page;
    let style = use_signed().style();
    let count = Memo::new(move |_| editor.form.with(|form| form.differences.len()));
    let needed = Memo::new(move |_| {
        page.visit.with(|visit| {
            let visit = visit.as_ref()?;
            let charged = editor.form.with(|form| form.charged(visit, style));
            Some(Money::new(charged - visit.authorised.amount, visit.authorised.currency))
        })
    });
    let left = Memo::new(move |_| {
        let needed = needed.get()?;
        Some(Money::new(needed.amount - editor.form.with(|form| form.explained(style)), needed.currency))
    });
    let set = move |at: usize, change: &dyn Fn(&mut DifferenceForm)| {
        editor.form.update(|form| {
            if let Some(difference) = form.differences.get_mut(at) {
                change(difference);
            }
        });
    };
    let read = move |at: usize, field: fn(&DifferenceForm) -> String| read(editor, |form| &form.differences, at, field);
    let error = move |at: usize, field: &str| editor.error(format!("/differences/{at}/{field}"));
    let whole = editor.error("/differences".to_owned());
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.draft.differences)}</h2>
            {move || {
                let locale = lang.get();
                let (needed, left) = (needed.get()?, left.get()?);
                Some(if needed.amount == 0 && count.get() == 0 {
                    view! { <p class="soft">{td_string!(locale, desk.draft.no_difference)}</p> }.into_any()
                } else {
                    view! {
                        <p class="row">
                            <span>{td_string!(locale, desk.draft.needed)}" "<b data-test="difference-needed">{money::money(needed, locale)}</b></span>
                            {if left.amount == 0 {
                                view! { <span class="st" data-k="ok"><Icon name="check"/>{td_string!(locale, desk.draft.all_explained)}</span> }.into_any()
                            } else {
                                view! { <span class="st" data-k="warn"><Icon name="warn"/>{td_string!(locale, desk.draft.left)}" "{money::money(left, locale)}</span> }.into_any()
                            }}
                        </p>
                    }.into_any()
                })
            }}
            {move || whole.get().map(|text| view! { <p class="err" role="alert"><Icon name="stop"/>{text}</p> })}
            {move || (0..count.get()).map(|at| view! {
                <div class="frow three" data-test=format!("difference-{at}")>
                    <Cell
                        label=Signal::derive(move || td_string!(lang.get(), desk.draft.what).to_owned())
                        hint=Signal::derive(move || td_string!(lang.get(), desk.draft.what).to_owned())
                        value=read(at, |difference| difference.title.clone())
                        set=move |text: String| set(at, &|difference| difference.title.clone_from(&text))
                        error=error(at, "title")
                        test="difference-title"
                        fixed=fixed
                    />
                    <Cell
                        label=Signal::derive(move || td_string!(lang.get(), desk.draft.why).to_owned())
                        hint=Signal::derive(move || td_string!(lang.get(), desk.draft.why).to_owned())
                        value=read(at, |difference| difference.reason.clone())
                        set=move |text: String| set(at, &|difference| difference.reason.clone_from(&text))
                        error=error(at, "reason")
                        test="difference-reason"
                        fixed=fixed
                    />
                    <Cell
                        label=Signal::derive(move || td_string!(lang.get(), desk.draft.amount).to_owned())
                        hint=Signal::derive(move || td_string!(lang.get(), desk.line.amount).to_owned())
                        value=read(at, |difference| difference.amount.clone())
                        set=move |text: String| set(at, &|difference| difference.amount.clone_from(&text))
                        error=error(at, "amount")
                        number=true
                        test="difference-amount"
                        fixed=fixed
                    />
                    <Remove editor=editor fixed=fixed name=read(at, |difference| difference.title.clone()) remove=move |form: &mut DraftForm| { form.differences.remove(at); }/>
                </div>
            }).collect_view()}
            {move || (!fixed.get()).then(|| view! {
                <div><button
                    type="button"
                    class="btn b2"
                    data-test="add-difference"
                    on:click=move |_| {
                        let rest = left.get_untracked().map_or(0, |left| left.amount);
                        editor.form.update(|form| form.add_difference(rest, style));
                    }
                ><Icon name="plus"/>{move || td_string!(lang.get(), desk.draft.add_difference)}</button></div>
            })}
        </section>
    }
}
