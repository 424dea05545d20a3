//! The waitlist, as the desk sees it.

use crate::app::App;
use crate::http::caller::{StaffCaller, WaitlistPage};
use crate::http::extract::Locale;
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::fresh;
use crate::routes::waitlist::{offered, status, wire_hours};
use crate::wire::OnTheWire;
use axum::extract::State;
use axum::response::Response;
use bayside_api::Date;
use bayside_api::person::Person as WirePerson;
use bayside_api::problem::Problem;
use bayside_api::waitlist::{DeskWaitlist, DeskWish};
use bayside_domain::document::Person;
use bayside_domain::ids::EventNumber;
use bayside_domain::language::Asked;
use bayside_domain::time::Instant;
use bayside_store::{VisitRow, WishRow};
use bayside_workflow::dealers::Dealer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Everybody who waits, in the order in which they are asked.
#[utoipa::path(get, path = "/desk/{dealer}/waitlist", tag = "desk", params(("dealer" = String, Path)),
    responses((status = 200, body = DeskWaitlist), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    StaffCaller { dealer, .. }: StaffCaller<WaitlistPage>,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    let (last_event_id, rows) = waiting(&app, &dealer).await?;
    let now = app.now();
    let wishes = rows.into_iter().map(|waiting| wish(&dealer, waiting, now, locale));
    let reply = DeskWaitlist { as_of: dealer.wire(now), last_event_id, wishes: wishes.collect() };
    Ok(fresh(reply))
}

/// A wish as the desk sees it, with its person and the booking that is to be earlier.
fn wish(
    dealer: &Dealer,
    (row, person, visit): (WishRow, Person, Option<VisitRow>),
    now: Instant,
    locale: Asked,
) -> DeskWish {
    let speaks = dealer.file.speaks(locale);
    let language = dealer.file.language(locale);
    let name = |id: &String| dealer.file.service_name(id, &speaks).to_owned();
    let work: Vec<String> = row.wish.services.iter().map(name).collect();
    let kept = offered(&row, now);
    DeskWish {
        id: row.id,
        status: status(row.wish.state, offered(&row, now).is_some()),
        addressed_as: bayside_workflow::contact::addressed_as(&person, language),
        phone: person.phone,
        plate: person.plate,
        work: work.join(language.list_separator()),
        stay: row.wish.stay,
        from: Date(row.wish.from),
        to: Date(row.wish.to),
        hours: wire_hours(&row.wish.hours),
        adviser: row
            .wish
            .adviser
            .as_ref()
            .and_then(|id| dealer.file.adviser(id))
            .map(|adviser| WirePerson { id: adviser.id.clone(), name: adviser.name.get(&speaks).to_owned() }),
        booked: visit.map(|visit| dealer.wire(visit.state.appointment.start)),
        created_at: dealer.wire(row.wish.created_at),
        offered: kept.map(|(start, _)| dealer.wire(start)),
        offered_until: kept.map(|(_, until)| dealer.wire(until)),
        passed: u32::try_from(row.wish.passed.len()).unwrap_or(u32::MAX),
        marks: row.wish.marks,
    }
}

/// Reads the waitlist in the order of offers, and the number of the dealer's last event.
async fn waiting(
    app: &App,
    dealer: &Dealer,
) -> Result<(EventNumber, Vec<(WishRow, Person, Option<VisitRow>)>), Failure> {
    let id = dealer.id;
    app.store
        .read::<_, Failure>(move |tx| {
            Box::pin(async move {
                let mut rows = Vec::new();
                for row in tx.queue(id).await? {
                    let person = tx.person(id, row.person()).await?;
                    let visit = match row.wish.visit {
                        Some(visit) => tx.visit(id, visit).await?,
                        None => None,
                    };
                    rows.extend(person.map(|person| (row, person, visit)));
                }
                Ok((tx.dealer(id).await?.last_event, rows))
            })
        })
        .await
}
