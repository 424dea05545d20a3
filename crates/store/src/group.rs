//! Group commit: what waits is done in one transaction, each command under its own savepoint, and everybody is
//! answered after the one flush to the disk. Both engines write this way.

use super::locked::Locked;
use super::together::{Insert, execute};
use super::{Engine, Result, StoreError, Touched, Tx, run};
use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::AnyConnection;
use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use tokio::sync::oneshot;

/// A write that somebody waits for.
pub(super) trait Command: Send {
    /// Runs in the transaction.
    fn run<'c>(
        self: Box<Self>,
        conn: &'c mut AnyConnection,
        engine: Engine,
        locked: &'c mut Locked,
    ) -> BoxFuture<'c, Ran>;

    /// Answers without having run.
    fn refuse(self: Box<Self>, error: StoreError);
}

/// What a command left behind.
pub(super) struct Ran {
    keep: bool,
    /// What it wrote and did not wait for.
    gathered: Vec<Insert>,
    touched: Touched,
    /// Called with the outcome of the commit.
    answer: Box<dyn FnOnce(Result<()>) + Send>,
}

/// A closure over a [`Tx`], who waits for its answer, and what is let go with it.
pub(super) struct Job<W, T, E, P> {
    pub(super) work: W,
    pub(super) reply: oneshot::Sender<Result<T, E>>,
    pub(super) pending: P,
}

impl<W, T, E, P> Command for Job<W, T, E, P>
where
    W: for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    P: Send + 'static,
{
    fn run<'c>(
        self: Box<Self>,
        conn: &'c mut AnyConnection,
        engine: Engine,
        locked: &'c mut Locked,
    ) -> BoxFuture<'c, Ran> {
        let Self { work, reply, pending } = *self;
        Box::pin(async move {
            let locked_before = std::mem::take(locked);
            let mut tx = Tx { conn, engine, touched: Touched::new(), locked: locked_before, gathered: None };
            // A panic undoes its own work; the next command needs the connection.
            let ended = AssertUnwindSafe(work(&mut tx)).catch_unwind().await;
            *locked = tx.locked;
            let Ok(value) = ended else {
                let answer = Box::new(move |_| drop((reply, pending)));
                return Ran { keep: false, gathered: Vec::new(), touched: Touched::new(), answer };
            };
            Ran {
                keep: value.is_ok(),
                gathered: tx.gathered.unwrap_or_default(),
                touched: tx.touched,
                answer: Box::new(move |committed| {
                    // Nobody may wait any more; the work stands all the same.
                    let _ = reply.send(committed.map_err(E::from).and(value));
                    drop(pending);
                }),
            }
        })
    }

    fn refuse(self: Box<Self>, error: StoreError) {
        let _ = self.reply.send(Err(E::from(error)));
    }
}

/// How a group ended that was not committed.
#[derive(Debug)]
pub(super) struct Broken {
    /// Why it was undone.
    pub(super) error: StoreError,
    /// The connection does not answer any more, or nobody knows in which state it is.
    pub(super) lost: bool,
}

/// Does what waits in one transaction and answers. Who has not run when the group breaks still waits; without a
/// transaction everybody is refused.
pub(super) async fn commit_group(
    conn: &mut AnyConnection,
    engine: Engine,
    waiting: &mut VecDeque<Box<dyn Command>>,
) -> Result<Touched, Broken> {
    let begin = match engine {
        Engine::Sqlite => "BEGIN IMMEDIATE; SAVEPOINT one",
        Engine::Postgres => "BEGIN; SAVEPOINT one",
    };
    if let Err(error) = run(conn, begin).await {
        let lost = run(conn, "ROLLBACK").await.is_err();
        for command in waiting.drain(..) {
            command.refuse(again(&error));
        }
        return Err(Broken { error, lost });
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
            // Nothing of the group was kept.
            let lost = run(conn, "ROLLBACK").await.is_err();
            for (answer, undone) in answers {
                answer(Err(undone.unwrap_or_else(|| again(&error))));
            }
            Err(Broken { error, lost })
        }
    }
}

/// How a command is answered after the commit, and why it alone was undone, if it was.
type Answer = (Box<dyn FnOnce(Result<()>) + Send>, Option<StoreError>);

/// One savepoint is always open: what fails is taken back to it, what succeeds goes before the next.
async fn run_each(
    conn: &mut AnyConnection,
    engine: Engine,
    waiting: &mut VecDeque<Box<dyn Command>>,
    touched: &mut Touched,
    answers: &mut Vec<Answer>,
) -> Result<()> {
    let mut locked = Locked::default();
    while let Some(command) = waiting.pop_front() {
        let before = locked.clone();
        let ran = command.run(conn, engine, &mut locked).await;
        let kept = if ran.keep { keep(conn, engine, ran.gathered).await } else { Ok(()) };
        let undo = !ran.keep || kept.is_err();
        answers.push((ran.answer, kept.err()));
        if undo {
            locked = before;
            run(conn, "ROLLBACK TO one").await?;
        } else {
            touched.extend(ran.touched);
        }
    }
    locked.write_back(conn).await?;
    run(conn, "RELEASE one; COMMIT").await
}

/// Sends what is left of a command and goes on to the next. On SQLite this is one way to the database and back.
async fn keep(conn: &mut AnyConnection, engine: Engine, mut gathered: Vec<Insert>) -> Result<()> {
    const NEXT: &str = "RELEASE one; SAVEPOINT one";
    if engine == Engine::Sqlite && !gathered.is_empty() {
        gathered.push(Insert { sql: NEXT.into(), values: Vec::new() });
        return execute(conn, engine, gathered).await;
    }
    if !gathered.is_empty() {
        execute(conn, engine, gathered).await?;
    }
    run(conn, NEXT).await
}

/// The same error for the next of a group.
pub(super) fn again(error: &StoreError) -> StoreError {
    StoreError::Database(sqlx::Error::Protocol(error.to_string()))
}
