//! Numbers of those who came without a booking, and the visits of one car.

use crate::people::person;
use crate::world::{NOW, World, visit};
use bayside_domain::codes::{TicketEnd, VisitReason};
use bayside_domain::document::Person;
use bayside_domain::ids::{ScreenId, StaffId, TicketId, VisitId};
use bayside_store::{Ticket, TicketRow};

fn ticket(id: i64, day: i64, number: u16) -> TicketRow {
    let state = Ticket {
        version: 1,
        reason: VisitReason::Tyres,
        drawn_at: NOW,
        screen: ScreenId::new(4),
        called: None,
        ended: None,
    };
    TicketRow { id: TicketId::new(id), day, number, visit: None, state }
}

pub async fn a_ticket_comes_back_as_it_was_kept_and_waits_until_it_ends(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    write!(world.store, tx => {
        for row in [ticket(1, 100, 33), ticket(2, 100, 34), ticket(3, 99, 35)] {
            tx.put_ticket(anting, &row).await?;
        }
        tx.put_ticket(aller, &ticket(1, 100, 33)).await
    })
    .await
    .unwrap();
    assert_eq!(read!(world.store, tx => tx.ticket(anting, TicketId::new(2)).await), Some(ticket(2, 100, 34)));
    assert_eq!(read!(world.store, tx => tx.ticket(aller, TicketId::new(2)).await), None);
    assert_eq!(read!(world.store, tx => tx.open_tickets(anting, 100).await), [ticket(1, 100, 33), ticket(2, 100, 34)]);
    assert_eq!(read!(world.store, tx => tx.ticket_of_visit(anting, VisitId::new(77)).await), None);

    let mut called = ticket(2, 100, 34);
    called.state.version = 2;
    called.state.called = Some((NOW.plus_minutes(3), StaffId::new(9)));
    let mut taken_in = ticket(1, 100, 33);
    taken_in.visit = Some(VisitId::new(77));
    taken_in.state.ended = Some((TicketEnd::TakenIn, NOW.plus_minutes(4)));
    let (one, other) = (called.clone(), taken_in.clone());
    write!(world.store, tx => {
        tx.put_ticket(anting, &one).await?;
        tx.put_ticket(anting, &other).await
    })
    .await
    .unwrap();
    assert_eq!(read!(world.store, tx => tx.open_tickets(anting, 100).await), [called]);
    assert_eq!(read!(world.store, tx => tx.ticket_of_visit(anting, VisitId::new(77)).await), Some(taken_in));
    assert_eq!(read!(world.store, tx => tx.ticket_of_visit(aller, VisitId::new(77)).await), None);
}

pub async fn a_number_is_drawn_once_a_day_and_is_in_use(world: World) {
    let anting = world.dealer("anting").await;
    write!(world.store, tx => tx.put_ticket(anting, &ticket(1, 100, 33)).await).await.unwrap();
    assert!(write!(world.store, tx => tx.put_ticket(anting, &ticket(2, 100, 33)).await).await.is_err());
    write!(world.store, tx => tx.put_ticket(anting, &ticket(2, 101, 33)).await).await.unwrap();
    assert_eq!(read!(world.store, tx => tx.numbers_in_use(anting, 100).await), [33]);
    assert_eq!(read!(world.store, tx => tx.numbers_in_use(anting, 99).await), [0; 0]);
}

pub async fn the_visits_of_a_car_come_latest_first_with_who_brings_it(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let of = |plate: &str| Person { plate: plate.into(), ..person() };
    write!(world.store, tx => {
        for id in 1..=25 {
            tx.add_visit(anting, &visit(id, 100)).await?;
            tx.put_person(anting, VisitId::new(id), &of("沪A·12345")).await?;
        }
        tx.add_visit(anting, &visit(26, 100)).await?;
        tx.put_person(anting, VisitId::new(26), &of("沪B·54321")).await?;
        // A call-back of the same car is no visit.
        tx.put_person(anting, VisitId::new(27), &of("沪B·54321")).await?;
        tx.add_visit(aller, &visit(1, 100)).await?;
        tx.put_person(aller, VisitId::new(1), &of("沪B·54321")).await
    })
    .await
    .unwrap();
    let ids =
        |found: &[(bayside_store::VisitRow, Person)]| found.iter().map(|(visit, _)| visit.id.get()).collect::<Vec<_>>();
    let found = read!(world.store, tx => tx.visits_of_car(anting, "沪A·12345").await);
    assert_eq!(ids(&found), (6..=25).rev().collect::<Vec<_>>(), "the latest twenty");
    assert_eq!((&found[0].0, &found[0].1), (&visit(25, 100), &of("沪A·12345")));
    let found = read!(world.store, tx => tx.visits_of_car(anting, "沪B·54321").await);
    assert_eq!(ids(&found), [26]);
    assert!(read!(world.store, tx => tx.visits_of_car(anting, "沪C·00000").await).is_empty());

    // Whose person was erased is not found any more.
    write!(world.store, tx => tx.forget_person(anting, VisitId::new(26)).await).await.unwrap();
    assert!(read!(world.store, tx => tx.visits_of_car(anting, "沪B·54321").await).is_empty());
}
