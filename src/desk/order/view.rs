//! The work order: jobs, lines, wishes, and what they come to.

use crate::desk::lines::state::LineForm;
use crate::desk::lines::view::{JobLines, LinesHead, default_tax};
use crate::desk::order::state::OrderForm;
use crate::desk::shared::editor::{Editor, EditorPage, SaveButton, Saved};
use crate::desk::shared::input::{Cell, Chips, Text};
use crate::desk::shared::number::Style;
use crate::desk::shared::session::use_signed;
use crate::desk::visit::open_visit::{OpenVisit, page_of_visit};
use crate::i18n::{td_string, use_lang};
use crate::ui::{Icon, date_format, money};
use bayside_api::desk::Right;
use bayside_api::{Money, path};
use bayside_domain::ids::VisitId;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The component of the whole page.
#[component]
pub fn OrderPage() -> impl IntoView {
    page_of_visit(|id| view! { <OneOrder id/> }.into_any())
}

#[component]
fn OneOrder(id: VisitId) -> impl IntoView {
    let lang = use_lang();
    let style = use_signed().style();
    let page = OpenVisit::open(id);
    let editor = Editor::<OrderForm>::new(page, move |visit| OrderForm::of(&visit.work_order, style));
    let signed_at = Memo::new(move |_| page.visit.with(|visit| visit.as_ref().and_then(|visit| visit.signed_at)));
    let read = Memo::new(move |_| page.visit.with(Option::is_some));
    let fixed: Signal<bool> = Memo::new(move |_| read.get() && !page.may(Right::WriteOrder)).into();
    let locked = Signal::derive(move || {
        let Some(signed_at) = signed_at.get() else {
            return fixed.get().then(|| td_string!(lang.get(), desk.order.read_only).to_owned());
        };
        Some(td_string!(lang.get(), desk.order.locked, time = date_format::time(&signed_at)).to_string())
    });
    Effect::new(move |_| {
        if fixed.get() {
            editor.lock();
        }
    });
    let save = move |()| save_then(editor, style, || ());
    view! {
        <EditorPage
            editor
            title=Signal::derive(move || td_string!(lang.get(), desk.order.title))
            save=Callback::new(save)
            locked
            aside=view! { <Sums editor fixed/> }.into_any()
        >
            <Items editor fixed/>
            <Agreements editor fixed/>
        </EditorPage>
    }
}

/// Saves the order; `then` follows once it is saved.
fn save_then(editor: Editor<OrderForm>, style: Style, then: impl FnOnce() + 'static) {
    let page = editor.page;
    editor.save(path::desk_work_order(&page.dealer(), page.id), |form| form.to_order(style), then);
}

#[component]
fn Items(editor: Editor<OrderForm>, fixed: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    let tax = default_tax(&use_signed().0.currency);
    let ids =
        Memo::new(move |_| editor.form.with(|form| form.items.iter().map(|item| item.id.clone()).collect::<Vec<_>>()));
    let loose = Memo::new(move |_| editor.form.with(|form| form.lines.iter().any(|line| line.job.is_empty())));
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.order.items)}</h2>
            <table class="edit">
                <LinesHead/>
                <For each=move || ids.get() key=Clone::clone let:id>
                    <tbody>
                        <ItemRow editor=editor id=id.clone() fixed=fixed/>
                        <JobLines editor=editor job=id.clone() fixed=fixed remove_job=removal(editor, id)/>
                    </tbody>
                </For>
                {move || loose.get().then(|| view! {
                    <tbody>
                        <tr class="group"><th scope="rowgroup" colspan="6">{move || td_string!(lang.get(), desk.line.loose)}</th></tr>
                        <JobLines editor=editor job=String::new() fixed=fixed/>
                    </tbody>
                })}
            </table>
            {move || (!fixed.get()).then(|| view! {
                <div class="row">
                    <button type="button" class="btn b2" data-test="add-item" on:click=move |_| editor.form.update(|form| form.add_item(tax))>
                        <Icon name="plus"/>{move || td_string!(lang.get(), desk.order.add_item)}
                    </button>
                </div>
            })}
        </section>
    }
}

fn item_name(editor: Editor<OrderForm>, id: StoredValue<String>) -> Signal<String> {
    let name = move |form: &OrderForm| {
        id.with_value(|id| form.items.iter().find(|item| item.id == *id).map(|item| item.name.clone()))
    };
    Signal::derive(move || editor.form.with(name).unwrap_or_default())
}

/// What removes a job, and what it is called.
fn removal(editor: Editor<OrderForm>, id: String) -> (Callback<()>, Signal<String>) {
    let id = StoredValue::new(id);
    let remove = Callback::new(move |()| editor.form.update(|form| form.remove_item(&id.get_value())));
    (remove, item_name(editor, id))
}

#[component]
fn ItemRow(editor: Editor<OrderForm>, id: String, fixed: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    let id = StoredValue::new(id);
    let place = move || editor.form.with(|form| id.with_value(|id| form.items.iter().position(|item| item.id == *id)));
    let name = item_name(editor, id);
    let error = Signal::derive(move || place().and_then(|at| editor.error(format!("/items/{at}/name")).get()));
    let set = move |text: String| {
        editor.form.update(|form| {
            if let Some(item) = id.with_value(|id| form.items.iter_mut().find(|item| item.id == *id)) {
                item.name = text;
            }
        });
    };
    view! {
        <tr class="group" data-test=format!("item-{}", id.get_value())>
            <th scope="rowgroup" colspan="6">
                <Cell
                    label=Signal::derive(move || td_string!(lang.get(), desk.order.item).to_owned())
                    hint=Signal::derive(move || td_string!(lang.get(), desk.order.item).to_owned())
                    value=name
                    set=set
                    error=error
                    test="item-name"
                    fixed=fixed
                />
            </th>
        </tr>
    }
}

#[component]
fn Agreements(editor: Editor<OrderForm>, fixed: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    let flag = move |read: fn(&OrderForm) -> bool| Signal::derive(move || editor.form.with(read).to_string());
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.order.agreements)}</h2>
            <div class="grid2">
                <Chips
                    name="wants-parts"
                    label=Signal::derive(move || td_string!(lang.get(), desk.order.parts).to_owned())
                    options=Signal::derive(move || vec![
                        ("true".to_owned(), td_string!(lang.get(), desk.order.parts_yes).to_owned()),
                        ("false".to_owned(), td_string!(lang.get(), desk.order.parts_no).to_owned()),
                    ])
                    value=flag(|form| form.wants_parts)
                    set=move |text: String| editor.form.update(|form| form.wants_parts = text == "true")
                    fixed=fixed
                />
                <Chips
                    name="wants-wash"
                    label=Signal::derive(move || td_string!(lang.get(), desk.order.wash).to_owned())
                    options=Signal::derive(move || vec![
                        ("true".to_owned(), td_string!(lang.get(), desk.order.wash_yes).to_owned()),
                        ("false".to_owned(), td_string!(lang.get(), desk.order.wash_no).to_owned()),
                    ])
                    value=flag(|form| form.wants_wash)
                    set=move |text: String| editor.form.update(|form| form.wants_wash = text == "true")
                    fixed=fixed
                />
                <Text
                    id="mileage-in"
                    label=Signal::derive(move || td_string!(lang.get(), desk.order.mileage).to_owned())
                    value=Signal::derive(move || editor.form.with(|form| form.mileage_in.clone()))
                    set=move |text| editor.form.update(|form| form.mileage_in = text)
                    error=editor.error("/mileage_in_km".to_owned())
                    keyboard="numeric"
                    fixed=fixed
                />
                <fieldset class="pick" disabled=move || fixed.get()>
                    <legend>{move || td_string!(lang.get(), desk.order.repeat)}</legend>
                    <label class="tick">
                        <input
                            type="checkbox"
                            data-test="repeat-repair"
                            prop:checked=move || editor.form.with(|form| form.repeat_repair)
                            on:change=move |event| editor.form.update(|form| form.repeat_repair = event_target_checked(&event))
                        />
                        <span>{move || td_string!(lang.get(), desk.order.repeat_more)}</span>
                    </label>
                </fieldset>
            </div>
        </section>
    }
}

/// The sum, and the button that saves the order.
#[component]
fn Sums(editor: Editor<OrderForm>, fixed: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    let page = editor.page;
    let signed = use_signed();
    let style = signed.style();
    let back = page.address("");
    let sign = page.address("?do=sign-order");
    let go = use_navigate();
    // What is signed is what stands here: changes are saved first.
    let sign_saved = move |_| {
        let (go, sign) = (go.clone(), sign.clone());
        let then = move || go(&sign, NavigateOptions::default());
        if editor.is_dirty_now() {
            save_then(editor, style, then);
        } else {
            then();
        }
    };
    let can_sign = Memo::new(move |_| {
        page.visit.with(|visit| {
            visit.as_ref().is_some_and(|visit| visit.allowed.contains(&bayside_api::codes::Step::SignOrder))
        })
    });
    // The sum of the typed lines, shifted so that it equals the server's figure for the saved lines, and the benefit.
    let figures = move || {
        let (estimate, benefit) =
            page.visit.with(|visit| visit.as_ref().map(|visit| (visit.estimate, visit.benefit)))?;
        let saved = editor.base.with(|form| form.sum(style));
        let typed = editor.form.with(|form| form.sum(style));
        let sum = Money::new(estimate.amount - saved + typed, estimate.currency);
        Some((money::alike([sum, benefit], lang.get()), benefit.amount > 0))
    };
    let sum = move || figures().map(|([sum, _], _)| sum);
    let benefit = move || figures().filter(|(_, has_benefit)| *has_benefit).map(|([_, benefit], _)| benefit);
    let unread = Memo::new(move |_| {
        editor.form.with(|form| form.lines.iter().filter(|line: &&LineForm| line.amount(style).is_none()).count())
    });
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.visit.estimated)}</h2>
            <span class="num promise" translate="no" data-test="order-sum">{sum}</span>
            {move || page.visit.with(|visit| visit.as_ref().and_then(|visit| visit.express_minutes)).map(|minutes| view! {
                <p class="soft" data-test="express">{crate::desk::shared::labels::express(minutes, lang.get())}</p>
            })}
            {move || benefit().map(|money| view! { <p class="soft">{td_string!(lang.get(), desk.visit.benefit, money = money).to_string()}</p> })}
            {move || (unread.get() > 0).then(|| view! { <p class="hintw"><Icon name="warn"/>{td_string!(lang.get(), desk.field.number)}</p> })}
            <p><Saved editor=editor/></p>
            <div class="row">
                {move || (!fixed.get()).then(|| view! {
                    <SaveButton page label=Signal::derive(move || td_string!(lang.get(), desk.order.save)) test="save-order"/>
                })}
                {move || can_sign.get().then(|| view! {
                    <button type="button" class="btn b2" data-test="sign-order" on:click=sign_saved.clone()><Icon name="pen"/>{move || td_string!(lang.get(), desk.order.sign)}</button>
                })}
                <a class="btn b3" href=back data-test="back-to-visit">{move || td_string!(lang.get(), desk.order.back)}</a>
            </div>
        </section>
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.visit.concern)}</h2>
            {move || page.visit.with(|visit| visit.as_ref().map(|visit| view! {
                <p>{if visit.concern.trim().is_empty() { td_string!(lang.get(), desk.visit.no_concern).to_owned() } else { td_string!(lang.get(), desk.visit.quoted, text = visit.concern.clone()).to_string() }}</p>
            }))}
        </section>
    }
}
