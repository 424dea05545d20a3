//! A cache of each dealer's capacity: the counters of the store, valid as long as the store's capacity version is
//! unchanged.

use crate::dealers::Dealer;
use bayside_domain::calendar::local_date;
use bayside_domain::capacity::{Claim, Occupancy, Outage, Resource, Workshop};
use bayside_domain::codes::HoldState;
use bayside_domain::ids::DealerId;
use bayside_domain::time::{BUCKET_SECONDS, Bucket, Instant, day_number};
use bayside_store::{DealerRow, HoldRow, NamedClaim, OutageRow, Result, Tx};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A dealer's capacity at one moment: what it has, what is taken, its holds and outages.
#[derive(Clone)]
pub struct CapacitySnapshot {
    capacity_version: i64,
    config_version: i64,
    today: NaiveDate,
    /// The dealer's capacity.
    pub workshop: Arc<Workshop>,
    /// The occupancy, live holds included.
    pub occupancy: Arc<Occupancy>,
    /// Live holds, whether they have expired or not.
    pub holds: Vec<HoldRow>,
    /// Outages that have not ended yet.
    pub outages: Vec<OutageRow>,
}

impl CapacitySnapshot {
    /// Replaces the outages in this snapshot; the caller writes them to the store.
    pub fn set_outages(&mut self, dealer: &Dealer, row: &mut DealerRow, outages: Vec<OutageRow>) {
        let in_buckets: Vec<Outage> =
            outages.iter().filter_map(|outage| outage_in_buckets(&self.workshop, dealer, outage)).collect();
        Arc::make_mut(&mut self.occupancy).set_outages(&self.workshop, &in_buckets);
        self.outages = outages;
        self.touch(row);
    }

    /// How many places of a resource there are in a bucket (or day), without those out of use: the limit that the
    /// database checks.
    fn places(&self, resource: &str, bucket: i64) -> u16 {
        Resource::from_name(resource)
            .and_then(|resource| self.workshop.resource_id(&resource))
            .map_or(u16::MAX, |id| self.occupancy.limit(&self.workshop, id, bucket))
    }

    /// Stored claims as claims of this workshop; resources that the dealer no longer has are left out.
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

    /// The occupancy without expired holds.
    pub fn occupancy_at(&self, now: Instant) -> Arc<Occupancy> {
        let expired: Vec<Claim> = self
            .holds
            .iter()
            .filter(|hold| hold.expires_at <= now)
            .flat_map(|hold| self.claims(&hold.claims))
            .collect();
        if expired.is_empty() {
            return Arc::clone(&self.occupancy);
        }
        let mut occupancy = Occupancy::clone(&self.occupancy);
        occupancy.give_back(&self.workshop, &expired, true);
        Arc::new(occupancy)
    }

    /// The capacity version of the store that this snapshot shows.
    pub fn capacity_version(&self) -> i64 {
        self.capacity_version
    }

    /// Takes claims, in this snapshot and in the store.
    pub async fn take(
        &mut self,
        tx: &mut Tx<'_>,
        dealer: &mut DealerRow,
        claims: &[NamedClaim],
        booked: bool,
    ) -> Result<()> {
        let places = self.claims(claims);
        Arc::make_mut(&mut self.occupancy).take(&self.workshop, &places, booked);
        self.touch(dealer);
        tx.take_capacity(dealer.id, claims, booked, &|resource, bucket| self.places(resource, bucket)).await
    }

    /// Takes claims that stand already, even beyond what there is.
    pub async fn take_over(&mut self, tx: &mut Tx<'_>, dealer: &mut DealerRow, claims: &[NamedClaim]) -> Result<()> {
        let places = self.claims(claims);
        Arc::make_mut(&mut self.occupancy).take(&self.workshop, &places, true);
        self.touch(dealer);
        tx.take_capacity(dealer.id, claims, true, &|_, _| u16::MAX).await
    }

    /// Gives claims back, in this snapshot and in the store.
    pub async fn give_back(
        &mut self,
        tx: &mut Tx<'_>,
        dealer: &mut DealerRow,
        claims: &[NamedClaim],
        booked: bool,
    ) -> Result<()> {
        let places = self.claims(claims);
        Arc::make_mut(&mut self.occupancy).give_back(&self.workshop, &places, booked);
        self.touch(dealer);
        tx.give_back_capacity(dealer.id, claims, booked).await
    }

    /// Drops the holds that `ends` names. Returns the claims that they took.
    pub async fn drop_holds(
        &mut self,
        tx: &mut Tx<'_>,
        dealer: &mut DealerRow,
        ends: impl Fn(&HoldRow) -> bool,
    ) -> Result<Vec<NamedClaim>> {
        let (ended, live) = std::mem::take(&mut self.holds).into_iter().partition::<Vec<_>, _>(ends);
        self.holds = live;
        for mut hold in ended.iter().cloned() {
            hold.state = HoldState::Dropped;
            tx.save_hold(dealer.id, &hold).await?;
            self.give_back(tx, dealer, &hold.claims, true).await?;
        }
        Ok(ended.into_iter().flat_map(|hold| hold.claims).collect())
    }

    /// Changes the capacity version, so that other copies of this snapshot become stale.
    pub fn touch(&mut self, dealer: &mut DealerRow) {
        // A random version: a snapshot that was never committed can never be mistaken for one that was.
        self.capacity_version = rand::random::<i64>();
        dealer.capacity_version = self.capacity_version;
    }
}

/// An outage in buckets (for loaners, days); `None` if the dealer no longer has the resource.
pub fn outage_in_buckets(workshop: &Workshop, dealer: &Dealer, outage: &OutageRow) -> Option<Outage> {
    let what = Resource::from_name(&outage.resource)?;
    let resource = workshop.resource_id(&what)?;
    let (from, to) = if what == Resource::Loaner {
        let day = |at: Instant| dealer.day(at);
        (day(outage.begins_at), day(Instant::from_micros(outage.ends_at.micros() - 1)) + 1)
    } else {
        let last = outage.ends_at.seconds() + BUCKET_SECONDS - 1;
        (Bucket::at(outage.begins_at).0, last.div_euclid(BUCKET_SECONDS))
    };
    Some(Outage { resource, places: outage.places, from, to })
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
        if let Some(snapshot) =
            kept.as_ref().filter(|snapshot| current(snapshot) && snapshot.capacity_version == row.capacity_version)
        {
            return Ok(Arc::clone(snapshot));
        }
        let workshop = match kept.as_ref().filter(|snapshot| current(snapshot)) {
            Some(snapshot) => Arc::clone(&snapshot.workshop),
            None => Arc::new(Workshop::of(&dealer.file, &dealer.zone, today)),
        };
        let mut occupancy = Occupancy::empty(&workshop);
        // Loaners are counted by day: smaller numbers than any bucket of today.
        for (name, bucket, used, booked) in tx.capacity_from(row.id, workshop.range().from, day_number(today)).await? {
            if let Some(resource) = Resource::from_name(&name).and_then(|resource| workshop.resource_id(&resource)) {
                occupancy.count(&workshop, resource, bucket, used, booked);
            }
        }
        let outages = tx.outages_after(row.id, Bucket(workshop.range().from).start()).await?;
        let out: Vec<Outage> =
            outages.iter().filter_map(|outage| outage_in_buckets(&workshop, dealer, outage)).collect();
        if !out.is_empty() {
            occupancy.set_outages(&workshop, &out);
        }
        let holds = tx.live_holds(row.id).await?;
        let config_version = dealer.config_version;
        let snapshot = Arc::new(CapacitySnapshot {
            capacity_version: row.capacity_version,
            config_version,
            today,
            workshop,
            occupancy: Arc::new(occupancy),
            holds,
            outages,
        });
        self.keep(row.id, &snapshot);
        Ok(snapshot)
    }

    /// The cached snapshot, if it has this capacity version and file and is of today.
    pub fn kept(&self, dealer: &Dealer, capacity_version: i64, now: Instant) -> Option<Arc<CapacitySnapshot>> {
        let today = local_date(&dealer.zone, now);
        let kept = self.lock().get(&dealer.id).cloned();
        kept.filter(|snapshot| {
            snapshot.today == today
                && snapshot.config_version == dealer.config_version
                && snapshot.capacity_version == capacity_version
        })
    }

    /// Caches a snapshot that a transaction has changed. If the transaction fails, its version does not match the
    /// store's.
    pub fn keep(&self, dealer: DealerId, snapshot: &Arc<CapacitySnapshot>) {
        self.lock().insert(dealer, Arc::clone(snapshot));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<DealerId, Arc<CapacitySnapshot>>> {
        // A poisoned lock is safe to use: values are only ever replaced as a whole.
        self.snapshots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
