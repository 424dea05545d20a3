//! A dealer's zone changes: what was agreed on keeps its time of day (docs/rules.md, "Time").

use crate::failure::Failure;
use crate::outage;
use crate::outbox;
use crate::transaction::DealerTransaction;
use bayside_domain::calendar::{Side, instant_of};
use bayside_domain::event::{Actor, VisitEvent};
use bayside_domain::time::{BUCKET_SECONDS, Bucket, Instant};
use bayside_store::{NamedClaim, OutageRow};
use chrono::{DateTime, TimeZone};
use chrono_tz::Tz;
use std::sync::Arc;

/// The same time of day in another zone.
struct SameWall<'z> {
    before: &'z Tz,
    after: &'z Tz,
}

impl SameWall<'_> {
    fn seconds(&self, at: i64) -> i64 {
        let utc = DateTime::from_timestamp(at, 0).unwrap_or_default().naive_utc();
        instant_of(self.after, self.before.from_utc_datetime(&utc).naive_local(), Side::Opening)
    }

    fn instant(&self, at: Instant) -> Instant {
        Instant::from_seconds(self.seconds(at.seconds()))
    }

    /// Loaners are counted in local dates, which stay.
    fn claim(&self, NamedClaim(resource, from, to): &NamedClaim) -> NamedClaim {
        if resource == "loaner" {
            return NamedClaim(resource.clone(), *from, *to);
        }
        let bucket = |bucket: i64| Bucket::at(Instant::from_seconds(self.seconds(bucket * BUCKET_SECONDS))).0;
        NamedClaim(resource.clone(), bucket(*from), bucket(*to))
    }

    fn outage(&self, outage: &OutageRow, now: Instant) -> OutageRow {
        let ahead = |at: Instant| if at > now { self.instant(at) } else { at };
        OutageRow { begins_at: ahead(outage.begins_at), ends_at: ahead(outage.ends_at), ..outage.clone() }
    }
}

/// Moves the bookings and outages that are ahead from the zone of `before` to the dealer's, so that they keep their
/// time of day, also where there is less room then. Reminders are planned anew; nobody is told, since nothing changes
/// for them. Times that are held end. Cars that are here stay as they are.
pub async fn keep_time_of_day(at: &mut DealerTransaction<'_, '_>, before: &Tz) -> Result<(), Failure> {
    let dealer = Arc::clone(at.dealer);
    let wall = SameWall { before, after: &dealer.zone };
    let now = at.now;
    at.end_holds().await?;
    let mut outages = Vec::new();
    for outage in at.capacity.outages.clone() {
        let moved = wall.outage(&outage, now);
        at.tx.delete_outage(dealer.id, outage.id).await?;
        if moved.begins_at < moved.ends_at {
            at.tx.add_outage(dealer.id, &moved).await?;
            outages.push(moved);
        }
    }
    outage::set(at, outages);
    // Two zones are about a day apart at most.
    let visits = at.tx.visits_with_people(dealer.id, dealer.day(now) - 1, i64::MAX).await?;
    let mut ahead: Vec<_> = visits.into_iter().map(|(visit, _)| visit).collect();
    ahead.retain(|visit| visit.state.is_to_come(now));
    let claims: Vec<NamedClaim> = ahead.iter().flat_map(|visit| visit.claims.clone()).collect();
    at.move_claims(&claims, &claims.iter().map(|claim| wall.claim(claim)).collect::<Vec<_>>()).await?;
    for mut visit in ahead {
        let appointment = visit.state.appointment.clone();
        let event = VisitEvent::Rescheduled {
            start: wall.instant(appointment.start),
            ready_estimate: wall.instant(appointment.ready_estimate),
            adviser: appointment.adviser,
            benefit: appointment.benefit,
        };
        visit.claims = visit.claims.iter().map(|claim| wall.claim(claim)).collect();
        at.append(&mut visit, Actor::System, event).await?;
        at.tx.save_visit(dealer.id, &visit).await?;
        outbox::remind_anew(at, &visit).await?;
    }
    Ok(())
}
