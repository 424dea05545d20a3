//! Reads what changed in the store since a board was last updated. As long as nothing changes, this is a single query.

use crate::http::problem::Failure;
use bayside_domain::event::{HouseEvent, Recorded};
use bayside_domain::ids::{DealerId, EventNumber};
use bayside_domain::time::Instant;
use bayside_store::{Tx, VisitAndPerson};
use bayside_workflow::Context;
use bayside_workflow::dealers::Dealer;
use std::sync::Arc;

/// The state of the store that a board shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// The number of the dealer's last event.
    pub(super) last_event: EventNumber,
    /// The local date, in days since the common era.
    pub(super) day: i64,
    /// The version of the dealer's file.
    pub(super) config_version: i64,
}

/// The changes since the last update.
pub(super) struct BoardChanges {
    /// The state of the store after the changes.
    pub(super) known: Known,
    /// Whether `cars` are all cars; otherwise they are those that changed.
    pub(super) is_whole: bool,
    /// The cars, in the order of their last events.
    pub(super) cars: Vec<VisitAndPerson>,
    /// The events of the dealer itself, oldest first.
    pub(super) house_events: Vec<Recorded<HouseEvent>>,
    /// The numbers of today that wait at reception, and when each was called last; `None` if nothing changed.
    pub(super) called: Option<Vec<(Instant, u16)>>,
}

/// Reads the changes; on a new day and after an import everything, since the file determines advisers and time zone.
pub(super) async fn read_changes(
    context: &Context,
    dealer: &Arc<Dealer>,
    known: Option<Known>,
    now: Instant,
) -> Result<BoardChanges, Failure> {
    let (id, config_version) = (dealer.id, dealer.config_version);
    let day = dealer.day(now);
    context
        .store
        .read::<_, Failure>(move |tx| {
            Box::pin(async move {
                let last_event = tx.last_event(id).await?;
                let is_whole =
                    known.as_ref().is_none_or(|known| known.day != day || known.config_version != config_version);
                let since = known.map(|known| known.last_event);
                let is_news = since.is_some_and(|since| since != last_event);
                let cars = match since {
                    Some(since) if !is_whole && is_news => tx.cars_changed_since(id, since).await?,
                    Some(_) if !is_whole => Vec::new(),
                    _ => tx.cars_of_day(id, day).await?,
                };
                let house_events = match since.filter(|_| is_news) {
                    Some(since) => tx.house_events_since(id, since).await?,
                    None => Vec::new(),
                };
                let called = if is_whole || is_news { Some(called(tx, id, day).await?) } else { None };
                let known = Known { last_event, day, config_version };
                Ok(BoardChanges { known, is_whole, cars, house_events, called })
            })
        })
        .await
}

/// The numbers that were called and whose customers did not come yet.
async fn called(tx: &mut Tx<'_>, dealer: DealerId, day: i64) -> Result<Vec<(Instant, u16)>, Failure> {
    let waiting = tx.open_tickets(dealer, day).await?;
    Ok(waiting.iter().filter_map(|ticket| Some((ticket.state.called?.0, ticket.number))).collect())
}
