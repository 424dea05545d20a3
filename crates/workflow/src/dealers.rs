//! The dealers in memory: parsed files and time zones, by slug.

use crate::failure::Failure;
use bayside_domain::calendar::local_date;
use bayside_domain::dealer;
use bayside_domain::error_code::Code;
use bayside_domain::ids::DealerId;
use bayside_domain::origin::Origin;
use bayside_domain::time::{Bucket, Instant, day_number};
use bayside_store::{DealerRow, Origins, Store, StoreError};
use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// A dealer: its file, parsed.
#[derive(Debug, Clone)]
pub struct Dealer {
    /// The id of the dealer.
    pub id: DealerId,
    /// Rises with every import.
    pub config_version: i64,
    /// The parsed settings.
    pub file: dealer::Dealer,
    /// The time zone.
    pub zone: chrono_tz::Tz,
    /// The websites that may embed the booking form.
    pub origins: Vec<Origin>,
    /// The version of the origins: rises with every change.
    pub origins_version: i64,
}

impl Dealer {
    /// An instant with the dealer's offset.
    pub fn local(&self, instant: Instant) -> DateTime<FixedOffset> {
        let utc = DateTime::from_timestamp_micros(instant.micros()).unwrap_or_default();
        self.zone.from_utc_datetime(&utc.naive_utc()).fixed_offset()
    }

    /// The start of a bucket with the dealer's offset.
    pub fn local_bucket(&self, bucket: i64) -> DateTime<FixedOffset> {
        self.local(Bucket(bucket).start())
    }

    /// The local date of an instant.
    pub fn date(&self, instant: Instant) -> NaiveDate {
        local_date(&self.zone, instant)
    }

    /// The local date of an instant, as its day number.
    pub fn day(&self, instant: Instant) -> i64 {
        day_number(self.date(instant))
    }
}

/// The dealer with these origins, unless it has the same or later ones.
fn with_origins(dealer: &Arc<Dealer>, origins: Origins) -> Arc<Dealer> {
    if dealer.origins_version >= origins.version {
        return Arc::clone(dealer);
    }
    Arc::new(Dealer { origins: origins.list, origins_version: origins.version, ..Dealer::clone(dealer) })
}

/// A function that parses a dealer's file; each mistake is a sentence with its position.
pub type ParseDealerFile = fn(&str) -> Result<dealer::Dealer, Vec<String>>;

/// All dealers, by slug.
#[derive(Clone)]
pub struct Dealers {
    by_slug: Arc<RwLock<BTreeMap<String, Arc<Dealer>>>>,
    parse: ParseDealerFile,
}

impl Dealers {
    /// None yet.
    pub fn new(parse: ParseDealerFile) -> Self {
        Self { by_slug: Arc::default(), parse }
    }

    /// Reads all dealers anew from the store; parses what changed.
    pub async fn reload(&self, store: &Store) -> Result<(), StoreError> {
        let read = store
            .read::<_, StoreError>(|tx| Box::pin(async move { Ok((tx.dealers().await?, tx.origins_of_all().await?)) }));
        let (rows, origins) = read.await?;
        self.take_in(rows, origins)
    }

    /// Replaces all dealers; parses only files that changed.
    pub fn take_in(&self, rows: Vec<DealerRow>, mut origins: BTreeMap<DealerId, Origins>) -> Result<(), StoreError> {
        let known = self.all();
        let mut dealers = BTreeMap::new();
        for row in rows {
            let origins = origins.remove(&row.id).unwrap_or_default();
            let kept = known.iter().find(|dealer| dealer.id == row.id && dealer.config_version == row.config_version);
            if let Some(dealer) = kept {
                dealers.insert(row.slug, with_origins(dealer, origins));
                continue;
            }
            match (self.parse)(&row.file) {
                Ok(file) => {
                    let Ok(zone) = file.zone.parse() else { return Err(StoreError::Corrupt("zone")) };
                    let dealer = Dealer {
                        id: row.id,
                        config_version: row.config_version,
                        file,
                        zone,
                        origins: origins.list,
                        origins_version: origins.version,
                    };
                    dealers.insert(row.slug, Arc::new(dealer));
                }
                Err(errors) => {
                    for error in errors {
                        tracing::error!(dealer = row.slug, error, "a stored dealer file does not parse");
                    }
                    return Err(StoreError::Corrupt("dealer file"));
                }
            }
        }
        *self.by_slug.write().unwrap_or_else(PoisonError::into_inner) = dealers;
        Ok(())
    }

    /// Reads again which websites a dealer allows, after a change here or in another process.
    pub async fn reload_origins(&self, store: &Store, id: DealerId) -> Result<(), StoreError> {
        let read = store.read::<_, StoreError>(|tx| Box::pin(async move { tx.origins(id).await }));
        let origins = read.await?;
        let mut dealers = self.by_slug.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(dealer) = dealers.values_mut().find(|dealer| dealer.id == id) {
            *dealer = with_origins(dealer, origins);
        }
        Ok(())
    }

    /// Every dealer, in the order of their slugs.
    pub fn all(&self) -> Vec<Arc<Dealer>> {
        self.by_slug.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// The dealer with a slug.
    pub fn by_slug(&self, slug: &str) -> Result<Arc<Dealer>, Failure> {
        let found = self.by_slug.read().unwrap_or_else(PoisonError::into_inner).get(slug).cloned();
        found.ok_or_else(|| Failure::new(Code::NotFound))
    }

    /// The dealer with an id.
    pub fn by_id(&self, id: DealerId) -> Result<Arc<Dealer>, Failure> {
        let dealers = self.by_slug.read().unwrap_or_else(PoisonError::into_inner);
        dealers.values().find(|dealer| dealer.id == id).cloned().ok_or_else(|| Failure::new(Code::NotFound))
    }
}
