//! Group commit: all waiting commands run in one transaction, each under its own savepoint, and all get their result
//! after a single flush to the disk. Both engines write this way.
//!
//! No library that we know does this above a transaction: `sqlx` commits each command by itself, and then every booking
//! waits for a flush of its own. `cargo xtask bench sqlite postgres` measures it.

use super::batch::{Insert, execute};
use super::locked::LockedDealers;
use super::{Engine, Result, StoreError, Touched, Tx, run};
use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::AnyConnection;
use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use tokio::sync::oneshot;

/// A write whose caller waits for the result.
pub(super) trait Command: Send {
    /// Runs in the transaction.
    fn run<'c>(
        self: Box<Self>,
        conn: &'c mut AnyConnection,
        engine: Engine,
        locked: &'c mut LockedDealers,
    ) -> BoxFuture<'c, CommandResult>;

    /// Fails the command without running it.
    fn refuse(self: Box<Self>, error: StoreError);
}

/// The result of a command that has run.
pub(super) struct CommandResult {
    keep: bool,
    /// Inserts that it has queued but not sent.
    queued_inserts: Vec<Insert>,
    touched: Touched,
    /// Called with the outcome of the commit.
    answer: Box<dyn FnOnce(Result<()>) + Send>,
}

/// A closure over a [`Tx`], the channel for its result, and two guards: `waits` is dropped before the result is sent, so
/// that whoever has it is waited for no more, and `open` after it.
pub(super) struct Job<W, T, E, C, P> {
    pub(super) work: W,
    pub(super) reply: oneshot::Sender<Result<T, E>>,
    pub(super) waits: C,
    pub(super) open: P,
}

impl<W, T, E, C, P> Command for Job<W, T, E, C, P>
where
    W: for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    C: Send + 'static,
    P: Send + 'static,
{
    fn run<'c>(
        self: Box<Self>,
        conn: &'c mut AnyConnection,
        engine: Engine,
        locked: &'c mut LockedDealers,
    ) -> BoxFuture<'c, CommandResult> {
        let Self { work, reply, waits, open } = *self;
        Box::pin(async move {
            let locked_before = std::mem::take(locked);
            let mut tx = Tx { conn, engine, touched: Touched::new(), locked: locked_before, queued_inserts: None };
            // A panic rolls back its own command; the connection is used for the next one.
            let ended = AssertUnwindSafe(work(&mut tx)).catch_unwind().await;
            *locked = tx.locked;
            let Ok(value) = ended else {
                let answer = Box::new(move |_| drop((waits, reply, open)));
                return CommandResult { keep: false, queued_inserts: Vec::new(), touched: Touched::new(), answer };
            };
            CommandResult {
                keep: value.is_ok(),
                queued_inserts: tx.queued_inserts.unwrap_or_default(),
                touched: tx.touched,
                answer: Box::new(move |committed| {
                    drop(waits);
                    // The caller may be gone; the write is committed all the same.
                    let _ = reply.send(committed.map_err(E::from).and(value));
                    drop(open);
                }),
            }
        })
    }

    fn refuse(self: Box<Self>, error: StoreError) {
        drop(self.waits);
        let _ = self.reply.send(Err(E::from(error)));
    }
}

/// Why a group was not committed.
#[derive(Debug)]
pub(super) struct GroupError {
    /// The error for which it was rolled back.
    pub(super) error: StoreError,
    /// Whether the connection is dead or in an unknown state.
    pub(super) lost: bool,
}

/// Runs the waiting commands in one transaction and sends the results. If the group fails, commands that have not run
/// keep waiting; if no transaction can be opened, all of them fail.
pub(super) async fn commit_group(
    conn: &mut AnyConnection,
    engine: Engine,
    waiting: &mut VecDeque<Box<dyn Command>>,
) -> Result<Touched, GroupError> {
    let begin = match engine {
        Engine::Sqlite => "BEGIN IMMEDIATE; SAVEPOINT one",
        Engine::Postgres => "BEGIN; SAVEPOINT one",
    };
    if let Err(error) = run(conn, begin).await {
        let lost = run(conn, "ROLLBACK").await.is_err();
        for command in waiting.drain(..) {
            command.refuse(copy_error(&error));
        }
        return Err(GroupError { error, lost });
    }
    let mut answers = Vec::with_capacity(waiting.len());
    let mut touched = Touched::new();
    match run_each(conn, engine, waiting, &mut touched, &mut answers).await {
        Ok(()) => {
            for (answer, undone) in answers {
                answer(undone.map_or(Ok(()), Err));
            }
            Ok(touched)
        }
        Err(error) => {
            // The whole group is rolled back.
            let lost = run(conn, "ROLLBACK").await.is_err();
            for (answer, undone) in answers {
                answer(Err(undone.unwrap_or_else(|| copy_error(&error))));
            }
            Err(GroupError { error, lost })
        }
    }
}

/// The callback for a command's result after the commit, and the error for which it alone was rolled back, if any.
type Answer = (Box<dyn FnOnce(Result<()>) + Send>, Option<StoreError>);

/// Runs each command. One savepoint is always open: a failed command is rolled back to it, a successful one moves it
/// forward.
async fn run_each(
    conn: &mut AnyConnection,
    engine: Engine,
    waiting: &mut VecDeque<Box<dyn Command>>,
    touched: &mut Touched,
    answers: &mut Vec<Answer>,
) -> Result<()> {
    let mut locked = LockedDealers::default();
    while let Some(command) = waiting.pop_front() {
        let before = locked.clone();
        let result = command.run(conn, engine, &mut locked).await;
        let kept = if result.keep { keep(conn, engine, result.queued_inserts).await } else { Ok(()) };
        let undo = !result.keep || kept.is_err();
        answers.push((result.answer, kept.err()));
        if undo {
            locked = before;
            run(conn, "ROLLBACK TO one").await?;
        } else {
            touched.extend(result.touched);
        }
    }
    locked.write_back(conn).await?;
    run(conn, "RELEASE one; COMMIT").await
}

/// Sends the queued inserts of a command and moves the savepoint; on SQLite in one round trip.
async fn keep(conn: &mut AnyConnection, engine: Engine, mut queued_inserts: Vec<Insert>) -> Result<()> {
    const NEXT: &str = "RELEASE one; SAVEPOINT one";
    if engine == Engine::Sqlite && !queued_inserts.is_empty() {
        queued_inserts.push(Insert { sql: NEXT.into(), values: Vec::new() });
        return execute(conn, engine, queued_inserts).await;
    }
    if !queued_inserts.is_empty() {
        execute(conn, engine, queued_inserts).await?;
    }
    run(conn, NEXT).await
}

/// Copies an error for the next command of a group.
pub(super) fn copy_error(error: &StoreError) -> StoreError {
    StoreError::Database(sqlx::Error::Protocol(error.to_string()))
}
