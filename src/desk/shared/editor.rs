//! A longer form on a visit: unsaved input is kept in this tab, and never overwritten by changes of others.

use crate::client::{Call, Failure};
use crate::desk::lines::state::error_at;
use crate::desk::shared::keys::{Cap, Key, KeyLine, on_keys, on_save};
use crate::desk::shared::problems;
use crate::desk::shared::session::{Signed, use_signed};
use crate::desk::shared::shell::Bar;
use crate::desk::visit::notices::Trouble;
use crate::desk::visit::open_visit::OpenVisit;
use crate::desk::visit::view::VisitHeader;
use crate::i18n::{Lang, td_string, use_lang};
use crate::storage;
use crate::ui::{Failed, Icon, Notice, Severity, Skeleton, date_format, focus};
use bayside_api::FieldError;
use bayside_api::desk::DeskVisit;
use bayside_api::offsets::instant_at;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What an editor edits.
pub trait Edited: Clone + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The name of the form in the storage key.
    const NAME: &'static str;
}

/// What became of unsaved input through others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clash {
    /// Somebody changed what is edited here.
    Overtaken,
    /// It was signed meanwhile, without what was typed here.
    LeftOut,
}

/// Where what was typed is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Kept {
    /// It was found in this tab and stands in the form again.
    restored: bool,
    /// When it was saved last, Unix milliseconds.
    saved_ms: Option<i64>,
}

/// The form with its saved state and errors.
pub struct Editor<F: Edited> {
    /// The page that it belongs to.
    pub page: OpenVisit,
    /// The form as typed.
    pub form: RwSignal<F>,
    /// The form as last read from the server.
    pub base: RwSignal<F>,
    /// Wrong fields.
    pub errors: RwSignal<Vec<FieldError>>,
    kept: RwSignal<Kept>,
    clash: RwSignal<Option<Clash>>,
    key: StoredValue<String>,
}

#[expect(clippy::expl_impl_clone_on_copy, reason = "a derive would ask the form itself to be Copy")]
impl<F: Edited> Clone for Editor<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F: Edited> Copy for Editor<F> {}

impl<F: Edited> Editor<F> {
    /// An editor of what `read` takes from the visit.
    pub fn new(page: OpenVisit, read: impl Fn(&DeskVisit) -> F + Send + Sync + 'static) -> Self {
        let key = format!("bayside.desk.{}.{}.{}", page.dealer(), page.id, F::NAME);
        let editor = Self {
            page,
            form: RwSignal::new(F::default()),
            base: RwSignal::new(F::default()),
            errors: RwSignal::default(),
            kept: RwSignal::default(),
            clash: RwSignal::new(None),
            key: StoredValue::new(key),
        };
        Effect::new(move |first: Option<bool>| {
            let fresh = page.visit.with(|visit| visit.as_ref().map(&read));
            let Some(fresh) = fresh else { return first.unwrap_or_default() };
            editor.take_over(fresh, !first.unwrap_or_default());
            true
        });
        Effect::new(move |_| page.hold_version(editor.is_dirty()));
        // Typed input survives a reload of the tab.
        Effect::new(move |_| {
            let text = editor.form.with(|form| serde_json::to_string(form)).unwrap_or_default();
            if editor.base.with_untracked(|base| *base == F::default()) {
                return;
            }
            if editor.is_dirty_now() {
                storage::write_tab(&editor.key.get_value(), &text);
            } else {
                storage::forget_tab(&editor.key.get_value());
            }
        });
        editor
    }

    /// Takes over the server's state: the first time always, later only if nothing was typed.
    fn take_over(self, fresh: F, first: bool) {
        let old = self.base.get_untracked();
        self.base.set(fresh.clone());
        if first {
            let kept = storage::read_tab(&self.key.get_value()).and_then(|text| serde_json::from_str::<F>(&text).ok());
            match kept.filter(|kept| *kept != fresh) {
                Some(kept) => {
                    self.kept.update(|kept| kept.restored = true);
                    self.form.set(kept);
                }
                None => self.form.set(fresh),
            }
        } else if self.form.with_untracked(|form| *form == old) {
            self.form.set(fresh);
        } else if fresh != old && self.form.with_untracked(|form| *form != fresh) {
            self.clash.set(Some(Clash::Overtaken));
        }
    }

    /// Whether something is typed that is not saved.
    pub fn is_dirty(self) -> bool {
        self.base.with(|base| self.form.with(|form| form != base))
    }

    /// The same without following it.
    pub fn is_dirty_now(self) -> bool {
        self.base.with_untracked(|base| self.form.with_untracked(|form| form != base))
    }

    /// Nothing can be changed any more: what was typed and not saved is no part of it, and that is said.
    pub fn lock(self) {
        if self.is_dirty_now() {
            self.discard();
            self.clash.set(Some(Clash::LeftOut));
        }
    }

    /// Gives up what was typed.
    pub fn discard(self) {
        self.form.set(self.base.get_untracked());
        self.kept.update(|kept| kept.restored = false);
        self.clash.set(None);
        self.errors.set(Vec::new());
        self.page.trouble.set(None);
    }

    /// Handles the result of saving: unless it was refused, the sent form is now the server's state.
    fn saved(self, sent: F, result: &Result<(), Failure>) {
        match result {
            Ok(()) => {
                self.errors.set(Vec::new());
                self.kept.update(|kept| kept.restored = false);
                self.clash.set(None);
                self.kept.update(|kept| kept.saved_ms = Some(self.page.clock().now_ms()));
                // The server may have normalised the values; keep what was typed since.
                if self.form.with_untracked(|form| *form == sent) {
                    self.form.set(self.base.get_untracked());
                }
            }
            Err(failure) => self.errors.set(crate::desk::visit::open_visit::field_errors(failure)),
        }
    }

    /// Sends the form to `path`, or shows what in it cannot be read; once it is saved, `then` follows.
    pub fn save<B: Serialize>(
        self,
        path: String,
        read: impl FnOnce(&F) -> Result<B, Vec<FieldError>>,
        then: impl FnOnce() + 'static,
    ) {
        match self.form.with_untracked(read) {
            Err(errors) => self.errors.set(errors),
            Ok(body) => {
                let sent = self.form.get_untracked();
                self.page.send(Call::put(path).json(&body), move |result| {
                    self.saved(sent, &result);
                    if result.is_ok() {
                        then();
                    }
                });
            }
        }
    }

    /// The error at a pointer, in words.
    pub fn error(self, pointer: String) -> Signal<Option<String>> {
        let lang = use_lang();
        Signal::derive(move || self.error_now(&pointer, lang))
    }

    fn error_now(self, pointer: &str, lang: Lang) -> Option<String> {
        self.errors.with(|errors| error_at(errors, pointer).map(|code| problems::field(code, lang.get()).to_owned()))
    }
}

/// Whether the form is saved, and what to know about it.
#[component]
pub fn Saved<F: Edited>(
    /// The editor.
    editor: Editor<F>,
) -> impl IntoView {
    let lang = use_lang();
    let Signed(session) = use_signed();
    view! {
        <span role="status" data-test="saved" data-dirty=move || editor.is_dirty().to_string()>
            {move || {
                let locale = lang.get();
                if editor.is_dirty() {
                    view! { <span class="st" data-k="warn"><Icon name="pen"/>{td_string!(locale, desk.saved.unsaved)}</span> }.into_any()
                } else if let Some(at) = editor.kept.get().saved_ms {
                    let time = instant_at(&session.offsets, at).map(|at| date_format::time(&at)).unwrap_or_default();
                    view! { <span class="st" data-k="ok"><Icon name="check"/>{td_string!(locale, desk.saved.at, time = time).to_string()}</span> }.into_any()
                } else {
                    ().into_any()
                }
            }}
        </span>
    }
}

/// Notices about restored input and about changes of others.
#[component]
pub fn EditorNotices<F: Edited>(
    /// The editor.
    editor: Editor<F>,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        {move || editor.kept.get().restored.then(|| view! {
            <Notice kind=Severity::Note icon="info" title=Signal::derive(move || td_string!(lang.get(), desk.saved.restored).to_owned()) role="status">
                <p><button type="button" class="btn b2" data-test="discard" on:click=move |_| editor.discard()>{move || td_string!(lang.get(), desk.saved.discard)}</button></p>
            </Notice>
        })}
        {move || (editor.clash.get() == Some(Clash::LeftOut)).then(|| view! {
            <Notice kind=Severity::Warn icon="warn" title=Signal::derive(move || td_string!(lang.get(), desk.saved.left_out).to_owned()) role="alert">
                <p><button type="button" class="btn b3" on:click=move |_| editor.clash.set(None)>{move || td_string!(lang.get(), desk.clash.ok)}</button></p>
            </Notice>
        })}
        {move || (editor.clash.get() == Some(Clash::Overtaken)).then(|| view! {
            <Notice kind=Severity::Note icon="user" title=Signal::derive(move || td_string!(lang.get(), desk.clash.title).to_owned()) role="alert">
                <p>{move || td_string!(lang.get(), desk.clash.kept_form)}</p>
                <p class="row">
                    <button type="button" class="btn b2" on:click=move |_| editor.discard()>{move || td_string!(lang.get(), desk.clash.take)}</button>
                    <button type="button" class="btn b3" on:click=move |_| editor.clash.set(None)>{move || td_string!(lang.get(), desk.clash.ok)}</button>
                </p>
            </Notice>
        })}
    }
}

/// A page that edits one visit: notices above, the form's parts, and beside them what they add up to.
#[component]
pub fn EditorPage<F: Edited>(
    /// The editor.
    editor: Editor<F>,
    /// The page's title.
    #[prop(into)]
    title: Signal<&'static str>,
    /// Saves the form: pressed, or Ctrl and Enter in a field.
    save: Callback<()>,
    /// Why nothing can be changed any more; `None` while it can.
    #[prop(into)]
    locked: Signal<Option<String>>,
    /// The sidebar.
    aside: AnyView,
    /// The form's parts.
    children: ChildrenFn,
) -> impl IntoView {
    let page = editor.page;
    let ready = Memo::new(move |_| page.visit.with(Option::is_some));
    let children = StoredValue::new(children);
    let lock = Memo::new(move |_| locked.get());
    Effect::new(move |_| focus::title(title.get()));
    // What was typed and not saved waits in this tab.
    let go = use_navigate();
    on_keys(move |key| {
        let leaves = key == "Escape";
        if leaves {
            go(&page.address(""), NavigateOptions::default());
        }
        leaves
    });
    on_save(move || {
        if untrack(|| lock.get().is_none()) {
            save.run(());
        }
    });
    let keys = Signal::derive(move || {
        let writes = lock.with(Option::is_none).then_some([Key::Field, Key::Save]);
        writes.into_iter().flatten().chain([Key::Leave]).collect::<Vec<_>>()
    });
    view! {
        <Bar/>
        <form
            class="visit"
            novalidate=true
            on:submit=move |event| { event.prevent_default(); save.run(()); }
        >
            <main id="main">
                <Failed failure=page.failed retry=move |()| page.load()/>
                <Trouble/>
                <EditorNotices editor=editor/>
                <Show when=move || ready.get() fallback=|| view! { <Skeleton class="w40 tall"/> <Skeleton class="w80"/> }>
                    <h1 class="vh">{move || title.get()}</h1>
                    <VisitHeader/>
                    {move || lock.get().map(|why| view! {
                        <Notice kind=Severity::Note icon="lock" title=Signal::derive(move || why.clone())/>
                    })}
                    {children.with_value(|children| children())}
                </Show>
            </main>
            <aside>{aside}</aside>
        </form>
        <KeyLine keys/>
    }
}

/// The button that saves the form.
#[component]
pub fn SaveButton(
    /// The page, which may be busy.
    page: OpenVisit,
    /// What it says.
    #[prop(into)]
    label: Signal<&'static str>,
    /// Its name for tests.
    test: &'static str,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <button type="submit" class="btn" data-test=test aria-disabled=move || page.busy.get().then_some("true")>
            {move || if page.busy.get() { td_string!(lang.get(), desk.form.sending) } else { label.get() }}
            <Cap key="Ctrl ↵"/>
        </button>
    }
}
