//! Counters per resource and quarter hour.

use super::{Result, Tx};
use serde::{Deserialize, Serialize};
use sqlx::Row;
use std::collections::BTreeMap;

/// A claim as it is kept beside a hold or a visit: a resource by its stable name, half-open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedClaim(pub String, pub i64, pub i64);

/// Rows of one statement at most; each binds five values.
const ROWS_MAX: usize = 200;

impl Tx<'_> {
    /// What is taken from a bucket and a day (of loaners) on: resource, bucket, used, booked.
    pub async fn capacity_from(&mut self, dealer: i64, bucket: i64, day: i64) -> Result<Vec<(String, i64, u16, u16)>> {
        let rows = sqlx::query("SELECT resource, bucket, used, booked FROM capacity WHERE dealer = $1 AND used > 0 AND (bucket >= $2 OR (resource = 'loaner' AND bucket BETWEEN $3 AND $3 + 1000))")
            .bind(dealer)
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

    /// Takes (`by` 1) or gives back (`by` −1) claims; `booked` if they are an online or phone booking's.
    pub async fn count_capacity(&mut self, dealer: i64, claims: &[NamedClaim], by: i64, booked: bool) -> Result<()> {
        // A statement may touch each row once.
        let mut sums: BTreeMap<(i64, &str), i64> = BTreeMap::new();
        for NamedClaim(resource, from, to) in claims {
            for bucket in *from..*to {
                *sums.entry((bucket, resource)).or_default() += by;
            }
        }
        let mut sums: Vec<_> = sums.into_iter().collect();
        // One statement gives back the same amount from each of its rows.
        sums.sort_by_key(|(_, sum)| *sum);
        let alike = sums.chunk_by(|(_, sum), (_, next)| by > 0 || sum == next);
        for rows in alike.flat_map(|rows| rows.chunks(ROWS_MAX)) {
            let values: Vec<String> = (0..rows.len())
                .map(|row| {
                    let first = row * 5;
                    format!("(${}, ${}, ${}, ${}, ${})", first + 1, first + 2, first + 3, first + 4, first + 5)
                })
                .collect();
            let sql = if by > 0 {
                format!(
                    "INSERT INTO capacity (dealer, bucket, resource, used, booked) VALUES {} \
                     ON CONFLICT (dealer, bucket, resource) DO UPDATE SET used = capacity.used + excluded.used, \
                     booked = capacity.booked + excluded.booked",
                    values.join(", ")
                )
            } else {
                let wheres = vec!["(bucket = $ AND resource = $)"; rows.len()];
                numbered(&format!(
                    "UPDATE capacity SET used = used + $, booked = booked + $ WHERE dealer = $ AND ({})",
                    wheres.join(" OR ")
                ))
            };
            let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
            if by > 0 {
                for ((bucket, resource), sum) in rows {
                    query = query.bind(dealer).bind(*bucket).bind((*resource).to_owned()).bind(*sum);
                    query = query.bind(if booked { *sum } else { 0 });
                }
            } else {
                let sum = rows[0].1;
                query = query.bind(sum).bind(if booked { sum } else { 0 }).bind(dealer);
                for ((bucket, resource), _) in rows {
                    query = query.bind(*bucket).bind((*resource).to_owned());
                }
            }
            query.execute(&mut *self.conn).await?;
        }
        Ok(())
    }
}

/// Gives each `$` its number.
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
