//! Screens and their pairing.

use crate::world::{NOW, World, some};
use bayside_server::store::{PairingRow, ScreenRow};

fn pairing(hash: &str, code: &str) -> PairingRow {
    PairingRow {
        poll_hash: hash.into(),
        code: code.into(),
        kind: "lounge".into(),
        expires_at: NOW.plus_minutes(10),
        screen: None,
    }
}

fn screen(id: i64) -> ScreenRow {
    ScreenRow { id, kind: "lounge".into(), name: "休息区".into(), seen_at: None, revoked: false }
}

pub async fn a_screen_is_paired_by_its_code(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    assert!(write!(world.store, tx => tx.add_pairing(&pairing("hash", "123456"), NOW).await).await.unwrap());
    assert_eq!(read!(world.store, tx => tx.pairing("hash", NOW).await), Some(pairing("hash", "123456")));
    assert_eq!(read!(world.store, tx => tx.pairing_by_code("123456", NOW).await), Some(pairing("hash", "123456")));
    assert_eq!(read!(world.store, tx => tx.pairing_by_code("123457", NOW).await), None);

    write!(world.store, tx => tx.confirm_pairing("hash", anting, &screen(7), NOW).await).await.unwrap();
    let confirmed = PairingRow { screen: Some((anting, 7)), ..pairing("hash", "123456") };
    assert_eq!(read!(world.store, tx => tx.pairing("hash", NOW).await), Some(confirmed));
    assert_eq!(read!(world.store, tx => tx.screen(anting, 7).await), Some(screen(7)));
    assert_eq!(read!(world.store, tx => tx.screen(aller, 7).await), None);
    assert_eq!(read!(world.store, tx => tx.screens(anting).await), [screen(7)]);
    assert_eq!(read!(world.store, tx => tx.screens(aller).await), []);
    let created = world.cells("screen", &["id", "created_at"]).await;
    assert_eq!(created, [some(["7", &NOW.micros().to_string()])]);

    // With its first use the pairing is over.
    let later = NOW.plus_minutes(1);
    write!(world.store, tx => tx.screen_seen(anting, 7, later).await).await.unwrap();
    assert_eq!(read!(world.store, tx => tx.pairing("hash", NOW).await), None);
    assert_eq!(read!(world.store, tx => tx.screen(anting, 7).await).unwrap().seen_at, Some(later));
}

pub async fn a_code_in_use_is_not_given_twice_and_an_expired_one_is_forgotten(world: World) {
    assert!(write!(world.store, tx => tx.add_pairing(&pairing("first", "123456"), NOW).await).await.unwrap());
    assert!(!write!(world.store, tx => tx.add_pairing(&pairing("second", "123456"), NOW).await).await.unwrap());
    assert!(write!(world.store, tx => tx.add_pairing(&pairing("second", "654321"), NOW).await).await.unwrap());
    assert_eq!(read!(world.store, tx => tx.pairing_by_code("123456", NOW).await).unwrap().poll_hash, "first");

    let expiry = NOW.plus_minutes(10);
    assert_eq!(read!(world.store, tx => tx.pairing("first", expiry).await), None);
    assert_eq!(read!(world.store, tx => tx.pairing_by_code("123456", expiry).await), None);
    let next = PairingRow { expires_at: expiry.plus_minutes(10), ..pairing("third", "123456") };
    assert!(write!(world.store, tx => tx.add_pairing(&next, expiry).await).await.unwrap());
    assert_eq!(world.cells("pairing", &["poll_hash"]).await, [some(["third"])]);
}
