//! Charged lines as a table that is typed into; grouped by job.

use crate::desk::lines::state::{LineForm, add_to_job, has_decimals, remove};
use crate::desk::order::state::OrderForm;
use crate::desk::shared::editor::{Edited, Editor};
use crate::desk::shared::input::{Cell, Pick};
use crate::desk::shared::labels;
use crate::desk::shared::session::use_signed;
use crate::desk::statement::state::DraftForm;
use crate::i18n::{td_string, use_lang};
use crate::ui::{Icon, money};
use bayside_api::Money;
use bayside_api::codes::{LineKind, PartType, Payer};
use leptos::prelude::*;

impl Edited for OrderForm {
    const NAME: &'static str = "order";
}

impl Edited for DraftForm {
    const NAME: &'static str = "statement";
}

/// A form with charged lines.
pub trait HasLines: Edited {
    /// The lines.
    fn lines(&self) -> &Vec<LineForm>;
    /// The lines, to be changed.
    fn lines_mut(&mut self) -> &mut Vec<LineForm>;
}

impl HasLines for OrderForm {
    fn lines(&self) -> &Vec<LineForm> {
        &self.lines
    }
    fn lines_mut(&mut self) -> &mut Vec<LineForm> {
        &mut self.lines
    }
}

impl HasLines for DraftForm {
    fn lines(&self) -> &Vec<LineForm> {
        &self.lines
    }
    fn lines_mut(&mut self) -> &mut Vec<LineForm> {
        &mut self.lines
    }
}

/// The heading of the columns.
#[component]
pub fn LinesHead() -> impl IntoView {
    let lang = use_lang();
    view! {
        <thead><tr>
            <th scope="col">{move || td_string!(lang.get(), desk.line.name)}</th>
            <th scope="col">{move || td_string!(lang.get(), desk.line.payer)}</th>
            <th scope="col" class="r">{move || td_string!(lang.get(), desk.line.quantity)}</th>
            <th scope="col" class="r">{move || td_string!(lang.get(), desk.line.price)}</th>
            <th scope="col" class="r">{move || td_string!(lang.get(), desk.line.amount)}</th>
            <th scope="col" class="r"><span class="vh">{move || td_string!(lang.get(), desk.line.actions)}</span></th>
        </tr></thead>
    }
}

/// The rows of one job (empty: of none), and the buttons that add to it.
#[component]
pub fn JobLines<F: HasLines>(
    /// The editor.
    editor: Editor<F>,
    /// The job's id, or empty.
    job: String,
    /// It cannot be changed any more.
    fixed: Signal<bool>,
    /// Removes the job itself: its button and whose name it says; it stands after the lines.
    #[prop(optional)]
    remove_job: Option<(Callback<()>, Signal<String>)>,
) -> impl IntoView {
    let ids = Memo::new({
        let job = job.clone();
        move |_| {
            let lines = |form: &F| {
                form.lines().iter().filter(|line| line.job == job).map(|line| line.id.clone()).collect::<Vec<_>>()
            };
            editor.form.with(lines)
        }
    });
    let style = use_signed().style();
    let decimals = Memo::new(move |_| editor.form.with(|form| has_decimals(form.lines(), style)));
    view! {
        <For each=move || ids.get() key=Clone::clone let:id>
            <Row editor=editor id=id decimals=decimals fixed=fixed/>
        </For>
        {move || (!fixed.get()).then(|| view! { <Adders editor=editor job=job.clone() remove_job=remove_job/> })}
    }
}

#[component]
fn Adders<F: HasLines>(
    editor: Editor<F>,
    job: String,
    remove_job: Option<(Callback<()>, Signal<String>)>,
) -> impl IntoView {
    let lang = use_lang();
    let kinds = [LineKind::Labour, LineKind::Material, LineKind::Other, LineKind::Discount];
    let job = StoredValue::new(job);
    let tax = default_tax(&use_signed().0.currency);
    view! {
        <tr class="adders"><td colspan="6">
            <span class="row">
                {kinds.map(|kind| view! {
                    <button
                        type="button"
                        class="btn b3"
                        data-test=move || format!("add-{kind}-{}", job.get_value())
                        on:click=move |_| editor.form.update(|form| add_to_job(form.lines_mut(), kind, &job.get_value(), tax))
                    >
                        <Icon name="plus"/>
                        {move || match kind {
                            LineKind::Labour => td_string!(lang.get(), desk.line.add_labour),
                            LineKind::Material => td_string!(lang.get(), desk.line.add_material),
                            LineKind::Other => td_string!(lang.get(), desk.line.add_other),
                            LineKind::Discount => td_string!(lang.get(), desk.line.add_discount),
                        }}
                    </button>
                }).collect_view()}
                {remove_job.map(|(remove, name)| view! {
                    <button
                        type="button"
                        class="btn b3"
                        aria-label=move || format!("{}: {}", td_string!(lang.get(), desk.order.remove_item), name.get())
                        on:click=move |_| remove.run(())
                    ><Icon name="cross"/>{move || td_string!(lang.get(), desk.order.remove_item)}</button>
                })}
            </span>
        </td></tr>
    }
}

/// The usual rate where no line tells it: basis points.
pub fn default_tax(currency: &str) -> u32 {
    if currency == "EUR" { 1900 } else { 1300 }
}

#[component]
fn Row<F: HasLines>(editor: Editor<F>, id: String, decimals: Memo<bool>, fixed: Signal<bool>) -> impl IntoView {
    let lang = use_lang();
    let signed = use_signed();
    let style = signed.style();
    let id = StoredValue::new(id);
    let line = Memo::new(move |before: Option<&Option<LineForm>>| {
        let found =
            editor.form.with(|form| id.with_value(|id| form.lines().iter().find(|line| line.id == *id).cloned()));
        // A row that is being removed shows its last state until it has gone.
        found.or_else(|| before.cloned().flatten())
    });
    let place = move || {
        editor
            .form
            .with(|form| id.with_value(|id| form.lines().iter().position(|line| line.id == *id)))
            .unwrap_or_default()
    };
    let read = move |field: fn(&LineForm) -> String| {
        Signal::derive(move || line.with(|line| line.as_ref().map(field).unwrap_or_default()))
    };
    let set = move |change: &dyn Fn(&mut LineForm)| {
        editor.form.update(|form| {
            let found = id.with_value(|id| form.lines_mut().iter_mut().find(|line| line.id == *id));
            if let Some(line) = found {
                change(line);
            }
        });
    };
    let error =
        move |field: &'static str| Signal::derive(move || editor.error(format!("/lines/{}/{field}", place())).get());
    let kind = line.with_untracked(|line| line.as_ref().map_or(LineKind::Other, |line| line.kind));
    let label = move |field: fn(crate::i18n::Language) -> &'static str| {
        Signal::derive(move || {
            let locale = lang.get();
            let name = line.with(|line| line.as_ref().map(|line| line.name.clone()).unwrap_or_default());
            let name = if name.trim().is_empty() { labels::kind(kind, locale).to_owned() } else { name };
            td_string!(locale, desk.line.field_of, name = name, field = field(locale)).to_string()
        })
    };
    let amount = move || {
        let amount = line.with(|line| line.as_ref().and_then(|line| line.amount(style)))?;
        Some(money::with_decimals(Money::new(amount, style.currency), decimals.get(), lang.get()))
    };
    let unclear = Memo::new(move |_| {
        editor
            .page
            .visit
            .with(|visit| visit.as_ref().is_some_and(|visit| id.with_value(|id| visit.unclear.contains(id))))
    });
    let payers = Signal::derive(move || {
        Payer::ALL
            .iter()
            .map(|payer| (payer.as_str().to_owned(), labels::payer(*payer, lang.get()).to_owned()))
            .collect::<Vec<_>>()
    });
    let discount = kind == LineKind::Discount;
    view! {
        <tr class="ln" data-kind=kind.as_str() data-test=format!("line-{}", id.get_value())>
            <td class="what">
                <span class="tag">{move || labels::kind(kind, lang.get())}</span>
                <Cell
                    label=label(|locale| td_string!(locale, desk.line.name))
                    value=read(|line| line.name.clone())
                    set=move |text: String| set(&|line| line.name.clone_from(&text))
                    error=error("name")
                    test="line-name"
                    fixed=fixed
                />
                {(kind == LineKind::Material).then(|| view! { <Material read=read set=Callback::new(move |(text, field): (String, Field)| set(&|line| field.write(line, &text))) label=label error=error fixed=fixed/> })}
                {discount.then(|| view! { <Reduces editor=editor read=read set=move |text: String| set(&|line| line.reduces.clone_from(&text)) error=error("reduces") fixed=fixed/> })}
                {move || unclear.get().then(|| view! { <span class="st" data-k="warn"><Icon name="help"/>{td_string!(lang.get(), desk.draft.marked)}</span> })}
            </td>
            <td data-label=move || td_string!(lang.get(), desk.line.payer)>
                <Pick
                    label=label(|locale| td_string!(locale, desk.line.payer))
                    options=payers
                    value=read(|line| line.payer.as_str().to_owned())
                    set=move |word: String| set(&|line| line.payer = Payer::from_word(&word).unwrap_or(line.payer))
                    error=error("payer")
                    fixed=fixed
                />
            </td>
            <td class="r" data-label=move || if kind == LineKind::Labour { td_string!(lang.get(), desk.line.hours) } else { td_string!(lang.get(), desk.line.quantity) }>
                {(!discount).then(|| view! {
                    <Cell
                        label=label(|locale| td_string!(locale, desk.line.quantity))
                        value=read(|line| line.quantity.clone())
                        set=move |text: String| set(&|line| line.quantity.clone_from(&text))
                        error=error("quantity_thousandths")
                        number=true
                        test="line-quantity"
                        fixed=fixed
                    />
                })}
            </td>
            <td class="r" data-label=move || if discount { td_string!(lang.get(), desk.line.off) } else { td_string!(lang.get(), desk.line.price) }>
                <Cell
                    label=label(|locale| td_string!(locale, desk.line.price))
                    value=read(|line| line.price.clone())
                    set=move |text: String| set(&|line| line.price.clone_from(&text))
                    error=error("unit_price_amount")
                    number=true
                    test="line-price"
                    fixed=fixed
                />
            </td>
            <td class="r amount" data-label=move || td_string!(lang.get(), desk.line.amount) data-test="line-amount">{amount}</td>
            <td class="r">
                {move || (!fixed.get()).then(|| view! {
                    <button
                        type="button"
                        class="btn b3"
                        aria-label=move || td_string!(lang.get(), desk.form.remove, name = read(|line| line.name.clone()).get()).to_string()
                        on:click=move |_| editor.form.update(|form| remove(form.lines_mut(), &id.get_value()))
                    ><Icon name="cross"/></button>
                })}
            </td>
        </tr>
    }
}

/// What only a material has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Code,
    Brand,
    PartType,
}

impl Field {
    fn write(self, line: &mut LineForm, text: &str) {
        match self {
            Self::Code => text.clone_into(&mut line.code),
            Self::Brand => text.clone_into(&mut line.brand),
            Self::PartType => line.part_type = PartType::from_word(text),
        }
    }
}

#[component]
fn Material(
    read: impl Fn(fn(&LineForm) -> String) -> Signal<String> + Copy + Send + Sync + 'static,
    set: Callback<(String, Field)>,
    label: impl Fn(fn(crate::i18n::Language) -> &'static str) -> Signal<String> + Copy + Send + Sync + 'static,
    error: impl Fn(&'static str) -> Signal<Option<String>> + Copy + Send + Sync + 'static,
    fixed: Signal<bool>,
) -> impl IntoView {
    let lang = use_lang();
    let types = Signal::derive(move || {
        PartType::ALL
            .iter()
            .map(|part| (part.as_str().to_owned(), labels::part_type(*part, lang.get()).to_owned()))
            .collect::<Vec<_>>()
    });
    view! {
        <span class="part">
            <Cell
                label=label(|locale| td_string!(locale, desk.line.code))
                hint=Signal::derive(move || td_string!(lang.get(), desk.line.code).to_owned())
                value=read(|line| line.code.clone())
                set=move |text| set.run((text, Field::Code))
                error=error("code")
                test="line-code"
                fixed=fixed
            />
            <Cell
                label=label(|locale| td_string!(locale, desk.line.brand))
                hint=Signal::derive(move || td_string!(lang.get(), desk.line.brand).to_owned())
                value=read(|line| line.brand.clone())
                set=move |text| set.run((text, Field::Brand))
                error=error("brand")
                test="line-brand"
                fixed=fixed
            />
            <Pick
                label=label(|locale| td_string!(locale, desk.line.part_type))
                options=types
                value=read(|line| line.part_type.map(|part| part.as_str().to_owned()).unwrap_or_default())
                set=move |text| set.run((text, Field::PartType))
                error=error("part_type")
                fixed=fixed
            />
        </span>
    }
}

/// Which line a discount reduces.
#[component]
fn Reduces<F: HasLines>(
    editor: Editor<F>,
    read: impl Fn(fn(&LineForm) -> String) -> Signal<String> + Copy + Send + Sync + 'static,
    #[prop(into)] set: Callback<String>,
    error: Signal<Option<String>>,
    fixed: Signal<bool>,
) -> impl IntoView {
    let lang = use_lang();
    let options = Memo::new(move |_| {
        let others = editor.form.with(|form| {
            let lines = form.lines().iter().filter(|line| line.kind != LineKind::Discount);
            lines.map(|line| (line.id.clone(), line.name.clone())).collect::<Vec<_>>()
        });
        others
            .into_iter()
            .map(|(id, name)| {
                if name.trim().is_empty() {
                    (id, td_string!(lang.get(), desk.line.unnamed).to_owned())
                } else {
                    (id, name)
                }
            })
            .collect::<Vec<_>>()
    });
    view! {
        <span class="part">
            <span class="soft">{move || td_string!(lang.get(), desk.line.reduces)}</span>
            <Pick
                label=Signal::derive(move || td_string!(lang.get(), desk.line.reduces).to_owned())
                options=options
                value=read(|line| line.reduces.clone())
                set=set
                error=error
                fixed=fixed
            />
        </span>
    }
}
