//! What is wrong with a store is said, and a sound one is sound.

use crate::people::person;
use crate::world::{NOW, World, booked, visit};
use bayside_domain::codes::HoldState;
use bayside_domain::event::{Actor, VisitEvent};
use bayside_domain::ids::{HoldId, VisitId};
use bayside_domain::visit::Visit;
use bayside_store::{HoldRow, NamedClaim, VisitRow, examine};

/// What goes wrong, each with how it is told.
const WRONG: &[(&str, &[&str])] = &[
    (
        r#"UPDATE visit SET state = REPLACE(state, '"flagged":true', '"flagged":false') WHERE id = 1"#,
        &["dealer 1, visit 1: is not what its events say"],
    ),
    ("UPDATE visit SET on_board = 1 WHERE id = 2", &["dealer 1, visit 2: is listed otherwise than it stands"]),
    ("UPDATE visit SET last_event = 1 WHERE id = 3", &["dealer 1, visit 3: its last event should be 1"]),
    ("UPDATE visit SET state = '{}' WHERE id = 4", &["dealer 1, visit 4: cannot be read"]),
    (
        "DELETE FROM event WHERE number = 5",
        &[
            "dealer 1: the last event should be 7, and there are 6 from 1 to 7",
            "dealer 1, visit 5: its events do not begin with a booking",
        ],
    ),
    (
        "UPDATE capacity SET used = used + 1 WHERE bucket = 11",
        &["dealer 1, team:wash in bucket 11: 8 counted (7 by bookings), and visits and holds take 6 (6)"],
    ),
    ("UPDATE person SET phone = '1' WHERE visit = 1", &["dealer 1, person 1: its columns are not what its body says"]),
    (
        "INSERT INTO person (dealer, visit, body, phone, plate) VALUES (1, 900, '?', '', '')",
        &["dealer 1, person 900: belongs to visit 900, which is not there", "dealer 1, person 900: cannot be read"],
    ),
    (
        "INSERT INTO freed (dealer, id, claims) VALUES (1, 801, '?')",
        &["dealer 1, freed 801: its claims cannot be read", "dealer 1: the last id should be 8, and freed has 801"],
    ),
    (
        "INSERT INTO paper (dealer, visit, body) VALUES (7, 1, '{}')",
        &["paper: 1 rows belong to dealer 7, who is not there"],
    ),
    (
        "INSERT INTO note (dealer, event, visit, body) VALUES (1, 70, 1, '')",
        &["dealer 1, note 70: belongs to event 70, which is not there"],
    ),
];

pub async fn what_is_wrong_is_said(world: World) {
    let dealer = world.dealer("anting").await;
    let taken = vec![NamedClaim("team:wash".into(), 10, 12)];
    write!(world.store, tx => {
        let mut row = tx.lock_dealer(dealer).await?;
        for _ in 0..6 {
            let id: VisitId = row.next_id();
            let event = tx.append(&mut row, id, NOW, Actor::Customer, booked(NOW)).await?;
            let state = Visit::begin(&event).unwrap();
            let made = VisitRow { claims: taken.clone(), state, last_event: event.number, ..visit(id.get(), 740_000) };
            tx.take_capacity(dealer, &taken, true, &|_, _| 9).await?;
            tx.add_visit(dealer, &made).await?;
        }
        tx.put_person(dealer, VisitId::new(1), &person()).await?;
        let mut first = tx.visit(dealer, VisitId::new(1)).await?.unwrap();
        let event = tx.append(&mut row, first.id, NOW, Actor::System, VisitEvent::Flagged { on: true }).await?;
        first.state.apply(&event);
        first.last_event = event.number;
        tx.save_visit(dealer, &first).await?;
        for (state, claims) in [(HoldState::Live, taken.clone()), (HoldState::Dropped, taken.clone())] {
            if state == HoldState::Live {
                tx.take_capacity(dealer, &claims, true, &|_, _| 9).await?;
            }
            let id: HoldId = row.next_id();
            let (secret, offer) = ("s".into(), "o".into());
            tx.add_hold(dealer, &HoldRow { id, secret, offer, claims, expires_at: NOW, renewed: false, state }).await?;
        }
        tx.save_dealer(&row).await
    })
    .await
    .unwrap();
    let sound = examine(&world.database).await.unwrap();
    assert_eq!(sound.problems, Vec::<String>::new());
    assert_eq!(sound.files, [("anting".to_owned(), "the file".to_owned())]);
    for (sql, _) in WRONG {
        world.set_back(sql).await;
    }
    let found = examine(&world.database).await.unwrap().problems;
    let text = found.join("\n");
    for (sql, lines) in WRONG {
        for line in *lines {
            assert!(found.iter().any(|found| found == line), "{sql}: {line}\n{text}");
        }
    }
    assert!(!text.contains(&person().phone) && !text.contains(&person().name), "nobody is named: {text}");
}
