//! Part 5: the price bridge, each step with its reason, and below it the bill.

use crate::i18n::td_string;
use crate::ui::Icon;
use crate::ui::view;
use crate::visit::delivery::bill;
use crate::visit::delivery::sections::section;
use crate::visit::delivery::unclear::Unclear;
use crate::visit::labels::Formatter;
use crate::visit::state::{Bar, BarStyle, bars};
use bayside_api::codes::Payer;
use bayside_api::statement::{BridgeKind, BridgeStep, PayerTotal, Statement};
use leptos::prelude::*;

/// 5 · What it costs.
pub fn cost_section(statement: &Statement, formatter: &Formatter, unclear: Unclear) -> AnyView {
    let locale = formatter.locale;
    let own = statement.totals.iter().find(|total| total.payer == Payer::Customer);
    let steps =
        statement.bridge.iter().zip(bars(&statement.bridge)).map(|(step, bar)| step_view(step, bar, own, formatter));
    let content = view! {
        <ol class="bridge" data-test="bridge" aria-label=td_string!(locale, visit.cost.bridge)>{steps.collect_view()}</ol>
        <details class="fold" open="">
            <summary><b>{td_string!(locale, visit.cost.table)}</b><Icon name="down" class="turn"/></summary>
            <div>{bill::bill(statement, formatter, unclear)}</div>
        </details>
        <details class="fold">
            <summary><b>{td_string!(locale, visit.cost.parties)}</b><Icon name="down" class="turn"/></summary>
            <div>{bill::parties(&statement.parties, formatter)}</div>
        </details>
    };
    section(5, td_string!(locale, visit.cost.head), content.into_any())
}

fn step_view(step: &BridgeStep, bar: Bar, own: Option<&PayerTotal>, formatter: &Formatter) -> AnyView {
    let locale = formatter.locale;
    let time = step.at.map(|at| formatter.when(&at));
    let name = match step.kind {
        BridgeKind::Estimate => td_string!(locale, visit.cost.estimate).into_any(),
        BridgeKind::Authorised => td_string!(locale, visit.cost.authorised).into_any(),
        BridgeKind::Charged => td_string!(locale, visit.cost.charged).into_any(),
        BridgeKind::ExtraWork | BridgeKind::Difference => formatter.written(&step.title),
    };
    let who = match (&time, step.by.as_str(), step.kind) {
        (Some(time), "", BridgeKind::Estimate) => {
            Some(td_string!(locale, visit.cost.estimate_note, time = time).to_string())
        }
        (_, _, BridgeKind::Authorised) => Some(td_string!(locale, visit.cost.authorised_note).to_owned()),
        (_, _, BridgeKind::Charged) => own.and_then(|own| bill::taxes_in_words(own, formatter)),
        (Some(time), "", _) => Some(td_string!(locale, visit.cost.you, time = time).to_string()),
        (Some(time), by, _) => Some(td_string!(locale, visit.cost.by, name = by, time = time).to_string()),
        (None, by, _) => Some(by.to_owned()),
    };
    let reason = (!step.reason.is_empty()).then(|| formatter.written(&step.reason));
    let comma = (reason.is_some() && who.is_some()).then(|| locale.comma());
    let is_total = matches!(bar.style, BarStyle::Total | BarStyle::Between);
    let amount = if is_total { formatter.money(step.amount) } else { formatter.change(step.amount) };
    let is = |style: BarStyle| (bar.style == style).then_some("");
    let test = match step.kind {
        BridgeKind::Estimate => "estimate",
        BridgeKind::ExtraWork => "extra",
        BridgeKind::Authorised => "authorised",
        BridgeKind::Difference => "difference",
        BridgeKind::Charged => "charged",
    };
    view! {
        <li data-step=test data-up=is(BarStyle::Up) data-mid=is(BarStyle::Between) data-down=is(BarStyle::Down)>
            <b class:sum=is_total>{name}</b>
            <span class="amt" class:sum=is_total>{amount}</span>
            <span class="b" style:--a=bar.from.css() style:--z=bar.to.css() style:--e=bar.carry.css()></span>
            <small>{reason}{comma}{who}</small>
        </li>
    }
    .into_any()
}
