//! Dealers, their staff and sessions, and what belongs to the whole store.

use super::column::read_id;
use super::{Engine, Result, Tx};
use bayside_domain::ids::{DealerId, EventNumber, Id, StaffId};
use bayside_domain::time::Instant;
use sqlx::Row;
use sqlx::any::AnyRow;

/// A dealer's row: its file and its counters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealerRow {
    /// The id of the dealer.
    pub id: DealerId,
    /// The dealer's name in paths.
    pub slug: String,
    /// The dealer's file, as imported.
    pub file: String,
    /// Rises with every import.
    pub config_version: i64,
    /// The number of the last event.
    pub last_event: EventNumber,
    /// The last id that was assigned from the counter shared by visits, holds, screens, messages and others.
    pub last_id: i64,
    /// The last lounge number.
    pub last_number: i64,
    /// The version of the capacity: changes with every change of the counters; equal versions mean equal counters.
    pub capacity_version: i64,
}

impl DealerRow {
    /// Assigns the next id from the shared counter.
    pub fn next_id<I: Id>(&mut self) -> I {
        self.last_id += 1;
        I::from_number(self.last_id)
    }
}

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRow {
    /// The id within the dealer.
    pub id: StaffId,
    /// The name to sign in with, unique within the dealer.
    pub login: String,
    /// The name as shown: a JSON map from language to text.
    pub name: String,
    /// The role, as its stable word.
    pub role: String,
    /// The Argon2id hash of the password, in PHC format.
    pub password_hash: String,
}

/// A signed-in member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The dealer whose staff it is.
    pub dealer: DealerId,
    /// The signed-in member of staff.
    pub staff: StaffRow,
    /// When the session expires.
    pub expires_at: Instant,
}

const DEALER: &str = "SELECT id, slug, file, config_version, last_event, last_id, last_number, stock_mark FROM dealer";
const STAFF: &str = "SELECT id, login, name, role, password_hash FROM staff WHERE dealer = $1";

fn dealer(row: &AnyRow) -> Result<DealerRow> {
    Ok(DealerRow {
        id: read_id(row, 0)?,
        slug: row.try_get(1)?,
        file: row.try_get(2)?,
        config_version: row.try_get(3)?,
        last_event: read_id(row, 4)?,
        last_id: row.try_get(5)?,
        last_number: row.try_get(6)?,
        capacity_version: row.try_get(7)?,
    })
}

fn staff(row: &AnyRow) -> Result<StaffRow> {
    Ok(StaffRow {
        id: read_id(row, 0)?,
        login: row.try_get(1)?,
        name: row.try_get(2)?,
        role: row.try_get(3)?,
        password_hash: row.try_get(4)?,
    })
}

impl Tx<'_> {
    /// A value of the whole store.
    pub async fn meta(&mut self, name: &str) -> Result<Option<String>> {
        let row = sqlx::query("SELECT value FROM meta WHERE name = $1")
            .bind(name.to_owned())
            .fetch_optional(&mut *self.conn)
            .await?;
        row.map(|row| Ok(row.try_get(0)?)).transpose()
    }

    /// Sets a value of the whole store.
    pub async fn set_meta(&mut self, name: &str, value: &str) -> Result<()> {
        sqlx::query(
            "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(name.to_owned())
        .bind(value.to_owned())
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Sets a value of the whole store unless it exists; returns whether it was set. Of two concurrent calls the second
    /// waits for the first.
    pub async fn add_meta(&mut self, name: &str, value: &str) -> Result<bool> {
        let done = sqlx::query("INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .bind(name.to_owned())
            .bind(value.to_owned())
            .execute(&mut *self.conn)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The ring of signing keys, newest first: id and hexadecimal secret.
    pub async fn signing_keys(&mut self) -> Result<Vec<(i64, String)>> {
        let rows =
            sqlx::query("SELECT id, secret FROM signing_key ORDER BY id DESC").fetch_all(&mut *self.conn).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }

    /// Adds a signing key unless one with this id exists.
    pub async fn add_signing_key(&mut self, id: i64, secret: &str, at: Instant) -> Result<()> {
        sqlx::query("INSERT INTO signing_key (id, secret, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING")
            .bind(id)
            .bind(secret.to_owned())
            .bind(at.micros())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Every dealer, in the order of their slugs.
    pub async fn dealers(&mut self) -> Result<Vec<DealerRow>> {
        self.write_back().await?;
        let sql = sqlx::AssertSqlSafe(format!("{DEALER} ORDER BY slug"));
        let rows = sqlx::query(sql).fetch_all(&mut *self.conn).await?;
        rows.iter().map(dealer).collect()
    }

    /// One dealer's row, without a lock.
    pub async fn dealer(&mut self, id: DealerId) -> Result<DealerRow> {
        self.write_back().await?;
        let sql = "SELECT id, slug, file, config_version, last_event, last_id, last_number, stock_mark FROM dealer WHERE id = $1";
        dealer(&sqlx::query(sql).bind(id.get()).fetch_one(&mut *self.conn).await?)
    }

    /// The number of a dealer's last event.
    pub async fn last_event(&mut self, id: DealerId) -> Result<EventNumber> {
        self.write_back().await?;
        let row = sqlx::query("SELECT last_event FROM dealer WHERE id = $1")
            .bind(id.get())
            .fetch_one(&mut *self.conn)
            .await?;
        read_id(&row, 0)
    }

    /// The version of a dealer's capacity.
    pub async fn capacity_version(&mut self, id: DealerId) -> Result<i64> {
        self.write_back().await?;
        let row = sqlx::query("SELECT stock_mark FROM dealer WHERE id = $1")
            .bind(id.get())
            .fetch_one(&mut *self.conn)
            .await?;
        Ok(row.try_get(0)?)
    }

    /// One dealer's row, locked until the transaction ends, so that the dealer's events have one order. Without the
    /// file, which is long and known already.
    pub async fn lock_dealer(&mut self, id: DealerId) -> Result<DealerRow> {
        if let Some(row) = self.locked.get(id) {
            return Ok(row.clone());
        }
        let sql = match self.engine {
            // SQLite has a single writer task, so no further lock is needed.
            Engine::Sqlite => {
                "SELECT id, slug, '' AS file, config_version, last_event, last_id, last_number, stock_mark FROM dealer WHERE id = $1"
            }
            Engine::Postgres => {
                "SELECT id, slug, '' AS file, config_version, last_event, last_id, last_number, stock_mark FROM dealer WHERE id = $1 FOR UPDATE"
            }
        };
        let row = dealer(&sqlx::query(sql).bind(id.get()).fetch_one(&mut *self.conn).await?)?;
        self.locked.keep(&row);
        Ok(row)
    }

    /// Imports a dealer's file: as a new dealer, or replacing the one with the same slug. Returns the dealer's id.
    pub async fn import_dealer(&mut self, slug: &str, file: &str) -> Result<DealerId> {
        self.write_back().await?;
        let row = sqlx::query(
            "INSERT INTO dealer (id, slug, file, config_version, last_event, last_id, last_number, stock_mark) \
             SELECT COALESCE(MAX(id), 0) + 1, $1, $2, 1, 0, 0, 0, 0 FROM dealer WHERE true \
             ON CONFLICT (slug) DO UPDATE SET file = excluded.file, config_version = dealer.config_version + 1 RETURNING id",
        )
        .bind(slug.to_owned())
        .bind(file.to_owned())
        .fetch_one(&mut *self.conn)
        .await?;
        read_id(&row, 0)
    }

    /// Inserts or updates a member of staff; the password only if it is given, and then their sessions end.
    pub async fn put_staff(&mut self, dealer: DealerId, member: &StaffRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO staff (dealer, id, login, name, role, password_hash) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (dealer, login) DO UPDATE SET name = excluded.name, role = excluded.role, \
             password_hash = CASE WHEN excluded.password_hash = '' THEN staff.password_hash ELSE excluded.password_hash END",
        )
        .bind(dealer.get())
        .bind(member.id.get())
        .bind(member.login.clone())
        .bind(member.name.clone())
        .bind(member.role.clone())
        .bind(member.password_hash.clone())
        .execute(&mut *self.conn)
        .await?;
        if member.password_hash.is_empty() {
            return Ok(());
        }
        // On a conflict the row keeps its own id.
        sqlx::query(
            "DELETE FROM session WHERE dealer = $1 AND staff = (SELECT id FROM staff WHERE dealer = $1 AND login = $2)",
        )
        .bind(dealer.get())
        .bind(member.login.clone())
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Takes a member's password away and ends their sessions: they can no longer sign in.
    pub async fn shut_out(&mut self, dealer: DealerId, member: StaffId) -> Result<()> {
        sqlx::query("UPDATE staff SET password_hash = '' WHERE dealer = $1 AND id = $2")
            .bind(dealer.get())
            .bind(member.get())
            .execute(&mut *self.conn)
            .await?;
        self.end_sessions(dealer, member).await
    }

    /// Replaces a member's password and ends their sessions; returns whether the password still was the one in the
    /// row.
    pub async fn change_password(&mut self, dealer: DealerId, member: &StaffRow, password_hash: &str) -> Result<bool> {
        let done =
            sqlx::query("UPDATE staff SET password_hash = $4 WHERE dealer = $1 AND id = $2 AND password_hash = $3")
                .bind(dealer.get())
                .bind(member.id.get())
                .bind(member.password_hash.clone())
                .bind(password_hash.to_owned())
                .execute(&mut *self.conn)
                .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        self.end_sessions(dealer, member.id).await?;
        Ok(true)
    }

    async fn end_sessions(&mut self, dealer: DealerId, member: StaffId) -> Result<()> {
        sqlx::query("DELETE FROM session WHERE dealer = $1 AND staff = $2")
            .bind(dealer.get())
            .bind(member.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// All staff of a dealer.
    pub async fn staff(&mut self, of: DealerId) -> Result<Vec<StaffRow>> {
        let sql = sqlx::AssertSqlSafe(format!("{STAFF} ORDER BY id"));
        let rows = sqlx::query(sql).bind(of.get()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(staff).collect()
    }

    /// Begins a session; ends those that have expired. Returns `false` if the member's password is no longer that of
    /// the row, against which it was checked.
    pub async fn begin_session(
        &mut self,
        token_hash: &str,
        dealer: DealerId,
        member: &StaffRow,
        now: Instant,
        expires_at: Instant,
    ) -> Result<bool> {
        sqlx::query("DELETE FROM session WHERE expires_at <= $1").bind(now.micros()).execute(&mut *self.conn).await?;
        // The update locks the row: who sets a new password meanwhile waits, and ends this session, too.
        let found = sqlx::query("UPDATE staff SET login = login WHERE dealer = $1 AND id = $2 AND password_hash = $3")
            .bind(dealer.get())
            .bind(member.id.get())
            .bind(member.password_hash.clone())
            .execute(&mut *self.conn)
            .await?;
        if found.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO session (token_hash, dealer, staff, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(token_hash.to_owned())
        .bind(dealer.get())
        .bind(member.id.get())
        .bind(now.micros())
        .bind(expires_at.micros())
        .execute(&mut *self.conn)
        .await?;
        Ok(true)
    }

    /// Ends a session.
    pub async fn end_session(&mut self, token_hash: &str) -> Result<()> {
        sqlx::query("DELETE FROM session WHERE token_hash = $1")
            .bind(token_hash.to_owned())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// A session that has not expired.
    pub async fn session(&mut self, token_hash: &str, now: Instant) -> Result<Option<SessionRow>> {
        let row = sqlx::query(
            "SELECT staff.id, login, name, role, password_hash, session.dealer, expires_at FROM session \
             JOIN staff ON staff.dealer = session.dealer AND staff.id = session.staff \
             WHERE token_hash = $1 AND expires_at > $2",
        )
        .bind(token_hash.to_owned())
        .bind(now.micros())
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(|row| {
            Ok(SessionRow {
                dealer: read_id(&row, 5)?,
                staff: staff(&row)?,
                expires_at: Instant::from_micros(row.try_get(6)?),
            })
        })
        .transpose()
    }
}
