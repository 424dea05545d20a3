//! Backups by timetable: one a day, so many are kept, and whoever asks is told when one is missing.

use bayside_domain::time::Instant;
use bayside_store::{Database, Engine, Store};
use bayside_workflow::clock::Clock;
use chrono::{DateTime, Days, Local, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use clap::Args;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// The time between two looks at the timetable.
const LOOK: Duration = Duration::from_mins(1);
/// How long after one that failed the next is tried, in minutes.
const AGAIN_MINUTES: i64 = 10;
/// How long a backup may take before it counts as missing, in minutes.
const LATE_MINUTES: i64 = 60;
/// No backup is kept for longer, in days: what was erased from the store is gone from the backups, too.
const DAYS_MAX: i64 = 30;
/// The names of backups; between these is the engine's ending.
const STAMP: &str = "bayside-%Y%m%dT%H%M%SZ";

/// The timetable of backups.
#[derive(Debug, Clone, Args)]
pub struct BackupArgs {
    /// Where to back up the store every day; the folder is made if need be [default: no backups]
    #[arg(long, env = "BAYSIDE_BACKUP_DIR", value_name = "FOLDER")]
    pub backup_dir: Option<PathBuf>,

    /// When, in the machine's time zone (TZ)
    #[arg(long, env = "BAYSIDE_BACKUP_AT", value_name = "HH:MM", default_value = "02:30", value_parser = time_of_day)]
    pub backup_at: NaiveTime,

    /// How many to keep, 1 to 30; the oldest are deleted, and those of more than 30 days
    #[arg(long, env = "BAYSIDE_BACKUP_KEEP", value_name = "NUMBER", default_value = "14")]
    #[arg(value_parser = clap::value_parser!(u8).range(1..=30))]
    pub backup_keep: u8,
}

fn time_of_day(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "must be a time of day such as 02:30".to_owned())
}

/// The timetable, and what became of it so far.
pub struct Backups {
    database: Database,
    folder: PathBuf,
    at: NaiveTime,
    keep: usize,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    /// The instant of the newest backup.
    newest: Option<Instant>,
    /// Since the newest backup one failed.
    failed: bool,
    /// How many failed since the program started.
    failures: u64,
    /// When the next may be tried after one that failed.
    again_at: Option<Instant>,
}

impl Backups {
    /// The timetable of the flags; `None` without a folder.
    pub fn of(args: &BackupArgs, database: &Database) -> Option<Self> {
        let folder = args.backup_dir.clone()?;
        let (database, at, keep) = (database.clone(), args.backup_at, usize::from(args.backup_keep));
        Some(Self { database, folder, at, keep, state: Mutex::default() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A poisoned lock is safe to use: fields are only ever replaced as a whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is wrong with the backups, in words that anybody may read; `None` if nothing is.
    pub fn problem(&self, now: Instant) -> Option<String> {
        let state = *self.state();
        let due = last_due(&Local, self.at, now);
        if state.newest.is_some_and(|newest| newest >= due) {
            return None;
        }
        let newest = state
            .newest
            .map_or_else(|| "there is none".to_owned(), |at| format!("the newest is of {}", utc(at).to_rfc3339()));
        if state.failed {
            Some(format!("the last backup failed, the log says why; {newest}"))
        } else {
            (now >= due.plus_minutes(LATE_MINUTES)).then(|| format!("a backup is missing; {newest}"))
        }
    }

    /// The instant of the newest backup, and how many failed since the program started.
    pub fn counts(&self) -> (Option<Instant>, u64) {
        let state = *self.state();
        (state.newest, state.failures)
    }

    /// Takes the backup that is due, if one is.
    async fn catch_up(&self, now: Instant) {
        let newest = listed(&self.folder).ok().and_then(|files| files.last().map(|(at, _)| *at));
        self.state().newest = newest;
        let due = last_due(&Local, self.at, now);
        let waits = self.state().again_at.is_some_and(|again_at| now < again_at);
        if waits || newest.is_some_and(|newest| newest >= due) {
            return;
        }
        let file = self.folder.join(self.name(now));
        match bayside_store::backup(&self.database, &file).await {
            Ok(contents) => {
                tracing::info!(file = %file.display(), rows = contents.rows, "the store is backed up");
                let mut state = self.state();
                *state = State { newest: Some(now), failures: state.failures, ..State::default() };
                drop(state);
                if let Err(error) = delete_old(&self.folder, self.keep, now) {
                    tracing::error!(%error, "old backups cannot be deleted");
                }
            }
            Err(error) => {
                tracing::error!(%error, "the store could not be backed up");
                let mut state = self.state();
                state.failed = true;
                state.failures += 1;
                state.again_at = Some(now.plus_minutes(AGAIN_MINUTES));
            }
        }
    }

    /// The name of a backup that is taken now.
    fn name(&self, now: Instant) -> String {
        let ending = match self.database.engine() {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        };
        format!("{}.{ending}", utc(now).format(STAMP))
    }
}

/// Takes backups until the program stops, and notes beside them who was erased.
pub async fn run(backups: Arc<Backups>, store: Store, clock: Clock, mut stopping: watch::Receiver<bool>) {
    loop {
        // Before the look, so that no move is missed.
        let moved = clock.moved();
        backups.catch_up(clock.now()).await;
        if let Err(error) = bayside_store::note_erasures(&store, &backups.folder).await {
            tracing::error!(%error, "who was erased cannot be noted beside the backups");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = moved => {}
            _ = stopping.changed() => return,
        }
    }
}

fn utc(at: Instant) -> DateTime<chrono::Utc> {
    DateTime::from_timestamp(at.seconds(), 0).unwrap_or_default()
}

/// The last instant at which a backup was due.
fn last_due(zone: &impl TimeZone, at: NaiveTime, now: Instant) -> Instant {
    let today = utc(now).with_timezone(zone).date_naive();
    let on = |date: NaiveDate| {
        let wall = date.and_time(at);
        // A time that the clocks skip is an hour later.
        let due = zone.from_local_datetime(&wall).earliest();
        let due = due.or_else(|| zone.from_local_datetime(&(wall + chrono::Duration::hours(1))).earliest());
        due.map(|due| Instant::from_seconds(due.timestamp()))
    };
    let days = (0..=2).filter_map(|back| today.checked_sub_days(Days::new(back)));
    days.filter_map(on).find(|due| *due <= now).unwrap_or(now)
}

/// The backups of the timetable in a folder, oldest first.
fn listed(folder: &Path) -> io::Result<Vec<(Instant, PathBuf)>> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let file = file?;
        let name = file.file_name();
        let Some((stamp, "sqlite" | "postgres")) = name.to_str().and_then(|name| name.rsplit_once('.')) else {
            continue;
        };
        if let Ok(at) = NaiveDateTime::parse_from_str(stamp, STAMP) {
            found.push((Instant::from_seconds(at.and_utc().timestamp()), file.path()));
        }
    }
    found.sort();
    Ok(found)
}

/// Deletes all backups of the timetable but the newest ones, and those that are too old.
fn delete_old(folder: &Path, keep: usize, now: Instant) -> io::Result<()> {
    let files = listed(folder)?;
    let too_many = files.len().saturating_sub(keep);
    for (index, (at, file)) in files.iter().enumerate() {
        if index < too_many || *at < now.plus_days(-DAYS_MAX) {
            std::fs::remove_file(file)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Berlin;

    fn at(text: &str) -> Instant {
        Instant::from_seconds(DateTime::parse_from_rfc3339(text).unwrap().timestamp())
    }

    #[test]
    fn a_backup_is_due_once_a_day_also_when_the_clocks_change() {
        for (now, due) in [
            ("2026-06-09T02:29:59+02:00", "2026-06-08T02:30:00+02:00"),
            ("2026-06-09T02:30:00+02:00", "2026-06-09T02:30:00+02:00"),
            ("2026-06-09T23:59:00+02:00", "2026-06-09T02:30:00+02:00"),
            // 02:30 is skipped.
            ("2026-03-29T03:29:59+02:00", "2026-03-28T02:30:00+01:00"),
            ("2026-03-29T03:30:00+02:00", "2026-03-29T03:30:00+02:00"),
            // 02:30 comes twice.
            ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+02:00"),
            ("2026-10-25T02:40:00+01:00", "2026-10-25T02:30:00+02:00"),
        ] {
            let half_past_two = time_of_day("02:30").unwrap();
            assert_eq!(last_due(&Berlin, half_past_two, at(now)), at(due), "{now}");
        }
    }

    #[test]
    fn the_oldest_are_deleted_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let names = |folder: &Path| {
            let files = std::fs::read_dir(folder).unwrap();
            let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        };
        let others = ["bayside.db", "bayside-20260601T023000Z.sqlite.part", "bayside-today.sqlite", "notes.txt"];
        let own = [
            "bayside-20260430T023000Z.sqlite",
            "bayside-20260601T023000Z.postgres",
            "bayside-20260607T023000Z.sqlite",
            "bayside-20260608T023000Z.sqlite",
        ];
        for name in others.iter().chain(&own) {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let now = at("2026-06-09T00:00:00Z");
        let left = |own: &[&str]| {
            let mut left: Vec<String> = others.iter().chain(own).map(|name| (*name).to_owned()).collect();
            left.sort();
            left
        };
        delete_old(folder.path(), 14, now).unwrap();
        assert_eq!(names(folder.path()), left(&own[1..]), "one was too old");
        delete_old(folder.path(), 2, now).unwrap();
        assert_eq!(names(folder.path()), left(&own[2..]));
    }

    #[test]
    fn a_failed_or_missing_backup_is_said() {
        let args = BackupArgs { backup_dir: Some("x".into()), backup_at: NaiveTime::MIN, backup_keep: 14 };
        let backups = Backups::of(&args, &Database::Sqlite("x.db".into())).unwrap();
        let due = last_due(&Local, NaiveTime::MIN, at("2026-06-09T12:00:00Z"));
        let said = |state: State, minutes: i64| {
            *backups.state() = state;
            backups.problem(due.plus_minutes(minutes))
        };
        let old = State { newest: Some(due.plus_minutes(-1)), ..State::default() };
        let of = format!("the newest is of {}", utc(due.plus_minutes(-1)).to_rfc3339());
        assert_eq!(said(State { newest: Some(due), failed: true, ..State::default() }, 90), None, "one came after it");
        assert_eq!(said(old, 59), None, "it may still be under way");
        assert_eq!(said(old, 60), Some(format!("a backup is missing; {of}")));
        let failed = State { failed: true, ..old };
        assert_eq!(said(failed, 1), Some(format!("the last backup failed, the log says why; {of}")));
        let none = said(State { failed: true, ..State::default() }, 1);
        assert_eq!(none.as_deref(), Some("the last backup failed, the log says why; there is none"));
        assert!(Backups::of(&BackupArgs { backup_dir: None, ..args }, &Database::Sqlite("x.db".into())).is_none());
    }

    #[test]
    fn a_time_of_day_is_hours_and_minutes() {
        assert_eq!(time_of_day("23:05").unwrap(), NaiveTime::from_hms_opt(23, 5, 0).unwrap());
        for wrong in ["24:00", "2:3:4", "noon", ""] {
            assert!(time_of_day(wrong).is_err(), "{wrong}");
        }
    }
}
