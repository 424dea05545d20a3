//! The dealer's screens: which answer, what they can be told, and how a new one is paired.

use crate::desk::screens::commands::{CommandDialog, CommandDialogState, ScreenCommand};
use crate::desk::screens::pair::Pair;
use crate::desk::screens::state::{Ago, ScreenStatus, ago, is_upright, silent, status};
use crate::desk::shared::fetched::Fetched;
use crate::desk::shared::keys::{Cap, Key, KeyLine, on_keys};
use crate::desk::shared::labels;
use crate::desk::shared::session::{Signed, use_signed};
use crate::desk::shared::shell::{Bar, SettingsNav};
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::clock::use_clock;
use crate::ui::{Failed, Icon, Notice, Severity, Skeleton, date_format, focus, timer};
use bayside_api::path;
use bayside_api::screen::{Screen, Screens as ScreenList};
use bayside_domain::ids::ScreenId;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::time::Duration;

/// How often the list is read again, since there is no event when a screen is seen.
const EVERY: Duration = Duration::from_secs(10);

/// The component of the whole page.
#[component]
pub fn ScreensPage() -> impl IntoView {
    let lang = use_lang();
    let Signed(session) = use_signed();
    let dealer = StoredValue::new(session.dealer.clone());
    let screens = Fetched::<ScreenList>::live(path::desk_screens(&session.dealer));
    let list = screens.part(|found| found.screens.clone());
    let chosen = RwSignal::new(None::<ScreenId>);
    let dialog = CommandDialogState::new();
    timer::every(EVERY, move || screens.read());
    let go = use_navigate();
    let the_chosen = move || {
        let id = chosen.get_untracked()?;
        list.with_untracked(|list| list.iter().flatten().find(|screen| screen.id == id).cloned())
    };
    let ask = move |command| match the_chosen() {
        Some(screen) => dialog.ask(command, screen),
        None => chosen.set(next(list, None, 1)),
    };
    on_keys(move |key| {
        match key {
            "j" | "ArrowDown" => chosen.update(|chosen| *chosen = next(list, *chosen, 1)),
            "k" | "ArrowUp" => chosen.update(|chosen| *chosen = next(list, *chosen, -1)),
            "a" => focus::on("pairing-code"),
            "r" => ask(ScreenCommand::Reload),
            "u" => ask(ScreenCommand::Revoke),
            "Escape" => go(&format!("/desk/{}", dealer.get_value()), NavigateOptions::default()),
            _ => return false,
        }
        true
    });
    let now = use_clock().ticking(5_000);
    let silent = Memo::new(move |_| list.with(|list| silent(list.as_deref().unwrap_or_default(), now.get())));
    Effect::new(move |_| focus::title(td_string!(lang.get(), desk.screens.title)));
    view! {
        <Bar/>
        <main id="main" class="screens">
            <SettingsNav/>
            <div class="head">
                <h1>{move || td_string!(lang.get(), desk.screens.title)}</h1>
                {move || list.with(|list| list.as_ref().map(Vec::len)).map(|count| view! {
                    <span class="fig"><span class="num" translate="no">{count}</span>{td_string!(lang.get(), desk.screens.paired)}</span>
                })}
                {move || (silent.get() > 0).then(|| view! {
                    <span class="fig"><span class="num" translate="no">{silent.get()}</span><span class="st" data-k="bad"><Icon name="broken"/>{td_string!(lang.get(), desk.screens.silent)}</span></span>
                })}
            </div>
            <div class="visit">
                <div class="pane">
                    <Failed failure=screens.failed retry=move |()| screens.read()/>
                    <Done dialog/>
                    <List list now chosen dialog/>
                    <p class="soft">
                        <label class="tick">
                            <input type="checkbox" data-test="all-screens" on:change=move |event| {
                                let more = if event_target_checked(&event) { "?all=true" } else { "" };
                                screens.turn_to(format!("{}{more}", path::desk_screens(&dealer.get_value())));
                            }/>
                            <span>{move || td_string!(lang.get(), desk.screens.all)}</span>
                        </label>
                    </p>
                </div>
                <aside>
                    <Pair fetch=Callback::new(move |()| screens.read())/>
                    <section class="sec">
                        <h2>{move || td_string!(lang.get(), desk.screens.after)}</h2>
                        <p class="soft">{move || td_string!(lang.get(), desk.screens.after_more)}</p>
                    </section>
                </aside>
            </div>
        </main>
        <CommandDialog dialog fetch=Callback::new(move |()| screens.read())/>
        <KeyLine keys=vec![Key::UpDown, Key::Reload, Key::Revoke, Key::Add, Key::Back]/>
    }
}

/// The screen `by` places from the selected one; the first or last if none is selected.
fn next(list: Memo<Option<Vec<Screen>>>, chosen: Option<ScreenId>, by: isize) -> Option<ScreenId> {
    list.with_untracked(|list| {
        let list = list.as_deref().unwrap_or_default();
        let at = chosen.and_then(|id| list.iter().position(|screen| screen.id == id));
        let last = list.len().checked_sub(1)?;
        let to = match at {
            Some(at) => at.saturating_add_signed(by).min(last),
            None if by < 0 => last,
            None => 0,
        };
        Some(list[to].id)
    })
}

/// What was done last.
#[component]
fn Done(dialog: CommandDialogState) -> impl IntoView {
    let lang = use_lang();
    view! {
        {move || dialog.done.get().map(|(command, name)| {
            let title = Signal::derive(move || match command {
                ScreenCommand::Revoke => td_string!(lang.get(), desk.screens.revoked, name = name.clone()).to_string(),
                ScreenCommand::Reload => td_string!(lang.get(), desk.screens.told, name = name.clone()).to_string(),
                ScreenCommand::Address => String::new(),
            });
            view! { <div data-test="order-done"><Notice kind=Severity::Ok icon="check" title=title role="status"/></div> }
        })}
    }
}

#[component]
fn List(
    list: Memo<Option<Vec<Screen>>>,
    now: Signal<i64>,
    chosen: RwSignal<Option<ScreenId>>,
    dialog: CommandDialogState,
) -> impl IntoView {
    let lang = use_lang();
    // Rows are keyed by id, so that a button keeps its focus when its row changes.
    let ids = Memo::new(move |_| list.with(|list| list.iter().flatten().map(|screen| screen.id).collect::<Vec<_>>()));
    view! {
        {move || match list.with(|list| list.as_ref().map(Vec::is_empty)) {
            None => view! { <Skeleton class="w80"/> <Skeleton class="w60"/> }.into_any(),
            Some(true) => view! { <p class="soft empty">{td_string!(lang.get(), desk.screens.empty)}</p> }.into_any(),
            Some(false) => view! {
                <table class="list">
                    <thead><tr>
                        <th scope="col">{move || td_string!(lang.get(), desk.screens.name)}</th>
                        <th scope="col">{move || td_string!(lang.get(), desk.screens.kind)}</th>
                        <th scope="col">{move || td_string!(lang.get(), desk.screens.seen)}</th>
                        <th scope="col">{move || td_string!(lang.get(), desk.screens.state)}</th>
                        <th scope="col" class="r"><span class="vh">{move || td_string!(lang.get(), desk.screens.orders)}</span></th>
                    </tr></thead>
                    <tbody>
                        <For each=move || ids.get() key=|id| *id let:id>
                            <Row id list now chosen dialog/>
                        </For>
                    </tbody>
                </table>
            }.into_any(),
        }}
    }
}

#[component]
fn Row(
    id: ScreenId,
    list: Memo<Option<Vec<Screen>>>,
    now: Signal<i64>,
    chosen: RwSignal<Option<ScreenId>>,
    dialog: CommandDialogState,
) -> impl IntoView {
    let lang = use_lang();
    let screen = Memo::new(move |_| list.with(|list| list.iter().flatten().find(|screen| screen.id == id).cloned()));
    let status = Memo::new(move |_| screen.get().map(|screen| status(&screen, now.get())));
    let name = move || screen.get().map(|screen| screen.name);
    let more = move || screen.get().and_then(|screen| about(&screen, lang.get()));
    let kind = move || screen.get().map(|screen| kind_words(&screen, lang.get()));
    let seen = move || screen.get().map(|screen| seen_words(&screen, now.get(), lang.get()));
    let state = move || {
        let time = screen.get().and_then(|screen| screen.seen_at);
        let time = time.map(|at| date_format::time(&at));
        status.get().map(|status| state_view(status, time.unwrap_or_default(), lang.get()))
    };
    let ask = move |command| {
        chosen.set(Some(id));
        if let Some(screen) = screen.get_untracked() {
            dialog.ask(command, screen);
        }
    };
    let is_chosen = move || chosen.get() == Some(id);
    view! {
        <tr
            data-k=move || (status.get() == Some(ScreenStatus::Silent)).then_some("bad")
            data-on=move || is_chosen().then_some("")
            data-test=format!("screen-{id}")
        >
            <th scope="row"><b>{name}</b><small>{more}</small></th>
            <td>{kind}</td>
            <td class="nb">{seen}</td>
            <td>{state}</td>
            <td class="r">
                <button type="button" class="btn b2" data-test=format!("reload-{id}") on:click=move |_| ask(ScreenCommand::Reload)>
                    {move || td_string!(lang.get(), desk.screens.reload)}<Show when=is_chosen><Cap key="R"/></Show>
                </button>
                " "
                <button type="button" class="btn b3" data-test=format!("address-{id}") on:click=move |_| ask(ScreenCommand::Address)>
                    {move || td_string!(lang.get(), desk.screens.address)}
                </button>
                <button type="button" class="btn b3" data-test=format!("revoke-{id}") on:click=move |_| ask(ScreenCommand::Revoke)>
                    {move || td_string!(lang.get(), desk.screens.revoke)}
                </button>
            </td>
        </tr>
    }
}

fn state_view(status: ScreenStatus, time: String, locale: Language) -> AnyView {
    match status {
        ScreenStatus::Waiting => view! { <span class="st"><Icon name="soon"/>{td_string!(locale, desk.screens.waiting)}</span> }.into_any(),
        ScreenStatus::Reloading => view! { <span class="st" data-k="warn"><Icon name="soon"/>{td_string!(locale, desk.screens.reloading)}</span> }.into_any(),
        ScreenStatus::Alive => view! { <span class="st" data-k="ok"><Icon name="check"/>{td_string!(locale, desk.screens.alive)}</span> }.into_any(),
        ScreenStatus::Silent => view! {
            <span class="st" data-k="bad"><Icon name="broken"/>{td_string!(locale, desk.screens.silent_since, time = time).to_string()}</span>
        }
        .into_any(),
    }
}

/// What a screen said of itself: version and size.
fn about(screen: &Screen, locale: Language) -> Option<String> {
    let version =
        screen.version.clone().map(|version| td_string!(locale, desk.screens.version, version = version).to_string());
    let size = screen.viewport.map(|viewport| {
        td_string!(locale, desk.screens.size, width = viewport.width, height = viewport.height).to_string()
    });
    match (version, size) {
        (Some(version), Some(size)) => {
            Some(td_string!(locale, desk.screens.both, version = version, size = size).to_string())
        }
        (version, size) => version.or(size),
    }
}

fn kind_words(screen: &Screen, locale: Language) -> String {
    let kind = labels::screen(screen.kind, locale);
    match screen.viewport.map(is_upright) {
        None => kind.to_owned(),
        Some(true) => td_string!(locale, desk.screens.upright, kind = kind).to_string(),
        Some(false) => td_string!(locale, desk.screens.across, kind = kind).to_string(),
    }
}

fn seen_words(screen: &Screen, now_ms: i64, locale: Language) -> String {
    let Some(seen) = screen.seen_at else { return td_string!(locale, desk.screens.never).to_owned() };
    match ago(seen.epoch_ms(), now_ms) {
        Ago::Now => td_string!(locale, desk.screens.now).to_owned(),
        Ago::Minutes(n) => td_string!(locale, desk.screens.minutes, n = n).to_string(),
        Ago::Hours(n) => td_string!(locale, desk.screens.hours, n = n).to_string(),
        Ago::Days(n) => td_string!(locale, desk.screens.days, n = n).to_string(),
    }
}
