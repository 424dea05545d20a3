//! Resources out of use, and calls to customers.

use crate::people::person;
use crate::world::{NOW, World, visit};
use bayside_domain::codes::OutageReason;
use bayside_domain::document::Person;
use bayside_domain::ids::{ContactId, OutageId, StaffId, VisitId};
use bayside_store::{ContactRow, OutageRow};

fn outage(id: i64, resource: &str, begins_in: i64, minutes: i64) -> OutageRow {
    OutageRow {
        id: OutageId::new(id),
        resource: resource.into(),
        places: 2,
        begins_at: NOW.plus_minutes(begins_in),
        ends_at: NOW.plus_minutes(begins_in + minutes),
        reason: OutageReason::OutOfOrder,
        created_at: NOW,
        staff: StaffId::new(7),
    }
}

pub async fn a_block_comes_back_as_it_was_kept_until_it_ends_or_is_lifted(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let (later, soon) = (outage(1, "team:wash", 60, 30), outage(2, "adviser:li-min", -30, 60));
    let (first, second) = (later.clone(), soon.clone());
    write!(world.store, tx => {
        tx.add_outage(anting, &first).await?;
        tx.add_outage(anting, &second).await?;
        tx.add_outage(aller, &outage(1, "seat", 0, 15)).await
    })
    .await
    .unwrap();
    assert_eq!(read!(world.store, tx => tx.outages_after(anting, NOW).await), [soon.clone(), later.clone()]);
    assert_eq!(read!(world.store, tx => tx.outages_after(anting, soon.ends_at).await), std::slice::from_ref(&later));
    assert!(write!(world.store, tx => tx.delete_outage(anting, OutageId::new(1)).await).await.unwrap());
    assert!(!write!(world.store, tx => tx.delete_outage(anting, OutageId::new(1)).await).await.unwrap());
    assert_eq!(read!(world.store, tx => tx.outages_after(anting, NOW).await), [soon]);
    assert_eq!(read!(world.store, tx => tx.outages_after(aller, NOW).await).len(), 1);
    let backwards = write!(world.store, tx => tx.add_outage(anting, &outage(3, "seat", 30, -30)).await).await;
    assert!(backwards.is_err(), "nothing ends before it begins");
}

pub async fn visits_come_with_who_brings_the_car_by_days(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    write!(world.store, tx => {
        for (id, day) in [(1, 102), (2, 100), (3, 101), (4, 103), (5, 101)] {
            tx.add_visit(anting, &visit(id, day)).await?;
            // The fifth was erased.
            if id < 5 {
                tx.put_person(anting, VisitId::new(id), &person()).await?;
            }
        }
        tx.add_visit(aller, &visit(1, 101)).await?;
        tx.put_person(aller, VisitId::new(1), &person()).await
    })
    .await
    .unwrap();
    let found = read!(world.store, tx => tx.visits_with_people(anting, 100, 102).await);
    assert_eq!(found, [(visit(2, 100), person()), (visit(3, 101), person()), (visit(1, 102), person())]);
}

pub async fn visits_of_a_car_are_found_by_its_plate(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let other = Person { plate: "沪B·99999".into(), ..person() };
    let another = other.clone();
    write!(world.store, tx => {
        for (id, day) in [(1, 102), (2, 100), (3, 101), (4, 103)] {
            tx.add_visit(anting, &visit(id, day)).await?;
            tx.put_person(anting, VisitId::new(id), &if id == 3 { another.clone() } else { person() }).await?;
        }
        tx.add_visit(aller, &visit(1, 101)).await?;
        tx.put_person(aller, VisitId::new(1), &person()).await
    })
    .await
    .unwrap();
    let plate = person().plate;
    let found = read!(world.store, tx => tx.visits_of_plate(anting, &plate, 100, 102).await);
    assert_eq!(found, [(visit(2, 100), person()), (visit(1, 102), person())]);
    let plate = other.plate.clone();
    let found = read!(world.store, tx => tx.visits_of_plate(anting, &plate, 0, 200).await);
    assert_eq!(found, [(visit(3, 101), other)]);
}

pub async fn calls_are_told_by_purpose_oldest_first(world: World) {
    let anting = world.dealer("anting").await;
    let call = |id: i64, purpose: &str, minutes: i64| ContactRow {
        id: ContactId::new(id),
        visit: VisitId::new(40 + id),
        purpose: purpose.into(),
        outcome: "no-answer".into(),
        at: NOW.plus_minutes(minutes),
        staff: StaffId::new(7),
    };
    let calls = [call(1, "invitation", -60), call(2, "confirmation", 0), call(3, "invitation", 0)];
    write!(world.store, tx => {
        for call in &calls {
            tx.add_contact(anting, call).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    let since = |minutes: i64| NOW.plus_minutes(minutes);
    let ids = |rows: &[ContactRow]| rows.iter().map(|row| row.id.get()).collect::<Vec<_>>();
    let all = read!(world.store, tx => tx.contacts_since(anting, "invitation", since(-90)).await);
    assert_eq!((ids(&all), all[1].visit, all[1].staff), (vec![1, 3], VisitId::new(43), StaffId::new(7)));
    assert_eq!(ids(&read!(world.store, tx => tx.contacts_since(anting, "invitation", since(-30)).await)), [3]);
    assert_eq!(ids(&read!(world.store, tx => tx.contacts_since(anting, "confirmation", since(-90)).await)), [2]);
}
