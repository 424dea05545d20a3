//! Where each call lives. The server registers the same templates (`/api/v1` + these).

/// The base of every call.
pub const BASE: &str = "/api/v1";

/// `GET` lists the dealers.
pub fn dealers() -> String {
    format!("{BASE}/dealers")
}
/// `GET` one dealer's public face.
pub fn dealer(slug: &str) -> String {
    format!("{BASE}/dealers/{slug}")
}
/// `GET` bookable starts; add the query.
pub fn availability(slug: &str) -> String {
    format!("{BASE}/dealers/{slug}/availability")
}
/// `POST` takes a hold.
pub fn holds(slug: &str) -> String {
    format!("{BASE}/dealers/{slug}/holds")
}
/// `DELETE` gives a hold back.
pub fn hold(slug: &str, hold: &str) -> String {
    format!("{BASE}/dealers/{slug}/holds/{hold}")
}
/// `POST` extends a hold once.
pub fn renew(slug: &str, hold: &str) -> String {
    format!("{BASE}/dealers/{slug}/holds/{hold}/renew")
}
/// `POST` books.
pub fn bookings(slug: &str) -> String {
    format!("{BASE}/dealers/{slug}/bookings")
}
/// `GET` a booking by its private token.
pub fn booking(token: &str) -> String {
    format!("{BASE}/bookings/{token}")
}
/// `POST` gives a booking up.
pub fn cancel(token: &str) -> String {
    format!("{BASE}/bookings/{token}/cancel")
}
/// `POST` moves a booking.
pub fn reschedule(token: &str) -> String {
    format!("{BASE}/bookings/{token}/reschedule")
}
/// `GET` the booking as a calendar file.
pub fn calendar(token: &str) -> String {
    format!("{BASE}/bookings/{token}/calendar.ics")
}
/// `POST` asks for a pairing code.
pub fn pairing() -> String {
    format!("{BASE}/screens/pairing")
}
/// `GET` whether the code was confirmed.
pub fn pairing_status(poll_token: &str) -> String {
    format!("{BASE}/screens/pairing/{poll_token}")
}
/// `POST` exchanges a confirmed pairing for the device token.
pub fn pairing_claim(poll_token: &str) -> String {
    format!("{BASE}/screens/pairing/{poll_token}/claim")
}
/// `GET` the lounge board.
pub fn lounge(slug: &str) -> String {
    format!("{BASE}/dealers/{slug}/lounge")
}
/// `GET` (SSE) the lounge board's changes.
pub fn lounge_events(slug: &str) -> String {
    format!("{BASE}/dealers/{slug}/lounge/events")
}
/// `GET` the customer's private page.
pub fn visit(token: &str) -> String {
    format!("{BASE}/visits/{token}")
}
/// `GET` (SSE) tells that the private page changed.
pub fn visit_events(token: &str) -> String {
    format!("{BASE}/visits/{token}/events")
}
/// `GET` the explained statement.
pub fn statement(token: &str) -> String {
    format!("{BASE}/visits/{token}/statement")
}
/// `POST` marks a line as unclear, for the adviser.
pub fn unclear(token: &str) -> String {
    format!("{BASE}/visits/{token}/statement/unclear")
}
/// `POST` the customer's signature.
pub fn acceptance(token: &str) -> String {
    format!("{BASE}/visits/{token}/acceptance")
}
/// `POST` how the customer wishes to be called afterwards.
pub fn follow_up_preference(token: &str) -> String {
    format!("{BASE}/visits/{token}/follow-up-preference")
}
/// `POST` the customer's answer to extra work.
pub fn decision(token: &str, item: i64) -> String {
    format!("{BASE}/visits/{token}/extra-work/{item}/decision")
}
/// `POST` signs in, `DELETE` signs out, `GET` tells who is signed in.
pub fn session() -> String {
    format!("{BASE}/desk/session")
}
/// `GET` the day's visits, `POST` a walk-in.
pub fn desk_visits(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/visits")
}
/// `GET` one visit.
pub fn desk_visit(slug: &str, id: i64) -> String {
    format!("{BASE}/desk/{slug}/visits/{id}")
}
/// `POST` a step.
pub fn desk_step(slug: &str, id: i64, step: &str) -> String {
    format!("{BASE}/desk/{slug}/visits/{id}/steps/{step}")
}
/// `PUT` the work order.
pub fn desk_work_order(slug: &str, id: i64) -> String {
    format!("{BASE}/desk/{slug}/visits/{id}/work-order")
}
/// `PUT` the statement's draft.
pub fn desk_statement(slug: &str, id: i64) -> String {
    format!("{BASE}/desk/{slug}/visits/{id}/statement")
}
/// `POST` a changed promised time with its reason.
pub fn desk_promise(slug: &str, id: i64) -> String {
    format!("{BASE}/desk/{slug}/visits/{id}/promise")
}
/// `POST` extra work to be decided by the customer.
pub fn desk_extra_work(slug: &str, id: i64) -> String {
    format!("{BASE}/desk/{slug}/visits/{id}/extra-work")
}
/// `GET` (SSE) what happens at the dealer.
pub fn desk_events(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/events")
}
/// `GET` lists the screens, `POST` confirms a pairing code.
pub fn desk_screens(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/screens")
}
