//! Importing dealers' files and staff, for the commands and the demo.

use crate::app::context;
use crate::config;
use crate::passwords::{hash_password, is_long_enough};
use bayside_domain::calendar::Calendar;
use bayside_domain::codes::{MessageKind, Role};
use bayside_domain::dealer::Dealer;
use bayside_domain::ids::{DealerId, StaffId};
use bayside_domain::language::LocalText;
use bayside_domain::limits::PASSWORD_CHARS_MIN;
use bayside_domain::messages::behind_link;
use bayside_domain::time::{Bucket, Instant, day_number};
use bayside_domain::typed;
use bayside_domain::visit::Phase;
use bayside_store::{BackupError, Database, Diagnosis, StaffRow, Store, StoreError, Tx, VisitRow};
use bayside_workflow::Failure;
use bayside_workflow::clock::Clock;
use bayside_workflow::session::by_login;
use bayside_workflow::tokens::random_hex;
use bayside_workflow::zone_change::keep_time_of_day;
use chrono::{NaiveDateTime, TimeZone};
use chrono_tz::Tz;

/// Why a command failed, as the user reads it.
#[derive(Debug)]
pub struct CommandError(pub String);

impl std::fmt::Display for CommandError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CommandError {}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

impl From<BackupError> for CommandError {
    fn from(error: BackupError) -> Self {
        Self(error.to_string())
    }
}

/// Reads everything in a store, dealers' files included, and returns how many rows there are; the error has one line
/// for each thing that is wrong.
pub async fn examine(database: &Database) -> Result<u64, CommandError> {
    let Diagnosis { contents, mut problems, files } = bayside_store::examine(database).await?;
    for (slug, file) in files {
        let errors = config::parse_stored(&file).err().unwrap_or_default();
        problems.extend(errors.iter().map(|error| format!("the file of {slug}: {error}")));
    }
    if problems.is_empty() { Ok(contents.rows) } else { Err(CommandError(problems.join("\n"))) }
}

/// Checks a dealer's file that is to be imported; the error has one line per mistake.
pub fn parse(text: &str) -> Result<Dealer, CommandError> {
    config::check(text).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        CommandError(lines.join("\n"))
    })
}

/// What in a valid file may go wrong: one line each.
pub fn warnings(dealer: &Dealer) -> Vec<String> {
    let texts = dealer.messages.texts.iter().flat_map(|(kind, own)| {
        let parts = [("subject", &own.subject), ("mail", &own.mail), ("sms", &own.sms)];
        parts.into_iter().map(move |(part, text)| (kind, part, text))
    });
    let warning = |(kind, part, text): (&MessageKind, &str, &LocalText)| {
        let behind = text.0.values().find_map(|text| behind_link(text))?;
        Some(format!(
            "messages.texts.{kind}.{part}: “{behind}” behind {{link}} may be taken for a part of it; a blank is safe"
        ))
    };
    texts.filter_map(warning).collect()
}

/// Imports a dealer's file and its staff; new staff have no password yet, and who is no longer in it is out. Another zone leaves bookings at their time of
/// day. Returns a line for each customer whom another zone or other hours concern.
pub async fn import(store: &Store, text: &str) -> Result<Vec<String>, CommandError> {
    let dealer = parse(text)?;
    let context = context(store.clone(), Clock::default(), String::new()).await?;
    let text = text.to_owned();
    let concerned = store.write::<_, Failure>(move |tx| {
        Box::pin(async move {
            let rows = tx.dealers().await?;
            let before = rows.into_iter().find(|row| row.slug == dealer.slug);
            let before = before.and_then(|row| config::check(&row.file).ok());
            let id = import_within(tx, &dealer, &text).await?;
            let Some(before) = before else { return Ok(Vec::new()) };
            // Two zones are about a day apart at most.
            let yesterday = day_number(wall(&dealer, context.now()).date()) - 1;
            let visits = tx.visits_with_people(id, yesterday, i64::MAX).await?;
            let zone_before = zone(&before);
            if zone_before != zone(&dealer) {
                let rows = tx.dealers().await?.into_iter().filter(|row| row.id == id).collect();
                context.dealers.take_in(rows, tx.origins_of_all().await?)?;
                let after = context.dealers.by_id(id)?;
                let keep = context.dealer_transaction_within(tx, &after, move |at| {
                    Box::pin(async move { keep_time_of_day(at, &zone_before).await })
                });
                keep.await?;
            }
            let visits_after = tx.visits_with_people(id, yesterday, i64::MAX).await?;
            let now = context.now();
            let both = visits.iter().zip(&visits_after);
            Ok(both.filter_map(|((was, _), (is, _))| concerns((&before, was), (&dealer, is), now)).collect())
        })
    });
    concerned.await.map_err(|failure| CommandError(format!("the file could not be imported: {failure:?}")))
}

/// What another zone or other hours mean for a customer: the wall time that was agreed on is another, or nobody is
/// there.
fn concerns((before, was): (&Dealer, &VisitRow), (after, is): (&Dealer, &VisitRow), now: Instant) -> Option<String> {
    let agreed = |visit: &VisitRow| match visit.state.phase {
        Phase::Booked => Some(visit.state.appointment.start),
        Phase::OnSite => visit.state.promises.last().map(|promise| promise.promised_at),
        _ => None,
    };
    let at = agreed(is).filter(|at| *at >= now)?;
    let (then, today) = (wall(before, agreed(was)?), wall(after, at));
    if then != today {
        return Some(format!("{}: {then} was agreed on, which is {today} in the new zone", is.reference));
    }
    let closes = is_open(before, agreed(was)?) && !is_open(after, at);
    closes.then(|| format!("{}: {today} is outside the new hours", is.reference))
}

fn zone(dealer: &Dealer) -> Tz {
    dealer.zone.parse().expect("a checked file names a zone")
}

fn wall(dealer: &Dealer, at: Instant) -> NaiveDateTime {
    let utc = chrono::DateTime::from_timestamp_micros(at.micros()).unwrap_or_default();
    zone(dealer).from_utc_datetime(&utc.naive_utc()).naive_local()
}

fn is_open(dealer: &Dealer, at: Instant) -> bool {
    let date = wall(dealer, at).date();
    let calendar = Calendar::of(&zone(dealer), &dealer.hours, &dealer.closures, date, date);
    let bucket = Bucket::at(at).0;
    calendar.days.iter().flat_map(|day| &day.open).any(|span| (span.from..span.to).contains(&bucket))
}

/// The same as part of a larger transaction. `text` is the file from which `dealer` was parsed.
pub async fn import_within(tx: &mut Tx<'_>, dealer: &Dealer, text: &str) -> Result<DealerId, StoreError> {
    let before = tx.dealers().await?.into_iter().find(|row| row.slug == dealer.slug);
    let before = before.map(|row| logins(&row.file)).unwrap_or_default();
    let id = tx.import_dealer(&dealer.slug, text).await?;
    let known = tx.staff(id).await?;
    // Whoever was added by a command was in no file and stays.
    let gone = |login: &String| before.contains(login) && !dealer.staff.iter().any(|member| member.login == *login);
    for member in known.iter().filter(|member| gone(&member.login)) {
        tx.shut_out(id, member.id).await?;
    }
    let mut last = last_id(&known);
    for member in &dealer.staff {
        let kept = known.iter().find(|known| known.login == member.login).map(|known| known.id);
        let member_id = kept.unwrap_or_else(|| {
            last += 1;
            StaffId::new(last)
        });
        tx.put_staff(id, &row(member_id, &member.login, &member.name, member.role, String::new())).await?;
    }
    if let Some(origins) = &dealer.origins {
        tx.put_origins(id, origins).await?;
    }
    Ok(id)
}

/// The logins of a stored file, also of one that this program would no longer accept.
fn logins(file: &str) -> Vec<String> {
    let file: toml::Table = file.parse().unwrap_or_default();
    let staff = file.get("staff").and_then(toml::Value::as_array).into_iter().flatten();
    staff.filter_map(|member| member.get("login")?.as_str().map(str::to_owned)).collect()
}

/// Takes the password of a member of staff away; their sessions end.
pub async fn disable_staff(store: &Store, dealer: String, login: String) -> Result<(), CommandError> {
    let disabled = store.write::<_, StoreError>(move |tx| {
        Box::pin(async move {
            let Some(row) = tx.dealers().await?.into_iter().find(|row| row.slug == dealer) else {
                return Ok(Err(format!("there is no dealer {dealer}")));
            };
            let staff = tx.staff(row.id).await?;
            let Some(member) = by_login(&staff, &login) else {
                return Ok(Err(format!("{dealer} has no login {login}")));
            };
            tx.shut_out(row.id, member.id).await?;
            Ok(Ok(()))
        })
    });
    disabled.await?.map_err(CommandError)
}

/// The last number that a member of staff was given; 0 if there is none yet.
fn last_id(staff: &[StaffRow]) -> i64 {
    staff.iter().map(|member| member.id.get()).max().unwrap_or(0)
}

fn row(id: StaffId, login: &str, name: &LocalText, role: Role, password_hash: String) -> StaffRow {
    let name = serde_json::to_string(&name.0).expect("names are JSON");
    StaffRow { id, login: login.to_owned(), name, role: role.as_str().to_owned(), password_hash }
}

/// Sets the password of all staff of a dealer (demo).
pub async fn set_all_passwords(tx: &mut Tx<'_>, dealer: DealerId, hash: &str) -> Result<(), StoreError> {
    for member in tx.staff(dealer).await? {
        tx.put_staff(dealer, &StaffRow { password_hash: hash.to_owned(), ..member }).await?;
    }
    Ok(())
}

/// What `staff add` and `staff reset` set.
pub struct StaffChange {
    /// The dealer's slug, from the page's address.
    pub dealer: String,
    /// The name to sign in with.
    pub login: String,
    /// The name as shown; unchanged by default.
    pub name: Option<String>,
    /// The role; unchanged by default.
    pub role: Option<Role>,
    /// The new password; `None` to generate one.
    pub password: Option<String>,
    /// Whether the login must exist already, as for a reset.
    pub must_exist: bool,
}

/// Adds a member of staff or sets their password. Returns the password if it was generated.
pub async fn put_staff(store: &Store, change: StaffChange) -> Result<Option<String>, CommandError> {
    let made = change.password.is_none().then(random_hex::<6>);
    let password = change.password.clone().or_else(|| made.clone()).unwrap_or_default();
    if !is_long_enough(&password) {
        return Err(CommandError(format!("a password needs at least {PASSWORD_CHARS_MIN} characters")));
    }
    let login = typed::login(&change.login);
    if login.is_empty() {
        return Err(CommandError("a login has letters or digits".to_owned()));
    }
    let hash = hash_password(&password);
    let refused = store
        .write::<_, StoreError>(move |tx| {
            Box::pin(async move {
                let dealers = tx.dealers().await?;
                let Some(dealer) = dealers.into_iter().find(|dealer| dealer.slug == change.dealer) else {
                    return Ok(Some(format!("there is no dealer {}", change.dealer)));
                };
                let staff = tx.staff(dealer.id).await?;
                let known = by_login(&staff, &login).cloned();
                if change.must_exist && known.is_none() {
                    return Ok(Some(format!("{} has no login {}", change.dealer, change.login)));
                }
                let id = known.as_ref().map_or_else(|| StaffId::new(last_id(&staff) + 1), |known| known.id);
                let role = change.role.or_else(|| known.as_ref().and_then(|known| Role::from_word(&known.role)));
                let Some(role) = role else { return Ok(Some("a new login needs --role".to_owned())) };
                let name = match (&change.name, &known) {
                    (Some(name), _) => LocalText::same(name),
                    (None, Some(known)) => {
                        tx.put_staff(
                            dealer.id,
                            &StaffRow { password_hash: hash, role: role.as_str().to_owned(), ..known.clone() },
                        )
                        .await?;
                        return Ok(None);
                    }
                    (None, None) => LocalText::same(change.login.trim()),
                };
                let login = known.map_or(login, |known| known.login);
                tx.put_staff(dealer.id, &row(id, &login, &name, role, hash)).await?;
                Ok(None)
            })
        })
        .await?;
    refused.map_or(Ok(made), |refusal| Err(CommandError(refusal)))
}
