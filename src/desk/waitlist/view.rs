//! Who waits for freed room, in the order in which they are asked.

use crate::desk::shared::fetched::Fetched;
use crate::desk::shared::keys::{Key, KeyLine, leave_on_escape};
use crate::desk::shared::labels;
use crate::desk::shared::phone::PhoneLink;
use crate::desk::shared::session::use_signed;
use crate::desk::shared::shell::Bar;
use crate::desk::shared::spam_labels::SpamSignals;
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::clock::use_clock;
use crate::ui::{Failed, Icon, Skeleton, date_format, focus};
use bayside_api::path;
use bayside_api::waitlist::{DeskWaitlist, DeskWish, WaitlistStatus};
use leptos::prelude::*;

/// The component of the whole page.
#[component]
pub fn WaitlistPage() -> impl IntoView {
    let lang = use_lang();
    let clock = use_clock();
    let waiting = Fetched::<DeskWaitlist>::live(path::desk_waitlist(&use_signed().0.dealer));
    let list = waiting.part(|found| found.wishes.clone());
    Effect::new(move |_| waiting.value.with(|found| found.iter().for_each(|found| clock.sync(&found.as_of))));
    leave_on_escape();
    let asked = Memo::new(move |_| {
        list.with(|list| list.iter().flatten().filter(|wish| wish.status == WaitlistStatus::Offered).count())
    });
    Effect::new(move |_| focus::title(td_string!(lang.get(), care.waitlist.title)));
    let rows = move || list.get().unwrap_or_default().into_iter().map(|wish| view! { <Row wish=wish/> }).collect_view();
    view! {
        <Bar/>
        <main id="main" class="waitlist">
            <div class="head">
                <h1>{move || td_string!(lang.get(), care.waitlist.title)}</h1>
                {move || list.with(|list| list.as_ref().map(Vec::len)).map(|count| view! {
                    <span class="fig"><span class="num" translate="no">{count}</span>{td_string!(lang.get(), care.waitlist.waiting)}</span>
                })}
                {move || (asked.get() > 0).then(|| view! {
                    <span class="fig"><span class="num" translate="no">{asked.get()}</span><span class="st" data-k="warn"><Icon name="clock"/>{td_string!(lang.get(), care.waitlist.asked)}</span></span>
                })}
            </div>
            <div class="body">
                <Failed failure=waiting.failed retry=move |()| waiting.read()/>
                {move || match list.with(|list| list.as_ref().map(Vec::is_empty)) {
                    None => view! { <Skeleton class="w80"/> <Skeleton class="w60"/> }.into_any(),
                    Some(true) => view! { <p class="soft empty">{td_string!(lang.get(), care.waitlist.empty)}</p> }.into_any(),
                    Some(false) => view! {
                        <div class="scroll" tabindex="0" role="group" aria-label=td_string!(lang.get(), care.waitlist.title)>
                            <table class="list stacks">
                                <thead><tr>
                                    <th scope="col">{td_string!(lang.get(), care.waitlist.who)}</th>
                                    <th scope="col">{td_string!(lang.get(), care.waitlist.work)}</th>
                                    <th scope="col">{td_string!(lang.get(), care.waitlist.wish)}</th>
                                    <th scope="col">{td_string!(lang.get(), care.waitlist.adviser)}</th>
                                    <th scope="col">{td_string!(lang.get(), care.waitlist.state)}</th>
                                </tr></thead>
                                <tbody>{rows}</tbody>
                            </table>
                        </div>
                    }
                    .into_any(),
                }}
                <p class="soft">{move || td_string!(lang.get(), care.waitlist.rule)}</p>
            </div>
        </main>
        <KeyLine keys=vec![Key::Back]/>
    }
}

/// One wish.
#[component]
fn Row(wish: DeskWish) -> impl IntoView {
    let locale = use_lang().get();
    let day_and_time = |at: &bayside_api::Instant| {
        format!("{} {}", date_format::date(at.date(), date_format::Style::Date, locale), date_format::time(at))
    };
    let booked =
        wish.booked.as_ref().map(|at| td_string!(locale, care.waitlist.booked, time = day_and_time(at)).to_string());
    let state = match (&wish.offered, &wish.offered_until) {
        (Some(start), Some(until)) => {
            let until = date_format::time(until);
            view! {
                <span class="st" data-k="warn"><Icon name="clock"/>
                    {td_string!(locale, care.waitlist.offered, time = day_and_time(start)).to_string()}</span>
                <small>{td_string!(locale, care.waitlist.until, time = until).to_string()}</small>
            }
            .into_any()
        }
        _ => view! {
            <span class="st"><Icon name="clock"/>{td_string!(locale, care.waitlist.in_queue)}</span>
            {(wish.passed > 0).then(|| view! {
                <small>{td_string!(locale, care.waitlist.passed, count = wish.passed).to_string()}</small>
            })}
        }
        .into_any(),
    };
    view! {
        <tr data-test=format!("wish-{}", wish.id)>
            <th scope="row"><b>{wish.addressed_as.clone()}</b>" "<span class="plate" translate="no">{wish.plate.clone()}</span><small><PhoneLink number=wish.phone.clone()/></small><SpamSignals marks=wish.marks.clone()/></th>
            <td class="w">{wish.work.clone()}<small>{labels::stay(wish.stay, locale)}</small></td>
            <td>{days(&wish, locale)}<small>{hours(&wish, locale)}</small></td>
            <td>
                {wish.adviser.clone().map_or_else(|| td_string!(locale, care.waitlist.anyone).to_owned(), |adviser| adviser.name)}
                {booked.map(|booked| view! { <small>{booked}</small> })}
            </td>
            <td>{state}</td>
        </tr>
    }
}

fn days(wish: &DeskWish, locale: Language) -> String {
    let day = |date| date_format::date(date, date_format::Style::Date, locale);
    if wish.from == wish.to { day(wish.from) } else { format!("{} – {}", day(wish.from), day(wish.to)) }
}

fn hours(wish: &DeskWish, locale: Language) -> String {
    if wish.hours.is_empty() {
        return td_string!(locale, care.waitlist.any_hour).to_owned();
    }
    let spans: Vec<String> = wish.hours.iter().map(|span| format!("{}–{}", span.from, span.to)).collect();
    spans.join(locale.list_separator())
}
