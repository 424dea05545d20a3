//! Step 3: when. Way of staying and adviser are chosen above the times.

use crate::booking::controller::Controller;
use crate::booking::form::Errors;
use crate::booking::labels;
use crate::booking::state::{BookingEvent, Busy, LostSlot};
use crate::booking::when::calendar::{Calendar, Near};
use crate::booking::when::times::{Times, TimesQuestion};
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::view;
use crate::ui::{Icon, Notice, Severity, address, heard, live, press, tied};
use bayside_api::booking::Slot;
use bayside_api::codes::Stay;
use bayside_api::dealer::Adviser;
use leptos::prelude::*;

/// The free times, or the nearest others when the chosen one went.
#[component]
pub fn When(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let lost = controller.part(|state| state.lost.clone());
    let choose = Callback::new(move |slot: Slot| controller.send(BookingEvent::Choose(slot)));
    let holding = controller
        .part(|state| (state.busy == Some(Busy::Holding)).then(|| state.wanted().map(|slot| slot.start)).flatten());
    let question = Memo::new(move |_| {
        let (services, stay, adviser) = controller.state.with(|state| {
            let draft = state.draft();
            (draft.services.clone(), draft.stay, draft.adviser.clone())
        });
        controller.dealer.with(|dealer| TimesQuestion {
            slug: dealer.slug.clone(),
            services,
            stay,
            adviser,
            today: dealer.now.date(),
            horizon_days: dealer.booking.horizon_days,
        })
    });
    let times = Times::follow(question);
    view! {
        <p class="vh" role="status">
            {live(move || holding.get().map(|start| td_string!(locale, booking.holding, time = labels::clock(&start))))}
        </p>
        {live(move || match lost.get() {
            Some(lost) => view! { <Lost controller=controller lost=lost choose=choose/> }.into_any(),
            None => view! {
                <h1 id="heading" tabindex="-1">{td_string!(locale, booking.when_title)}</h1>
                <Errors form=controller.form()/>
                <details class="ways" data-test="ways">
                    <summary><span>{live(move || ways(controller))}</span><Icon name="down" class="turn"/></summary>
                    <Stays controller=controller/>
                    <Advisers controller=controller/>
                </details>
                <Calendar times=times dealer=controller.dealer choose=choose/>
                {to_waitlist(controller)}
            }
            .into_any(),
        })}
    }
}

/// How the customer stays and who receives, in one line.
fn ways(controller: Controller) -> String {
    let locale = controller.lang.get();
    let (stay, adviser) = controller.state.with(|state| (state.draft().stay, state.draft().adviser.clone()));
    let name = match adviser {
        Some(id) => controller.dealer.with(|dealer| labels::adviser_name(dealer, &id)),
        None => td_string!(locale, booking.adviser_any).to_owned(),
    };
    format!("{}{}{name}", stay_words(stay, locale).0, locale.comma())
}

/// The way to be told when a time becomes free.
fn to_waitlist(controller: Controller) -> AnyView {
    let word = td_string!(use_lang().now(), booking.wait_link);
    view! {
        <p><a class="btn b3 start" href=tied(move || wait_link(controller)) data-test="wait-link"><Icon name="clock"/>{word}</a></p>
    }
    .into_any()
}

/// The link to the waitlist's page, with the values that are known already.
fn wait_link(controller: Controller) -> String {
    let known = controller.state.with(|state| {
        let draft = state.draft();
        [
            ("services", draft.services.join(",")),
            ("stay", draft.stay.to_string()),
            ("adviser", draft.adviser.clone().unwrap_or_default()),
            ("plate_kind", draft.plate_kind.to_string()),
            ("plate", draft.whole_plate()),
            ("model", draft.model.clone()),
            ("km", draft.mileage.clone()),
            ("concern", draft.concern.clone()),
        ]
    });
    format!("/{}/wait#{}", controller.slug(), address::parameters(&known))
}

/// The notice that the chosen time was taken; everything else is kept.
#[component]
fn Lost(controller: Controller, lost: LostSlot, choose: Callback<Slot>) -> impl IntoView {
    let locale = use_lang().now();
    let time = labels::clock(&lost.slot.start);
    let title = {
        let (time, name) =
            (time.clone(), controller.dealer.with_untracked(|it| labels::adviser_name(it, &lost.slot.adviser)));
        Signal::derive(move || td_string!(locale, booking.gone_whose, time = time.clone(), name = name.clone()))
    };
    let some = !lost.alternatives.is_empty();
    view! {
        <h1 id="heading" tabindex="-1">{td_string!(locale, booking.gone_title)}</h1>
        <div data-test="slot-gone">
            <Notice kind=Severity::Warn icon="clock" role="alert" title=title>
                <p>{td_string!(locale, booking.gone_kept)}</p>
            </Notice>
        </div>
        <section class="sec">
            {some.then(|| view! { <h2>{live(move || td_string!(locale, booking.gone_near, time = time.clone()))}</h2> })}
            <Near slots=lost.alternatives dealer=controller.dealer choose=choose/>
            <p class="row">
                <button type="button" class="btn b3" data-test="whole-calendar" on:click=press(move || controller.send(BookingEvent::Calendar))>
                    {td_string!(locale, booking.gone_calendar)}
                </button>
            </p>
            {to_waitlist(controller)}
        </section>
    }
}

/// How a way of staying is called, what it brings, and its sign.
pub fn stay_words(stay: Stay, locale: Language) -> (&'static str, &'static str, &'static str) {
    match stay {
        Stay::Wait => (td_string!(locale, ui.stay_wait), td_string!(locale, booking.stay_wait_note), "seat"),
        Stay::DropOff => (td_string!(locale, ui.stay_leave), td_string!(locale, booking.stay_leave_note), "leave"),
        Stay::Loaner => (td_string!(locale, ui.stay_loaner), td_string!(locale, booking.stay_loaner_note), "key"),
    }
}

/// The ways of staying that the dealer offers and every chosen job allows.
fn offered(controller: Controller) -> Vec<Stay> {
    let ids = controller.state.with(|state| state.draft().services.clone());
    controller.dealer.with(|dealer| {
        let jobs = labels::chosen(dealer, &ids);
        let fits = |stay: &Stay| jobs.iter().all(|job| job.stays.contains(stay));
        dealer.booking.stays.iter().copied().filter(fits).collect()
    })
}

#[component]
fn Stays(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let ways = Memo::new(move |_| offered(controller));
    let chosen = controller.part(|state| state.draft().stay);
    // If the way of staying does not fit the jobs any more, switch to the first that does.
    Effect::new(move |_| {
        let first = ways.with(|ways| (!ways.contains(&chosen.get())).then(|| ways.first().copied()).flatten());
        if let Some(first) = first {
            controller.send(BookingEvent::Stay(first));
        }
    });
    let chips = move || {
        ways.get()
            .into_iter()
            .map(|stay| {
                let (word, note, icon) = stay_words(stay, locale);
                let way = Way {
                    name: "stay",
                    test: format!("stay-{stay}"),
                    on: Signal::derive(move || chosen.get() == stay),
                    choose: Callback::new(move |()| controller.send(BookingEvent::Stay(stay))),
                };
                way.view(view! { <Icon name=icon/> }.into_any(), word.to_owned(), note.to_owned())
            })
            .collect_view()
    };
    view! { <fieldset class="sec"><legend>{td_string!(locale, booking.stay)}</legend><div class="chips people">{live(chips)}</div></fieldset> }
}

/// One of several ways, as a radio button.
struct Way {
    name: &'static str,
    test: String,
    on: Signal<bool>,
    choose: Callback<()>,
}

impl Way {
    fn view(self, mark: AnyView, word: String, note: String) -> AnyView {
        let Self { name, test, on, choose } = self;
        view! {
            <label class="chip" data-on=tied(move || on.get().then_some(""))>
                <input type="radio" name=name data-test=test prop:checked=on on:change=heard(move |_| choose.run(()))/>
                {mark}
                <span>{word}<small>{note}</small></span>
            </label>
        }
        .into_any()
    }
}

#[component]
fn Advisers(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let chosen = controller.part(|state| state.draft().adviser.clone());
    let way = move |id: Option<String>, face: AnyView, name: String, note: String| {
        let way = Way {
            name: "adviser",
            test: format!("adviser-{}", id.as_deref().unwrap_or("any")),
            on: Signal::derive({
                let id = id.clone();
                move || chosen.with(|chosen| *chosen == id)
            }),
            choose: Callback::new(move |()| controller.send(BookingEvent::Adviser(id.clone()))),
        };
        way.view(view! { <span class="face" aria-hidden="true">{face}</span> }.into_any(), name, note)
    };
    let people = move || {
        controller.dealer.with(|dealer| {
            let one = |adviser: &Adviser| {
                let face = adviser.name.chars().next().map(String::from).into_any();
                way(Some(adviser.id.clone()), face, adviser.name.clone(), adviser.note.clone())
            };
            dealer.advisers.iter().map(one).collect_view()
        })
    };
    let (any, note) = (td_string!(locale, booking.adviser_any), td_string!(locale, booking.adviser_any_note));
    view! {
        <fieldset class="sec">
            <legend>{td_string!(locale, booking.adviser)}</legend>
            <div class="chips people">
                {way(None, view! { <Icon name="user"/> }.into_any(), any.to_owned(), note.to_owned())}
                {live(people)}
            </div>
        </fieldset>
    }
}
