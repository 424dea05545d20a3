//! "I notice something": the dealer's guided questions and their outcomes.

use crate::app::App;
use crate::http::caller::PublicDealer;
use crate::http::extract::Locale;
use crate::http::problem::Rejection;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bayside_api::problem::Problem;
use bayside_api::triage::{Answer, Emergency, Outcome, Question, Triage};
use bayside_domain::language::{Asked, LocalText};
use bayside_domain::triage::{Lead, Remedy};
use bayside_workflow::dealers::Dealer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get))
}

/// The dealer's guided questions.
#[utoipa::path(get, path = "/dealers/{dealer}/triage", tag = "public",
    params(("dealer" = String, Path), ("locale" = Option<String>, Query, description = "BCP 47, one of the dealer's")),
    responses((status = 200, body = Triage), (status = 404, body = Problem)))]
pub async fn get(PublicDealer(dealer): PublicDealer, Locale(locale): Locale) -> Result<Response, Rejection> {
    let reply = questions(&dealer, locale);
    Ok(([(header::CACHE_CONTROL, "no-cache")], axum::Json(reply)).into_response())
}

/// The guided questions in one language.
fn questions(dealer: &Dealer, locale: Asked) -> Triage {
    let speaks = dealer.file.speaks(locale);
    let say = |text: &LocalText| text.get(&speaks).to_owned();
    let care = &dealer.file.promises;
    let answers = |answers: &[bayside_domain::triage::Answer]| {
        let answer = |answer: &bayside_domain::triage::Answer| {
            let (next, outcome) = match &answer.leads {
                Lead::Question(id) => (Some(id.clone()), None),
                Lead::Outcome(id) => (None, Some(id.clone())),
            };
            Answer { text: say(&answer.text), lamp: answer.lamp, next, outcome }
        };
        answers.iter().map(answer).collect()
    };
    Triage {
        first: care.triage.questions.first().map(|question| question.id.clone()),
        questions: care
            .triage
            .questions
            .iter()
            .map(|question| Question {
                id: question.id.clone(),
                text: say(&question.text),
                hint: question.hint.as_ref().map(say),
                answers: answers(&question.answers),
            })
            .collect(),
        outcomes: care
            .triage
            .outcomes
            .iter()
            .map(|outcome| {
                let jobs = |remedy| if outcome.remedy == remedy { outcome.services.clone() } else { Vec::new() };
                Outcome {
                    id: outcome.id.clone(),
                    kind: outcome.remedy,
                    text: say(&outcome.text),
                    advice: outcome.advice.as_ref().map(say),
                    services: jobs(Remedy::Services),
                    afterwards: jobs(Remedy::Advice),
                }
            })
            .collect(),
        emergency: care.emergency.clone().map(|(phone, phone_display)| Emergency { phone, phone_display }),
    }
}
