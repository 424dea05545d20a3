//! What the store says since a board was last looked after. While nothing happens it is asked one thing only.

use crate::http::problem::Failure;
use bayside_domain::event::{HouseEvent, Recorded};
use bayside_domain::ids::EventNumber;
use bayside_domain::time::Instant;
use bayside_store::Car;
use bayside_workflow::House;
use bayside_workflow::dealers::Dealer;
use std::sync::Arc;

/// What a board was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// The dealer's event number.
    pub(super) last_event: EventNumber,
    /// The local date, in days since the common era.
    pub(super) day: i64,
    /// The dealer's file.
    pub(super) config_version: i64,
}

/// What is new.
pub(super) struct News {
    /// What the board is made from with it.
    pub(super) known: Known,
    /// The cars are all there are; otherwise those that changed.
    pub(super) is_whole: bool,
    /// In the order of their last events.
    pub(super) cars: Vec<Car>,
    /// The house's own events, oldest first.
    pub(super) house: Vec<Recorded<HouseEvent>>,
}

/// Reads what is new; everything on a new day and after an import, since a file names advisers and zone.
pub(super) async fn read_news(
    house: &House,
    dealer: &Arc<Dealer>,
    known: Option<Known>,
    now: Instant,
) -> Result<News, Failure> {
    let (id, config_version) = (dealer.id, dealer.config_version);
    let day = dealer.day(now);
    house
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
                let house = match since.filter(|_| is_news) {
                    Some(since) => tx.house_events_since(id, since).await?,
                    None => Vec::new(),
                };
                Ok(News { known: Known { last_event, day, config_version }, is_whole, cars, house })
            })
        })
        .await
}
