//! The statement: from the server's draft to what is released to the customer.

use crate::desk::lines::view::{JobLines, LinesHead};
use crate::desk::shared::editor::{Editor, EditorPage, SaveButton, Saved};
use crate::desk::shared::session::use_signed;
use crate::desk::statement::differences::Differences;
use crate::desk::statement::parts::{Done, Findings, Leaving, Parts, WarrantyAndNextService};
use crate::desk::statement::state::DraftForm;
use crate::desk::visit::open_visit::{OpenVisit, page_of_visit};
use crate::desk::visit::steps;
use crate::desk::visit::steps::{Need, Press};
use crate::i18n::{td_string, use_lang};
use crate::ui::{Notice, Severity, money};
use bayside_api::codes::Step;
use bayside_api::desk::{LogEntry, Right};
use bayside_api::{Money, path};
use bayside_domain::event::VisitEventKind;
use bayside_domain::ids::VisitId;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The component of the whole page.
#[component]
pub fn StatementPage() -> impl IntoView {
    page_of_visit(|id| view! { <OneDraft id/> }.into_any())
}

#[component]
fn OneDraft(id: VisitId) -> impl IntoView {
    let lang = use_lang();
    let style = use_signed().style();
    let page = OpenVisit::open(id);
    let editor = Editor::<DraftForm>::new(page, move |visit| DraftForm::of(visit, style));
    let read = Memo::new(move |_| page.visit.with(Option::is_some));
    let fixed: Signal<bool> = Memo::new(move |_| read.get() && !page.may(Right::WriteStatement)).into();
    let released = Memo::new(move |_| {
        let is_release = |entry: &LogEntry| entry.kind == VisitEventKind::StatementReleased;
        page.visit.with(|visit| visit.as_ref().is_some_and(|visit| visit.log.iter().any(is_release)))
    });
    let locked = Signal::derive(move || {
        let locale = lang.get();
        let why = if released.get() {
            td_string!(locale, desk.draft.released)
        } else {
            td_string!(locale, desk.draft.read_only)
        };
        fixed.get().then(|| why.to_owned())
    });
    let save = move |()| editor.save(path::desk_statement(&page.dealer(), id), |form| form.to_draft(style), || ());
    view! {
        <EditorPage
            editor
            title=Signal::derive(move || td_string!(lang.get(), desk.draft.title))
            save=Callback::new(save)
            locked
            aside=view! { <Totals editor fixed/> }.into_any()
        >
            <Findings editor fixed/>
            <Done editor fixed/>
            <Charges editor fixed/>
            <Differences editor fixed/>
            <Parts editor fixed/>
            <WarrantyAndNextService editor fixed/>
            <Leaving editor fixed/>
        </EditorPage>
    }
}

/// The lines, by job.
#[component]
fn Charges(editor: Editor<DraftForm>, fixed: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    let page = editor.page;
    let groups = Memo::new(move |_| {
        let mut groups = page
            .visit
            .with(|visit| {
                let visit = visit.as_ref()?;
                Some(visit.jobs.iter().map(|job| (job.id.clone(), job.name.clone())).collect::<Vec<_>>())
            })
            .unwrap_or_default();
        let named = |id: &str| {
            page.visit.with_untracked(|visit| {
                let items = visit.as_ref().map(|visit| visit.work_order.items.as_slice()).unwrap_or_default();
                items.iter().find(|item| item.id == id).map_or_else(|| id.to_owned(), |item| item.name.clone())
            })
        };
        // Lines of a job that the visit no longer lists stand under the order's name for it, lines of none last.
        editor.form.with(|form| {
            for line in &form.lines {
                if !groups.iter().any(|(id, _)| *id == line.job) {
                    groups.push((line.job.clone(), named(&line.job)));
                }
            }
        });
        groups
    });
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.draft.lines)}</h2>
            <table class="edit">
                <LinesHead/>
                <For each=move || groups.get() key=Clone::clone let:group>
                    <tbody>
                        <tr class="group"><th scope="rowgroup" colspan="6">
                            {if group.0.is_empty() { view! { {move || td_string!(lang.get(), desk.line.loose)} }.into_any() } else { group.1.clone().into_any() }}
                        </th></tr>
                        <JobLines editor=editor job=group.0.clone() fixed=fixed/>
                    </tbody>
                </For>
            </table>
        </section>
    }
}

/// Estimated, authorised, charged; and the way to save and release.
#[component]
fn Totals(editor: Editor<DraftForm>, fixed: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    let page = editor.page;
    let style = use_signed().style();
    let back = page.address("");
    let figures = move || {
        page.visit.with(|visit| {
            let visit = visit.as_ref()?;
            let charged = editor.form.with(|form| form.charged(visit, style));
            Some((visit.estimate, visit.authorised, Money::new(charged, visit.authorised.currency)))
        })
    };
    let go = StoredValue::new_local(use_navigate());
    let steps_now = Memo::new(move |_| {
        page.visit.with(|visit| {
            let allowed = visit.as_ref().map(|visit| visit.allowed.as_slice()).unwrap_or_default();
            [Step::PrepareDelivery, Step::Ready].into_iter().filter(|step| allowed.contains(step)).collect::<Vec<_>>()
        })
    });
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.visit.charged)}</h2>
            {move || figures().map(|(estimate, authorised, charged)| {
                let locale = lang.get();
                let over = charged.amount - authorised.amount;
                let [charged, estimate, allowed] = money::alike([charged, estimate, authorised], locale);
                view! {
                    <span class="num promise" translate="no" data-test="charged">{charged}</span>
                    <dl class="dl">
                        <div><dt>{td_string!(locale, desk.visit.estimated)}</dt><dd>{estimate}</dd></div>
                        <div><dt>{td_string!(locale, desk.visit.authorised)}</dt><dd>{allowed}</dd></div>
                    </dl>
                    {(over > 0).then(|| {
                        let more = money::money(Money::new(over, authorised.currency), locale);
                        let title = td_string!(locale, desk.draft.exceeds, money = more).to_string();
                        view! { <Notice kind=Severity::Bad icon="stop" title=Signal::derive(move || title.clone()) role="status"/> }
                    })}
                }
            })}
            <p><Saved editor=editor/></p>
            {move || (!fixed.get()).then(|| view! {
                <div class="row">
                    <SaveButton page label=Signal::derive(move || td_string!(lang.get(), desk.draft.save)) test="save-statement"/>
                </div>
                <p class="soft">{move || td_string!(lang.get(), desk.draft.then)}</p>
            })}
            <div class="row">
                {move || steps_now.get().into_iter().map(|step| view! {
                    <button
                        type="button"
                        class="btn b2"
                        data-test=format!("step-{step}")
                        aria-disabled=move || (page.busy.get() || editor.is_dirty()).then_some("true")
                        on:click=move |_| if !editor.is_dirty() {
                            // What goes out to the customer asks once, on the visit's page.
                            if steps::need(step) == Need::Nothing {
                                page.press(&Press { step, job: None });
                            } else {
                                go.with_value(|go| go(&page.address(&format!("?do={step}")), NavigateOptions::default()));
                            }
                        }
                    >{move || crate::desk::shared::labels::step(step, lang.get())}</button>
                }).collect_view()}
                <a class="btn b3" href=back data-test="back-to-visit">{move || td_string!(lang.get(), desk.order.back)}</a>
            </div>
            {move || (editor.is_dirty() && !steps_now.with(Vec::is_empty)).then(|| view! { <p class="hintw">{td_string!(lang.get(), desk.order.save_first)}</p> })}
        </section>
    }
}
