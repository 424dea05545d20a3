//! What a transaction promises.

use crate::people::{documents, person};
use crate::world::{NOW, World, refused, visit};
use bayside_domain::document::VisitDocuments;
use bayside_domain::event::{Actor, VisitEvent};
use bayside_domain::ids::{DealerId, EventNumber, VisitId};
use bayside_store::{Change, Result, Store, Tx};
use futures::future::join_all;
use futures::{FutureExt, poll};
use std::pin::pin;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::TryRecvError;

/// The visit to which the tests append events.
const VISIT: VisitId = VisitId::new(7);
/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_mins(1);

/// Appends events under the dealer's lock; the numbers they got.
async fn append(tx: &mut Tx<'_>, dealer: DealerId, count: usize) -> Result<Vec<i64>> {
    let mut row = tx.lock_dealer(dealer).await?;
    let mut numbers = Vec::new();
    for _ in 0..count {
        numbers
            .push(tx.append(&mut row, VISIT, NOW, Actor::System, VisitEvent::Flagged { on: true }).await?.number.get());
    }
    tx.save_dealer(&row).await?;
    Ok(numbers)
}

async fn append_or_fail(tx: &mut Tx<'_>, dealer: DealerId, count: usize, fails: bool) -> Result<Vec<i64>> {
    let numbers = append(tx, dealer, count).await?;
    if fails { refused() } else { Ok(numbers) }
}

/// The numbers of a dealer's events, and what its row says is the last: one state.
async fn numbers(store: &Store, dealer: DealerId) -> (Vec<i64>, i64) {
    read!(store, tx => {
        let events = tx.events_of(dealer, VISIT).await?;
        Ok((events.iter().map(|event| event.number.get()).collect(), tx.dealer(dealer).await?.last_event.get()))
    })
}

async fn next(changes: &mut Receiver<Change>) -> Change {
    let told = tokio::time::timeout(PATIENCE, changes.recv()).await;
    told.expect("a change is told soon").expect("the store is open")
}

pub async fn an_error_undoes_everything(world: World) {
    let dealer = world.dealer("anting").await;
    let mut changes = world.store.changes();
    let error = write!(world.store, tx => {
        append(tx, dealer, 2).await?;
        tx.set_meta("kept", "no").await?;
        tx.put_documents(dealer, VisitId::new(1), &documents("first")).await?;
        refused::<()>()
    })
    .await;
    assert_eq!(error.unwrap_err().to_string(), "a stored value cannot be read: the test refuses");
    assert_eq!(numbers(&world.store, dealer).await, (vec![], 0));
    assert_eq!(read!(world.store, tx => tx.meta("kept").await), None);
    assert_eq!(read!(world.store, tx => tx.documents(dealer, VisitId::new(1)).await), VisitDocuments::default());
    assert_eq!(changes.try_recv(), Err(TryRecvError::Empty));
    // Its event numbers are given to the next.
    assert_eq!(write!(world.store, tx => append(tx, dealer, 1).await).await.unwrap(), [1]);
}

pub async fn what_is_gathered_is_kept_together_or_not_at_all(world: World) {
    let dealer = world.dealer("anting").await;
    let (before, after) = write!(world.store, tx => {
        tx.queue_inserts();
        tx.add_visit(dealer, &visit(1, 100)).await?;
        tx.put_person(dealer, VisitId::new(1), &person()).await?;
        tx.put_documents(dealer, VisitId::new(1), &documents("first")).await?;
        let before = tx.visit(dealer, VisitId::new(1)).await?;
        tx.flush_inserts().await?;
        Ok((before, tx.visit(dealer, VisitId::new(1)).await?))
    })
    .await
    .unwrap();
    assert_eq!((before, after), (None, Some(visit(1, 100))));
    // What nobody sends goes with the transaction.
    write!(world.store, tx => {
        tx.queue_inserts();
        tx.put_documents(dealer, VisitId::new(1), &documents("second")).await
    })
    .await
    .unwrap();
    assert_eq!(read!(world.store, tx => tx.documents(dealer, VisitId::new(1)).await), documents("second"));
    assert_eq!(read!(world.store, tx => tx.person(dealer, VisitId::new(1)).await), Some(person()));
    // The second takes an id that is taken.
    let refused = write!(world.store, tx => {
        tx.queue_inserts();
        tx.put_documents(dealer, VisitId::new(2), &documents("first")).await?;
        tx.add_visit(dealer, &visit(1, 100)).await?;
        tx.put_documents(dealer, VisitId::new(3), &documents("first")).await
    })
    .await;
    assert!(refused.is_err());
    for visit in [2, 3].map(VisitId::new) {
        assert_eq!(read!(world.store, tx => tx.documents(dealer, visit).await), VisitDocuments::default(), "{visit}");
    }
}

pub async fn a_broken_constraint_undoes_everything_and_harms_nobody_else(world: World) {
    let dealer = world.dealer("anting").await;
    write!(world.store, tx => tx.add_visit(dealer, &visit(1, 100)).await).await.unwrap();
    let writes = (0..20_i64).map(|index| {
        write!(world.store, tx => {
            tx.set_meta(&format!("write {index}"), "done").await?;
            // Every other one takes an id that is taken.
            tx.add_visit(dealer, &visit(if index % 2 == 0 { 1 } else { 100 + index }, 100)).await
        })
    });
    for (index, written) in join_all(writes).await.into_iter().enumerate() {
        assert_eq!(written.is_ok(), index % 2 == 1, "{index}");
        let kept = read!(world.store, tx => tx.meta(&format!("write {index}")).await);
        assert_eq!(kept.is_some(), index % 2 == 1, "{index}");
    }
}

pub async fn a_panic_undoes_everything_and_harms_nobody_else(world: World) {
    let dealer = world.dealer("anting").await;
    let mut panicking = pin!(write!(world.store, tx => {
        append(tx, dealer, 1).await?;
        assert!(dealer == DealerId::new(0), "the test panics");
        Ok(())
    }));
    // In one group with another, where the engine groups.
    assert!(poll!(panicking.as_mut()).is_pending());
    let other = write!(world.store, tx => tx.set_meta("other", "done").await);
    let (panicked, other) = tokio::join!(panicking, other);
    assert!(panicked.is_err());
    other.unwrap();
    assert_eq!(numbers(&world.store, dealer).await, (vec![], 0));
    assert_eq!(read!(world.store, tx => tx.meta("other").await).as_deref(), Some("done"));
    assert_eq!(write!(world.store, tx => append(tx, dealer, 1).await).await.unwrap(), [1]);
}

pub async fn an_answered_write_is_seen_by_every_connection(world: World) {
    let dealer = world.dealer("anting").await;
    let another = world.another().await;
    let writers = (0..40_i64).map(|id| {
        let (store, another) = (world.store.clone(), another.clone());
        async move {
            write!(store, tx => tx.add_visit(dealer, &visit(id, 100)).await).await.unwrap();
            let seen = read!(another, tx => tx.visit(dealer, VisitId::new(id)).await);
            assert_eq!(seen.map(|row| row.id.get()), Some(id), "answered, so committed");
        }
    });
    join_all(writers).await;
}

pub async fn event_numbers_are_gapless_in_commit_order_under_fifty_writers(world: World) {
    let dealers = [world.dealer("anting").await, world.dealer("aller").await];
    // Two programs, and each writes in its dealers' queues and beside them.
    let programs = [world.store.clone(), world.another().await];
    let writers: Vec<_> = (0..50_usize)
        .map(|writer| {
            let store = programs[writer % 3 % 2].clone();
            let dealer = dealers[writer % 2];
            tokio::spawn(async move {
                let mut got = Vec::new();
                for round in 0..4 {
                    let fails = (writer + round) % 5 == 0;
                    let appended = if (writer + round) % 4 == 0 {
                        write!(store, tx => append_or_fail(tx, dealer, 1 + round % 3, fails).await).await
                    } else {
                        write_at!(store, dealer, tx => append_or_fail(tx, dealer, 1 + round % 3, fails).await).await
                    };
                    assert_eq!(appended.is_err(), fails);
                    got.extend(appended.into_iter().flatten());
                    // Whatever is seen at any time has no gap, and holds what was answered.
                    let (seen, last) = numbers(&store, dealer).await;
                    assert_eq!(seen, (1..=last).collect::<Vec<_>>());
                    assert!(got.iter().all(|number| *number <= last));
                }
                (dealer, got)
            })
        })
        .collect();
    let mut answered = [Vec::new(), Vec::new()];
    for writer in writers {
        let (dealer, numbers) = writer.await.unwrap();
        answered[usize::from(dealer == dealers[1])].extend(numbers);
    }
    for (dealer, mut answered) in dealers.into_iter().zip(answered) {
        answered.sort_unstable();
        let (kept, last) = numbers(&world.store, dealer).await;
        assert_eq!(kept, answered, "each number was given to one writer");
        assert_eq!(kept, (1..=last).collect::<Vec<_>>());
        assert!(last > 100, "{last}");
    }
}

pub async fn a_dropped_write_is_done_whole_or_not_at_all(world: World) {
    let dealer = world.dealer("anting").await;
    let mut changes = world.store.changes();
    let two_rows = |name: &'static str| {
        write!(world.store, tx => {
            tx.set_meta(name, "first").await?;
            append(tx, dealer, 1).await?;
            tx.put_documents(dealer, VisitId::new(1), &documents(name)).await
        })
    };
    // Never begun: not at all.
    drop(two_rows("never"));
    // Begun, and nobody waits any more: whole.
    assert!(two_rows("dropped").now_or_never().is_none());
    assert_eq!(next(&mut changes).await, Change { dealer, last_event: EventNumber::new(1) });
    assert_eq!(read!(world.store, tx => tx.meta("dropped").await).as_deref(), Some("first"));
    assert_eq!(read!(world.store, tx => tx.documents(dealer, VisitId::new(1)).await), documents("dropped"));
    assert_eq!(read!(world.store, tx => tx.meta("never").await), None);

    // Cut off at any moment.
    let cut = (0..30_u64).map(|index| {
        let store = world.store.clone();
        async move {
            let writing = write!(store, tx => {
                tx.set_meta(&format!("cut {index}"), "first").await?;
                append(tx, dealer, 1).await?;
                tx.set_meta(&format!("cut {index} too"), "second").await
            });
            let _ = tokio::time::timeout(Duration::from_micros(index * 150), writing).await;
        }
    });
    join_all(cut).await;
    // Whatever has come through by now is whole.
    write!(world.store, tx => append(tx, dealer, 1).await).await.unwrap();
    let (kept, last) = numbers(&world.store, dealer).await;
    assert_eq!(kept, (1..=last).collect::<Vec<_>>());
    for index in 0..30 {
        let (first, second) = read!(world.store, tx => {
            let first = tx.meta(&format!("cut {index}")).await?;
            Ok((first, tx.meta(&format!("cut {index} too")).await?))
        });
        assert_eq!(first.is_some(), second.is_some(), "{index}");
    }
}

pub async fn changes_are_told_after_the_commit_and_only_of_new_events(world: World) {
    let dealers = [world.dealer("anting").await, world.dealer("aller").await];
    let mut changes = world.store.changes();
    let store = world.store.clone();
    let writing = tokio::spawn(async move {
        for round in 0..10 {
            let dealer = dealers[round % 2];
            write!(store, tx => {
                tx.set_meta("a row without an event", "is told to nobody").await?;
                if round < 8 { append(tx, dealer, 2).await } else { Ok(Vec::new()) }
            })
            .await
            .unwrap();
        }
    });
    let mut last = [0, 0];
    while last != [8, 8] {
        let Change { dealer, last_event } = next(&mut changes).await;
        let last_event = last_event.get();
        let of = usize::from(dealer == dealers[1]);
        let (_, committed) = numbers(&world.store, dealer).await;
        assert!(committed >= last_event, "told {last_event} while {committed} was committed");
        assert!(last_event % 2 == 0, "told of a whole transaction");
        last[of] = last_event.max(last[of]);
    }
    writing.await.unwrap();
    let both = write!(world.store, tx => {
        append(tx, dealers[0], 1).await?;
        append(tx, dealers[1], 1).await
    });
    both.await.unwrap();
    let mut told = vec![];
    while told.len() < 2 {
        let change = next(&mut changes).await;
        if change.last_event == EventNumber::new(9) && !told.contains(&change.dealer) {
            told.push(change.dealer);
        }
    }
}

pub async fn a_read_sees_one_state_throughout(world: World) {
    let dealer = world.dealer("anting").await;
    let store = world.store.clone();
    let (before, after) = read!(world.store, tx => {
        let before = tx.events_of(dealer, VISIT).await?.len();
        write!(store, tx => append(tx, dealer, 3).await).await?;
        Ok((before, tx.events_of(dealer, VISIT).await?.len()))
    });
    assert_eq!((before, after), (0, 0));
    assert_eq!(numbers(&world.store, dealer).await.0.len(), 3);
    // What a reader writes by mistake is not kept.
    let _ = world
        .store
        .read::<_, bayside_store::StoreError>(|tx| Box::pin(async move { tx.set_meta("by a reader", "1").await }))
        .await;
    assert_eq!(read!(world.store, tx => tx.meta("by a reader").await), None);
}

pub async fn a_read_that_is_cut_off_leaves_no_transaction_behind(world: World) {
    let mut cut_off = 0;
    for round in 0..100 {
        let mut reading = Box::pin(async { read!(world.store, tx => tx.meta("kept").await) });
        // The database answers sooner or later, so the same step may end at any of these moments.
        for _ in 0..=round {
            if poll!(reading.as_mut()).is_ready() {
                break;
            }
            cut_off += 1;
            tokio::task::yield_now().await;
        }
        drop(reading);
        // As many at once as there are connections.
        let writes =
            (0..16).map(|index| write!(world.store, tx => tx.set_meta(&format!("write {index}"), "done").await));
        for written in join_all(writes).await {
            written.unwrap_or_else(|error| panic!("after a read that was cut off in round {round}: {error}"));
        }
    }
    assert!(cut_off > 10, "cut off {cut_off} times only");
}

pub async fn a_store_that_closes_ends_every_write_that_was_asked_of_it(world: World) {
    let store = &world.store;
    let (open, gate) = tokio::sync::oneshot::channel::<()>();
    let mut first = pin!(write!(store, tx => {
        gate.await.unwrap();
        tx.set_meta("first", "done").await
    }));
    assert!(poll!(first.as_mut()).is_pending());
    let mut others: Vec<_> = (0..20)
        .map(|number| Box::pin(write!(store, tx => tx.set_meta(&format!("other {number}"), "done").await)))
        .collect();
    for other in &mut others {
        assert!(poll!(other.as_mut()).is_pending());
    }

    // Whoever asked for the last one has hung up.
    drop(others.pop());
    let mut closing = pin!(store.close());
    assert!(poll!(closing.as_mut()).is_pending(), "the first write still runs");
    open.send(()).unwrap();
    closing.await;

    first.await.unwrap();
    for other in others {
        other.await.unwrap();
    }
    let late = write!(store, tx => tx.set_meta("late", "done").await).await;
    assert_eq!(late.unwrap_err().to_string(), "the store is closed");

    let again = world.another().await;
    for number in 0..20 {
        let kept = read!(again, tx => tx.meta(&format!("other {number}")).await);
        assert_eq!(kept.as_deref(), Some("done"), "{number}");
    }
    assert_eq!(read!(again, tx => tx.meta("late").await), None);
}
