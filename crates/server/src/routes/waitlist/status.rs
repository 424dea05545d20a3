//! The status of a wish, and the start that is held for it.

use crate::http::problem::Failure;
use crate::wire::OnTheWire;
use bayside_api::Date;
use bayside_api::waitlist::{BookingWish, WaitlistOffer, WaitlistStatus};
use bayside_domain::codes::HoldState;
use bayside_domain::codes::WishState;
use bayside_domain::visit::Phase;
use bayside_store::{StoredWish, Tx, VisitRow};
use bayside_workflow::Context;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::tokens::Purpose;

/// The status of a wish and its offer. An expired offer no longer counts, even before the program has processed its
/// expiry.
pub async fn of(
    context: &Context,
    dealer: &Dealer,
    tx: &mut Tx<'_>,
    wish: &StoredWish,
) -> Result<(WaitlistStatus, Option<WaitlistOffer>), Failure> {
    let hold = match wish.offer {
        Some((hold, _, _)) => tx.hold(dealer.id, hold).await?,
        None => None,
    };
    let held = hold.filter(|hold| hold.state == HoldState::Live && hold.expires_at > context.now());
    let offer = held.and_then(|hold| {
        let offer = context.keys.verify(&hold.offer)?.appointment;
        Some(WaitlistOffer {
            start: dealer.wire(offer.start),
            ready_estimate: dealer.wire(offer.ready_estimate),
            adviser: offer.adviser,
            price: dealer.file.money(offer.price),
            benefit: dealer.file.money(offer.benefit),
            expires_at: dealer.wire(hold.expires_at),
        })
    });
    Ok((status(wish.state, offer.is_some()), offer))
}

/// The status of a wish with this stored state; `is_held` says whether its offer is still valid.
pub fn status(state: WishState, is_held: bool) -> WaitlistStatus {
    match state {
        WishState::Offered if is_held => WaitlistStatus::Offered,
        WishState::Waiting | WishState::Offered => WaitlistStatus::Waiting,
        WishState::Accepted => WaitlistStatus::Accepted,
        WishState::Ended => WaitlistStatus::Ended,
    }
}

/// The wish of a booking, as long as it has not ended. Whoever may change the booking may also answer its wish.
pub(crate) async fn of_booking(
    context: &Context,
    dealer: &Dealer,
    tx: &mut Tx<'_>,
    visit: &VisitRow,
) -> Result<Option<BookingWish>, Failure> {
    if visit.state.phase != Phase::Booked {
        return Ok(None);
    }
    let Some(row) = tx.queue(dealer.id).await?.into_iter().find(|row| row.wish.visit == Some(visit.id)) else {
        return Ok(None);
    };
    let (status, offer) = of(context, dealer, tx, &row.wish).await?;
    Ok(Some(BookingWish {
        token: context.keys.sign_token(Purpose::Waitlist, dealer.id, row.id, 0),
        status,
        from: Date(row.wish.from),
        to: Date(row.wish.to),
        offer,
    }))
}
