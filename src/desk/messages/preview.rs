//! How a message reads, by kind and language.

use crate::client;
use crate::client::Failure;
use crate::desk::messages::labels::kind as kind_word;
use crate::desk::messages::state::FetchedMessages;
use crate::desk::shared::input::Chips;
use crate::desk::shared::session::{use_desk, use_signed};
use crate::i18n;
use crate::i18n::{td_string, use_lang};
use crate::ui::Failed;
use bayside_api::codes::MessageKind;
use bayside_api::message::MessagePreview;
use bayside_api::path;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A message in words, by kind and language.
#[component]
pub fn Preview(fetched: RwSignal<Option<FetchedMessages>>) -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let dealer = StoredValue::new(use_signed().0.dealer.clone());
    let chosen = RwSignal::new(MessageKind::Confirmation);
    let language = RwSignal::new(None::<String>);
    let words = RwSignal::new(None::<MessagePreview>);
    let failed = RwSignal::new(None::<Failure>);
    let locales = Memo::new(move |_| {
        fetched.with(|fetched| fetched.as_ref().map(|fetched| fetched.locales.clone())).unwrap_or_default()
    });
    let read_in = Memo::new(move |_| {
        let own = lang.get().tag();
        let spoken = locales.get();
        let first = spoken.iter().find(|locale| *locale == own).or(spoken.first()).cloned();
        language.get().or(first)
    });
    let fetch = move || {
        let (Some(locale), kind) = (read_in.get(), chosen.get()) else { return };
        spawn_local(async move {
            let address = path::desk_message_preview(&dealer.get_value());
            match client::get::<MessagePreview>(format!("{address}?kind={}&locale={locale}", kind.as_str())).await {
                Ok(found) => {
                    failed.try_set(None);
                    // A slow answer to an earlier choice is not what is asked for now.
                    let is_asked = read_in.try_get_untracked().flatten().as_deref() == Some(found.locale.as_str())
                        && chosen.try_get_untracked() == Some(found.kind);
                    if is_asked {
                        words.try_set(Some(found));
                    }
                }
                Err(failure) => {
                    desk.sign_out_if_expired(&failure);
                    failed.try_set(Some(failure));
                }
            }
        });
    };
    Effect::new(move |_| fetch());
    let kinds = Signal::derive(move || {
        let locale = lang.get();
        MessageKind::ALL
            .iter()
            .map(|one| (one.as_str().to_owned(), kind_word(*one, locale).to_owned()))
            .collect::<Vec<_>>()
    });
    let languages = Signal::derive(move || {
        locales.get().into_iter().map(|tag| (tag.clone(), i18n::own_name(&tag))).collect::<Vec<_>>()
    });
    view! {
        <section class="sec told">
            <h2>{move || td_string!(lang.get(), desk.messages.preview)}</h2>
            <Chips
                name="preview-kind"
                label=Signal::derive(move || td_string!(lang.get(), desk.messages.preview_kind).to_owned())
                options=kinds
                value=Signal::derive(move || chosen.get().as_str().to_owned())
                set=move |word: String| {
                    if let Some(kind) = MessageKind::from_word(&word) {
                        chosen.set(kind);
                    }
                }
            />
            <Chips
                name="preview-locale"
                label=Signal::derive(move || td_string!(lang.get(), desk.messages.preview_locale).to_owned())
                options=languages
                value=Signal::derive(move || read_in.get().unwrap_or_default())
                set=move |locale: String| language.set(Some(locale))
            />
            <Failed failure=failed retry=move |()| fetch()/>
            {move || words.get().map(|words| view! {
                <dl data-test="preview" lang=words.locale>
                    <dt>{td_string!(lang.get(), desk.messages.subject)}</dt><dd>{words.subject}</dd>
                    <dt>{td_string!(lang.get(), desk.messages.mail)}</dt><dd class="letter">{words.mail}</dd>
                    <dt>{td_string!(lang.get(), desk.messages.sms)}</dt><dd class="letter">{words.sms}</dd>
                </dl>
            })}
        </section>
    }
}
