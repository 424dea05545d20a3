//! Counters per resource and quarter hour.

use super::batch::Insert;
use super::{Result, Tx};
use bayside_domain::ids::DealerId;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use std::collections::BTreeMap;

/// A claim as it is stored with a hold or a visit: the resource's stable name, and a half-open range of buckets (of
/// days for loaners).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedClaim(pub String, pub i64, pub i64);

/// The most rows of one statement; each binds six values.
const ROWS_MAX: usize = 200;

impl Tx<'_> {
    /// The counters from a bucket (for loaners, a day) on: resource, bucket, used, booked.
    pub async fn capacity_from(
        &mut self,
        dealer: DealerId,
        bucket: i64,
        day: i64,
    ) -> Result<Vec<(String, i64, u16, u16)>> {
        let rows = sqlx::query("SELECT resource, bucket, used, booked FROM capacity WHERE dealer = $1 AND used > 0 AND (bucket >= $2 OR (resource = 'loaner' AND bucket BETWEEN $3 AND $3 + 1000))")
            .bind(dealer.get())
            .bind(bucket)
            .bind(day)
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter()
            .map(|row| {
                let small = |index| row.try_get::<i64, _>(index).map(|value| u16::try_from(value).unwrap_or(u16::MAX));
                Ok((row.try_get(0)?, row.try_get(1)?, small(2)?, small(3)?))
            })
            .collect()
    }

    /// Takes claims; `booked` if they belong to an online or phone booking. `places` returns how many places a resource
    /// has in a bucket; the database refuses to take more.
    pub async fn take_capacity(
        &mut self,
        dealer: DealerId,
        claims: &[NamedClaim],
        booked: bool,
        places: &(dyn Fn(&str, i64) -> u16 + Send + Sync),
    ) -> Result<()> {
        for rows in sums(claims).chunks(ROWS_MAX) {
            let values: Vec<String> = (0..rows.len())
                .map(|row| {
                    let first = row * 6;
                    let numbers: Vec<String> = (first + 1..first + 7).map(|number| format!("${number}")).collect();
                    format!("({})", numbers.join(", "))
                })
                .collect();
            let sql = format!(
                "INSERT INTO capacity (dealer, bucket, resource, used, booked, places) VALUES {} \
                 ON CONFLICT (dealer, bucket, resource) DO UPDATE SET used = capacity.used + excluded.used, \
                 booked = capacity.booked + excluded.booked, places = excluded.places",
                values.join(", ")
            );
            let values = rows.iter().flat_map(|((bucket, resource), sum)| {
                let (booked, places) = (if booked { *sum } else { 0 }, i64::from(places(resource, *bucket)));
                [dealer.into(), (*bucket).into(), (*resource).into(), (*sum).into(), booked.into(), places.into()]
            });
            let values = values.collect();
            self.insert(Insert { sql: sql.into(), values }).await?;
        }
        Ok(())
    }

    /// Gives claims back.
    pub async fn give_back_capacity(&mut self, dealer: DealerId, claims: &[NamedClaim], booked: bool) -> Result<()> {
        let mut sums = sums(claims);
        // One statement subtracts the same amount from each of its rows.
        sums.sort_by_key(|(_, sum)| *sum);
        for rows in sums.chunk_by(|(_, sum), (_, next)| sum == next).flat_map(|rows| rows.chunks(ROWS_MAX)) {
            let wheres = vec!["(bucket = $ AND resource = $)"; rows.len()];
            let sql = numbered(&format!(
                "UPDATE capacity SET used = used - $, booked = booked - $ WHERE dealer = $ AND ({})",
                wheres.join(" OR ")
            ));
            let sum = rows[0].1;
            let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
            query = query.bind(sum).bind(if booked { sum } else { 0 }).bind(dealer.get());
            for ((bucket, resource), _) in rows {
                query = query.bind(*bucket).bind((*resource).to_owned());
            }
            query.execute(&mut *self.conn).await?;
        }
        Ok(())
    }
}

/// Counts how often each bucket of each resource is claimed, because a statement may change each row only once.
pub(super) fn sums(claims: &[NamedClaim]) -> Vec<((i64, &str), i64)> {
    let mut sums: BTreeMap<(i64, &str), i64> = BTreeMap::new();
    for NamedClaim(resource, from, to) in claims {
        for bucket in *from..*to {
            *sums.entry((bucket, resource)).or_default() += 1;
        }
    }
    sums.into_iter().collect()
}

/// Numbers the `$` placeholders.
fn numbered(sql: &str) -> String {
    let mut number = 0;
    sql.split_inclusive('$')
        .map(|part| {
            if part.ends_with('$') {
                number += 1;
                format!("{part}{number}")
            } else {
                part.to_owned()
            }
        })
        .collect()
}
