//! What is written beside events.

use crate::world::World;
use bayside_domain::event::Subject;
use bayside_domain::ids::{CallbackId, EventNumber};

pub async fn a_note_is_found_by_its_event(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    write!(world.store, tx => {
        tx.add_note(anting, EventNumber::new(5), Subject::Callback(CallbackId::new(1)), "明早再打；\"quoted\" 'and' \\ \u{1F697}").await?;
        tx.add_note(anting, EventNumber::new(6), Subject::Callback(CallbackId::new(1)), "").await?;
        tx.add_note(aller, EventNumber::new(7), Subject::Callback(CallbackId::new(1)), "next door").await
    })
    .await
    .unwrap();
    let note = read!(world.store, tx => tx.note(anting, EventNumber::new(5)).await);
    assert_eq!(note.as_deref(), Some("明早再打；\"quoted\" 'and' \\ \u{1F697}"));
    assert_eq!(
        read!(world.store, tx => tx.note(anting, EventNumber::new(6)).await).as_deref(),
        Some(""),
        "nothing was said"
    );
    assert_eq!(read!(world.store, tx => tx.note(anting, EventNumber::new(7)).await), None);
    assert_eq!(read!(world.store, tx => tx.note(aller, EventNumber::new(5)).await), None);
    let twice =
        write!(world.store, tx => tx.add_note(anting, EventNumber::new(5), Subject::Callback(CallbackId::new(1)), "another").await).await;
    assert!(twice.is_err(), "what was noted is not overwritten");
    assert_eq!(read!(world.store, tx => tx.note(anting, EventNumber::new(5)).await), note);
}
