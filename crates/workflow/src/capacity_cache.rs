//! A dealer's room in memory: what the store's counters say, kept as long as the store's mark says
//! that nothing has changed.

use crate::dealers::Dealer;
use bayside_domain::calendar::local_date;
use bayside_domain::capacity::{Claim, Occupancy, Outage, Resource, Workshop};
use bayside_domain::ids::DealerId;
use bayside_domain::time::{BUCKET_SECONDS, Bucket, Instant, day_number};
use bayside_domain::words::HoldState;
use bayside_store::{DealerRow, HoldRow, NamedClaim, OutageRow, Result, Tx};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What a dealer has, what is taken, and which holds take some of it.
#[derive(Clone)]
pub struct CapacitySnapshot {
    mark: i64,
    config_version: i64,
    today: NaiveDate,
    /// What the dealer has.
    pub workshop: Arc<Workshop>,
    /// What is taken, live holds included.
    pub room: Arc<Occupancy>,
    /// Holds that take room, whether they have expired or not.
    pub holds: Vec<HoldRow>,
    /// What is out of use, today or later.
    pub blocks: Vec<OutageRow>,
}

impl CapacitySnapshot {
    /// Replaces what is out of use, here; the caller does it in the store.
    pub fn set_blocks(&mut self, dealer: &Dealer, row: &mut DealerRow, blocks: Vec<OutageRow>) {
        let blocked: Vec<Outage> = blocks.iter().filter_map(|block| blocked(&self.workshop, dealer, block)).collect();
        Arc::make_mut(&mut self.room).set_blocks(&self.workshop, &blocked);
        self.blocks = blocks;
        self.touch(row);
    }

    /// How many of a resource there are in a bucket (or day), blocks taken off: what the database allows.
    fn places(&self, resource: &str, bucket: i64) -> u16 {
        Resource::from_name(resource)
            .and_then(|resource| self.workshop.resource_id(&resource))
            .map_or(u16::MAX, |id| self.room.limit(&self.workshop, id, bucket))
    }

    /// Claims by the places of a workshop; what the dealer no longer has is left out.
    pub fn claims(&self, named: &[NamedClaim]) -> Vec<Claim> {
        named
            .iter()
            .filter_map(|NamedClaim(name, from, to)| {
                let resource = self.workshop.resource_id(&Resource::from_name(name)?)?;
                Some(Claim { resource, from: *from, to: *to })
            })
            .collect()
    }

    /// Claims as they are stored.
    pub fn named(&self, claims: &[Claim]) -> Vec<NamedClaim> {
        claims
            .iter()
            .map(|claim| NamedClaim(self.workshop.resource(claim.resource).to_string(), claim.from, claim.to))
            .collect()
    }

    /// The room without holds that have expired.
    pub fn room_at(&self, now: Instant) -> Arc<Occupancy> {
        let expired: Vec<Claim> = self
            .holds
            .iter()
            .filter(|hold| hold.expires_at <= now)
            .flat_map(|hold| self.claims(&hold.claims))
            .collect();
        if expired.is_empty() {
            return Arc::clone(&self.room);
        }
        let mut room = Occupancy::clone(&self.room);
        room.give_back(&self.workshop, &expired, true);
        Arc::new(room)
    }

    /// The mark of the store's counters that this room shows.
    pub fn mark(&self) -> i64 {
        self.mark
    }

    /// Takes claims, here and in the store.
    pub async fn take(
        &mut self,
        tx: &mut Tx<'_>,
        dealer: &mut DealerRow,
        claims: &[NamedClaim],
        booked: bool,
    ) -> Result<()> {
        let places = self.claims(claims);
        Arc::make_mut(&mut self.room).take(&self.workshop, &places, booked);
        self.touch(dealer);
        tx.take_capacity(dealer.id, claims, booked, &|resource, bucket| self.places(resource, bucket)).await
    }

    /// Gives claims back, here and in the store.
    pub async fn give_back(
        &mut self,
        tx: &mut Tx<'_>,
        dealer: &mut DealerRow,
        claims: &[NamedClaim],
        booked: bool,
    ) -> Result<()> {
        let places = self.claims(claims);
        Arc::make_mut(&mut self.room).give_back(&self.workshop, &places, booked);
        self.touch(dealer);
        tx.give_back_capacity(dealer.id, claims, booked).await
    }

    /// Drops the holds that have expired. Tells what they took.
    pub async fn drop_expired(
        &mut self,
        tx: &mut Tx<'_>,
        dealer: &mut DealerRow,
        now: Instant,
    ) -> Result<Vec<NamedClaim>> {
        let (expired, live) =
            std::mem::take(&mut self.holds).into_iter().partition::<Vec<_>, _>(|hold| hold.expires_at <= now);
        self.holds = live;
        for mut hold in expired.iter().cloned() {
            hold.state = HoldState::Dropped;
            tx.save_hold(dealer.id, &hold).await?;
            self.give_back(tx, dealer, &hold.claims, true).await?;
        }
        Ok(expired.into_iter().flat_map(|hold| hold.claims).collect())
    }

    /// Makes other copies of this snapshot stale.
    pub fn touch(&mut self, dealer: &mut DealerRow) {
        // A random mark: a room that was never committed can never pass for one that was.
        self.mark = rand::random::<i64>();
        dealer.stock_mark = self.mark;
    }
}

/// A block in the buckets (of loaners: days) that it touches; `None` if the dealer no longer has the resource.
pub fn blocked(workshop: &Workshop, dealer: &Dealer, block: &OutageRow) -> Option<Outage> {
    let what = Resource::from_name(&block.resource)?;
    let resource = workshop.resource_id(&what)?;
    let (from, to) = if what == Resource::Loaner {
        let day = |at: Instant| dealer.day(at);
        (day(block.begins_at), day(Instant::from_micros(block.ends_at.micros() - 1)) + 1)
    } else {
        let last = block.ends_at.seconds() + BUCKET_SECONDS - 1;
        (Bucket::at(block.begins_at).0, last.div_euclid(BUCKET_SECONDS))
    };
    Some(Outage { resource, places: block.places, from, to })
}

/// The last snapshot of each dealer.
#[derive(Clone, Default)]
pub struct CapacityCache {
    snapshots: Arc<Mutex<HashMap<DealerId, Arc<CapacitySnapshot>>>>,
}

impl CapacityCache {
    /// A dealer's capacity as the transaction sees it.
    pub async fn snapshot(
        &self,
        tx: &mut Tx<'_>,
        dealer: &Dealer,
        row: &DealerRow,
        now: Instant,
    ) -> Result<Arc<CapacitySnapshot>> {
        let today = local_date(&dealer.zone, now);
        let kept = self.lock().get(&row.id).cloned();
        let current = |snapshot: &Arc<CapacitySnapshot>| {
            snapshot.today == today && snapshot.config_version == dealer.config_version
        };
        if let Some(snapshot) = kept.as_ref().filter(|snapshot| current(snapshot) && snapshot.mark == row.stock_mark) {
            return Ok(Arc::clone(snapshot));
        }
        let workshop = match kept.as_ref().filter(|snapshot| current(snapshot)) {
            Some(snapshot) => Arc::clone(&snapshot.workshop),
            None => Arc::new(Workshop::of(&dealer.file, &dealer.zone, today)),
        };
        let mut room = Occupancy::empty(&workshop);
        // Loaners are counted by day: smaller numbers than any bucket of today.
        for (name, bucket, used, booked) in tx.capacity_from(row.id, workshop.range().from, day_number(today)).await? {
            if let Some(resource) = Resource::from_name(&name).and_then(|resource| workshop.resource_id(&resource)) {
                room.count(&workshop, resource, bucket, used, booked);
            }
        }
        let blocks = tx.blocks_after(row.id, Bucket(workshop.range().from).start()).await?;
        let out: Vec<Outage> = blocks.iter().filter_map(|block| blocked(&workshop, dealer, block)).collect();
        if !out.is_empty() {
            room.set_blocks(&workshop, &out);
        }
        let holds = tx.live_holds(row.id).await?;
        let config_version = dealer.config_version;
        let snapshot = Arc::new(CapacitySnapshot {
            mark: row.stock_mark,
            config_version,
            today,
            workshop,
            room: Arc::new(room),
            holds,
            blocks,
        });
        self.keep(row.id, &snapshot);
        Ok(snapshot)
    }

    /// The kept snapshot if it shows this mark and file today.
    pub fn kept(&self, dealer: &Dealer, mark: i64, now: Instant) -> Option<Arc<CapacitySnapshot>> {
        let today = local_date(&dealer.zone, now);
        let kept = self.lock().get(&dealer.id).cloned();
        kept.filter(|snapshot| {
            snapshot.today == today && snapshot.config_version == dealer.config_version && snapshot.mark == mark
        })
    }

    /// Keeps a snapshot that a transaction has changed. Should the transaction fail, the mark tells.
    pub fn keep(&self, dealer: DealerId, snapshot: &Arc<CapacitySnapshot>) {
        self.lock().insert(dealer, Arc::clone(snapshot));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<DealerId, Arc<CapacitySnapshot>>> {
        // A panic elsewhere leaves whole values behind: they are replaced, never changed in place.
        self.snapshots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
