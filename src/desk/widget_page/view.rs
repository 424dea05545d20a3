//! The page on which a dealer chooses how the booking looks in the own site, tries it, and copies the code.

use crate::client;
use crate::client::Failure;
use crate::desk::shared::input::Text;
use crate::desk::shared::keys::{Key, KeyLine, on_keys};
use crate::desk::shared::session::use_signed;
use crate::desk::shared::shell::{Bar, SettingsNav};
use crate::desk::widget_page::appearance::{Appearance, Proposal};
use crate::desk::widget_page::sites_view::{Editing, SitesButtons, SitesList, SitesNews};
use crate::desk::widget_page::state::{Choice, EmbedTarget};
use crate::i18n;
use crate::i18n::{Language, td_string, use_lang};
use crate::storage;
use crate::ui::clipboard;
use crate::ui::{Failed, Field, Icon, Skeleton, focus, timer};
use bayside_api::dealer::Dealer;
use bayside_api::path;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::time::Duration;
use web_sys::KeyboardEvent;

/// The house's own colour and corners, where the dealer has none (style/tokens.css).
const HOUSE: (&str, u8) = ("#17457f", 4);
/// The preview follows once nobody has typed for so long.
const PAUSE: Duration = Duration::from_millis(400);

/// The component of the whole page.
#[component]
pub fn WidgetSetupPage() -> impl IntoView {
    let lang = use_lang();
    let slug = StoredValue::new(use_signed().0.dealer.clone());
    let dealer = RwSignal::new(None::<Dealer>);
    let failed = RwSignal::new(None::<Failure>);
    let fetch = move || {
        spawn_local(async move {
            match client::get::<Dealer>(path::dealer(&slug.get_value())).await {
                Ok(found) => {
                    failed.try_set(None);
                    dealer.try_set(Some(found));
                }
                Err(failure) => {
                    failed.try_set(Some(failure));
                }
            }
        });
    };
    Effect::new(move |_| {
        // The names of the jobs come in the reader's language.
        lang.get();
        fetch();
    });
    let editing = Editing::open();
    let is_there = Memo::new(move |_| dealer.with(Option::is_some));
    let go = use_navigate();
    on_keys(move |key| {
        if key == "Escape" {
            go(&format!("/desk/{}", slug.get_value()), NavigateOptions::default());
        }
        key == "Escape"
    });
    Effect::new(move |_| focus::title(td_string!(lang.get(), widget.title)));
    view! {
        <Bar/>
        <main id="main" class="screens">
            <SettingsNav/>
            <div class="head">
                <h1>{move || td_string!(lang.get(), widget.title)}</h1>
                <SitesButtons editing=editing/>
            </div>
            {move || if is_there.get() {
                view! { <Maker dealer=dealer editing=editing/> }.into_any()
            } else {
                view! {
                    <div class="visit">
                        <div class="pane">
                            <Failed failure=failed retry=move |()| fetch()/>
                            <Skeleton class="w40 tall"/>
                            <Skeleton class="w80"/>
                        </div>
                        <aside><Skeleton class="w80"/><Skeleton class="w60"/></aside>
                    </div>
                }.into_any()
            }}
        </main>
        <KeyLine keys=vec![Key::SaveAll, Key::Copy, Key::Field, Key::Back]/>
    }
}

/// The choice that this browser made before, or the dealer's own look.
fn begin(dealer: &Dealer) -> Choice {
    let kept = storage::read(&kept_as(&dealer.slug)).and_then(|text| serde_json::from_str(&text).ok());
    kept.unwrap_or_else(|| match &dealer.theme {
        Some(theme) => Choice::new(&theme.accent[0], theme.radius),
        None => Choice::new(HOUSE.0, HOUSE.1),
    })
}

fn kept_as(dealer: &str) -> String {
    format!("bayside-widget-{dealer}")
}

#[component]
fn Maker(dealer: RwSignal<Option<Dealer>>, editing: Editing) -> impl IntoView {
    let slug = StoredValue::new(use_signed().0.dealer.clone());
    let choice = RwSignal::new(
        dealer.with_untracked(|dealer| dealer.as_ref().map_or_else(|| Choice::new(HOUSE.0, HOUSE.1), begin)),
    );
    Effect::new(move |before: Option<Choice>| {
        let now = choice.get();
        if before.is_some_and(|before| before != now)
            && let Ok(text) = serde_json::to_string(&now)
        {
            storage::write(&kept_as(&slug.get_value()), &text);
        }
        now
    });
    let copied = RwSignal::new(Copied::Not);
    let code = Memo::new(move |_| {
        dealer.with(|dealer| dealer.as_ref().map(|dealer| written(&choice.get(), dealer))).unwrap_or_default()
    });
    let is_right = Memo::new(move |_| choice.with(Choice::is_right));
    Effect::new(move |_| {
        code.track();
        copied.set(Copied::Not);
    });
    let copy = move || {
        if is_right.get_untracked() {
            copied.set(if clipboard::write(&code.get_untracked()) { Copied::Done } else { Copied::Marked });
            if copied.get_untracked() == Copied::Marked {
                mark("widget-code");
            }
        }
    };
    let keys = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if !(event.ctrl_key() || event.meta_key()) || event.alt_key() || event.shift_key() {
            return;
        }
        match event.key().as_str() {
            "s" => {
                event.prevent_default();
                editing.save();
            }
            // If something is selected or a field has the focus, Ctrl+C copies as usual.
            "c" if !is_marking() => {
                event.prevent_default();
                copy();
            }
            _ => {}
        }
    });
    on_cleanup(move || keys.remove());
    view! {
        <div class="visit">
            <div class="pane">
                <SitesNews editing=editing/>
                <Proposal choice=choice/>
                <Preview choice=choice/>
                <Code choice=choice code=code is_right=is_right copied=copied copy=Callback::new(move |()| copy())/>
            </div>
            <aside>
                <Appearance choice=choice/>
                <Content choice=choice dealer=dealer/>
                <SitesList editing=editing/>
            </aside>
        </div>
    }
}

/// What became of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copied {
    Not,
    Done,
    /// The page may not write to the clipboard: the code is selected for copying by hand.
    Marked,
}

/// The code, with words for where no script runs, in the language of the widget or of the dealer.
fn written(choice: &Choice, dealer: &Dealer) -> String {
    let server = window().location().origin().unwrap_or_default();
    let spoken = std::iter::once(&choice.locale).chain(&dealer.locales).find_map(|tag| Language::from_tag(tag));
    let locale = spoken.unwrap_or_default();
    let usual = td_string!(locale, widget.code.book);
    let book = if choice.label.trim().is_empty() { usual } else { choice.label.trim() };
    choice.code(&EmbedTarget {
        server: &server,
        dealer: &dealer.slug,
        book,
        or_call: td_string!(locale, widget.code.or_call),
        phone: &dealer.phone,
        phone_display: &dealer.phone_display,
    })
}

/// Whether there is something else to copy than the code.
fn is_marking() -> bool {
    let typing = document()
        .active_element()
        .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT" | "IFRAME"));
    let marked = window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed());
    typing || marked
}

/// Marks all of an element's text.
fn mark(id: &str) {
    if let (Some(element), Ok(Some(selection))) = (document().get_element_by_id(id), window().get_selection()) {
        // What cannot be marked can still be marked by hand.
        let _ = selection.select_all_children(&element);
    }
}

/// The widget on a page of ours, as it will look.
#[component]
fn Preview(choice: RwSignal<Choice>) -> impl IntoView {
    let lang = use_lang();
    let dealer = StoredValue::new(use_signed().0.dealer.clone());
    let wanted = Memo::new(move |_| choice.with(|choice| choice.try_address(&dealer.get_value())));
    let shown = RwSignal::new(wanted.get_untracked());
    Effect::new(move |_| {
        let address = wanted.get();
        if shown.get_untracked() != address {
            // The timer ends when the address changes again.
            timer::after(PAUSE, move || drop(shown.try_set(address)));
        }
    });
    let proposed = Memo::new(move |_| choice.with(Choice::proposal));
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), widget.preview.title)}</h2>
            // A new frame for each address: changing the address of one frame would add entries to the history.
            <For each=move || [shown.get()] key=Clone::clone let(address)>
                <iframe class="tryout" data-test="preview" src=address title=move || td_string!(lang.get(), widget.preview.title)></iframe>
            </For>
            <p class="soft">
                {move || proposed.get().map(|colour| td_string!(lang.get(), widget.preview.proposed, colour = colour).to_string() + " ")}
                {move || td_string!(lang.get(), widget.preview.real)}" "
                <a href=format!("/embed/{}/try", dealer.get_value()) target="_blank" rel="noopener" data-test="try">{move || td_string!(lang.get(), widget.preview.open)}</a>
            </p>
        </section>
    }
}

/// The code and the button that copies it.
#[component]
fn Code(
    choice: RwSignal<Choice>,
    code: Memo<String>,
    is_right: Memo<bool>,
    copied: RwSignal<Copied>,
    copy: Callback<()>,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), widget.code.title)}</h2>
            <label class="tick">
                <input type="checkbox" data-test="pin" prop:checked=move || choice.with(|choice| choice.pinned)
                    on:change=move |event| choice.update(|choice| choice.pinned = event_target_checked(&event))/>
                <span>{move || td_string!(lang.get(), widget.code.pin)}<br/><span class="soft">{move || td_string!(lang.get(), widget.code.pin_hint)}</span></span>
            </label>
            <pre id="widget-code" tabindex="0" data-test="code" role="region" aria-label=move || td_string!(lang.get(), widget.code.label)>{code}</pre>
            <p class="row">
                <button type="button" class="btn b2" data-test="copy" aria-disabled=move || (!is_right.get()).then_some("true") on:click=move |_| copy.run(())>
                    <Icon name="copy"/>
                    <span role="status">{move || {
                        let locale = lang.get();
                        match copied.get() {
                            Copied::Not => td_string!(locale, widget.code.copy),
                            Copied::Done => td_string!(locale, widget.code.copied),
                            Copied::Marked => td_string!(locale, widget.code.marked),
                        }
                    }}</span>
                </button>
                <span class="soft">{move || {
                    let locale = lang.get();
                    if is_right.get() { td_string!(locale, widget.code.place) } else { td_string!(locale, widget.code.wait) }
                }}</span>
            </p>
        </section>
    }
}

/// Words, language, job, campaign.
#[component]
fn Content(choice: RwSignal<Choice>, dealer: RwSignal<Option<Dealer>>) -> impl IntoView {
    let lang = use_lang();
    let languages = Signal::derive(move || {
        let spoken = dealer.with(|dealer| dealer.as_ref().map(|dealer| dealer.locales.clone()).unwrap_or_default());
        let own = spoken.iter().map(|tag| (tag.clone(), i18n::own_name(tag)));
        std::iter::once((String::new(), td_string!(lang.get(), widget.content.as_page).to_owned()))
            .chain(own)
            .collect::<Vec<_>>()
    });
    let jobs = Signal::derive(move || {
        let jobs = dealer.with(|dealer| {
            let services = dealer.iter().flat_map(|dealer| &dealer.services);
            services.map(|service| (service.id.clone(), service.name.clone())).collect::<Vec<_>>()
        });
        std::iter::once((String::new(), td_string!(lang.get(), widget.content.no_job).to_owned()))
            .chain(jobs)
            .collect::<Vec<_>>()
    });
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), widget.content.title)}</h2>
            <Text
                id="widget-label"
                label=Signal::derive(move || td_string!(lang.get(), widget.content.label).to_owned())
                hint=Signal::derive(move || td_string!(lang.get(), widget.content.label_hint).to_owned())
                value=Signal::derive(move || choice.with(|choice| choice.label.clone()))
                set=move |text: String| choice.update(|choice| choice.label = text)
            />
            <LabelledSelect
                id="widget-language"
                label=Signal::derive(move || td_string!(lang.get(), widget.content.language).to_owned())
                options=languages
                value=Signal::derive(move || choice.with(|choice| choice.locale.clone()))
                set=move |locale: String| choice.update(|choice| choice.locale = locale)
            />
            <LabelledSelect
                id="widget-job"
                label=Signal::derive(move || td_string!(lang.get(), widget.content.job).to_owned())
                options=jobs
                value=Signal::derive(move || choice.with(|choice| choice.job.clone()))
                set=move |job: String| choice.update(|choice| choice.job = job)
            />
            <Text
                id="widget-utm"
                label=Signal::derive(move || td_string!(lang.get(), widget.content.utm).to_owned())
                hint=Signal::derive(move || td_string!(lang.get(), widget.content.utm_hint).to_owned())
                value=Signal::derive(move || choice.with(|choice| choice.utm_source.clone()))
                set=move |text: String| choice.update(|choice| choice.utm_source = text)
            />
        </section>
    }
}

/// One of several, with its label above.
#[component]
fn LabelledSelect(
    id: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] set: Callback<String>,
) -> impl IntoView {
    let control = view! {
        <select id=id aria-describedby=format!("{id}-error") on:change=move |event| set.run(event_target_value(&event))>
            {move || {
                let chosen = value.get();
                let option = |(value, word): (String, String)| {
                    let selected = value == chosen;
                    view! { <option value=value selected=selected>{word}</option> }
                };
                options.get().into_iter().map(option).collect_view()
            }}
        </select>
    }
    .into_any();
    view! { <Field id=id label=label error=Signal::derive(|| None::<String>)>{control}</Field> }
}
