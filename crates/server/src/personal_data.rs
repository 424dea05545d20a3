//! Somebody asks what is kept of them, or wants it erased: the commands `person export` and `person erase`.

use crate::admin::CommandError;
use crate::config;
use bayside_domain::ids::{DealerId, PersonKey};
use bayside_domain::phone::Phone;
use bayside_store::{Store, StoreError, Tx};
use bayside_workflow::clock::Clock;
use bayside_workflow::retention::{OnePerson, persons};
use clap::Args;
use serde_json::{Value, json};

/// Whose data.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
pub struct By {
    /// The telephone number, as it is dialled in the dealer's country
    #[arg(long, env = "BAYSIDE_PERSON_PHONE", value_name = "NUMBER", hide_env_values = true)]
    pub phone: Option<String>,
    /// The reference of a booking or a call-back
    #[arg(long, env = "BAYSIDE_PERSON_REFERENCE", value_name = "REFERENCE", hide_env_values = true)]
    pub reference: Option<String>,
}

/// Everything that the store holds of a person, as JSON.
pub async fn export(store: &Store, slug: String, by: By) -> Result<String, CommandError> {
    let told = store.read::<_, StoreError>(|tx| {
        Box::pin(async move {
            let (dealer, person) = match find(tx, &slug, &by).await? {
                Ok(found) => found,
                Err(why) => return Ok(Err(why)),
            };
            let mut rows = Vec::new();
            for key in person.keys {
                rows.push(tx.rows_about(dealer, key).await?);
            }
            Ok(Ok(json!({ "dealer": slug, "who": person.who, "kept": rows })))
        })
    });
    let told: Value = told.await?.map_err(CommandError)?;
    Ok(serde_json::to_string_pretty(&told).expect("JSON is written"))
}

/// Erases a person; how many visits, wishes and call-backs named them.
pub async fn erase(store: &Store, slug: String, by: By) -> Result<usize, CommandError> {
    let now = Clock::default().now();
    let erased = store.write::<_, StoreError>(move |tx| {
        Box::pin(async move {
            let (dealer, person) = match find(tx, &slug, &by).await? {
                Ok(found) => found,
                Err(why) => return Ok(Err(why)),
            };
            if person.last_day.is_none() {
                return Ok(Err("a car is here, a wish waits or a call is to be made: end that first".to_owned()));
            }
            if let Some(reference) = to_come(tx, dealer, &person.keys, now).await? {
                return Ok(Err(format!("the booking {reference} is to come: cancel it first")));
            }
            for key in &person.keys {
                tx.erase_person(dealer, *key, now).await?;
            }
            Ok(Ok(person.keys.len()))
        })
    });
    let erased = erased.await?.map_err(CommandError)?;
    store.scrub().await?;
    Ok(erased)
}

/// The dealer and the person, or why there is none.
async fn find(tx: &mut Tx<'_>, slug: &str, by: &By) -> Result<Result<(DealerId, OnePerson), String>, StoreError> {
    let Some(row) = tx.dealers().await?.into_iter().find(|row| row.slug == slug) else {
        return Ok(Err(format!("there is no dealer {slug}")));
    };
    let Ok(file) = config::parse_stored(&row.file) else {
        return Ok(Err(format!("the file of {slug} does not parse")));
    };
    let everybody = persons(tx.kept_persons(row.id).await?);
    let found = match (&by.phone, &by.reference) {
        (Some(phone), _) => {
            let Ok(number) = Phone::parse(file.country, phone) else {
                return Ok(Err(format!("{phone} is no telephone number there")));
            };
            everybody.into_iter().find(|person| person.who == number.as_str())
        }
        (None, Some(reference)) => {
            let key = tx.key_of_reference(row.id, reference).await?;
            everybody.into_iter().find(|person| key.is_some_and(|key| person.keys.contains(&key)))
        }
        (None, None) => None,
    };
    Ok(found.map(|person| (row.id, person)).ok_or_else(|| format!("{slug} keeps nothing of such a person")))
}

/// The reference of a booking that is to come.
async fn to_come(
    tx: &mut Tx<'_>,
    dealer: DealerId,
    keys: &[PersonKey],
    now: bayside_domain::time::Instant,
) -> Result<Option<String>, StoreError> {
    for key in keys {
        if let Some(visit) = tx.visit_of(dealer, *key).await?
            && visit.state.is_to_come(now)
        {
            return Ok(Some(visit.reference));
        }
    }
    Ok(None)
}
