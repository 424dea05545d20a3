//! Icons, status labels, notices and skeletons. Word, shape and colour are always used together.

use crate::ui::view;
use leptos::prelude::*;

/// The severity of a status or notice; `data-k` in the style sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// A tick: it is good.
    Ok,
    /// A warning.
    Warn,
    /// A cross: it is wrong.
    Bad,
    /// An information.
    Note,
}

impl Severity {
    /// The word in the sheets.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Note => "note",
        }
    }
}

/// The sprite, named by its content: browsers keep it, so that a screen whose server is gone can
/// still draw the sign that says so.
const SPRITE: &str = env!("BAYSIDE_SPRITE");

/// A symbol of the sprite by its name without `i-`, e.g. `check`. It is silent: words stand beside it.
#[component]
pub fn Icon(
    /// The name of the symbol.
    name: &'static str,
    /// Further classes, e.g. `end`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let class = if class.is_empty() { "i".to_owned() } else { format!("i {class}") };
    view! { <svg class=class aria-hidden="true"><use href=format!("{SPRITE}#i-{name}")></use></svg> }
}

/// A status: shape and word in its colour.
#[component]
pub fn Status(
    /// The colour, if it is more than plain.
    #[prop(optional)]
    kind: Option<Severity>,
    /// The name of the icon.
    icon: &'static str,
    /// The word.
    #[prop(into)]
    word: Signal<String>,
) -> impl IntoView {
    view! { <span class="st" data-k=kind.map(Severity::as_str)><Icon name=icon/>{word}</span> }
}

/// A ruled paragraph that says what happened and what to do.
#[component]
pub fn Notice(
    /// The severity, which gives the colour.
    kind: Severity,
    /// The name of the icon.
    icon: &'static str,
    /// What happened.
    #[prop(into)]
    title: Signal<String>,
    /// `alert` interrupts, `status` waits its turn; empty is silent.
    #[prop(optional)]
    role: &'static str,
    /// What to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let role = (!role.is_empty()).then_some(role);
    view! {
        <div class="notice" data-k=kind.as_str() role=role>
            <Icon name=icon/>
            <b>{title}</b>
            {children.map(|children| children())}
        </div>
    }
}

/// A grey stand-in for what is being fetched; the class gives its size (`w40`, `w60`, `w80`, `tall`).
#[component]
pub fn Skeleton(
    /// The size.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! { <div class=format!("skel {class}") aria-hidden="true"></div> }
}
