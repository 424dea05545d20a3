//! Periodic clean-up: expired holds are dropped, wishes end, old data are deleted.

use crate::failure::Failure;
use crate::house::House;
use crate::offer_freed_capacity;
use bayside_domain::time::DAY_MINUTES;

/// How long ended holds and stored replies are kept, in minutes.
const HOLD_MEMORY_MINUTES: i64 = DAY_MINUTES;
/// How long finished messages are kept, in minutes.
const MESSAGE_MEMORY_MINUTES: i64 = 90 * DAY_MINUTES;

/// Gives back the capacity of expired holds.
pub async fn drop_expired_holds(house: &House) -> Result<(), Failure> {
    let now = house.now();
    let expired = house
        .store
        .read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.dealers_with_expired_holds(now).await?) }))
        .await?;
    for id in expired {
        let dealer = house.dealers.by_id(id)?;
        // Opening the dealer's transaction already drops them.
        house.at_dealer(&dealer, |_| Box::pin(async { Ok(()) })).await?;
    }
    Ok(())
}

/// Ends wishes whose days are over, and offers capacity that was freed during quiet hours.
pub async fn run_waitlist(house: &House) -> Result<(), Failure> {
    let now = house.now();
    for dealer in house.dealers.all() {
        let (id, today) = (dealer.id, dealer.date(now));
        let (over, freed) = house
            .store
            .read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.waitlist_is_due(id, today).await?) }))
            .await?;
        if over || (freed && !offer_freed_capacity::is_quiet(&dealer, now)) {
            house.at_dealer(&dealer, |at| Box::pin(offer_freed_capacity::run_due(at))).await?;
        }
    }
    Ok(())
}

/// Deletes ended holds and stored replies after a day, and finished messages after 90 days.
pub async fn forget(house: &House) -> Result<(), Failure> {
    let now = house.now();
    let forgotten = house.store.write::<_, Failure>(move |tx| {
        Box::pin(async move {
            let old = now.plus_minutes(-HOLD_MEMORY_MINUTES);
            tx.forget_holds(old).await?;
            tx.forget_replies(old).await?;
            tx.forget_messages(now.plus_minutes(-MESSAGE_MEMORY_MINUTES)).await?;
            Ok(())
        })
    });
    forgotten.await
}
