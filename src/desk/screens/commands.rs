//! Commands to a screen, each after a confirmation: reload or revoke.

use crate::client;
use crate::client::{Call, Failure};
use crate::desk::shared::problems;
use crate::desk::shared::session::{use_desk, use_signed};
use crate::i18n::{td_string, use_lang};
use crate::ui::{Dialog, Notice, Severity, focus};
use bayside_api::path;
use bayside_api::screen::{Screen, ScreenAddress};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

/// The command that is to be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScreenCommand {
    /// The screen is to reload.
    Reload,
    /// The screen is to be revoked.
    Revoke,
    /// The screen is to get a lasting address.
    Address,
}

/// The confirmation dialog that is open, if any.
#[derive(Clone, Copy)]
pub struct CommandDialogState {
    asked: RwSignal<Option<(ScreenCommand, Screen)>>,
    open: RwSignal<bool>,
    /// The last command that was carried out, and the screen's name.
    pub done: RwSignal<Option<(ScreenCommand, String)>>,
    /// The lasting address that was made just now.
    address: RwSignal<Option<String>>,
}

impl CommandDialogState {
    /// No dialog is open.
    pub fn new() -> Self {
        Self {
            asked: RwSignal::new(None),
            open: RwSignal::new(false),
            done: RwSignal::new(None),
            address: RwSignal::new(None),
        }
    }

    /// Asks before a screen is told.
    pub fn ask(self, command: ScreenCommand, screen: Screen) {
        self.done.set(None);
        self.address.set(None);
        self.asked.set(Some((command, screen)));
        self.open.set(true);
    }
}

/// The question.
#[component]
pub fn CommandDialog(dialog: CommandDialogState, fetch: Callback<()>) -> impl IntoView {
    view! {
        <Dialog open=dialog.open labelled_by="order-title" test="screen-order">
            {move || dialog.asked.get().map(|(command, screen)| view! { <Confirm dialog command screen fetch/> })}
        </Dialog>
    }
}

#[component]
fn Confirm(dialog: CommandDialogState, command: ScreenCommand, screen: Screen, fetch: Callback<()>) -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let dealer = StoredValue::new(use_signed().0.dealer.clone());
    let failed = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let (id, name) = (screen.id, StoredValue::new(screen.name));
    // Focus the harmless button, so that a key held too long does nothing.
    focus::on("order-keep");
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let dealer = dealer.get_value();
            let answer = match command {
                ScreenCommand::Revoke => client::delete(path::desk_screen(&dealer, id)).await,
                ScreenCommand::Reload => {
                    Call::post(path::desk_screen_reload(&dealer, id)).send::<IgnoredAny>().await.map(|_| ())
                }
                ScreenCommand::Address => {
                    let made = Call::post(path::desk_screen_address(&dealer, id)).send::<ScreenAddress>().await;
                    made.map(|made| dialog.address.set(Some(made.value.url)))
                }
            };
            busy.try_set(false);
            match answer {
                // The address is read from the open dialog.
                Ok(()) if command == ScreenCommand::Address => focus::on("screen-address"),
                Ok(()) => {
                    dialog.done.try_set(Some((command, name.get_value())));
                    dialog.open.try_set(false);
                    fetch.run(());
                }
                Err(failure) => {
                    desk.sign_out_if_expired(&failure);
                    failed.try_set(Some(failure));
                }
            }
        });
    };
    let title = move || {
        let (locale, name) = (lang.get(), name.get_value());
        match command {
            ScreenCommand::Revoke => td_string!(locale, desk.screens.revoke_title, name = name).to_string(),
            ScreenCommand::Reload => td_string!(locale, desk.screens.reload_title, name = name).to_string(),
            ScreenCommand::Address => td_string!(locale, desk.screens.address_title, name = name).to_string(),
        }
    };
    let more = move || match command {
        ScreenCommand::Revoke => td_string!(lang.get(), desk.screens.revoke_more),
        ScreenCommand::Reload => td_string!(lang.get(), desk.screens.reload_more),
        ScreenCommand::Address => td_string!(lang.get(), desk.screens.address_more),
    };
    let word = move || match command {
        ScreenCommand::Revoke => td_string!(lang.get(), desk.screens.revoke),
        ScreenCommand::Reload => td_string!(lang.get(), desk.screens.reload),
        ScreenCommand::Address => td_string!(lang.get(), desk.screens.address),
    };
    let made = move || {
        dialog.address.get().map(|url| view! {
            <p><input id="screen-address" class="mono" readonly=true data-test="screen-address" prop:value=url aria-label=move || td_string!(lang.get(), desk.screens.address)/></p>
        })
    };
    view! {
        <div class="sheet">
            <h2 id="order-title">{title}</h2>
            <p class="soft">{more}</p>
            {move || failed.get().map(|failure| {
                let title = Signal::derive(move || problems::sentence(&failure, lang.get()));
                view! { <Notice kind=Severity::Bad icon="stop" title=title role="alert"/> }
            })}
            {made}
            <div class="row">
                <button type="button" class="btn" data-test="do-order" aria-disabled=move || busy.get().then_some("true") on:click=press>{word}</button>
                <button type="button" id="order-keep" class="btn b2" on:click=move |_| dialog.open.set(false)>{move || td_string!(lang.get(), desk.screens.keep)}</button>
            </div>
        </div>
    }
}
