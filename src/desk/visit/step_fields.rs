//! What is typed into the form of a step, and the request that it makes.

use crate::desk::lines::state::{error_at, filled};
use crate::desk::shared::local_time;
use crate::desk::shared::number::kilometres_or_none;
use crate::desk::shared::problems;
use crate::desk::visit::steps::{Need, Press, need};
use crate::i18n::use_lang;
use bayside_api::FieldError;
use bayside_api::Money;
use bayside_api::desk::{ShownOrder, StepRequest};
use bayside_api::offsets::{OffsetSpan, offset_minutes};
use bayside_api::statement::Check;
use leptos::prelude::*;

/// Everything that any step asks for, as typed.
#[derive(Clone, Copy)]
pub struct StepFields {
    pub mileage: RwSignal<String>,
    pub technician: RwSignal<String>,
    pub name: RwSignal<String>,
    pub signature: RwSignal<Option<String>>,
    /// The estimate that is signed for, as it stands on the screen.
    pub estimate: RwSignal<Option<Money>>,
    pub promised_on: RwSignal<String>,
    pub promised_at: RwSignal<String>,
    pub passed: RwSignal<Option<bool>>,
    pub remark: RwSignal<String>,
    pub checks: RwSignal<Vec<Check>>,
    pub errors: RwSignal<Vec<FieldError>>,
}

impl StepFields {
    pub fn error(self, pointer: &'static str) -> Signal<Option<String>> {
        let lang = use_lang();
        Signal::derive(move || {
            self.errors
                .with(|errors| error_at(errors, pointer).map(|code| problems::field(code, lang.get()).to_owned()))
        })
    }

    /// The request, or the fields that cannot be taken.
    pub fn request(self, press: &Press, offsets: &[OffsetSpan]) -> Result<StepRequest, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut wrong =
            |pointer: &str, code: &str| errors.push(FieldError { pointer: pointer.to_owned(), code: code.to_owned() });
        let mut body = StepRequest { job: press.job.clone(), ..StepRequest::default() };
        match need(press.step) {
            Need::Nothing | Need::Confirmation => {}
            Need::Mileage => match kilometres_or_none(&self.mileage.get_untracked()) {
                Ok(km) => body.mileage_km = km,
                Err(error) => wrong("/mileage_km", error.code()),
            },
            Need::Technician => match filled(&self.technician.get_untracked()) {
                Some(technician) => body.technician = Some(technician),
                None => wrong("/technician", "required"),
            },
            Need::Order | Need::Signature => {
                body.name = filled(&self.name.get_untracked());
                body.signature_svg = self.signature.get_untracked();
                if body.name.is_none() {
                    wrong("/name", "required");
                }
                body.shown = self
                    .estimate
                    .get_untracked()
                    .map(|estimate| ShownOrder { estimate_amount: Some(estimate.amount), promised_at: None });
                let at = self.promised_at.get_untracked();
                if need(press.step) == Need::Order && !at.trim().is_empty() {
                    let wall = local_time::moment(&self.promised_on.get_untracked(), &at);
                    match wall.and_then(|wall| local_time::instant(wall, |ms| offset_minutes(offsets, ms))) {
                        Some(instant) => {
                            body.promised_at = Some(instant);
                            body.shown = body.shown.map(|shown| ShownOrder { promised_at: Some(instant), ..shown });
                        }
                        None => wrong("/promised_at", "time-format"),
                    }
                }
            }
            Need::Check => {
                body.passed = self.passed.get_untracked();
                body.findings = filled(&self.remark.get_untracked());
                if body.passed.is_none() {
                    wrong("/passed", "required");
                }
                if body.passed == Some(false) && body.findings.is_none() {
                    wrong("/findings", "required");
                }
                body.checks = self.checks.get_untracked();
                for (at, check) in body.checks.iter().enumerate() {
                    if check.title.trim().is_empty() {
                        wrong(&format!("/checks/{at}/title"), "required");
                    }
                    if check.measured.trim().is_empty() {
                        wrong(&format!("/checks/{at}/measured"), "required");
                    }
                }
            }
            Need::Remark => body.reason = filled(&self.remark.get_untracked()),
            Need::Reason => {
                body.reason = filled(&self.remark.get_untracked());
                if body.reason.is_none() {
                    wrong("/reason", "required");
                }
            }
        }
        if errors.is_empty() { Ok(body) } else { Err(errors) }
    }
}
