//! Periodic clean-up: expired holds are dropped, wishes end, old data are deleted.

use crate::context::Context;
use crate::failure::Failure;
use crate::offer_freed_capacity;
use bayside_domain::time::DAY_MINUTES;

/// How long ended holds are kept, in minutes.
const HOLD_MEMORY_MINUTES: i64 = DAY_MINUTES;
/// How long it is remembered to whom a message went, in days: no shorter than messages to one recipient are counted.
const RECIPIENT_MEMORY_DAYS: i64 = 2;
/// How long finished messages are kept, in minutes.
const MESSAGE_MEMORY_MINUTES: i64 = 90 * DAY_MINUTES;

/// Gives back the capacity of expired holds.
pub async fn drop_expired_holds(context: &Context) -> Result<(), Failure> {
    let now = context.now();
    let expired = context
        .store
        .read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.dealers_with_expired_holds(now).await?) }))
        .await?;
    for id in expired {
        let dealer = context.dealers.by_id(id)?;
        // Opening the dealer's transaction already drops them.
        context.dealer_transaction(&dealer, |_| Box::pin(async { Ok(()) })).await?;
    }
    Ok(())
}

/// Ends wishes whose days are over, and offers capacity that was freed during quiet hours.
pub async fn run_waitlist(context: &Context) -> Result<(), Failure> {
    let now = context.now();
    for dealer in context.dealers.all() {
        let (id, today) = (dealer.id, dealer.date(now));
        let (over, freed) = context
            .store
            .read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.waitlist_is_due(id, today).await?) }))
            .await?;
        if over || (freed && !offer_freed_capacity::is_quiet(&dealer, now)) {
            context.dealer_transaction(&dealer, |at| Box::pin(offer_freed_capacity::run_due(at))).await?;
        }
    }
    Ok(())
}

/// Deletes ended holds after a day, kept replies after their days, and finished messages after 90 days.
pub async fn forget(context: &Context) -> Result<(), Failure> {
    let now = context.now();
    let forgotten = context.store.write::<_, Failure>(move |tx| {
        Box::pin(async move {
            tx.forget_holds(now.plus_minutes(-HOLD_MEMORY_MINUTES)).await?;
            tx.forget_replies(now).await?;
            tx.forget_messages(now.plus_minutes(-MESSAGE_MEMORY_MINUTES)).await?;
            tx.forget_recipients(now.plus_days(-RECIPIENT_MEMORY_DAYS)).await?;
            Ok(())
        })
    });
    forgotten.await
}
