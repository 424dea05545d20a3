//! The bill line by line, and who and what it is about.

use crate::i18n::{Language, td_string};
use crate::ui::view;
use crate::visit::delivery::sections::joined;
use crate::visit::delivery::unclear::Unclear;
use crate::visit::labels::Formatter;
use crate::visit::state::lines_of;
use bayside_api::Money;
use bayside_api::codes::{LineKind, PartType, Payer};
use bayside_api::statement::{Parties, PayerTotal, Statement, StatementLine, Tax};
use leptos::prelude::*;

/// The table: one body per payer and kind, one foot row per tax and total.
pub fn bill(statement: &Statement, formatter: &Formatter, unclear: Unclear) -> AnyView {
    let locale = formatter.locale;
    let payers = statement.totals.iter().map(|total| payer_rows(statement, total, formatter, unclear)).collect_view();
    view! {
        <table class="st-t">
            <thead>
                <tr>
                    <th scope="col">{td_string!(locale, visit.cost.name)}</th>
                    <th scope="col" class="r">{td_string!(locale, visit.cost.quantity)}</th>
                    <th scope="col" class="r">{td_string!(locale, visit.cost.amount)}</th>
                    <td class="q"></td>
                </tr>
            </thead>
            {payers}
        </table>
    }
    .into_any()
}

fn payer_rows(statement: &Statement, total: &PayerTotal, formatter: &Formatter, unclear: Unclear) -> AnyView {
    let locale = formatter.locale;
    let groups =
        [LineKind::Labour, LineKind::Material, LineKind::Other, LineKind::Discount].into_iter().filter_map(|kind| {
            let lines = lines_of(statement, total.payer, kind);
            if lines.is_empty() {
                return None;
            }
            let rows = lines.into_iter().map(|line| line_row(line, statement, formatter, unclear)).collect_view();
            Some(
                view! { <tbody><tr><th scope="rowgroup" colspan="4">{kind_word(kind, locale)}</th></tr>{rows}</tbody> },
            )
        });
    let groups = groups.collect_view();
    let taxes = total
        .taxes
        .iter()
        .map(|tax| foot("", tax_word(tax, formatter), formatter.column(tax.amount), None))
        .collect_view();
    let subtotal = td_string!(locale, visit.cost.subtotal).to_owned();
    let test = (total.payer == Payer::Customer).then_some("total");
    view! {
        {groups}
        <tbody class="foot2">
            {foot("", subtotal, formatter.column(total.lines), None)}
            {taxes}
            {foot("tot", payer_word(total.payer, locale).to_owned(), formatter.money(total.total), test)}
        </tbody>
    }
    .into_any()
}

fn foot(class: &'static str, word: String, amount: String, test: Option<&'static str>) -> AnyView {
    view! {
        <tr class=class>
            <th scope="row" colspan="2">{word}</th>
            <td class="r" data-test=test>{amount}</td>
            <td class="q"></td>
        </tr>
    }
    .into_any()
}

fn line_row(line: &StatementLine, statement: &Statement, formatter: &Formatter, unclear: Unclear) -> AnyView {
    let locale = formatter.locale;
    let reduces = line.reduces.as_ref().and_then(|id| statement.lines.iter().find(|other| other.id == *id));
    let reduces = reduces.map(|other| td_string!(locale, visit.cost.reduces, line = other.name.as_str()).to_string());
    let kind = line.part_type.map(|kind| part_word(kind, locale).to_owned());
    let note = joined([kind, line.brand.clone(), line.code.clone(), reduces], locale);
    view! {
        <tr data-test=format!("line-{}", line.id)>
            <th scope="row">{formatter.written(&line.name)}{note.map(|note| view! { <small>{note}</small> })}</th>
            <td class="r">{quantity(line, formatter)}</td>
            <td class="r">{formatter.column(line.amount)}</td>
            <td class="q">{unclear.button(&line.id, &line.name, formatter)}</td>
        </tr>
    }
    .into_any()
}

/// `2.2 h × 180`, `4 × 98`.
fn quantity(line: &StatementLine, formatter: &Formatter) -> Option<String> {
    let quantity = formatter.thousandths(line.quantity_thousandths?);
    let quantity = match line.kind {
        LineKind::Labour => td_string!(formatter.locale, visit.cost.hours, n = quantity).to_string(),
        _ => quantity,
    };
    Some(match line.unit_price {
        Some(price) => format!("{quantity} × {}", unit(price, formatter)),
        None => quantity,
    })
}

/// A unit price without decimals that say nothing.
fn unit(price: Money, formatter: &Formatter) -> String {
    let text = formatter.column(price);
    let is_whole = price.amount % 10_i64.pow(price.currency.digits()) == 0;
    text.split(formatter.locale.decimal_point()).next().filter(|_| is_whole).unwrap_or(&text).to_owned()
}

fn kind_word(kind: LineKind, locale: Language) -> &'static str {
    match kind {
        LineKind::Labour => td_string!(locale, visit.cost.labour),
        LineKind::Material => td_string!(locale, visit.cost.material),
        LineKind::Other => td_string!(locale, visit.cost.other),
        LineKind::Discount => td_string!(locale, visit.cost.discount),
    }
}

fn part_word(kind: PartType, locale: Language) -> &'static str {
    match kind {
        PartType::Original => td_string!(locale, visit.cost.original),
        PartType::Equivalent => td_string!(locale, visit.cost.equivalent),
        PartType::Remanufactured => td_string!(locale, visit.cost.remanufactured),
        PartType::CustomerSupplied => td_string!(locale, visit.cost.own),
    }
}

fn payer_word(payer: Payer, locale: Language) -> &'static str {
    match payer {
        Payer::Customer => td_string!(locale, visit.cost.total.customer),
        Payer::Warranty => td_string!(locale, visit.cost.total.warranty),
        Payer::Insurance => td_string!(locale, visit.cost.total.insurance),
        Payer::Goodwill => td_string!(locale, visit.cost.total.goodwill),
    }
}

fn tax_word(tax: &Tax, formatter: &Formatter) -> String {
    let rate = formatter.thousandths(i64::from(tax.rate_bp) * 10);
    if tax.included {
        td_string!(formatter.locale, visit.cost.tax_in, rate = rate).to_string()
    } else {
        td_string!(formatter.locale, visit.cost.tax, rate = rate).to_string()
    }
}

/// The taxes of a total in one sentence.
pub fn taxes_in_words(total: &PayerTotal, formatter: &Formatter) -> Option<String> {
    let taxes: Vec<String> =
        total.taxes.iter().map(|tax| format!("{} {}", tax_word(tax, formatter), formatter.money(tax.amount))).collect();
    (!taxes.is_empty()).then(|| taxes.join(" "))
}

/// Who and what the bill is about, as a statement must name them.
pub fn parties(parties: &Parties, formatter: &Formatter) -> AnyView {
    let locale = formatter.locale;
    let km = |km: u32| td_string!(locale, visit.km, n = formatter.number(km)).to_string();
    let rows = [
        (td_string!(locale, visit.party.customer), Some(parties.customer.clone())),
        (td_string!(locale, visit.party.phone), Some(parties.customer_phone.clone())),
        (td_string!(locale, visit.party.car), Some(format!("{} {}", parties.plate, parties.model))),
        (td_string!(locale, visit.party.vin), parties.vin.clone()),
        (td_string!(locale, visit.party.engine), parties.engine_no.clone()),
        (td_string!(locale, visit.party.arrived), Some(formatter.when(&parties.arrived_at))),
        (td_string!(locale, visit.party.mileage_in), parties.mileage_in_km.map(km)),
        (td_string!(locale, visit.party.mileage_out), parties.mileage_out_km.map(km)),
        (td_string!(locale, visit.party.repairer), Some(format!("{} {}", parties.repairer, parties.address))),
        (td_string!(locale, visit.party.code), Some(parties.credit_code.clone())),
    ];
    let rows = rows.into_iter().filter_map(|(word, value)| {
        let value = value.filter(|value| !value.is_empty())?;
        Some(view! { <div><dt>{word}</dt><dd>{value}</dd></div> })
    });
    view! { <dl class="dl" data-test="parties">{rows.collect_view()}</dl> }.into_any()
}
