//! The work order and the statement in short, with the way to their pages.

use crate::desk::shared::session::use_signed;
use crate::desk::visit::open_visit::{part, use_page};
use crate::desk::visit::order_summary::{Row, needs_decimals, rows};
use crate::i18n::{td_string, use_lang};
use crate::ui::{Icon, date_format, money};
use bayside_api::Money;
use bayside_api::desk::{DeskVisit, Right};
use leptos::prelude::*;

/// Everything that the table shows.
#[derive(Debug, Clone, PartialEq)]
struct Table {
    rows: Vec<Row>,
    estimate: Money,
    /// If it differs from the estimate.
    authorised: Option<Money>,
    /// Once the order is signed.
    charged: Option<Money>,
    benefit: Option<Money>,
}

impl Table {
    fn of(visit: &DeskVisit) -> Self {
        Self {
            rows: rows(visit),
            estimate: visit.estimate,
            authorised: Some(visit.authorised).filter(|authorised| *authorised != visit.estimate),
            charged: visit.signed_at.map(|_| visit.charged),
            benefit: Some(visit.benefit).filter(|benefit| benefit.amount > 0),
        }
    }

    fn has_decimals(&self) -> bool {
        let parts = self.rows.iter().flat_map(|row| match row {
            Row::Job { labour, material, .. } => vec![*labour, *material],
            Row::Other { amount, .. } => vec![*amount],
        });
        let sums = [Some(self.estimate), self.authorised, self.charged].into_iter().flatten().map(|sum| sum.amount);
        needs_decimals(parts.chain(sums), self.estimate.currency)
    }
}

/// The section.
#[component]
pub fn Order() -> impl IntoView {
    let lang = use_lang();
    let table = part(|visit| Some(Table::of(visit)));
    let signed = part(|visit| visit.signed_at);
    let unclear = part(|visit| Some(visit.unclear.len()).filter(|count| *count > 0));
    let line = move || match signed.get() {
        Some(at) => {
            let time = date_format::time(&at);
            td_string!(lang.get(), desk.visit.signed, time = time).to_string()
        }
        None => td_string!(lang.get(), desk.visit.unsigned).to_owned(),
    };
    let body = move || {
        let table = table.get()?;
        let locale = lang.get();
        let decimals = table.has_decimals();
        let show = move |money: Money| money::with_decimals(money, decimals, locale);
        let sum = move |money: Money| {
            if money.amount == 0 { td_string!(locale, desk.visit.free).to_owned() } else { show(money) }
        };
        let of = |amount| Money::new(amount, table.estimate.currency);
        let cell = |amount: i64| if amount == 0 { "–".to_owned() } else { show(of(amount)) };
        let rows = table.rows.iter().map(|row| match row {
            Row::Job { name, labour, material } => view! {
                <tr><th scope="row">{name.clone()}</th><td class="r">{cell(*labour)}</td><td class="r">{cell(*material)}</td><td class="r">{sum(of(row.amount()))}</td></tr>
            }
            .into_any(),
            Row::Other { name, amount } => view! {
                <tr class="less"><th scope="row" colspan="3">{name.clone()}</th><td class="r">{show(of(*amount))}</td></tr>
            }
            .into_any(),
        });
        let rows = rows.collect_view();
        Some(view! {
            <tbody data-test="order-table">
                {rows}
                <tr><th scope="row" colspan="3"><b>{line()}</b>{table.benefit.map(|benefit| view! { <small class="block">{td_string!(locale, desk.visit.benefit, money = show(benefit)).to_string()}</small> })}</th><td class="r"><b>{sum(table.estimate)}</b></td></tr>
                {table.authorised.map(|authorised| view! { <tr><th scope="row" colspan="3">{td_string!(locale, desk.visit.authorised)}</th><td class="r">{show(authorised)}</td></tr> })}
                {table.charged.map(|charged| view! { <tr><th scope="row" colspan="3">{td_string!(locale, desk.visit.charged)}</th><td class="r">{sum(charged)}</td></tr> })}
            </tbody>
        })
    };
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.visit.order)}</h2>
            <table class="order">
                <thead><tr>
                    <th scope="col">{move || td_string!(lang.get(), desk.extra.item)}</th>
                    <th scope="col" class="r">{move || td_string!(lang.get(), desk.kind.labour)}</th>
                    <th scope="col" class="r">{move || td_string!(lang.get(), desk.kind.material)}</th>
                    <th scope="col" class="r">{move || td_string!(lang.get(), desk.line.amount)}</th>
                </tr></thead>
                {body}
            </table>
            {move || unclear.get().map(|count| view! {
                <p class="st" data-k="warn"><Icon name="help"/>{td_string!(lang.get(), desk.visit.unclear, count = count).to_string()}</p>
            })}
            <Ways/>
        </section>
    }
}

/// The ways to the pages of order and statement: to write where one may, else to read.
#[component]
fn Ways() -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let role = use_signed().0.role;
    let signed = part(|visit| visit.signed_at);
    let (order, statement) = (page.address("/order"), page.address("/statement"));
    let has_statement = Right::WriteStatement.is_for(role);
    view! {
        <div class="row">
            <a class="btn b2" href=order data-test="open-order"><Icon name="doc"/>
                {move || if page.may(Right::WriteOrder) { td_string!(lang.get(), desk.visit.edit_order) } else { td_string!(lang.get(), desk.visit.open_order) }}
            </a>
            {move || (has_statement && signed.get().is_some()).then(|| view! {
                <a class="btn b2" href=statement.clone() data-test="open-statement"><Icon name="doc"/>
                    {move || if page.may(Right::WriteStatement) { td_string!(lang.get(), desk.visit.edit_statement) } else { td_string!(lang.get(), desk.visit.open_statement) }}
                </a>
            })}
        </div>
    }
}
