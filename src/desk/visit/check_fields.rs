//! What a check asks for: the result, remarks, measured values.

use crate::desk::lines::state::error_at;
use crate::desk::shared::input::{Cell, Chips, Lines};
use crate::desk::shared::problems;
use crate::desk::visit::step_fields::StepFields;
use crate::i18n::{td_string, use_lang};
use crate::ui::Icon;
use bayside_api::statement::Check;
use leptos::prelude::*;

/// The fields.
#[component]
pub fn CheckFields(
    /// As typed.
    fields: StepFields,
) -> impl IntoView {
    let lang = use_lang();
    let options = Signal::derive(move || {
        vec![
            ("true".to_owned(), td_string!(lang.get(), desk.form.passed).to_owned()),
            ("false".to_owned(), td_string!(lang.get(), desk.form.failed).to_owned()),
        ]
    });
    let missing = fields.error("/passed");
    view! {
        <Chips
            name="passed"
            label=Signal::derive(move || td_string!(lang.get(), desk.form.result).to_owned())
            options=options
            value=Signal::derive(move || fields.passed.get().map(|passed| passed.to_string()).unwrap_or_default())
            set=move |text: String| fields.passed.set(Some(text == "true"))
        />
        {move || missing.get().map(|text| view! { <p class="err" role="alert"><Icon name="stop"/>{text}</p> })}
        <Lines
            id="step-findings"
            label=Signal::derive(move || td_string!(lang.get(), desk.form.findings).to_owned())
            hint=Signal::derive(move || if fields.passed.get() == Some(false) { td_string!(lang.get(), desk.form.findings_needed) } else { td_string!(lang.get(), desk.form.remark) }.to_owned())
            value=fields.remark
            set=move |text| fields.remark.set(text)
            error=fields.error("/findings")
        />
        <Measured fields=fields/>
    }
}

/// Measured values, one row each.
#[component]
fn Measured(fields: StepFields) -> impl IntoView {
    let lang = use_lang();
    let count = Memo::new(move |_| fields.checks.with(Vec::len));
    let read = move |at: usize, field: fn(&Check) -> String| {
        Signal::derive(move || fields.checks.with(|checks| checks.get(at).map(field).unwrap_or_default()))
    };
    let error = move |at: usize, field: &'static str| {
        Signal::derive(move || {
            let pointer = format!("/checks/{at}/{field}");
            fields
                .errors
                .with(|errors| error_at(errors, &pointer).map(|code| problems::field(code, lang.get()).to_owned()))
        })
    };
    let set = move |at: usize, change: &dyn Fn(&mut Check)| {
        fields.checks.update(|checks| {
            if let Some(check) = checks.get_mut(at) {
                change(check);
            }
        });
    };
    view! {
        <div class="stack tight">
            {move || (0..count.get()).map(|at| view! {
                <div class="checkrow">
                    <Cell
                        label=Signal::derive(move || td_string!(lang.get(), desk.form.check_title).to_owned())
                        hint=Signal::derive(move || td_string!(lang.get(), desk.form.check_title).to_owned())
                        value=read(at, |check| check.title.clone())
                        set=move |text: String| set(at, &|check| check.title.clone_from(&text))
                        error=error(at, "title")
                        test=format!("check-title-{at}")
                    />
                    <Cell
                        label=Signal::derive(move || td_string!(lang.get(), desk.form.check_measured).to_owned())
                        hint=Signal::derive(move || td_string!(lang.get(), desk.form.check_measured).to_owned())
                        value=read(at, |check| check.measured.clone())
                        set=move |text: String| set(at, &|check| check.measured.clone_from(&text))
                        error=error(at, "measured")
                        test=format!("check-measured-{at}")
                    />
                    <label class="tick">
                        <input
                            type="checkbox"
                            prop:checked=move || fields.checks.with(|checks| checks.get(at).is_some_and(|check| check.passed))
                            on:change=move |event| set(at, &|check| check.passed = event_target_checked(&event))
                        />
                        <span>{move || td_string!(lang.get(), desk.form.check_passed)}</span>
                    </label>
                    <button
                        type="button"
                        class="btn b3"
                        aria-label=move || td_string!(lang.get(), desk.form.remove, name = read(at, |check| check.title.clone()).get()).to_string()
                        on:click=move |_| fields.checks.update(|checks| { checks.remove(at); })
                    ><Icon name="cross"/></button>
                </div>
            }).collect_view()}
            <button
                type="button"
                class="btn b2"
                data-test="add-check"
                on:click=move |_| fields.checks.update(|checks| checks.push(Check { title: String::new(), measured: String::new(), passed: fields.passed.get_untracked() != Some(false) }))
            ><Icon name="plus"/>{move || td_string!(lang.get(), desk.form.add_check)}</button>
        </div>
    }
}
