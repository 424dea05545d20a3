//! "This is unclear", beside every line.

use crate::i18n::td_string;
use crate::ui::view;
use crate::ui::{Icon, Notice, Severity};
use crate::visit::labels::Formatter;
use crate::visit::session::VisitSession;
use bayside_api::path;
use bayside_api::statement::Statement;
use bayside_api::visit::UnclearRequest;
use leptos::prelude::*;

/// What the marks need to know.
#[derive(Clone, Copy)]
pub struct Unclear {
    session: VisitSession,
    marked: Memo<Vec<String>>,
    has_failed: RwSignal<bool>,
}

impl Unclear {
    /// The marks of a statement.
    pub fn new(session: VisitSession) -> Self {
        let read = |statement: &Option<Statement>| statement.as_ref().map(|shown| shown.unclear.clone());
        Self {
            session,
            marked: Memo::new(move |_| session.statement.with(read).unwrap_or_default()),
            has_failed: RwSignal::new(false),
        }
    }

    fn is_marked(self, line: &str) -> bool {
        self.marked.with(|marked| marked.iter().any(|one| one == line))
    }

    /// Marks a line or takes the mark back: shown at once, and undone should it not arrive.
    fn turn(self, line: String) {
        self.has_failed.set(false);
        self.flip(&line);
        leptos::task::spawn_local(async move {
            let body = UnclearRequest { line };
            if self.session.answer(path::unclear, &body).await.is_err() {
                self.flip(&body.line);
                self.has_failed.set(true);
            }
        });
    }

    fn flip(self, line: &str) {
        self.change(|marked| match marked.iter().position(|one| one == line) {
            Some(at) => {
                marked.remove(at);
            }
            None => marked.push(line.to_owned()),
        });
    }

    fn change(self, change: impl FnOnce(&mut Vec<String>)) {
        self.session.statement.update(|statement| {
            if let Some(statement) = statement {
                change(&mut statement.unclear);
            }
        });
    }

    /// The button beside a line.
    pub fn button(self, id: &str, line: &str, formatter: &Formatter) -> AnyView {
        let (own, sent) = (id.to_owned(), id.to_owned());
        let label = td_string!(formatter.locale, visit.story.unclear, line = line).to_string();
        view! {
            <button
                type="button"
                class="un"
                data-test=format!("unclear-{id}")
                aria-label=label.clone()
                title=label
                aria-pressed=move || self.is_marked(&own).to_string()
                on:click=move |_| self.turn(sent.clone())
            >
                <Icon name="help"/>
            </button>
        }
        .into_any()
    }

    /// How many were marked, and what the mark is for.
    pub fn summary(self, adviser: String, formatter: &Formatter) -> AnyView {
        let locale = formatter.locale;
        let text = move || match self.marked.with(Vec::len) {
            0 => td_string!(locale, visit.story.unclear_none, adviser = adviser.as_str()).to_string(),
            n => td_string!(locale, visit.story.unclear_some, n = n, adviser = adviser.as_str()).to_string(),
        };
        let title = td_string!(locale, visit.story.unclear_failed);
        view! {
            <p class="soft no-print" role="status" data-test="unclear">{text}</p>
            {move || self.has_failed.get().then(|| view! { <Notice kind=Severity::Warn icon="warn" title=title.to_owned() role="alert"/> })}
        }
        .into_any()
    }
}
