//! The look of the widget: form, colour, corners, and contrast.

use crate::desk::shared::input::{Chips, Text};
use crate::desk::widget_page::state::{Check, Choice, ContrastPair, MODES, THEMES, ratio};
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::{Icon, Notice, Severity};
use bayside_api::limits::RADIUS_PX_MAX;
use bayside_domain::colour::{Accent, CONTRAST_MIN, Colour};
use leptos::prelude::*;

fn mode(word: &str, locale: Language) -> &'static str {
    match word {
        "floating" => td_string!(locale, widget.mode.floating),
        "popup" => td_string!(locale, widget.mode.popup),
        _ => td_string!(locale, widget.mode.inline),
    }
}

fn theme(word: &str, locale: Language) -> &'static str {
    match word {
        "dark" => td_string!(locale, widget.look.dark),
        "auto" => td_string!(locale, widget.look.auto),
        _ => td_string!(locale, widget.look.light),
    }
}

fn pair(check: &Check, locale: Language) -> String {
    let pair = match check.pair {
        ContrastPair::Button => td_string!(locale, widget.check.button),
        ContrastPair::Page => td_string!(locale, widget.check.page),
        ContrastPair::Chosen => td_string!(locale, widget.check.chosen),
    };
    if check.scheme == 1 { td_string!(locale, widget.check.dark, part = pair).to_string() } else { pair.to_owned() }
}

fn number(value: f64, locale: Language) -> String {
    ratio(value, locale.decimal_point() == ',')
}

/// A small square of a colour.
#[component]
fn Swatch(colour: Colour) -> impl IntoView {
    view! {
        <svg class="swatch" viewBox="0 0 20 20" aria-hidden="true"><rect width="20" height="20" fill=colour.to_string()></rect></svg>
    }
}

/// The proposed colour if the chosen one has too little contrast.
#[component]
pub fn Proposal(choice: RwSignal<Choice>) -> impl IntoView {
    let lang = use_lang();
    let found = Memo::new(move |_| {
        choice.with(|choice| {
            let (colour, near) = (choice.colour()?, choice.proposal()?);
            let least = |colour: Colour| {
                let ratios = Accent::drawn(colour, choice.scheme()).map(|accent| accent.ratios(choice.scheme()));
                ratios.into_iter().flatten().fold(21.0, f64::min)
            };
            Some((colour, least(colour), near, least(near)))
        })
    });
    move || {
        found.get().map(|(colour, reached, near, better)| {
            let locale = lang.get();
            let title = Signal::derive(move || td_string!(lang.get(), widget.check.bad).to_owned());
            let more = td_string!(
                locale,
                widget.check.bad_more,
                colour = colour,
                ratio = number(reached, locale),
                least = number(CONTRAST_MIN, locale)
            );
            view! {
                <div data-test="colour-bad">
                    <Notice kind=Severity::Bad icon="stop" title=title role="alert">
                        <p><Swatch colour=colour/>{more}</p>
                        <p class="row">
                            <button type="button" class="btn b2" data-test="colour-take" on:click=move |_| choice.update(|choice| choice.accent = near.to_string())>
                                <Swatch colour=near/>{td_string!(locale, widget.check.take, colour = near).to_string()}
                            </button>
                            <span class="soft">{td_string!(locale, widget.check.same_hue, ratio = number(better, locale)).to_string()}</span>
                        </p>
                    </Notice>
                </div>
            }
        })
    }
}

/// Form, colour, corners, contrasts.
#[component]
pub fn Appearance(choice: RwSignal<Choice>) -> impl IntoView {
    let lang = use_lang();
    let words = move |all: [&'static str; 3], word: fn(&str, Language) -> &'static str| {
        Signal::derive(move || all.map(|one| (one.to_owned(), word(one, lang.get()).to_owned())).to_vec())
    };
    let accent_error = Signal::derive(move || {
        let locale = lang.get();
        choice.with(|choice| {
            if choice.colour().is_none() {
                Some(td_string!(locale, widget.look.accent_format).to_owned())
            } else if choice.proposal().is_none() {
                None
            } else if choice.scheme() == 0 {
                Some(td_string!(locale, widget.look.accent_pale).to_owned())
            } else {
                Some(td_string!(locale, widget.look.accent_deep).to_owned())
            }
        })
    });
    let radius_error = Signal::derive(move || {
        let wrong = choice.with(|choice| choice.corners().is_none());
        wrong.then(|| td_string!(lang.get(), widget.look.radius_range, most = RADIUS_PX_MAX).to_string())
    });
    view! {
        <section class="sec titled">
            <Chips
                name="mode"
                label=Signal::derive(move || td_string!(lang.get(), widget.mode.title).to_owned())
                options=words(MODES, mode)
                value=Signal::derive(move || choice.with(|choice| choice.mode.clone()))
                set=move |mode: String| choice.update(|choice| choice.mode = mode)
            />
        </section>
        <section class="sec">
            <h2>{move || td_string!(lang.get(), widget.look.title)}</h2>
            <Chips
                name="theme"
                label=Signal::derive(move || td_string!(lang.get(), widget.look.theme).to_owned())
                options=words(THEMES, theme)
                value=Signal::derive(move || choice.with(|choice| choice.theme.clone()))
                set=move |theme: String| choice.update(|choice| choice.theme = theme)
            />
            <div class="grid2">
                <Text
                    id="widget-accent"
                    label=Signal::derive(move || td_string!(lang.get(), widget.look.accent).to_owned())
                    value=Signal::derive(move || choice.with(|choice| choice.accent.clone()))
                    set=move |text: String| choice.update(|choice| choice.accent = text)
                    error=accent_error
                />
                <Text
                    id="widget-radius"
                    label=Signal::derive(move || td_string!(lang.get(), widget.look.radius).to_owned())
                    value=Signal::derive(move || choice.with(|choice| choice.radius.clone()))
                    set=move |text: String| choice.update(|choice| choice.radius = text)
                    error=radius_error
                    keyboard="numeric"
                />
            </div>
            <Checks choice=choice/>
        </section>
    }
}

/// The contrasts, each with a word.
#[component]
fn Checks(choice: RwSignal<Choice>) -> impl IntoView {
    let lang = use_lang();
    let checks = Memo::new(move |_| choice.with(Choice::checks));
    // With the visitor's own scheme, the other scheme gets a readable colour instead.
    let scheme = Memo::new(move |_| choice.with(Choice::scheme));
    let rows = move || {
        let locale = lang.get();
        let dark_is_left =
            checks.with(|checks| checks.iter().any(|check| check.scheme != scheme.get() && !check.is_read()));
        checks.get().into_iter().map(|check| {
            let (kind, icon, word) = if dark_is_left && check.scheme != scheme.get() {
                (None, "info", td_string!(locale, widget.check.other))
            } else if check.is_read() {
                (Some("ok"), "check", td_string!(locale, widget.check.good))
            } else {
                (Some("bad"), "stop", td_string!(locale, widget.check.poor))
            };
            view! {
                <tr>
                    <th scope="row">{pair(&check, locale)}</th>
                    <td class="r nb">{td_string!(locale, widget.check.ratio, ratio = number(check.ratio, locale)).to_string()}</td>
                    <td class="r"><span class="st" data-k=kind><Icon name=icon/>{word}</span></td>
                </tr>
            }
        }).collect_view()
    };
    view! {
        <table data-test="contrast">
            <thead><tr>
                <th scope="col">{move || td_string!(lang.get(), widget.check.title)}</th>
                <th scope="col" class="r">{move || td_string!(lang.get(), widget.check.value)}</th>
                <th scope="col" class="r">{move || td_string!(lang.get(), widget.check.need, least = number(CONTRAST_MIN, lang.get())).to_string()}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
