//! "I notice something": the guided questions, and what their answers lead to.

pub use bayside_domain::triage::{Remedy, WarningLamp};
use serde::{Deserialize, Serialize};

/// `GET …/triage`. Texts are in the language asked for by `?locale=` or `Accept-Language`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Triage {
    /// The id of the first question; null if the dealer has no questions.
    pub first: Option<String>,
    /// Every question that can be asked, in no order.
    pub questions: Vec<Question>,
    /// Every outcome that answers can lead to.
    pub outcomes: Vec<Outcome>,
    /// Whom to call when the car must not be driven; null where nobody is named.
    pub emergency: Option<Emergency>,
}

/// A question of the guided search for a fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Question {
    /// A stable name of it within the dealer, as in the dealer's settings.
    pub id: String,
    /// The question as the customer reads it.
    pub text: String,
    /// How the customer can find out; absent where it is obvious.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The possible answers, of which one is chosen.
    pub answers: Vec<Answer>,
}

/// An answer; exactly one of `next` and `outcome` is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Answer {
    /// The answer as the customer reads it.
    pub text: String,
    /// The symbol of the lamp that the answer is about: `engine`, `oil`, `battery`, `brake`, `tyre` or `coolant`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub lamp: Option<WarningLamp>,
    /// The id of the question that follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The id of the outcome that the answers lead to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

/// What is to be done after the guided questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Outcome {
    /// A stable name of it within the dealer, as in the dealer's settings.
    pub id: String,
    /// What is to be done: `services`, `adviser`, `technical`, `advice` or `unsafe`.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub kind: Remedy,
    /// What is to be done, in one sentence.
    pub text: String,
    /// What to do until then, or instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// With `services`: the ids of the jobs to be booked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    /// With `advice`: the ids of the jobs that help once the advice was followed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub afterwards: Vec<String>,
}

/// Whom to call for help on the road.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Emergency {
    /// The phone number as E.164, for `tel:`.
    pub phone: String,
    /// The phone number as people read it.
    pub phone_display: String,
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;

    /// `GET` the dealer's guided questions.
    pub fn triage(slug: &str) -> String {
        format!("{BASE}/dealers/{slug}/triage")
    }
}
