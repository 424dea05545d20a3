//! What stands above a visit: what went wrong, what was done, what others did meanwhile, a check that was not passed.

use crate::desk::shared::labels;
use crate::desk::shared::problems;
use crate::desk::visit::open_visit::use_page;
use crate::i18n::{td_string, use_lang};
use crate::ui::{Icon, Notice, Severity, date_format};
use leptos::prelude::*;

/// What went wrong, what was done, and what somebody else did meanwhile.
#[component]
pub fn Trouble() -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let entry = move |entry: &bayside_api::desk::LogEntry| {
        let locale = lang.get();
        let time = date_format::time(&entry.at);
        let what = labels::happened(entry, locale);
        td_string!(locale, desk.clash.entry, time = time, who = labels::who(entry, locale), what = what).to_string()
    };
    let clashed = move || {
        page.trouble.with(|trouble| trouble.as_ref().and_then(crate::client::Failure::code))
            == Some(bayside_api::Code::ChangedMeanwhile)
    };
    view! {
        {move || page.trouble.get().map(|failure| if clashed() {
            let title = Signal::derive(move || page.news.with(|news| {
                news.first().map_or_else(|| td_string!(lang.get(), desk.clash.title).to_owned(), entry)
            }));
            view! {
                <div class="notice clash" data-k="note" role="alert" data-test="clash">
                    <Icon name="user"/>
                    <b>{move || title.get()}</b>
                    {move || page.news.with(|news| news.iter().skip(1).map(|one| view! { <p>{entry(one)}</p> }).collect_view())}
                    <p>{move || td_string!(lang.get(), desk.clash.kept)}</p>
                    <div class="row">
                        <button type="button" class="btn b2" on:click=move |_| page.trouble.set(None)>
                            {move || td_string!(lang.get(), desk.clash.ok)}
                        </button>
                    </div>
                </div>
            }.into_any()
        } else {
            let title = Signal::derive(move || problems::sentence(&failure, lang.get()));
            view! { <div data-test="trouble"><Notice kind=Severity::Bad icon="stop" title=title role="alert"/></div> }.into_any()
        })}
        <div class="said" role="status" data-test="noted">
            {move || page.noted.get().map(|entry| view! {
                <p class="st" data-k="ok"><Icon name="check"/>{move || labels::happened(&entry, lang.get())}</p>
            })}
        </div>
    }
}

/// The last check, if the car did not pass it: until it is checked again.
#[component]
pub fn FailedCheck() -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let failed = Memo::new(move |_| {
        page.visit.with(|visit| {
            let mut log = visit.as_ref()?.log.iter();
            let last = log.find(|entry| entry.detail.passed.is_some())?;
            (last.detail.passed == Some(false)).then(|| last.clone())
        })
    });
    move || {
        failed.get().map(|entry| {
            let when = date_format::time(&entry.at);
            let title = Signal::derive({
                let entry = entry.clone();
                move || {
                    let step = labels::event(entry.kind, lang.get());
                    td_string!(lang.get(), desk.confirm.failed, step = step).to_string()
                }
            });
            let who = entry.by.clone();
            let said = entry.note.clone().unwrap_or_default();
            view! {
                <div data-test="failed-check">
                    <Notice kind=Severity::Bad icon="stop" title=title role="status">
                        <p>{when}" "{who}{(!said.is_empty()).then(|| format!(": {said}"))}</p>
                    </Notice>
                </div>
            }
        })
    }
}
