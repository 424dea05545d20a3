//! A store of the test's own, and what the tests put into it.

use bayside_domain::appointment::Appointment;
use bayside_domain::codes::Stay;
use bayside_domain::event::{Actor, Recorded, VisitEvent};
use bayside_domain::ids::{DealerId, EventNumber, StaffId, VisitId};
use bayside_domain::time::Instant;
use bayside_domain::visit::Visit;
use bayside_store::Database;
use bayside_store::{Engine, NamedClaim, Store, StoreError, VisitRow};
use sqlx::{Connection, Row};

/// Does something in one transaction.
macro_rules! write {
    ($store:expr, $tx:ident => $body:expr) => {
        $store.write::<_, bayside_store::StoreError>(move |$tx| Box::pin(async move { $body }))
    };
}

/// A write in a dealer's queue.
macro_rules! write_at {
    ($store:expr, $dealer:expr, $tx:ident => $body:expr) => {
        $store.write_at::<_, bayside_store::StoreError>($dealer, move |$tx| Box::pin(async move { $body }))
    };
}

/// Looks at one consistent state.
macro_rules! read {
    ($store:expr, $tx:ident => $body:expr) => {
        $store.read::<_, bayside_store::StoreError>(move |$tx| Box::pin(async move { $body })).await.unwrap()
    };
}

/// The time at which most tests happen.
pub const NOW: Instant = Instant::from_micros(1_781_000_000_123_456);

/// A store of the test's own.
pub struct World {
    /// The store.
    pub store: Store,
    /// Where it lies.
    pub database: Database,
    _folder: tempfile::TempDir,
}

impl World {
    /// An empty store.
    pub async fn on(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match engine {
            // A folder that is not there yet is made.
            Engine::Sqlite => Database::Sqlite(folder.path().join("data/bayside.db")),
            Engine::Postgres => Database::Postgres(bayside_test_support::postgres::database()),
        };
        let store = Store::open(&database).await.unwrap();
        assert_eq!(store.engine(), engine);
        Self { store, database, _folder: folder }
    }

    /// An empty store in a database of the test's own choice.
    pub async fn at(database: Database) -> Self {
        let store = Store::open(&database).await.unwrap();
        Self { store, database, _folder: tempfile::tempdir().unwrap() }
    }

    /// Another program's store on the same database.
    pub async fn another(&self) -> Store {
        Store::open(&self.database).await.unwrap()
    }

    /// Imports a dealer; its id.
    pub async fn dealer(&self, slug: &'static str) -> DealerId {
        write!(self.store, tx => tx.import_dealer(slug, "the file").await).await.unwrap()
    }

    async fn past_the_store(&self) -> sqlx::AnyConnection {
        let url = match &self.database {
            Database::Sqlite(path) => format!("sqlite:{}", path.display()),
            Database::Postgres(url) => url.clone(),
        };
        sqlx::AnyConnection::connect(&url).await.unwrap()
    }

    /// Makes rows what they were before a step of the schema: past the store.
    pub async fn set_back(&self, sql: &'static str) {
        sqlx::query(sql).execute(&mut self.past_the_store().await).await.unwrap();
    }

    /// The same with SQL that the test puts together.
    pub async fn run(&self, sql: &str) {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        sqlx::query(sql).execute(&mut self.past_the_store().await).await.unwrap();
    }

    /// What really lies in some columns of a table, by the first of them: past the store.
    pub async fn cells(&self, table: &str, columns: &[&str]) -> Vec<Vec<Option<String>>> {
        let mut conn = self.past_the_store().await;
        let texts: Vec<String> = columns.iter().map(|column| format!("CAST({column} AS TEXT)")).collect();
        let sql = sqlx::AssertSqlSafe(format!("SELECT {} FROM {table} ORDER BY {}", texts.join(", "), columns[0]));
        let rows = sqlx::query(sql).fetch_all(&mut conn).await.unwrap();
        rows.iter().map(|row| (0..columns.len()).map(|column| row.try_get(column).unwrap()).collect()).collect()
    }
}

/// A dealer that is in no store.
pub const NO_DEALER: DealerId = DealerId::new(99);

/// Cells as [`World::cells`] gives them.
pub fn some<const N: usize>(texts: [&str; N]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned())).collect()
}

/// The event that begins a visit.
pub fn booked(start: Instant) -> VisitEvent {
    VisitEvent::Booked {
        appointment: Appointment {
            start,
            ready_estimate: start.plus_minutes(105),
            adviser: "li-min".into(),
            services: vec!["oil".into(), "ac".into()],
            stay: Stay::Wait,
            price: 74_000,
            benefit: 8_000,
        },
        walk_in: false,
    }
}

/// A visit with its first event, not in any store yet.
pub fn visit(id: i64, day: i64) -> VisitRow {
    let first =
        Recorded { number: EventNumber::new(id), at: NOW, by: Actor::Customer, event: booked(NOW.plus_minutes(60)) };
    VisitRow {
        id: VisitId::new(id),
        reference: format!("REF{id:03}"),
        day,
        last_event: EventNumber::new(id),
        generation: 0,
        claims: vec![NamedClaim("adviser:li-min".into(), 10, 11)],
        state: Visit::begin(&first).unwrap(),
    }
}

/// Takes an event into a visit's projection.
pub fn apply(row: &mut VisitRow, number: i64, event: VisitEvent) {
    row.state.apply(&Recorded {
        number: EventNumber::new(number),
        at: NOW.plus_minutes(number),
        by: Actor::Staff(StaffId::new(3)),
        event,
    });
    row.last_event = EventNumber::new(number);
}

/// What a write answers with when the test wants it undone.
pub fn refused<T>() -> Result<T, StoreError> {
    Err(StoreError::Corrupt("the test refuses"))
}
