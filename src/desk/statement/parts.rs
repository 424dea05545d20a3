//! The parts of the statement that are not charges.

use crate::desk::shared::date_text::DateText;
use crate::desk::shared::editor::Editor;
use crate::desk::shared::input::{Cell, Lines, Pick, Text};
use crate::desk::shared::labels;
use crate::desk::statement::state::{DraftForm, FindingForm, GaugeForm};
use crate::i18n::{td_string, use_lang};
use crate::ui::{Icon, money};
use bayside_api::codes::PartFate;
use bayside_api::statement::ReplacedPart;
use leptos::prelude::*;

/// A row's field, followed.
pub fn read<T: 'static>(
    editor: Editor<DraftForm>,
    list: fn(&DraftForm) -> &Vec<T>,
    at: usize,
    field: fn(&T) -> String,
) -> Signal<String> {
    Signal::derive(move || editor.form.with(|form| list(form).get(at).map(field).unwrap_or_default()))
}

/// What we found.
#[component]
pub fn Findings(editor: Editor<DraftForm>, fixed: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    let count = Memo::new(move |_| editor.form.with(|form| form.found.len()));
    let gauges = Memo::new(move |_| {
        editor.form.with(|form| form.found.iter().map(|finding| finding.gauge.is_some()).collect::<Vec<_>>())
    });
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.draft.found)}</h2>
            {move || (0..count.get()).map(|at| {
                let has_gauge = gauges.with_untracked(|gauges| gauges.get(at).copied().unwrap_or_default());
                view! { <FindingRow editor=editor at=at has_gauge=has_gauge fixed=fixed/> }
            }).collect_view()}
            {move || (!fixed.get()).then(|| view! {
                <div class="row">
                    <button type="button" class="btn b2" data-test="add-finding" on:click=move |_| editor.form.update(|form| form.add_finding(false))>
                        <Icon name="plus"/>{move || td_string!(lang.get(), desk.draft.add_finding)}
                    </button>
                    <button type="button" class="btn b2" data-test="add-reading" on:click=move |_| editor.form.update(|form| form.add_finding(true))>
                        <Icon name="plus"/>{move || td_string!(lang.get(), desk.draft.add_reading)}
                    </button>
                </div>
            })}
        </section>
    }
}

#[component]
fn FindingRow(editor: Editor<DraftForm>, at: usize, has_gauge: bool, fixed: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    let read = move |field: fn(&FindingForm) -> String| read(editor, |form| &form.found, at, field);
    let set = move |change: &dyn Fn(&mut FindingForm)| {
        editor.form.update(|form| {
            if let Some(finding) = form.found.get_mut(at) {
                change(finding);
            }
        });
    };
    let error = move |field: &str| editor.error(format!("/found/{at}/{field}"));
    view! {
        <div class="frow" data-test=format!("finding-{at}")>
            <Cell
                label=Signal::derive(move || td_string!(lang.get(), desk.draft.found_title).to_owned())
                hint=Signal::derive(move || td_string!(lang.get(), desk.draft.found_title).to_owned())
                value=read(|finding| finding.title.clone())
                set=move |text: String| set(&|finding| finding.title.clone_from(&text))
                error=error("title")
                test="finding-title"
                fixed=fixed
            />
            <Cell
                label=Signal::derive(move || td_string!(lang.get(), desk.draft.detail).to_owned())
                hint=Signal::derive(move || td_string!(lang.get(), desk.draft.detail).to_owned())
                value=read(|finding| finding.detail.clone())
                set=move |text: String| set(&|finding| finding.detail.clone_from(&text))
                error=error("detail")
                test="finding-detail"
                fixed=fixed
            />
            <Remove editor=editor fixed=fixed name=read(|finding| finding.title.clone()) remove=move |form: &mut DraftForm| { form.found.remove(at); }/>
            {has_gauge.then(|| view! { <GaugeRow editor=editor at=at fixed=fixed/> })}
        </div>
    }
}

#[component]
fn GaugeRow(editor: Editor<DraftForm>, at: usize, fixed: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    let read = move |field: fn(&GaugeForm) -> String| {
        Signal::derive(move || {
            editor.form.with(|form| {
                form.found.get(at).and_then(|finding| finding.gauge.as_ref()).map(field).unwrap_or_default()
            })
        })
    };
    let set = move |change: &dyn Fn(&mut GaugeForm)| {
        editor.form.update(|form| {
            if let Some(gauge) = form.found.get_mut(at).and_then(|finding| finding.gauge.as_mut()) {
                change(gauge);
            }
        });
    };
    let error = move |field: &str| editor.error(format!("/found/{at}/gauge/{field}"));
    macro_rules! gauge {
        ($word:ident, $field:ident, $pointer:literal, $number:literal) => {
            view! {
                <Cell
                    label=Signal::derive(move || td_string!(lang.get(), desk.draft.$word).to_owned())
                    seen=true
                    value=read(|gauge| gauge.$field.clone())
                    set=move |text: String| set(&|gauge| gauge.$field.clone_from(&text))
                    error=error($pointer)
                    number=$number
                    test=concat!("gauge-", stringify!($word))
                    fixed=fixed
                />
            }
        };
    }
    view! {
        <div class="gauge">
            {gauge!(label, label, "label", false)}
            {gauge!(value, value, "value_thousandths", true)}
            {gauge!(limit, limit, "limit_thousandths", true)}
            {gauge!(new, new, "new_thousandths", true)}
            {gauge!(unit, unit, "unit", false)}
        </div>
    }
}

/// What we did, job by job.
#[component]
pub fn Done(editor: Editor<DraftForm>, fixed: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    let page = editor.page;
    let jobs =
        Memo::new(move |_| editor.form.with(|form| form.done.iter().map(|note| note.job.clone()).collect::<Vec<_>>()));
    let name = move |id: &str| {
        page.visit.with(|visit| {
            let jobs = visit.as_ref().map(|visit| visit.jobs.as_slice()).unwrap_or_default();
            jobs.iter().find(|job| job.id == id).map_or_else(|| id.to_owned(), |job| job.name.clone())
        })
    };
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.draft.done)}</h2>
            {move || jobs.get().into_iter().enumerate().map(|(at, job)| {
                let title = name(&job);
                let shown = title.clone();
                view! {
                    <div class="frow two" data-test=format!("done-{job}")>
                        <span class="lead">{title}</span>
                        <Cell
                            label=Signal::derive(move || shown.clone())
                            hint=Signal::derive(move || td_string!(lang.get(), desk.draft.detail).to_owned())
                            value=read(editor, |form| &form.done, at, |note| note.detail.clone())
                            set=move |text: String| editor.form.update(|form| if let Some(note) = form.done.get_mut(at) { note.detail = text; })
                            error=editor.error(format!("/done/{at}/detail"))
                            test="done-detail"
                            fixed=fixed
                        />
                    </div>
                }
            }).collect_view()}
        </section>
    }
}

/// Replaced parts and what becomes of them.
#[component]
pub fn Parts(editor: Editor<DraftForm>, fixed: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    let page = editor.page;
    let count = Memo::new(move |_| editor.form.with(|form| form.replaced_parts.len()));
    let fates = Signal::derive(move || {
        PartFate::ALL
            .iter()
            .map(|fate| (fate.as_str().to_owned(), labels::fate(*fate, lang.get()).to_owned()))
            .collect::<Vec<_>>()
    });
    let read =
        move |at: usize, field: fn(&ReplacedPart) -> String| read(editor, |form| &form.replaced_parts, at, field);
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.draft.parts)}</h2>
            {move || (0..count.get()).map(|at| view! {
                <div class="frow" data-test=format!("part-{at}")>
                    <Cell
                        label=Signal::derive(move || td_string!(lang.get(), desk.draft.part).to_owned())
                        hint=Signal::derive(move || td_string!(lang.get(), desk.draft.part).to_owned())
                        value=read(at, |part| part.name.clone())
                        set=move |text: String| editor.form.update(|form| if let Some(part) = form.replaced_parts.get_mut(at) { part.name = text; })
                        error=editor.error(format!("/replaced_parts/{at}/name"))
                        test="part-name"
                        fixed=fixed
                    />
                    <Pick
                        label=Signal::derive(move || td_string!(lang.get(), desk.draft.fate).to_owned())
                        options=fates
                        value=read(at, |part| part.fate.as_str().to_owned())
                        set=move |word: String| editor.form.update(|form| if let Some(part) = form.replaced_parts.get_mut(at) { part.fate = PartFate::from_word(&word).unwrap_or(part.fate); })
                        error=editor.error(format!("/replaced_parts/{at}/fate"))
                        fixed=fixed
                    />
                    <Remove editor=editor fixed=fixed name=read(at, |part| part.name.clone()) remove=move |form: &mut DraftForm| { form.replaced_parts.remove(at); }/>
                </div>
            }).collect_view()}
            {move || (!fixed.get()).then(|| view! {
                <div><button
                    type="button"
                    class="btn b2"
                    data-test="add-part"
                    on:click=move |_| {
                        let wanted = page.visit.with_untracked(|visit| visit.as_ref().is_some_and(|visit| visit.work_order.wants_parts));
                        editor.form.update(|form| form.add_part(wanted));
                    }
                ><Icon name="plus"/>{move || td_string!(lang.get(), desk.draft.add_part)}</button></div>
            })}
        </section>
    }
}

/// Warranty and next service.
#[component]
pub fn WarrantyAndNextService(editor: Editor<DraftForm>, fixed: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    let hint = move || {
        let (km, days) = editor.form.with(|form| form.statutory);
        match (km, days) {
            (0, 0) => td_string!(lang.get(), desk.draft.warranty_default).to_owned(),
            (0, _) => td_string!(lang.get(), desk.draft.warranty_hint_time, days = days).to_string(),
            _ => {
                let km = money::number(f64::from(km), lang.get());
                td_string!(lang.get(), desk.draft.warranty_hint, km = km, days = days).to_string()
            }
        }
    };
    macro_rules! field {
        ($id:literal, $word:ident, $field:ident, $pointer:literal) => {
            view! {
                <Text
                    id=$id
                    label=Signal::derive(move || td_string!(lang.get(), desk.draft.$word).to_owned())
                    value=Signal::derive(move || editor.form.with(|form| form.$field.clone()))
                    set=move |text| editor.form.update(|form| form.$field = text)
                    error=editor.error($pointer.to_owned())
                    keyboard="numeric"
                    fixed=fixed
                />
            }
        };
    }
    view! {
        <div class="grid2 halves">
            <section class="sec">
                <h2>{move || td_string!(lang.get(), desk.draft.warranty)}</h2>
                <div class="grid2">
                    {field!("warranty-km", warranty_km, warranty_km, "/warranty/km")}
                    {field!("warranty-days", warranty_days, warranty_days, "/warranty/days")}
                </div>
                <p class="soft">{hint}</p>
            </section>
            <section class="sec">
                <h2>{move || td_string!(lang.get(), desk.draft.next)}</h2>
                <div class="grid2">
                    {field!("next-km", next_km, next_km, "/next_service/mileage_km")}
                    <DateText
                        id="next-date"
                        label=Signal::derive(move || td_string!(lang.get(), desk.draft.next_date).to_owned())
                        value=Signal::derive(move || editor.form.with(|form| form.next_date.clone()))
                        set=move |text| editor.form.update(|form| form.next_date = text)
                        error=editor.error("/next_service/date".to_owned())
                        fixed=fixed
                    />
                </div>
            </section>
        </div>
    }
}

/// Care tips, odometer, engine number.
#[component]
pub fn Leaving(editor: Editor<DraftForm>, fixed: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="sec">
            <Lines
                id="care-tips"
                label=Signal::derive(move || td_string!(lang.get(), desk.draft.tips).to_owned())
                hint=Signal::derive(move || td_string!(lang.get(), desk.draft.tips_hint).to_owned())
                value=Signal::derive(move || editor.form.with(|form| form.care_tips.clone()))
                set=move |text| editor.form.update(|form| form.care_tips = text)
                error=editor.error("/care_tips".to_owned())
                fixed=fixed
            />
            <div class="grid2">
                <Text
                    id="mileage-out"
                    label=Signal::derive(move || td_string!(lang.get(), desk.draft.out).to_owned())
                    value=Signal::derive(move || editor.form.with(|form| form.mileage_out.clone()))
                    set=move |text| editor.form.update(|form| form.mileage_out = text)
                    error=editor.error("/mileage_out_km".to_owned())
                    keyboard="numeric"
                    fixed=fixed
                />
                <Text
                    id="engine-no"
                    label=Signal::derive(move || td_string!(lang.get(), desk.draft.engine).to_owned())
                    value=Signal::derive(move || editor.form.with(|form| form.engine_no.clone()))
                    set=move |text| editor.form.update(|form| form.engine_no = text)
                    error=editor.error("/engine_no".to_owned())
                    fixed=fixed
                />
            </div>
        </section>
    }
}

/// Takes a row away.
#[component]
pub fn Remove(
    editor: Editor<DraftForm>,
    fixed: Signal<bool>,
    name: Signal<String>,
    remove: impl Fn(&mut DraftForm) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        {move || (!fixed.get()).then(|| view! {
            <button
                type="button"
                class="btn b3"
                aria-label=move || td_string!(lang.get(), desk.form.remove, name = name.get()).to_string()
                on:click=move |_| editor.form.update(remove)
            ><Icon name="cross"/></button>
        })}
    }
}
