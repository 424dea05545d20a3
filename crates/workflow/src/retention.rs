//! What the form promises about personal data: they are kept for the dealer's months, and then erased.

use crate::context::Context;
use crate::dealers::Dealer;
use crate::failure::Failure;
use bayside_domain::ids::PersonKey;
use bayside_domain::time::day_number;
use bayside_store::KeptPerson;
use chrono::{Months, NaiveDate, Timelike};
use std::collections::BTreeMap;
use std::sync::Arc;

/// From this hour of the dealer's day on what is due is erased, once a day.
const NIGHT_HOUR: u32 = 3;
/// How many persons are erased in one transaction, so that no customer waits for long.
const PERSONS_MAX: usize = 50;

/// Everything that names one person at a dealer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnePerson {
    /// The telephone number, else the mail address; empty where neither is known.
    pub who: String,
    /// The visits, wishes and call-backs.
    pub keys: Vec<PersonKey>,
    /// The last day of them, as a day number; `None` while one is open.
    pub last_day: Option<i64>,
}

/// The persons: who has the same telephone number, else the same mail address; else each row is a person of its own.
pub fn persons(kept: Vec<KeptPerson>) -> Vec<OnePerson> {
    let (known, unknown): (Vec<_>, Vec<_>) = kept.into_iter().partition(|kept| !kept.who.is_empty());
    let mut by_who: BTreeMap<String, OnePerson> = BTreeMap::new();
    for row in known {
        let fresh = || OnePerson { who: row.who.clone(), keys: Vec::new(), last_day: Some(i64::MIN) };
        let person = by_who.entry(row.who.clone()).or_insert_with(fresh);
        person.keys.push(row.key);
        person.last_day = person.last_day.zip(row.last_day).map(|(one, other)| one.max(other));
    }
    let alone = |row: KeptPerson| OnePerson { who: row.who, keys: vec![row.key], last_day: row.last_day };
    by_who.into_values().chain(unknown.into_iter().map(alone)).collect()
}

/// The first day that is still kept, as a day number.
fn first_kept(today: NaiveDate, months: u32) -> i64 {
    day_number(today.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN))
}

/// Erases, at each dealer and once a night, every person whose months are over. Any number of servers may do this.
pub async fn run(context: &Context) -> Result<(), Failure> {
    let mut erased = 0;
    for dealer in context.dealers.all() {
        erased += run_at(context, &dealer).await?;
    }
    if erased > 0 {
        context.store.scrub().await?;
        tracing::info!(persons = erased, "what was kept long enough is erased");
    }
    Ok(())
}

/// The name under which the store keeps the day on which a dealer's persons were looked through last.
fn mark(dealer: &Dealer) -> String {
    format!("retention.{}", dealer.id)
}

async fn run_at(context: &Context, dealer: &Arc<Dealer>) -> Result<usize, Failure> {
    let now = context.now();
    let (id, today, mark) = (dealer.id, dealer.date(now), mark(dealer));
    if dealer.local(now).hour() < NIGHT_HOUR {
        return Ok(0);
    }
    let looked = mark.clone();
    let done = context.store.read::<_, Failure>(|tx| Box::pin(async move { Ok(tx.meta(&looked).await?) })).await?;
    if done.is_some_and(|done| done >= today.to_string()) {
        return Ok(0);
    }
    let first = first_kept(today, dealer.file.consent.retention_months);
    let kept = context.store.read::<_, Failure>(|tx| Box::pin(async move { Ok(tx.kept_persons(id).await?) })).await?;
    let over = |person: &OnePerson| person.last_day.is_some_and(|last| last < first);
    let due: Vec<OnePerson> = persons(kept).into_iter().filter(over).collect();
    for some in due.chunks(PERSONS_MAX) {
        let some = some.to_vec();
        let work = context.store.write_at::<_, Failure>(id, move |tx| {
            Box::pin(async move {
                for person in &some {
                    // Who came back in the meantime stays.
                    if tx.has_no_other(id, &person.who, &person.keys).await? {
                        for key in &person.keys {
                            tx.erase_person(id, *key, now).await?;
                        }
                    }
                }
                Ok(())
            })
        });
        work.await?;
    }
    let day = today.to_string();
    let marked =
        context.store.write::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.set_meta(&mark, &day).await?) }));
    marked.await?;
    Ok(due.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_domain::ids::VisitId;

    fn row(id: i64, who: &str, last_day: Option<i64>) -> KeptPerson {
        KeptPerson { key: VisitId::new(id).into(), who: who.into(), last_day }
    }

    #[test]
    fn a_person_is_kept_as_long_as_the_last_that_is_known_of_them() {
        let rows = vec![row(1, "138", Some(10)), row(2, "139", Some(20)), row(3, "138", Some(30)), row(4, "139", None)];
        let last: Vec<_> = persons(rows).into_iter().map(|person| (person.who, person.last_day)).collect();
        assert_eq!(last, [("138".into(), Some(30)), ("139".into(), None)], "who is here is not over");
    }

    #[test]
    fn who_left_neither_number_nor_address_is_known_by_nothing_but_the_visit() {
        let rows = vec![row(1, "", Some(10)), row(2, "", Some(20))];
        let keys: Vec<_> = persons(rows).into_iter().map(|person| person.keys.len()).collect();
        assert_eq!(keys, [1, 1]);
    }

    #[test]
    fn months_are_counted_by_the_calendar() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a date");
        assert_eq!(first_kept(day(2028, 2, 29), 24), day_number(day(2026, 2, 28)));
        assert_eq!(first_kept(day(2028, 6, 9), 24), day_number(day(2026, 6, 9)));
    }
}
