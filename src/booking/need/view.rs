//! Step 1: what the car needs.

use crate::booking::controller::Controller;
use crate::booking::fields::Concern;
use crate::booking::form::Errors;
use crate::booking::labels;
use crate::booking::state::{BookingEvent, Edit, Field};
use crate::i18n::{td_string, use_lang};
use crate::ui::view;
use crate::ui::{Choice, Icon, Severity, Status, heard, live, tied};
use bayside_api::dealer::{Dealer, Service};
use leptos::prelude::*;
use std::sync::Arc;

/// The catalogue, and a place for own words.
#[component]
pub fn Need(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let ids = Memo::new(move |_| {
        controller.dealer.with(|dealer| dealer.services.iter().map(|service| service.id.clone()).collect::<Vec<_>>())
    });
    let rows = move || ids.get().into_iter().map(|id| view! { <Job controller=controller id=id/> }).collect_view();
    let form = controller.form();
    view! {
        <div>
            <h1 id="heading" tabindex="-1">{td_string!(locale, booking.need_title)}</h1>
            <p class="lead">{td_string!(locale, booking.need_lead)}</p>
        </div>
        <Errors form=form/>
        <fieldset class="sec" id="services" tabindex="-1">
            <legend>{td_string!(locale, booking.jobs)}</legend>
            <div class="choices">{live(rows)}</div>
        </fieldset>
        <Due controller=controller/>
        <a class="choice" href=tied(move || notice_link(controller)) data-test="notice">
            <Icon name="warn"/>
            <span><b>{td_string!(locale, booking.notice)}</b><small>{td_string!(locale, booking.notice_note)}</small></span>
            <span class="side"><small>{td_string!(locale, booking.notice_time)}</small></span>
        </a>
        <Concern form=form/>
    }
}

/// The page that finds out what is wrong.
fn notice_link(controller: Controller) -> String {
    controller.dealer.with(|dealer| format!("/{}/notice", dealer.slug))
}

/// Finds out by mileage and date which jobs are due; they are marked in the catalogue.
#[component]
fn Due(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let mileage = controller.part(|state| state.draft().mileage.clone());
    let last_km = controller.part(|state| state.draft().last_km.clone());
    let registered = controller.part(|state| state.draft().registered.clone());
    let last_date = controller.part(|state| state.draft().last_date.clone());
    let none = move || {
        let known = controller.state.with(|state| state.draft().mileage_km().is_some());
        let due =
            |dealer: &Arc<Dealer>| dealer.services.iter().any(|service| is_due(controller, service, dealer.now.date()));
        (known && !controller.dealer.with(due)).then(|| td_string!(locale, booking.due_none))
    };
    let kilometres = move |id: &'static str, label: &'static str, value: Memo<String>, set: fn(String) -> Edit| {
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <span class="unit">
                    <input
                        type="text"
                        id=id
                        inputmode="numeric"
                        autocomplete="off"
                        prop:value=value
                        on:input=heard(move |event| controller.send(BookingEvent::Edit(set(event_target_value(&event)))))
                    />
                    <span>{td_string!(locale, booking.km_unit)}</span>
                </span>
            </div>
        }
    };
    let date = move |id: &'static str, label: &'static str, value: Memo<String>, set: fn(String) -> Edit| {
        let last = controller.dealer.with_untracked(|dealer| dealer.now.date().to_string());
        let max = last.clone();
        // A day to come says nothing.
        let known = move |text: String| if text <= last { text } else { String::new() };
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <input
                    type="date"
                    id=id
                    max=max
                    prop:value=value
                    on:change=heard(move |event| controller.send(BookingEvent::Edit(set(known(event_target_value(&event))))))
                />
            </div>
        }
    };
    let by_age = move || {
        let ages = |service: &Service| service.from_months.or(service.to_months).is_some();
        controller.dealer.with(|dealer| dealer.services.iter().any(ages))
    };
    view! {
        <details class="due">
            <summary>{td_string!(locale, booking.due_title)}<Icon name="down" class="turn"/></summary>
            <div class="pair">
                {kilometres("due-km", td_string!(locale, booking.km), mileage, |text| Edit::Typed(Field::Mileage, text))}
                {date("due-last", td_string!(locale, booking.due_last), last_date, Edit::LastDate)}
                {kilometres("due-last-km", td_string!(locale, booking.due_last_km), last_km, Edit::LastKm)}
                {live(move || by_age().then(|| date("registered", td_string!(locale, booking.registered), registered, Edit::Registered)))}
            </div>
            <p class="soft" role="status">{live(none)}</p>
        </details>
    }
}

fn is_due(controller: Controller, service: &Service, today: bayside_api::Date) -> bool {
    controller.state.with(|state| state.draft().is_due(service, today))
}

fn is_unfit(controller: Controller, service: &Service) -> bool {
    let (models, today) = controller.dealer.with(|dealer| (dealer.models.clone(), dealer.now.date()));
    controller.state.with(|state| state.draft().unfit(service, &models, today).is_some())
}

fn mark(icon: &'static str, word: &'static str) -> AnyView {
    view! { <Status kind=Severity::Warn icon=icon word=Signal::derive(move || word.to_owned())/> }.into_any()
}

/// One job.
#[component]
fn Job(controller: Controller, id: String) -> impl IntoView {
    let locale = use_lang().now();
    let id = StoredValue::new(id);
    let service = Memo::new(move |_| {
        controller.dealer.with(|dealer| id.with_value(|id| dealer.services.iter().find(|s| s.id == *id).cloned()))
    });
    let part = move |read: fn(&bayside_api::dealer::Service) -> &str| {
        Signal::derive(move || service.with(|service| service.as_ref().map_or(String::new(), |s| read(s).to_owned())))
    };
    let on =
        Signal::derive(move || controller.state.with(|state| id.with_value(|id| state.draft().services.contains(id))));
    let price = move || service.with(|service| service.as_ref().map(|s| labels::price_from(s.price_from, locale)));
    let length = move || service.with(|service| service.as_ref().map(|s| labels::stay(s, locale)));
    let due = move || {
        let today = controller.dealer.with(|dealer| dealer.now.date());
        let unfit = service.with(|service| service.as_ref().is_some_and(|service| is_unfit(controller, service)));
        if unfit {
            return Some(mark("stop", td_string!(locale, booking.unfit_mark)));
        }
        let due = service.with(|service| service.as_ref().is_some_and(|service| is_due(controller, service, today)));
        due.then(|| mark("clock", td_string!(locale, booking.due_mark)))
    };
    view! {
        <Choice
            name="job"
            test=format!("job-{}", id.get_value())
            on=on
            choose=move |on| controller.send(BookingEvent::Service(id.get_value(), on))
            title=part(|s| &s.name)
            note=part(|s| &s.description)
            side=view! { <b>{live(price)}</b><small>{length}</small>{live(due)} }.into_any()
        />
    }
}
