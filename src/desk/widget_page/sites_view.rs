//! The sites that may show the booking: read by everybody, changed by a manager.

use crate::client::{Call, Failure};
use crate::desk::lines::state::error_at;
use crate::desk::shared::input::Cell;
use crate::desk::shared::problems;
use crate::desk::shared::session::{Desk, Signed, use_desk, use_signed};
use crate::desk::shared::stream::use_stream;
use crate::desk::visit::open_visit::field_errors;
use crate::desk::widget_page::sites::{Sites, pointer};
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::{Failed, Icon, Notice, Severity, Skeleton};
use bayside_api::codes::Role;
use bayside_api::limits::ORIGINS_MAX;
use bayside_api::settings::{Settings, WidgetSettings};
use bayside_api::{Code, FieldError, path};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The sites as the page holds them.
#[derive(Clone, Copy)]
pub struct Editing {
    /// None until they are read.
    pub sites: RwSignal<Option<Sites>>,
    /// Whether who is signed in may change them.
    pub may: bool,
    /// Why they could not be read.
    failed: RwSignal<Option<Failure>>,
    /// Why they could not be saved.
    trouble: RwSignal<Option<Failure>>,
    errors: RwSignal<Vec<FieldError>>,
    /// What another has saved since, after a change was refused.
    theirs: RwSignal<Option<Vec<String>>>,
    saved: RwSignal<bool>,
    busy: RwSignal<bool>,
    etag: RwSignal<Option<String>>,
    dealer: StoredValue<String>,
    desk: Desk,
}

impl Editing {
    /// Reads the websites, and again when others change something, unless there are unsaved changes.
    pub fn open() -> Self {
        let Signed(session) = use_signed();
        let editing = Self {
            sites: RwSignal::new(None),
            may: session.role == Role::Manager,
            failed: RwSignal::new(None),
            trouble: RwSignal::new(None),
            errors: RwSignal::new(Vec::new()),
            theirs: RwSignal::new(None),
            saved: RwSignal::new(false),
            busy: RwSignal::new(false),
            etag: RwSignal::new(None),
            dealer: StoredValue::new(session.dealer.clone()),
            desk: use_desk(),
        };
        let change = use_stream().change;
        Effect::new(move |_| {
            change.track();
            if editing.changes_untracked() == 0 {
                editing.load();
            }
        });
        editing
    }

    /// How many sites differ from what is saved.
    pub fn changes(self) -> usize {
        self.sites.with(|sites| sites.as_ref().map_or(0, Sites::changes))
    }

    fn changes_untracked(self) -> usize {
        self.sites.with_untracked(|sites| sites.as_ref().map_or(0, Sites::changes))
    }

    fn load(self) {
        spawn_local(async move {
            match self.read().await {
                Ok(sites) => {
                    self.failed.try_set(None);
                    self.sites.try_update(|kept| match kept {
                        Some(kept) => kept.renew(sites),
                        None => *kept = Some(Sites::new(sites)),
                    });
                }
                Err(failure) => {
                    self.failed.try_set(Some(failure));
                }
            }
        });
    }

    async fn read(self) -> Result<Vec<String>, Failure> {
        let answer = Call::get(path::desk_settings(&self.dealer.get_value())).send::<Settings>().await;
        let reply = answer.inspect_err(|failure| self.desk.sign_out_if_expired(failure))?;
        self.etag.try_set(reply.etag);
        Ok(reply.value.widget.origins)
    }

    fn calm(self) {
        self.saved.set(false);
        self.trouble.set(None);
        self.errors.update(Vec::clear);
    }

    fn edit(self, change: impl FnOnce(&mut Sites)) {
        self.calm();
        self.sites.update(|sites| {
            if let Some(sites) = sites {
                change(sites);
            }
        });
    }

    /// As they were read.
    pub fn discard(self) {
        self.theirs.set(None);
        self.edit(|sites| sites.rows.clone_from(&sites.saved));
    }

    /// Sends what is typed, unless something is wrong with it.
    pub fn save(self) {
        if !self.may || self.busy.get_untracked() || self.changes_untracked() == 0 {
            return;
        }
        self.calm();
        let Some(Some(typed)) = self.sites.try_update(|sites| sites.as_mut().map(Sites::checked)) else { return };
        let origins = match typed {
            Ok(origins) => origins,
            Err(errors) => return self.errors.set(errors),
        };
        self.busy.set(true);
        let call = Call::put(path::desk_settings(&self.dealer.get_value()))
            .if_match(self.etag.get_untracked().as_deref())
            .json(&Settings { widget: WidgetSettings { origins } });
        spawn_local(async move {
            let answer = call.send::<Settings>().await;
            self.busy.try_set(false);
            match answer {
                Ok(reply) => {
                    self.etag.try_set(reply.etag);
                    self.theirs.try_set(None);
                    self.saved.try_set(true);
                    self.sites.try_set(Some(Sites::new(reply.value.widget.origins)));
                }
                Err(failure) if failure.code() == Some(Code::ChangedMeanwhile) => self.clash().await,
                Err(failure) => {
                    self.desk.sign_out_if_expired(&failure);
                    self.errors.try_set(field_errors(&failure));
                    self.trouble.try_set(Some(failure));
                }
            }
        });
    }

    /// After a conflict: shows what somebody else saved, and keeps what is typed here.
    async fn clash(self) {
        match self.read().await {
            Ok(sites) => {
                self.sites.try_update(|kept| {
                    if let Some(kept) = kept {
                        kept.saved.clone_from(&sites);
                    }
                });
                self.theirs.try_set(Some(sites));
            }
            Err(failure) => {
                self.trouble.try_set(Some(failure));
            }
        }
    }
}

/// What a wrong row is asked for.
fn sentence(code: &str, locale: Language) -> String {
    match code {
        "required" => td_string!(locale, widget.sites.required),
        "origin-format" => td_string!(locale, widget.sites.format),
        "origin-https" => td_string!(locale, widget.sites.https),
        "origin-path" => td_string!(locale, widget.sites.path),
        "origin-wildcard" => td_string!(locale, widget.sites.wildcard),
        "duplicate" => td_string!(locale, widget.sites.duplicate),
        other => problems::field(other, locale),
    }
    .to_owned()
}

/// What became of the last change, above everything else on the page.
#[component]
pub fn SitesNews(editing: Editing) -> impl IntoView {
    let lang = use_lang();
    let title = move |text: fn(Language) -> &'static str| Signal::derive(move || text(lang.get()).to_owned());
    view! {
        <Failed failure=editing.failed retry=move |()| editing.load()/>
        {move || editing.trouble.get().map(|failure| {
            let title = Signal::derive(move || problems::sentence(&failure, lang.get()));
            view! { <div data-test="sites-trouble"><Notice kind=Severity::Bad icon="stop" title=title role="alert"/></div> }
        })}
        {move || editing.saved.get().then(|| view! {
            <div data-test="sites-saved"><Notice kind=Severity::Ok icon="check" title=title(|locale| td_string!(locale, widget.sites.saved)) role="status"/></div>
        })}
        {move || editing.theirs.get().map(|theirs| {
            let now = move || {
                let none = td_string!(lang.get(), widget.sites.clash_none).to_owned();
                let sites = if theirs.is_empty() { none } else { theirs.join(lang.get().list_separator()) };
                td_string!(lang.get(), widget.sites.clash_now, sites = sites).to_string()
            };
            view! {
                <div data-test="sites-clash">
                    <Notice kind=Severity::Warn icon="warn" title=title(|locale| td_string!(locale, widget.sites.clash)) role="alert">
                        <p>{now}</p>
                        <p class="row">
                            <button type="button" class="btn b2" data-test="sites-theirs" on:click=move |_| editing.discard()>
                                {move || td_string!(lang.get(), widget.sites.theirs)}
                            </button>
                            <button type="button" class="btn b2" data-test="sites-mine" on:click=move |_| editing.save()>
                                {move || td_string!(lang.get(), widget.sites.mine)}
                            </button>
                        </p>
                    </Notice>
                </div>
            }
        })}
    }
}

/// Whether something is unsaved, with the buttons that save and discard it.
#[component]
pub fn SitesButtons(editing: Editing) -> impl IntoView {
    let lang = use_lang();
    let changes = Memo::new(move |_| editing.changes());
    let idle = move || (changes.get() == 0 || editing.busy.get()).then_some("true");
    editing.may.then(|| view! {
        {move || (changes.get() > 0).then(|| view! {
            <span class="st" data-k="warn" role="status" data-test="sites-unsaved"><Icon name="pen"/>{td_string!(lang.get(), widget.sites.unsaved, count = changes.get()).to_string()}</span>
        })}
        <button type="button" class="btn b2" data-test="sites-discard" aria-disabled=idle on:click=move |_| editing.discard()>
            {move || td_string!(lang.get(), widget.sites.discard)}
        </button>
        <button type="button" class="btn" data-test="sites-save" aria-disabled=idle on:click=move |_| editing.save()>
            {move || td_string!(lang.get(), ui.save)}
        </button>
    })
}

/// The list itself.
#[component]
pub fn SitesList(editing: Editing) -> impl IntoView {
    let lang = use_lang();
    let rows = Memo::new(move |_| editing.sites.with(|sites| sites.as_ref().map(|sites| sites.rows.len())));
    let row = move |index: usize| {
        let value = Signal::derive(move || {
            editing
                .sites
                .with(|sites| sites.as_ref().and_then(|sites| sites.rows.get(index).cloned()).unwrap_or_default())
        });
        let error = Signal::derive(move || {
            editing.errors.with(|errors| error_at(errors, &pointer(index)).map(|code| sentence(code, lang.get())))
        });
        let remove = move || {
            let site = value.get();
            let locale = lang.get();
            if site.trim().is_empty() {
                td_string!(locale, widget.sites.remove_empty).to_owned()
            } else {
                td_string!(locale, widget.sites.remove, site = site).to_string()
            }
        };
        view! {
            <div class="site">
                <Cell
                    label=Signal::derive(move || td_string!(lang.get(), widget.sites.row, number = index + 1).to_string())
                    value=value
                    set=move |text: String| editing.edit(|sites| if let Some(row) = sites.rows.get_mut(index) { *row = text })
                    error=error
                    hint=Signal::derive(|| "https://www.example.com".to_owned())
                    test=format!("site-{index}")
                    fixed=Signal::derive(move || !editing.may)
                />
                {editing.may.then(|| view! {
                    <button type="button" class="btn b3" data-test=format!("site-remove-{index}") aria-label=remove
                        on:click=move |_| editing.edit(|sites| drop(sites.rows.remove(index)))><Icon name="cross"/></button>
                })}
            </div>
        }
    };
    let too_many = move || {
        editing.errors.with(|errors| error_at(errors, "/widget/origins").is_some()).then(|| view! {
            <span class="err" role="alert"><Icon name="stop"/><span>{td_string!(lang.get(), widget.sites.too_many, most = ORIGINS_MAX).to_string()}</span></span>
        })
    };
    let has_room = Memo::new(move |_| editing.sites.with(|sites| sites.as_ref().is_some_and(Sites::has_room)));
    view! {
        <section class="sec" data-test="sites">
            <h2>{move || td_string!(lang.get(), widget.sites.title)}</h2>
            <p class="soft">{move || td_string!(lang.get(), widget.sites.hint)}</p>
            {move || match rows.get() {
                None => view! { <Skeleton class="w80"/> <Skeleton class="w60"/> }.into_any(),
                Some(0) => view! { <p class="soft" data-test="sites-none">{move || td_string!(lang.get(), widget.sites.empty)}</p> }.into_any(),
                Some(count) => (0..count).map(row).collect_view().into_any(),
            }}
            {too_many}
            {if editing.may {
                view! {
                    <div>
                        <button type="button" class="btn b2" data-test="site-add" aria-disabled=move || (!has_room.get()).then_some("true")
                            on:click=move |_| if has_room.get_untracked() { editing.edit(|sites| sites.rows.push(String::new())) }>
                            <Icon name="plus"/>{move || td_string!(lang.get(), widget.sites.add)}
                        </button>
                    </div>
                }.into_any()
            } else {
                view! { <p class="st" data-test="sites-read-only"><Icon name="lock"/>{move || td_string!(lang.get(), widget.sites.read_only)}</p> }.into_any()
            }}
        </section>
    }
}
