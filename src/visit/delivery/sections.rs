//! Parts 1 to 4 and 6 to 8 of the delivery explanation.

use crate::i18n::{Language, td_string};
use crate::ui::view;
use crate::ui::{Icon, Severity, Status, date_format};
use crate::visit::delivery::unclear::Unclear;
use crate::visit::labels::{Formatter, term};
use crate::visit::state::{OldParts, old_parts, scale};
use bayside_api::codes::{Decision, PartFate, PartType, Step};
use bayside_api::statement::{Check, Done, Finding, Gauge, Inspected, NextService, ReplacedPart, Statement};
use bayside_api::visit::{ExtraWork, Visit};
use chrono::Datelike;
use leptos::prelude::*;

/// A part with its word in the margin.
pub fn section(number: u8, head: &'static str, content: AnyView) -> AnyView {
    view! { <section data-test=format!("part-{number}")><h2>{head}</h2>{content}</section> }.into_any()
}

/// 1 · What you asked.
pub fn asked_section(statement: &Statement, formatter: &Formatter) -> AnyView {
    let (locale, asked) = (formatter.locale, &statement.asked);
    let time = formatter.when(&asked.at);
    // Who wrote nothing is not quoted: then the jobs say what was asked.
    let jobs = || {
        let asked_for = statement.done.iter().filter(|done| !bayside_domain::visit::Visit::is_extra_job(&done.id));
        asked_for.map(|done| view! { <p><b>{done.title.clone()}</b></p> }).collect_view()
    };
    let is_quiet = asked.text.trim().is_empty();
    let by = match asked.by.as_str() {
        "" if is_quiet => td_string!(locale, visit.asked.booked, time = time).to_string(),
        "" => td_string!(locale, visit.asked.own, time = time).to_string(),
        name if is_quiet => td_string!(locale, visit.asked.booked_by, time = time, name = name).to_string(),
        name => td_string!(locale, visit.asked.by, time = time, name = name).to_string(),
    };
    let content = view! {
        {if is_quiet {
            jobs().into_any()
        } else {
            view! { <blockquote>{td_string!(locale, visit.asked.quote, text = asked.text.as_str()).to_string()}</blockquote> }.into_any()
        }}
        <p class="muted">{by}</p>
    };
    section(1, td_string!(locale, visit.asked.head), content.into_any())
}

/// 2 · What we found.
pub fn found_section(statement: &Statement, adviser: &str, formatter: &Formatter, unclear: Unclear) -> AnyView {
    let locale = formatter.locale;
    let content = if statement.found.is_empty() {
        view! { <p>{td_string!(locale, visit.found.none, adviser = adviser).to_string()}</p> }.into_any()
    } else {
        let rows = statement.found.iter().map(|finding| finding_row(finding, formatter, unclear)).collect_view();
        view! { <ul class="lines" role="list">{rows}</ul> }.into_any()
    };
    section(2, td_string!(locale, visit.found.head), content)
}

fn finding_row(finding: &Finding, formatter: &Formatter, unclear: Unclear) -> AnyView {
    let reading = finding
        .gauge
        .as_ref()
        .map(|gauge| format!("{} {}", formatter.thousandths(gauge.value_thousandths), gauge.unit));
    let title = formatter.written(&finding.title);
    let detail = (!finding.detail.is_empty()).then(|| view! { <p>{formatter.written(&finding.detail)}</p> });
    let is_open = finding.gauge.is_some();
    let evidence = view! { {finding.gauge.as_ref().map(|gauge| gauge_view(gauge, formatter))}{detail} };
    let button = unclear.button(&finding.id, &finding.title, formatter);
    if !is_open && finding.detail.is_empty() {
        return view! { <li><p class="plain"><b>{title}</b></p>{button}</li> }.into_any();
    }
    line(title, None, reading.into_any(), evidence.into_any(), is_open, button)
}

/// A line that opens to its evidence.
fn line(
    title: AnyView,
    note: Option<String>,
    side: AnyView,
    evidence: AnyView,
    is_open: bool,
    button: AnyView,
) -> AnyView {
    view! {
        <li>
            <details open=is_open>
                <summary><span><b>{title}</b>{note.map(|note| view! { <small>{note}</small> })}</span><span>{side}</span></summary>
                <div>{evidence}</div>
            </details>
            {button}
        </li>
    }
    .into_any()
}

/// A reading against its limit: the hatched zone is beyond it.
fn gauge_view(gauge: &Gauge, formatter: &Formatter) -> AnyView {
    let (locale, scale) = (formatter.locale, scale(gauge));
    let figure = |value: i64| formatter.thousandths(value);
    let (value, limit, new) =
        (figure(gauge.value_thousandths), figure(gauge.limit_thousandths), figure(gauge.new_thousandths));
    let label = td_string!(
        locale,
        visit.found.gauge,
        label = gauge.label.as_str(),
        value = value.as_str(),
        unit = gauge.unit.as_str(),
        limit = limit.as_str(),
        new = new.as_str()
    )
    .to_string();
    let measured =
        td_string!(locale, visit.found.measured, label = gauge.label.as_str(), unit = gauge.unit.as_str()).to_string();
    let verdict =
        if scale.is_close { td_string!(locale, visit.found.close) } else { td_string!(locale, visit.found.fine) };
    let (kind, icon) = if scale.is_close { (Severity::Warn, "soon") } else { (Severity::Ok, "check") };
    let (at, edge, end) = (scale.value.css(), scale.limit.css(), scale.new.css());
    view! {
        <div class="gauge" role="img" aria-label=label data-up=scale.is_ceiling.then_some("") data-far=(scale.value.0 > 6_000).then_some("")>
            <div class="bar2">
                <span class="lim" style:--v=edge.clone()></span>
                <span class="at" style:--v=at><small>{measured}</small><b>{value}</b></span>
                <span class="sc" data-k="bad" style:--v=edge>{td_string!(locale, visit.found.limit, value = limit).to_string()}</span>
                <span class="sc" style:--v=end>{td_string!(locale, visit.found.new, value = new).to_string()}</span>
            </div>
        </div>
        <p><Status kind icon word=verdict.to_owned()/></p>
    }
    .into_any()
}

/// 3 · What we did, with the extra work and its consent, and what was declined.
pub fn done_section(statement: &Statement, formatter: &Formatter, unclear: Unclear) -> AnyView {
    let locale = formatter.locale;
    let consent_of = |job: &str| statement.extra_work.iter().find(|item| job_of(item) == job && is_approved(item));
    let done =
        statement.done.iter().map(|done| done_row(done, consent_of(&done.id), formatter, unclear)).collect_view();
    let apart = |item: &&ExtraWork| !(is_approved(item) && statement.done.iter().any(|done| done.id == job_of(item)));
    let extra =
        statement.extra_work.iter().filter(apart).map(|item| extra_row(item, formatter, unclear)).collect_view();
    let content = view! { <ul class="lines" role="list">{done}{extra}</ul> };
    section(3, td_string!(locale, visit.did.head), content.into_any())
}

/// The job that approved extra work became, and the id of its line.
fn job_of(item: &ExtraWork) -> String {
    bayside_domain::visit::Visit::extra_job_id(item.id)
}

fn is_approved(item: &ExtraWork) -> bool {
    item.decision == Some(Decision::Approve)
}

fn done_row(done: &Done, consent: Option<&ExtraWork>, formatter: &Formatter, unclear: Unclear) -> AnyView {
    let locale = formatter.locale;
    let span = done.from.zip(done.to).map(|(from, to)| {
        td_string!(locale, visit.did.from_to, from = formatter.when(&from), to = formatter.until(&from, &to))
            .to_string()
    });
    let consented = consent
        .and_then(|item| item.decided_at)
        .map(|at| td_string!(locale, visit.did.consent, time = formatter.when(&at)).to_string());
    let note = joined([done.by.clone(), span, consented], locale);
    let detail = match done.detail.as_str() {
        "" => td_string!(locale, visit.did.as_ordered).into_any(),
        detail => formatter.written(detail),
    };
    // The catalogue's jobs come in the reader's language.
    let is_extra = bayside_domain::visit::Visit::is_extra_job(&done.id);
    let title = if is_extra { formatter.written(&done.title) } else { done.title.clone().into_any() };
    let proof = consent.map(|item| view! { <p>{consent_words(item, formatter)}</p> });
    let evidence = view! { <p>{detail}</p>{proof} };
    let button = unclear.button(&done.id, &done.title, formatter);
    line(title, note, formatter.money(done.amount).into_any(), evidence.into_any(), false, button)
}

fn consent_words(item: &ExtraWork, formatter: &Formatter) -> String {
    let price = formatter.money(item.price);
    td_string!(formatter.locale, visit.did.consent_text, n = item.quote_version, price = price).to_string()
}

fn extra_row(item: &ExtraWork, formatter: &Formatter, unclear: Unclear) -> AnyView {
    let locale = formatter.locale;
    let time = item.decided_at.map(|at| formatter.when(&at)).unwrap_or_default();
    let price = formatter.money(item.price);
    let (note, side, proof) = match item.decision {
        Some(Decision::Approve) => {
            let note = td_string!(locale, visit.did.consent, time = time).to_string();
            (note, price.into_any(), Some(consent_words(item, formatter)))
        }
        Some(Decision::Decline) => {
            let note = td_string!(locale, visit.did.declined, time = time, price = price).to_string();
            let word = td_string!(locale, visit.did.undone).to_owned();
            (note, view! { <Status kind=Severity::Warn icon="soon" word/> }.into_any(), None)
        }
        Some(Decision::CallMe) | None => (td_string!(locale, visit.did.open).to_owned(), price.into_any(), None),
    };
    let note = joined([Some(td_string!(locale, visit.did.extra).to_owned()), Some(note)], locale);
    let evidence = view! { <p>{formatter.written(&item.reason)}</p>{proof.map(|proof| view! { <p>{proof}</p> })} };
    let button = unclear.button(&job_of(item), &item.title, formatter);
    line(formatter.written(&item.title), note, side, evidence.into_any(), false, button)
}

/// The parts that are there, as one enumeration.
pub fn joined<const N: usize>(parts: [Option<String>; N], locale: Language) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(locale.comma()))
}

/// 4 · Who checked, and what was measured.
pub fn checked_section(statement: &Statement, adviser: &str, formatter: &Formatter) -> AnyView {
    let locale = formatter.locale;
    let is_noted = !(statement.checks.is_empty() && statement.inspected.is_empty());
    let none =
        (!is_noted).then(|| view! { <p>{td_string!(locale, visit.check.none, adviser = adviser).to_string()}</p> });
    let rows = statement.checks.iter().map(|check| check_row(check, formatter)).collect_view();
    let table = (!statement.checks.is_empty()).then(|| {
        view! {
            <table>
                <thead>
                    <tr>
                        <th scope="col">{td_string!(locale, visit.check.item)}</th>
                        <th scope="col">{td_string!(locale, visit.check.measured)}</th>
                        <th scope="col" class="r">{td_string!(locale, visit.check.result)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    let inspected = statement.inspected.iter().map(|inspected| inspected_words(inspected, formatter)).collect_view();
    let content = view! { {table}{inspected}{none} };
    section(4, td_string!(locale, visit.check.head), content.into_any())
}

fn check_row(check: &Check, formatter: &Formatter) -> AnyView {
    let locale = formatter.locale;
    let (kind, icon, word) = if check.passed {
        (Severity::Ok, "check", td_string!(locale, visit.check.passed))
    } else {
        (Severity::Bad, "stop", td_string!(locale, visit.check.failed))
    };
    view! {
        <tr>
            <th scope="row">{formatter.written(&check.title)}</th>
            <td>{formatter.written(&check.measured)}</td>
            <td class="r"><Status kind icon word=word.to_owned()/></td>
        </tr>
    }
    .into_any()
}

fn inspected_words(inspected: &Inspected, formatter: &Formatter) -> AnyView {
    let (name, time) = (inspected.by.as_str(), formatter.when(&inspected.at));
    let who = match inspected.step {
        Step::SelfCheck => td_string!(formatter.locale, visit.check.own, name = name, time = time).to_string(),
        _ => td_string!(formatter.locale, visit.check.whole, name = name, time = time).to_string(),
    };
    view! { <p class="soft">{who}{formatter.gap()}{formatter.written(&inspected.findings)}</p> }.into_any()
}

/// 6 · What became of the old parts.
pub fn old_parts_section(statement: &Statement, adviser: &str, formatter: &Formatter) -> AnyView {
    let locale = formatter.locale;
    let content = match old_parts(statement) {
        OldParts::Noted(parts) => {
            let rows = parts.iter().map(|part| fate_row(part, formatter)).collect_view();
            view! { <dl class="dl">{rows}</dl> }.into_any()
        }
        OldParts::NoParts => view! { <p>{td_string!(locale, visit.parts.none)}</p> }.into_any(),
        OldParts::NotNoted => {
            view! { <p>{td_string!(locale, visit.parts.open, adviser = adviser).to_string()}</p> }.into_any()
        }
    };
    section(6, td_string!(locale, visit.parts.head), content)
}

fn fate_row(part: &ReplacedPart, formatter: &Formatter) -> AnyView {
    let locale = formatter.locale;
    let fate = match part.fate {
        PartFate::Taken => td_string!(locale, visit.parts.taken),
        PartFate::KeptByHouse => td_string!(locale, visit.parts.left),
        PartFate::None => td_string!(locale, visit.parts.no_part),
    };
    view! { <div><dt>{formatter.written(&part.name)}</dt><dd><b>{fate}</b></dd></div> }.into_any()
}

/// 7 · The repair warranty.
pub fn warranty_section(statement: &Statement, formatter: &Formatter) -> AnyView {
    let (locale, warranty) = (formatter.locale, &statement.warranty);
    let span = |days| term(days, locale);
    let own = match warranty.km {
        0 => td_string!(locale, visit.warranty.term_time, span = span(warranty.days)).to_string(),
        km => {
            td_string!(locale, visit.warranty.term, km = formatter.number(km), span = span(warranty.days)).to_string()
        }
    };
    let law = (warranty.statutory_km, warranty.statutory_days);
    let least = match law {
        // Of a country whose law nobody named, nothing is said.
        (0, 0) => None,
        _ if law == (warranty.km, warranty.days) => Some(td_string!(locale, visit.warranty.by_law).to_owned()),
        (0, days) => Some(td_string!(locale, visit.warranty.least_time, span = span(days)).to_string()),
        (km, days) => {
            let km = formatter.number(km);
            Some(td_string!(locale, visit.warranty.least, km = km, span = span(days)).to_string())
        }
    };
    let has_own = statement.lines.iter().any(|line| line.part_type == Some(PartType::CustomerSupplied));
    let content = view! {
        <p data-test="warranty">
            {td_string!(locale, visit.warranty.from)}" "<b>{own}</b>
            {least.map(|least| view! { {formatter.gap()}<span class="muted">{least}</span> })}
        </p>
        {has_own.then(|| view! { <p>{td_string!(locale, visit.warranty.own_parts)}</p> })}
    };
    section(7, td_string!(locale, visit.warranty.head), content.into_any())
}

/// 8 · The next service.
pub fn next_service_section(statement: &Statement, visit: &Visit, formatter: &Formatter) -> AnyView {
    let locale = formatter.locale;
    let when = if let Some(next) = &statement.next_service {
        next_view(next, formatter)
    } else {
        let adviser = visit.adviser.name.as_str();
        view! { <p>{td_string!(locale, visit.next.none, adviser = adviser).to_string()}</p> }.into_any()
    };
    let content = view! {
        {when}
        <p class="no-print">
            <a class="btn b2" data-test="book-again" href=format!("/{}/book", visit.dealer)>
                <Icon name="calendar"/>
                {td_string!(locale, visit.next.book)}
            </a>
        </p>
    };
    section(8, td_string!(locale, visit.next.head), content.into_any())
}

fn next_view(next: &NextService, formatter: &Formatter) -> AnyView {
    let (locale, date) = (formatter.locale, next.date.0);
    let month = if locale.begins_with_the_year() {
        format!("{}.{:02}", date.year(), date.month())
    } else {
        format!("{:02}/{}", date.month(), date.year())
    };
    view! {
        <div class="next">
            <div><span class="num" translate="no">{formatter.number(next.mileage_km)}</span>{td_string!(locale, visit.next.km)}</div>
            <span>{td_string!(locale, visit.next.or)}</span>
            <div><span class="num" translate="no">{month}</span>{date_format::date(next.date, date_format::Style::Full, locale)}</div>
        </div>
        <p class="soft">{td_string!(locale, visit.next.first)}</p>
    }
    .into_any()
}
