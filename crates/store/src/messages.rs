//! The outbox: messages to customers, and whether they were sent.

use super::batch::Insert;
use super::column::{read_id, read_id_if_any};
use super::from_document;
use super::{Result, StoreError, Tx};
use bayside_domain::codes::{MessageChannel, MessageKind, MessageReason, MessageState};
use bayside_domain::document::MessageAbout;
use bayside_domain::ids::{DealerId, EventNumber, MessageId, VisitId};
use bayside_domain::time::Instant;
use sqlx::Row;
use sqlx::any::AnyRow;

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// The dealer who sends it.
    pub dealer: DealerId,
    /// The id within the dealer.
    pub id: MessageId,
    /// The kind of message.
    pub kind: MessageKind,
    /// The visit that it is about; `None` without one.
    pub visit: Option<VisitId>,
    /// The start of reception that it names.
    pub starts_at: Instant,
    /// The state of the message.
    pub state: MessageState,
    /// When it was added to the outbox.
    pub created_at: Instant,
    /// When it is sent, or tried again.
    pub due_at: Instant,
    /// After this instant it is useless and no longer sent.
    pub useless_at: Option<Instant>,
    /// Rises with each claim; only the last claimant may store the result.
    pub version: i64,
    /// The number of attempts since it was added or revived.
    pub attempts: i64,
    /// Until when the claim of a server is valid.
    pub lease_until: Option<Instant>,
    /// The channel; known after the first attempt.
    pub channel: Option<MessageChannel>,
    /// Why it was not sent, or not yet.
    pub reason: Option<MessageReason>,
    /// When the mail server or the gateway accepted it.
    pub sent_at: Option<Instant>,
    /// The stored content of a message that is not about a visit; deleted once it is sent.
    pub about: Option<String>,
}

impl MessageRow {
    /// The content of a message that is not about a visit; also `None` if it cannot be read, which is logged.
    pub fn about(&self) -> Option<MessageAbout> {
        self.about.as_deref().and_then(|about| from_document(about).ok())
    }
}

const COLUMNS: &str = "dealer, id, kind, visit, starts_at, state, created_at, due_at, useless_at, version, attempts, \
    lease_until, channel, reason, sent_at, about";

fn word<T>(row: &AnyRow, index: usize, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
    let text: Option<String> = row.try_get(index)?;
    text.map(|text| read(&text).ok_or(StoreError::Corrupt("message"))).transpose()
}

fn instant(row: &AnyRow, index: usize) -> Result<Option<Instant>> {
    Ok(row.try_get::<Option<i64>, _>(index)?.map(Instant::from_micros))
}

fn message(row: &AnyRow) -> Result<MessageRow> {
    Ok(MessageRow {
        dealer: read_id(row, 0)?,
        id: read_id(row, 1)?,
        kind: word(row, 2, MessageKind::from_word)?.ok_or(StoreError::Corrupt("message"))?,
        visit: read_id_if_any(row, 3)?,
        starts_at: Instant::from_micros(row.try_get(4)?),
        state: word(row, 5, MessageState::from_word)?.ok_or(StoreError::Corrupt("message"))?,
        created_at: Instant::from_micros(row.try_get(6)?),
        due_at: Instant::from_micros(row.try_get(7)?),
        useless_at: instant(row, 8)?,
        version: row.try_get(9)?,
        attempts: row.try_get(10)?,
        lease_until: instant(row, 11)?,
        channel: word(row, 12, MessageChannel::from_word)?,
        reason: word(row, 13, MessageReason::from_word)?,
        sent_at: instant(row, 14)?,
        about: row.try_get(15)?,
    })
}

/// Which messages a page of the desk's list contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessagePage {
    /// Only messages in this state.
    pub state: Option<MessageState>,
    /// Only messages older than this one.
    pub before: Option<MessageId>,
    /// The most messages of the page.
    pub limit: i64,
}

impl Tx<'_> {
    /// Adds a message to the outbox, in the transaction of the change that it reports, and wakes the sender.
    pub async fn add_message(&mut self, row: &MessageRow, last_event: EventNumber) -> Result<()> {
        self.insert(Insert {
            sql: "INSERT INTO message (dealer, id, kind, visit, starts_at, state, created_at, due_at, useless_at, version, \
                  attempts, lease_until, channel, reason, sent_at, about) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)".into(),
            values: vec![
                row.dealer.into(),
                row.id.into(),
                row.kind.as_str().into(),
                row.visit.into(),
                row.starts_at.micros().into(),
                row.state.as_str().into(),
                row.created_at.micros().into(),
                row.due_at.micros().into(),
                row.useless_at.map(Instant::micros).into(),
                row.version.into(),
                row.attempts.into(),
                row.lease_until.map(Instant::micros).into(),
                row.channel.map(MessageChannel::as_str).into(),
                row.reason.map(MessageReason::as_str).into(),
                row.sent_at.map(Instant::micros).into(),
                row.about.clone().into(),
            ],
        })
        .await?;
        self.touched.insert(row.dealer, last_event);
        Ok(())
    }

    /// A message by its id.
    pub async fn message(&mut self, dealer: DealerId, id: MessageId) -> Result<Option<MessageRow>> {
        let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM message WHERE dealer = $1 AND id = $2"));
        let row = sqlx::query(sql).bind(dealer.get()).bind(id.get()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(message).transpose()
    }

    /// A dealer's messages, newest first.
    pub async fn messages(&mut self, dealer: DealerId, page: MessagePage) -> Result<Vec<MessageRow>> {
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM message WHERE dealer = $1 AND id < $2 AND ($3 = '' OR state = $3) ORDER BY id DESC LIMIT $4"
        ));
        let rows = sqlx::query(sql)
            .bind(dealer.get())
            .bind(page.before.map_or(i64::MAX, MessageId::get))
            .bind(page.state.map_or("", MessageState::as_str))
            .bind(page.limit)
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter().map(message).collect()
    }

    /// How many of a dealer's messages are in a state.
    pub async fn count_messages(&mut self, dealer: DealerId, state: MessageState) -> Result<i64> {
        let row = sqlx::query("SELECT CAST(COUNT(*) AS BIGINT) FROM message WHERE dealer = $1 AND state = $2")
            .bind(dealer.get())
            .bind(state.as_str())
            .fetch_one(&mut *self.conn)
            .await?;
        Ok(row.try_get(0)?)
    }

    /// A dealer's messages of a kind that were put here since an instant, oldest first.
    pub async fn messages_since(
        &mut self,
        dealer: DealerId,
        kind: MessageKind,
        since: Instant,
    ) -> Result<Vec<MessageRow>> {
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM message WHERE dealer = $1 AND kind = $2 AND created_at >= $3 ORDER BY id"
        ));
        let query = sqlx::query(sql).bind(dealer.get()).bind(kind.as_str()).bind(since.micros());
        let rows = query.fetch_all(&mut *self.conn).await?;
        rows.iter().map(message).collect()
    }

    /// A visit's latest message of a kind.
    pub async fn last_message_of(
        &mut self,
        dealer: DealerId,
        visit: VisitId,
        kind: MessageKind,
    ) -> Result<Option<MessageRow>> {
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM message WHERE dealer = $1 AND visit = $2 AND kind = $3 ORDER BY id DESC LIMIT 1"
        ));
        let query = sqlx::query(sql).bind(dealer.get()).bind(visit.get()).bind(kind.as_str());
        let row = query.fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(message).transpose()
    }

    /// A visit's messages that wait to be sent, oldest first.
    pub async fn waiting_messages_of(&mut self, dealer: DealerId, visit: VisitId) -> Result<Vec<MessageRow>> {
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM message WHERE dealer = $1 AND visit = $2 AND state = 'waiting' ORDER BY id"
        ));
        let rows = sqlx::query(sql).bind(dealer.get()).bind(visit.get()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(message).collect()
    }

    /// Due messages of all dealers, the longest due first, without those whose channel is full: of one dealer or
    /// (without a dealer) for everybody.
    pub async fn due_messages(
        &mut self,
        now: Instant,
        full: &[(Option<DealerId>, MessageChannel)],
        limit: i64,
    ) -> Result<Vec<MessageRow>> {
        let passed_over = full.iter().map(|(dealer, channel)| {
            let dealer = dealer.map(|dealer| format!("dealer = {dealer} AND ")).unwrap_or_default();
            format!(" AND NOT ({dealer}COALESCE(channel, '') = '{channel}')")
        });
        let sql = format!(
            "SELECT {COLUMNS} FROM message WHERE state = 'waiting' AND due_at <= $1{} \
             ORDER BY due_at, dealer, id LIMIT $2",
            passed_over.collect::<String>()
        );
        // The SQL contains only our own numbers and words; each variant is rare, so it is not prepared.
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).persistent(full.is_empty());
        let rows = query.bind(now.micros()).bind(limit).fetch_all(&mut *self.conn).await?;
        rows.iter().map(message).collect()
    }

    /// When the next message is due, or the next lease ends.
    pub async fn next_message_at(&mut self) -> Result<Option<Instant>> {
        let row = sqlx::query(
            "SELECT MIN(at) FROM (SELECT MIN(due_at) AS at FROM message WHERE state = 'waiting' \
             UNION ALL SELECT MIN(lease_until) AS at FROM message WHERE state = 'sending') AS coming",
        )
        .fetch_one(&mut *self.conn)
        .await?;
        instant(&row, 0)
    }

    /// How many messages went to a recipient since an instant, or are about to.
    pub async fn count_to(&mut self, dealer: DealerId, recipient: &str, since: Instant) -> Result<i64> {
        let sql = "SELECT COUNT(*) FROM message WHERE dealer = $1 AND recipient = $2 \
                   AND (state IN ('waiting', 'sending') OR sent_at > $3)";
        let query = sqlx::query(sql).bind(dealer.get()).bind(recipient.to_owned()).bind(since.micros());
        Ok(query.fetch_one(&mut *self.conn).await?.try_get(0)?)
    }

    /// Forgets to whom messages went that were due before `before`.
    pub async fn forget_recipients(&mut self, before: Instant) -> Result<()> {
        sqlx::query("UPDATE message SET recipient = NULL WHERE recipient IS NOT NULL AND due_at < $1")
            .bind(before.micros())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Claims a waiting message for one attempt; `false` if another server was first. `recipient` is what stands for
    /// whom it goes to, where that is counted.
    pub async fn claim_message(
        &mut self,
        row: &MessageRow,
        lease_until: Instant,
        recipient: Option<&str>,
    ) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE message SET state = 'sending', version = version + 1, attempts = attempts + 1, lease_until = $4, \
             recipient = $5 \
             WHERE dealer = $1 AND id = $2 AND version = $3 AND state = 'waiting'",
        )
        .bind(row.dealer.get())
        .bind(row.id.get())
        .bind(row.version)
        .bind(lease_until.micros())
        .bind(recipient.map(str::to_owned))
        .execute(&mut *self.conn)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Stores the result of an attempt, unless the message was claimed again since.
    pub async fn settle_message(&mut self, row: &MessageRow) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE message SET state = $4, due_at = $5, lease_until = NULL, channel = $6, reason = $7, sent_at = $8, \
             about = $9 WHERE dealer = $1 AND id = $2 AND version = $3 AND state IN ('waiting', 'sending', 'failed')",
        )
        .bind(row.dealer.get())
        .bind(row.id.get())
        .bind(row.version)
        .bind(row.state.as_str())
        .bind(row.due_at.micros())
        .bind(row.channel.map(MessageChannel::as_str))
        .bind(row.reason.map(MessageReason::as_str))
        .bind(row.sent_at.map(Instant::micros))
        .bind(row.about.clone())
        .execute(&mut *self.conn)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Gives up messages whose claim has expired: it is unknown whether they arrived.
    pub async fn give_up_lost_messages(&mut self, now: Instant) -> Result<u64> {
        let done = sqlx::query(
            "UPDATE message SET state = 'failed', lease_until = NULL, reason = 'outcome-unknown' \
             WHERE state = 'sending' AND lease_until <= $1",
        )
        .bind(now.micros())
        .execute(&mut *self.conn)
        .await?;
        Ok(done.rows_affected())
    }

    /// Makes a given-up message wait again until it is due; `false` if it was not given up.
    pub async fn revive_message(&mut self, row: &MessageRow, due_at: Instant, last_event: EventNumber) -> Result<bool> {
        if !row.state.can_retry() {
            return Ok(false);
        }
        let done = sqlx::query(
            "UPDATE message SET state = 'waiting', due_at = $3, version = version + 1, attempts = 0, \
             reason = NULL WHERE dealer = $1 AND id = $2 AND version = $4 AND state = $5",
        )
        .bind(row.dealer.get())
        .bind(row.id.get())
        .bind(due_at.micros())
        .bind(row.version)
        .bind(row.state.as_str())
        .execute(&mut *self.conn)
        .await?;
        self.touched.insert(row.dealer, last_event);
        Ok(done.rows_affected() == 1)
    }

    /// Deletes all messages of a demo dealer, whose customers do not exist.
    pub async fn forget_all_messages(&mut self, dealer: DealerId) -> Result<()> {
        sqlx::query("DELETE FROM message WHERE dealer = $1").bind(dealer.get()).execute(&mut *self.conn).await?;
        Ok(())
    }

    /// Deletes messages that were finished before `before`.
    pub async fn forget_messages(&mut self, before: Instant) -> Result<()> {
        sqlx::query("DELETE FROM message WHERE state NOT IN ('waiting', 'sending') AND due_at < $1")
            .bind(before.micros())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }
}
