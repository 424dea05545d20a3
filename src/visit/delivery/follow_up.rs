//! How the customer would like to be called afterwards.

use crate::i18n::td_string;
use crate::ui::view;
use crate::ui::{Notice, Severity};
use crate::visit::labels::Formatter;
use crate::visit::session::VisitSession;
use bayside_api::path;
use bayside_api::visit::{FollowUpChannel, FollowUpPreference};
use leptos::prelude::*;

/// Hours that can be chosen.
const HOURS: std::ops::RangeInclusive<u8> = 8..=20;
/// The hour that stands there at first.
const HOUR: u8 = 10;

/// What became of saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Saved {
    No,
    Yes,
    Failed,
}

/// Channel and hour.
pub fn follow_up(session: VisitSession, formatter: &Formatter) -> AnyView {
    let locale = formatter.locale;
    let known = session
        .statement
        .with_untracked(|statement| statement.as_ref().and_then(|statement| statement.follow_up.clone()));
    let channel = RwSignal::new(known.as_ref().map(|known| known.channel));
    let hour = RwSignal::new(known.as_ref().map_or(HOUR, |known| known.hour));
    let saved = RwSignal::new(if known.is_some() { Saved::Yes } else { Saved::No });
    let choose = move |to: FollowUpChannel| {
        channel.set(Some(to));
        saved.set(Saved::No);
    };
    let channels = [
        (FollowUpChannel::Phone, "phone", td_string!(locale, visit.follow.phone)),
        (FollowUpChannel::Sms, "sms", td_string!(locale, visit.follow.sms)),
        (FollowUpChannel::Email, "email", td_string!(locale, visit.follow.email)),
        (FollowUpChannel::None, "none", td_string!(locale, visit.follow.none)),
    ];
    let channels = channels.map(|(own, test, word)| {
        view! {
            <label class="chip">
                <input
                    type="radio"
                    name="follow-up"
                    data-test=format!("follow-up-{test}")
                    prop:checked=move || channel.get() == Some(own)
                    on:change=move |_| choose(own)
                />
                {word}
            </label>
        }
    });
    let hours = HOURS.map(|own| {
        let word = td_string!(locale, visit.follow.at, hour = own).to_string();
        view! { <option value=own.to_string() selected=move || hour.get() == own>{word}</option> }
    });
    let save = move |_| {
        let Some(channel) = channel.get_untracked() else { return };
        let body = FollowUpPreference { channel, hour: hour.get_untracked() };
        leptos::task::spawn_local(async move {
            let outcome = session.answer(path::follow_up_preference, &body).await;
            saved.set(if outcome.is_ok() { Saved::Yes } else { Saved::Failed });
        });
    };
    let failed = td_string!(locale, visit.follow.failed);
    view! {
        <fieldset class="stack no-print" data-test="follow-up">
            <legend>{td_string!(locale, visit.follow.head)}</legend>
            <div class="chips">{channels.into_iter().collect_view()}</div>
            <div class="hours">
                <label class="field">
                    <span>{td_string!(locale, visit.follow.hour)}</span>
                    <select
                        data-test="follow-up-hour"
                        disabled=move || channel.get() == Some(FollowUpChannel::None)
                        on:change=move |event| {
                            hour.set(event_target_value(&event).parse().unwrap_or(HOUR));
                            saved.set(Saved::No);
                        }
                    >
                        {hours.collect_view()}
                    </select>
                </label>
                <button type="button" class="btn b2" data-test="follow-up-save" disabled=move || channel.get().is_none() on:click=save>
                    {move || if saved.get() == Saved::Yes { td_string!(locale, visit.follow.saved) } else { td_string!(locale, visit.follow.save) }}
                </button>
            </div>
            {move || (saved.get() == Saved::Failed).then(|| view! { <Notice kind=Severity::Warn icon="warn" title=failed.to_owned() role="alert"/> })}
        </fieldset>
    }
    .into_any()
}
