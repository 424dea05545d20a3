//! Visits and their events.

use crate::people::{self, person};
use crate::world::{NO_DEALER, NOW, World, apply, booked, some, visit};
use bayside_domain::codes::{Decision, Step, Urgency};
use bayside_domain::document::Person;
use bayside_domain::event::{Actor, Subject, VisitEvent};
use bayside_domain::ids::{DealerId, EventNumber, ExtraWorkId, ScreenId, StaffId, VisitId};
use bayside_domain::visit::Visit;
use bayside_store::{NamedClaim, Standing, VisitAndPerson, VisitRow};

const ARRIVED: VisitEvent = VisitEvent::Arrived { number: 27, mileage_km: Some(58_200) };

pub async fn a_visit_comes_back_as_it_was_kept(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let mut row = visit(1, 740_000);
    let (first, second) = (row.clone(), visit(2, 740_001));
    write!(world.store, tx => {
        tx.add_visit(anting, &first).await?;
        tx.add_visit(anting, &second).await
    })
    .await
    .unwrap();
    assert_eq!(read!(world.store, tx => tx.visit(anting, VisitId::new(1)).await), Some(row.clone()));
    assert_eq!(read!(world.store, tx => tx.visit(anting, VisitId::new(3)).await), None);
    assert_eq!(read!(world.store, tx => tx.visit(aller, VisitId::new(1)).await), None);
    let found_by = ["id", "day", "on_board", "number", "last_event"];
    let booked = [Some("1".to_owned()), Some("740000".to_owned()), Some("0".to_owned()), None, Some("1".to_owned())];
    assert_eq!(world.cells("visit", &found_by).await[0], booked);

    apply(&mut row, 5, ARRIVED);
    apply(
        &mut row,
        6,
        VisitEvent::OrderSigned {
            estimate: 66_000,
            jobs: vec!["oil".into()],
            wants_wash: false,
            promised_at: NOW.plus_minutes(120),
        },
    );
    apply(&mut row, 7, VisitEvent::PromiseChanged { promised_at: NOW.plus_minutes(150) });
    row.day = 740_002;
    row.generation = 4;
    row.claims = vec![NamedClaim("loaner".into(), 740_000, 740_001), NamedClaim("team:wash".into(), 1, 2)];
    let saved = row.clone();
    write!(world.store, tx => tx.save_visit(anting, &saved).await).await.unwrap();
    assert_eq!(read!(world.store, tx => tx.visit(anting, VisitId::new(1)).await), Some(row));
    assert_eq!(world.cells("visit", &found_by).await[0], some(["1", "740002", "1", "27", "7"]));
    assert_eq!(read!(world.store, tx => tx.visit(anting, VisitId::new(2)).await), Some(visit(2, 740_001)));
}

/// A visit whose car came and got a lounge number.
fn on_site(id: i64, day: i64, number: u16) -> VisitRow {
    let mut row = visit(id, day);
    apply(&mut row, 10 + id, VisitEvent::Arrived { number, mileage_km: None });
    row
}

fn person_with(plate: &str) -> Person {
    Person { plate: plate.to_owned(), ..people::person() }
}

fn ids(rows: &[VisitRow]) -> Vec<i64> {
    rows.iter().map(|row| row.id.get()).collect()
}

/// Four visits: yesterday's car still here, today's booked, here and gone, and tomorrow's; and one next door.
async fn a_day(world: &World) -> DealerId {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let mut gone = on_site(4, 100, 12);
    for (number, event) in
        [(21, VisitEvent::Accepted), (22, VisitEvent::Settled), (23, VisitEvent::Delivered { mileage_km: None })]
    {
        apply(&mut gone, number, event);
    }
    let rows = [visit(1, 100), on_site(2, 99, 31), on_site(3, 100, 11), gone, visit(5, 101)];
    write!(world.store, tx => {
        for row in &rows {
            tx.add_visit(anting, row).await?;
        }
        tx.add_visit(aller, &on_site(1, 100, 77)).await
    })
    .await
    .unwrap();
    anting
}

pub async fn a_visit_is_found_by_day_and_on_the_board(world: World) {
    let anting = a_day(&world).await;
    assert_eq!(ids(&read!(world.store, tx => tx.visits_of_day(anting, 100).await)), [1, 2, 3, 4]);
    assert_eq!(ids(&read!(world.store, tx => tx.visits_of_day(anting, 101).await)), [2, 3, 5]);
}

pub async fn visits_changed_since_an_event_come_in_the_order_of_their_events(world: World) {
    let anting = a_day(&world).await;
    assert_eq!(
        ids(&read!(world.store, tx => tx.visits_changed_since(anting, EventNumber::new(0)).await)),
        [1, 5, 2, 3, 4]
    );
    assert_eq!(ids(&read!(world.store, tx => tx.visits_changed_since(anting, EventNumber::new(12)).await)), [3, 4]);
    assert_eq!(ids(&read!(world.store, tx => tx.visits_changed_since(anting, EventNumber::new(23)).await)), [0; 0]);
}

pub async fn cars_come_with_who_brings_them_unless_erased(world: World) {
    let anting = a_day(&world).await;
    let aller = world.dealer("aller").await;
    write!(world.store, tx => {
        tx.put_person(anting, VisitId::new(2), &person_with("沪A12345")).await?;
        tx.put_person(anting, VisitId::new(3), &person_with("沪A12346")).await?;
        tx.put_person(aller, VisitId::new(4), &person_with("VER-AB 71")).await
    })
    .await
    .unwrap();
    let plates = |cars: Vec<VisitAndPerson>| -> Vec<(i64, Option<String>)> {
        cars.into_iter().map(|(visit, person)| (visit.id.get(), person.map(|person| person.plate))).collect()
    };
    let [two, three] = [(2, Some("沪A12345".to_owned())), (3, Some("沪A12346".to_owned()))];
    let of_day = plates(read!(world.store, tx => tx.cars_of_day(anting, 100).await));
    assert_eq!(of_day, [(1, None), two, three.clone(), (4, None)], "by last event");
    let changed = plates(read!(world.store, tx => tx.cars_changed_since(anting, EventNumber::new(12)).await));
    assert_eq!(changed, [three, (4, None)]);
    assert_eq!(plates(read!(world.store, tx => tx.cars_changed_since(anting, EventNumber::new(23)).await)), []);
}

pub async fn lounge_numbers_of_the_day_and_on_the_board_are_in_use(world: World) {
    let anting = a_day(&world).await;
    let used = |day| {
        let store = world.store.clone();
        async move {
            let mut numbers = read!(store, tx => tx.numbers_in_use(anting, day).await);
            numbers.sort_unstable();
            numbers
        }
    };
    assert_eq!(used(100).await, [11, 12, 31]);
    assert_eq!(used(101).await, [11, 31]);
}

pub async fn events_and_their_notes_are_told_in_order(world: World) {
    let anting = world.dealer("anting").await;
    let events = [
        (Actor::Customer, booked(NOW)),
        (Actor::System, VisitEvent::Prepared { step: Step::PrepareParts }),
        (Actor::Device(ScreenId::new(4)), ARRIVED),
        (
            Actor::Staff(StaffId::new(3)),
            VisitEvent::ExtraWorkQuoted {
                item: ExtraWorkId::new(1),
                version: 2,
                amount: -5,
                minutes: 0,
                urgency: Urgency::Now,
            },
        ),
        (
            Actor::Customer,
            VisitEvent::ExtraWorkDecided { item: ExtraWorkId::new(1), version: 2, decision: Decision::CallMe },
        ),
        (Actor::Staff(StaffId::new(3)), VisitEvent::Dispatched { job: "oil".into(), technician: None }),
    ];
    let given = events.clone();
    let recorded = write!(world.store, tx => {
        let mut dealer = tx.lock_dealer(anting).await?;
        let mut recorded = Vec::new();
        for (index, (by, event)) in (0_i64..).zip(given) {
            // Between the visit's events another visit has its own.
            recorded.push(tx.append(&mut dealer, VisitId::new(8), NOW.plus_seconds(index), by, event).await?);
            tx.append(&mut dealer, VisitId::new(9), NOW, Actor::System, VisitEvent::Flagged { on: true }).await?;
        }
        tx.save_dealer(&dealer).await?;
        tx.add_note(anting, EventNumber::new(5), Subject::Visit(VisitId::new(8)), "换机滤").await?;
        tx.add_note(anting, EventNumber::new(1), Subject::Visit(VisitId::new(8)), "").await?;
        tx.add_note(anting, EventNumber::new(2), Subject::Visit(VisitId::new(9)), "not ours").await?;
        Ok(recorded)
    })
    .await
    .unwrap();
    let told: Vec<_> = recorded.iter().map(|recorded| (recorded.by, recorded.event.clone())).collect();
    assert_eq!(told, events);
    assert_eq!(recorded.iter().map(|recorded| recorded.number.get()).collect::<Vec<_>>(), [1, 3, 5, 7, 9, 11]);
    assert_eq!(read!(world.store, tx => tx.events_of(anting, VisitId::new(8)).await), recorded);
    assert_eq!(read!(world.store, tx => tx.events_of(NO_DEALER, VisitId::new(8)).await), []);
    assert_eq!(read!(world.store, tx => tx.dealer(anting).await).last_event, EventNumber::new(12));
    let notes = read!(world.store, tx => tx.notes_of(anting, VisitId::new(8)).await);
    assert_eq!(notes, [(EventNumber::new(1), String::new()), (EventNumber::new(5), "换机滤".to_owned())]);
    let replayed = Visit::replay(&recorded).unwrap();
    assert_eq!((replayed.number, replayed.version), (Some(27), 6));
}

pub async fn a_reference_is_given_once_within_a_dealer(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    write!(world.store, tx => tx.add_visit(anting, &visit(1, 100)).await).await.unwrap();
    assert!(read!(world.store, tx => tx.reference_exists(anting, "REF001").await));
    assert!(!read!(world.store, tx => tx.reference_exists(anting, "REF002").await));
    assert!(!read!(world.store, tx => tx.reference_exists(aller, "REF001").await));
    // Who books asks the same together with what else stands of them.
    for (dealer, reference, is_taken) in [(anting, "REF001", true), (anting, "REF002", false), (aller, "REF001", false)]
    {
        let standing = read!(world.store, tx => tx.standing(dealer, &person(), reference, NOW).await);
        assert_eq!(standing, Standing { reference_taken: is_taken, ..Standing::default() }, "{dealer} {reference}");
    }

    let twin = VisitRow { reference: "REF001".into(), ..visit(2, 100) };
    let next_door = twin.clone();
    let refused = write!(world.store, tx => tx.add_visit(anting, &twin).await).await.unwrap_err();
    assert!(refused.to_string().to_lowercase().contains("unique"), "{refused}");
    assert_eq!(read!(world.store, tx => tx.visit(anting, VisitId::new(2)).await), None);
    write!(world.store, tx => tx.add_visit(aller, &next_door).await).await.unwrap();
}

pub async fn a_visit_is_found_by_its_reference_with_who_brings_the_car(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let next_door = Person { name: "李敏".into(), ..person() };
    let theirs = next_door.clone();
    write!(world.store, tx => {
        tx.add_visit(anting, &visit(1, 100)).await?;
        tx.put_person(anting, VisitId::new(1), &person()).await?;
        // The second was erased.
        tx.add_visit(anting, &visit(2, 101)).await?;
        // The third waits for room, and has no visit.
        tx.put_person(anting, VisitId::new(3), &person()).await?;
        tx.add_visit(aller, &visit(1, 102)).await?;
        tx.put_person(aller, VisitId::new(1), &theirs).await
    })
    .await
    .unwrap();
    let found = async |at: DealerId, code: &'static str| read!(world.store, tx => tx.visit_and_person(at, code).await);
    assert_eq!(found(anting, "REF001").await, Some((visit(1, 100), Some(person()))));
    assert_eq!(found(anting, "REF002").await, Some((visit(2, 101), None)));
    assert_eq!(found(anting, "REF003").await, None);
    assert_eq!(found(anting, "ref001").await, None, "references are upper case here");
    assert_eq!(found(aller, "REF001").await, Some((visit(1, 102), Some(next_door))));
    assert_eq!(found(aller, "REF002").await, None);
}
