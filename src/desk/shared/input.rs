//! Inputs of the desk: fields with their errors, and cells of a table that carry their own label.

use crate::ui::{Field, Icon};
use leptos::prelude::*;

/// A labelled one-line input.
#[component]
pub fn Text(
    /// The input's id.
    id: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The help text below the label.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// The current value.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the new text.
    #[prop(into)]
    set: Callback<String>,
    /// What is wrong, if anything.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// The type; `text` unless said.
    #[prop(default = "text")]
    kind: &'static str,
    /// Which keyboard a phone shows: `decimal`, `numeric`.
    #[prop(default = "text")]
    keyboard: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// Whether the input is read-only.
    #[prop(optional, into)]
    fixed: Signal<bool>,
) -> impl IntoView {
    let control = view! {
        <input
            id=id
            type=kind
            class=class
            inputmode=keyboard
            autocomplete=autocomplete
            spellcheck="false"
            aria-describedby=format!("{id}-hint {id}-error")
            aria-invalid=move || error.get().is_some().then_some("true")
            disabled=move || fixed.get()
            prop:value=move || value.get()
            on:input=move |event| set.run(event_target_value(&event))
        />
    }
    .into_any();
    match hint {
        Some(hint) => view! { <Field id=id label=label hint=hint error=error>{control}</Field> }.into_any(),
        None => view! { <Field id=id label=label error=error>{control}</Field> }.into_any(),
    }
}

/// A labelled text of several lines.
#[component]
pub fn Lines(
    /// The text's id.
    id: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The help text below the label.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// The current value.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the new text.
    #[prop(into)]
    set: Callback<String>,
    /// What is wrong, if anything.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Whether the input is read-only.
    #[prop(optional, into)]
    fixed: Signal<bool>,
) -> impl IntoView {
    let control = view! {
        <textarea
            id=id
            rows="2"
            aria-describedby=format!("{id}-hint {id}-error")
            aria-invalid=move || error.get().is_some().then_some("true")
            disabled=move || fixed.get()
            prop:value=move || value.get()
            on:input=move |event| set.run(event_target_value(&event))
        ></textarea>
    }
    .into_any();
    match hint {
        Some(hint) => view! { <Field id=id label=label hint=hint error=error wide=true>{control}</Field> }.into_any(),
        None => view! { <Field id=id label=label error=error wide=true>{control}</Field> }.into_any(),
    }
}

/// An input in a table's cell; its label is heard, its column's heading is seen.
#[component]
pub fn Cell(
    /// Whose and which, e.g. "Oil, quantity".
    #[prop(into)]
    label: Signal<String>,
    /// The current value.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the new text.
    #[prop(into)]
    set: Callback<String>,
    /// What is wrong, if anything.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// A number: set at the right edge.
    #[prop(optional)]
    number: bool,
    /// The label is seen as well, above.
    #[prop(optional)]
    seen: bool,
    /// Shown while it is empty.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// Names it for tests.
    #[prop(optional, into)]
    test: String,
    /// Whether the input is read-only.
    #[prop(optional, into)]
    fixed: Signal<bool>,
) -> impl IntoView {
    view! {
        <span class="cell" class:num-in=number>
            {seen.then(|| view! { <small aria-hidden="true">{move || label.get()}</small> })}
            <input
                type="text"
                inputmode=if number { "decimal" } else { "text" }
                autocomplete="off"
                spellcheck="false"
                data-test=(!test.is_empty()).then_some(test)
                placeholder=move || hint.map(|hint| hint.get())
                aria-label=move || match error.get() {
                    Some(error) => format!("{} ({error})", label.get()),
                    None => label.get(),
                }
                aria-invalid=move || error.get().is_some().then_some("true")
                disabled=move || fixed.get()
                prop:value=move || value.get()
                on:input=move |event| set.run(event_target_value(&event))
            />
            {move || error.get().map(|text| view! { <span class="err" role="alert"><Icon name="stop"/><span>{text}</span></span> })}
        </span>
    }
}

/// A select element with fixed options.
#[component]
pub fn Pick(
    /// What is chosen here.
    #[prop(into)]
    label: Signal<String>,
    /// Value and word of each choice.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the chosen value.
    #[prop(into)]
    set: Callback<String>,
    /// What is wrong, if anything.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether the input is read-only.
    #[prop(optional, into)]
    fixed: Signal<bool>,
) -> impl IntoView {
    view! {
        <span class="cell">
            <select
                aria-label=move || label.get()
                aria-invalid=move || error.get().is_some().then_some("true")
                disabled=move || fixed.get()
                on:change=move |event| set.run(event_target_value(&event))
            >
                {move || {
                    let chosen = value.get();
                    options
                        .get()
                        .into_iter()
                        .map(|(value, word)| {
                            let selected = value == chosen;
                            view! { <option value=value selected=selected>{word}</option> }
                        })
                        .collect_view()
                }}
            </select>
            {move || error.get().map(|text| view! { <span class="err" role="alert"><Icon name="stop"/><span>{text}</span></span> })}
        </span>
    }
}

/// Two or more short answers, one of them chosen.
#[component]
pub fn Chips(
    /// The group's name, unlike any other on the page.
    name: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// Value and word of each answer.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the chosen value.
    #[prop(into)]
    set: Callback<String>,
    /// Whether the input is read-only.
    #[prop(optional, into)]
    fixed: Signal<bool>,
) -> impl IntoView {
    view! {
        <fieldset class="pick" disabled=move || fixed.get()>
            <legend>{move || label.get()}</legend>
            <div class="chips">
                {move || {
                    options
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(at, (own, word))| {
                            let on = Memo::new({
                                let own = own.clone();
                                move |_| value.get() == own
                            });
                            let test = format!("{name}-{own}");
                            view! {
                                <label class="chip" data-on=move || on.get().then_some("")>
                                    <input
                                        type="radio"
                                        id=(at == 0).then(|| format!("{name}-first"))
                                        name=name
                                        value=own.clone()
                                        data-test=test
                                        prop:checked=move || on.get()
                                        on:change=move |_| set.run(own.clone())
                                    />
                                    {word}
                                </label>
                            }
                        })
                        .collect_view()
                }}
            </div>
        </fieldset>
    }
}

/// Several short answers, any of them chosen.
#[component]
pub fn MultiChips(
    /// The group's name, unlike any other on the page.
    name: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// Value and word of each answer.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The chosen values, in the order of their choice.
    #[prop(into)]
    chosen: Signal<Vec<String>>,
    /// Called with the chosen values.
    #[prop(into)]
    set: Callback<Vec<String>>,
    /// What is wrong, if anything.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let answer = move |(own, word): (String, String)| {
        let test = format!("{name}-{own}");
        let on = Memo::new({
            let own = own.clone();
            move |_| chosen.with(|chosen| chosen.contains(&own))
        });
        let choose = move |event| {
            let mut all = chosen.get_untracked();
            all.retain(|known| *known != own);
            if event_target_checked(&event) {
                all.push(own.clone());
            }
            set.run(all);
        };
        view! {
            <label class="chip" data-on=move || on.get().then_some("")>
                <input type="checkbox" data-test=test prop:checked=move || on.get() on:change=choose/>
                {word}
            </label>
        }
    };
    view! {
        <fieldset class="pick">
            <legend>{move || label.get()}</legend>
            <div class="chips">{move || options.get().into_iter().map(answer).collect_view()}</div>
            {move || error.get().map(|text| view! { <span class="err" role="alert">{text}</span> })}
        </fieldset>
    }
}

/// Frequently used sentences, each a button that inserts it.
#[component]
pub fn QuickTexts(
    /// What the group is called.
    #[prop(into)]
    label: Signal<String>,
    /// The sentences.
    #[prop(into)]
    words: Signal<Vec<String>>,
    /// Called with the pressed sentence.
    #[prop(into)]
    set: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="chips" role="group" aria-label=move || label.get()>
            {move || {
                words
                    .get()
                    .into_iter()
                    .map(|word| {
                        let own = word.clone();
                        view! { <button type="button" class="chip" on:click=move |_| set.run(own.clone())>{word}</button> }
                    })
                    .collect_view()
            }}
        </div>
    }
}
