//! Where each call lives. The server registers the same templates (`/api/v1` + these).

use bayside_domain::ids::{CallbackId, ExtraWorkId, MessageId, OutageId, ScreenId, TicketId, VisitId};

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
/// `GET` how many wait at the arrival kiosk, `POST` somebody who arrives.
pub fn arrivals(slug: &str) -> String {
    format!("{BASE}/dealers/{slug}/arrivals")
}
/// `GET` the customer's private page.
pub fn visit(token: &str) -> String {
    format!("{BASE}/visits/{token}")
}
/// `GET` (SSE) tells that the private page changed.
pub fn visit_events(token: &str) -> String {
    format!("{BASE}/visits/{token}/events")
}
/// `POST` makes the car's row on the wall glow.
pub fn highlight(token: &str) -> String {
    format!("{BASE}/visits/{token}/highlight")
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
pub fn decision(token: &str, item: ExtraWorkId) -> String {
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
pub fn desk_visit(slug: &str, id: VisitId) -> String {
    format!("{BASE}/desk/{slug}/visits/{id}")
}
/// `POST` a step.
pub fn desk_step(slug: &str, id: VisitId, step: &str) -> String {
    format!("{BASE}/desk/{slug}/visits/{id}/steps/{step}")
}
/// `PUT` the work order.
pub fn desk_work_order(slug: &str, id: VisitId) -> String {
    format!("{BASE}/desk/{slug}/visits/{id}/work-order")
}
/// `PUT` the statement's draft.
pub fn desk_statement(slug: &str, id: VisitId) -> String {
    format!("{BASE}/desk/{slug}/visits/{id}/statement")
}
/// `POST` a changed promised time with its reason.
pub fn desk_promise(slug: &str, id: VisitId) -> String {
    format!("{BASE}/desk/{slug}/visits/{id}/promise")
}
/// `POST` extra work to be decided by the customer.
pub fn desk_extra_work(slug: &str, id: VisitId) -> String {
    format!("{BASE}/desk/{slug}/visits/{id}/extra-work")
}
/// `GET` what customers were and will be told.
pub fn desk_messages(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/messages")
}
/// `GET` a message in words; add the query.
pub fn desk_message_preview(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/messages/preview")
}
/// `POST` tries a message again that was given up.
pub fn desk_message_retry(slug: &str, id: MessageId) -> String {
    format!("{BASE}/desk/{slug}/messages/{id}/retry")
}
/// `GET` (SSE) what happens at the dealer.
pub fn desk_events(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/events")
}
/// `GET` lists the screens, `POST` confirms a pairing code.
pub fn desk_screens(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/screens")
}
/// `DELETE` trusts a screen no longer.
pub fn desk_screen(slug: &str, id: ScreenId) -> String {
    format!("{BASE}/desk/{slug}/screens/{id}")
}
/// `POST` tells a screen to load itself anew.
pub fn desk_screen_reload(slug: &str, id: ScreenId) -> String {
    format!("{BASE}/desk/{slug}/screens/{id}/reload")
}
/// `GET` who waits with a number.
pub fn desk_tickets(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/tickets")
}
/// `POST` calls a number.
pub fn desk_ticket_call(slug: &str, id: TicketId) -> String {
    format!("{BASE}/desk/{slug}/tickets/{id}/call")
}
/// `POST` how a number ended that became no visit.
pub fn desk_ticket_end(slug: &str, id: TicketId) -> String {
    format!("{BASE}/desk/{slug}/tickets/{id}/end")
}
/// `POST` asks to be called back.
pub fn callbacks(slug: &str) -> String {
    format!("{BASE}/dealers/{slug}/callbacks")
}
/// `GET` the dealer's guided questions.
pub fn triage(slug: &str) -> String {
    format!("{BASE}/dealers/{slug}/triage")
}
/// `POST` finds a booking by reference and phone.
pub fn find_booking(slug: &str) -> String {
    format!("{BASE}/dealers/{slug}/bookings/find")
}
/// `POST` waits for a time that is not free.
pub fn waitlist(slug: &str) -> String {
    format!("{BASE}/dealers/{slug}/waitlist")
}
/// `GET` where a wish stands, `DELETE` ends it.
pub fn wish(token: &str) -> String {
    format!("{BASE}/waitlist/{token}")
}
/// `POST` takes what is offered.
pub fn accept_wish(token: &str) -> String {
    format!("{BASE}/waitlist/{token}/accept")
}
/// `POST` lets what is offered pass and goes on waiting.
pub fn decline_wish(token: &str) -> String {
    format!("{BASE}/waitlist/{token}/decline")
}
/// `GET` the call-backs.
pub fn desk_callbacks(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/callbacks")
}
/// `POST` takes a call-back as one's own.
pub fn desk_callback_take(slug: &str, id: CallbackId) -> String {
    format!("{BASE}/desk/{slug}/callbacks/{id}/take")
}
/// `POST` what came of a call-back.
pub fn desk_callback_outcome(slug: &str, id: CallbackId) -> String {
    format!("{BASE}/desk/{slug}/callbacks/{id}/outcome")
}
/// `GET` who waits for freed room.
pub fn desk_waitlist(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/waitlist")
}
/// `GET` and `PUT` what a dealer's own people set.
pub fn desk_settings(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/settings")
}

/// `GET` what is out of use, `POST` puts something out of use.
pub fn desk_blocks(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/blocks")
}
/// `DELETE` lifts a block.
pub fn desk_block(slug: &str, id: OutageId) -> String {
    format!("{BASE}/desk/{slug}/blocks/{id}")
}
/// `GET` why a start is offered or not; add the query.
pub fn desk_explain(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/explain")
}
/// `POST` a booking by phone.
pub fn desk_bookings(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/bookings")
}
/// `GET` whose service is due.
pub fn desk_invitations(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/invitations")
}
/// `POST` what came of an invitation.
pub fn desk_invitation(slug: &str, id: VisitId) -> String {
    format!("{BASE}/desk/{slug}/invitations/{id}")
}
/// `POST` sends an invitation.
pub fn desk_invitation_message(slug: &str, id: VisitId) -> String {
    format!("{BASE}/desk/{slug}/invitations/{id}/message")
}
/// `GET` whom to call about a day's bookings; `date=` for another day than tomorrow.
pub fn desk_confirmations(slug: &str) -> String {
    format!("{BASE}/desk/{slug}/confirmations")
}
/// `POST` what came of a confirmation call.
pub fn desk_confirmation(slug: &str, id: VisitId) -> String {
    format!("{BASE}/desk/{slug}/confirmations/{id}")
}
