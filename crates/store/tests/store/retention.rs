//! Whose data are kept, until when, and what erasing leaves.

use crate::backups::Folder;
use crate::callbacks::open_callback;
use crate::people::{documents, person};
use crate::waitlist::{in_state, waiting};
use crate::world::{NOW, World, visit};
use bayside_domain::codes::{SignaturePurpose, WishState};
use bayside_domain::document::Person;
use bayside_domain::event::Subject;
use bayside_domain::ids::{CallbackId, EventNumber, PersonKey, VisitId, WishId};
use bayside_store::{BackupError, Database, KeptPerson, SignatureRow, Store, backup, note_erasures, restore};

fn key(id: i64) -> PersonKey {
    VisitId::new(id).into()
}

pub async fn who_is_kept_is_known_by_number_or_address_and_last_day(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let closed = {
        let mut row = open_callback(4, 30);
        row.state.closed_at = Some(NOW);
        row
    };
    let nameless = Person { phone: String::new(), email: None, ..person() };
    let by_mail = Person { phone: String::new(), ..person() };
    let ended = in_state(WishState::Ended, waiting(2, 20));
    let wished_until = bayside_domain::time::day_number(ended.wish.to);
    write!(world.store, tx => {
        tx.add_visit(anting, &visit(1, 739_000)).await?;
        tx.put_wish(anting, &ended).await?;
        tx.put_wish(anting, &waiting(3, 20)).await?;
        tx.put_callback(anting, &closed).await?;
        tx.put_callback(anting, &open_callback(5, 30)).await?;
        for id in 1..=5 {
            tx.put_person(anting, VisitId::new(id), &person()).await?;
        }
        tx.put_person(anting, VisitId::new(6), &by_mail).await?;
        tx.put_person(anting, VisitId::new(7), &nameless).await?;
        tx.put_person(aller, VisitId::new(8), &person()).await
    })
    .await
    .unwrap();
    let mut kept = read!(world.store, tx => tx.kept_persons(anting).await);
    kept.sort_by_key(|row| row.key.get());
    let row = |id, who: &str, last_day| KeptPerson { key: key(id), who: who.into(), last_day };
    let closed_on = 719_163 + NOW.micros() / 86_400_000_000;
    assert_eq!(
        kept,
        [
            row(1, &person().phone, Some(739_000)),
            row(2, &person().phone, Some(wished_until)),
            row(3, &person().phone, None),
            row(4, &person().phone, Some(closed_on)),
            row(5, &person().phone, None),
            row(6, "wang@example.org", Some(0)),
            row(7, "", Some(0)),
        ]
    );
    let all = [1, 2, 3, 4, 5].map(key);
    assert!(read!(world.store, tx => tx.has_no_other(anting, &person().phone, &all).await));
    let others = read!(world.store, tx => tx.has_no_other(anting, &person().phone, &all[..4]).await);
    assert!(!others, "5 is theirs, too");
    assert!(read!(world.store, tx => tx.has_no_other(anting, "", &[key(7)]).await), "nobody else is nobody");
}

pub async fn nothing_of_who_is_erased_is_left_and_others_stay(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let signature = SignatureRow { purpose: SignaturePurpose::Delivery, name: "王晓雯".into(), path: None, at: NOW };
    write!(world.store, tx => {
        for dealer in [anting, aller] {
            tx.add_visit(dealer, &visit(1, 100)).await?;
            tx.put_person(dealer, VisitId::new(1), &person()).await?;
            tx.put_documents(dealer, VisitId::new(1), &documents("oil")).await?;
            tx.add_note(dealer, EventNumber::new(9), Subject::Visit(VisitId::new(1)), "a note").await?;
            tx.put_signature(dealer, VisitId::new(1), &signature).await?;
            tx.put_wish(dealer, &in_state(WishState::Ended, waiting(2, 20))).await?;
            tx.put_person(dealer, VisitId::new(2), &person()).await?;
            tx.put_callback(dealer, &open_callback(3, 30)).await?;
            tx.put_person(dealer, VisitId::new(3), &person()).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    write!(world.store, tx => {
        for id in 1..=3 {
            tx.erase_person(anting, key(id), NOW).await?;
        }
        // Twice is no error, and the first time is remembered.
        tx.erase_person(anting, key(1), NOW.plus_days(1)).await
    })
    .await
    .unwrap();
    world.store.scrub().await.unwrap();
    for table in ["person", "paper", "note", "signature", "wish", "callback"] {
        let left = world.cells(table, &["dealer"]).await;
        assert!(
            left.iter().all(|row| row.iter().all(|cell| *cell == Some(aller.get().to_string()))),
            "{table}: {left:?}"
        );
        assert!(!left.is_empty(), "{table}: other dealers keep theirs");
    }
    let kept =
        read!(world.store, tx => tx.visit(anting, VisitId::new(1)).await).expect("the visit stays, for the figures");
    assert!(kept.generation > visit(1, 100).generation, "links that were given open nothing");
    assert_eq!(read!(world.store, tx => tx.visit(aller, VisitId::new(1)).await), Some(visit(1, 100)));
    assert_eq!(read!(world.store, tx => tx.wish(anting, WishId::new(2)).await), None);
    assert_eq!(read!(world.store, tx => tx.callback(anting, CallbackId::new(3)).await), None);
    let erased: Vec<_> = [1, 2, 3].map(|id| (key(id), NOW)).into();
    assert_eq!(read!(world.store, tx => tx.erasures(anting).await), erased);
    assert_eq!(read!(world.store, tx => tx.erasures(aller).await), []);
}

pub async fn a_backup_that_is_older_forgets_who_was_erased_since(world: World) {
    let anting = world.dealer("anting").await;
    let other = Person { phone: "+8613900000001".into(), name: "周舟".into(), ..person() };
    write!(world.store, tx => {
        tx.add_visit(anting, &visit(1, 100)).await?;
        tx.put_person(anting, VisitId::new(1), &person()).await?;
        tx.add_visit(anting, &visit(2, 100)).await?;
        tx.put_person(anting, VisitId::new(2), &other).await
    })
    .await
    .unwrap();
    let folder = Folder::new();
    let file = folder.file("old.backup");
    backup(&world.database, &file).await.unwrap();
    note_erasures(&world.store, file.parent().unwrap()).await.unwrap();
    assert!(!folder.file("erasures").exists(), "nobody was erased yet");
    write!(world.store, tx => tx.erase_person(anting, key(1), NOW).await).await.unwrap();
    note_erasures(&world.store, file.parent().unwrap()).await.unwrap();
    let noted = std::fs::read_to_string(folder.file("erasures")).unwrap();
    assert_eq!(noted, format!("{} 1 {}\n", anting.get(), NOW.micros()), "numbers, and nothing that names anybody");

    let target = folder.store(world.store.engine(), "restored.db");
    restore(&file, &target).await.unwrap();
    if let Database::Sqlite(path) = &target {
        let bytes = std::fs::read(path).unwrap();
        let is_there = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
        assert!(!is_there("王晓雯") && is_there("周舟"), "no byte of who was erased, and all of the other");
    }
    let restored = Store::open(&target).await.unwrap();
    assert_eq!(read!(restored, tx => tx.person(anting, VisitId::new(1)).await), None);
    assert_eq!(read!(restored, tx => tx.person(anting, VisitId::new(2)).await).map(|it| it.name), Some("周舟".into()));
    assert_eq!(read!(restored, tx => tx.erasures(anting).await), [(key(1), NOW)]);
    restored.close().await;
    std::fs::write(folder.file("erasures"), "1 2\n").unwrap();
    let refused = restore(&file, &folder.store(world.store.engine(), "again.db")).await.unwrap_err();
    assert!(matches!(refused, BackupError::Damaged(_)), "{refused}: a list that cannot be read is not passed over");
}

pub async fn a_person_is_told_all_rows_and_found_by_reference(world: World) {
    let anting = world.dealer("anting").await;
    let called = open_callback(2, 30);
    let reference = called.reference.clone();
    write!(world.store, tx => {
        tx.add_visit(anting, &visit(1, 100)).await?;
        tx.put_person(anting, VisitId::new(1), &person()).await?;
        tx.put_documents(anting, VisitId::new(1), &documents("oil")).await?;
        tx.add_note(anting, EventNumber::new(9), Subject::Visit(VisitId::new(1)), "[1] is no document").await?;
        tx.put_callback(anting, &called).await
    })
    .await
    .unwrap();
    let told = read!(world.store, tx => tx.rows_about(anting, key(1)).await);
    assert_eq!(told["visit"][0]["reference"], "REF001");
    assert_eq!(told["person"][0]["body"]["name"], "王晓雯", "documents are JSON: {told}");
    assert_eq!(told["note"][0]["body"], "[1] is no document", "and a note is its text");
    assert_eq!(told["paper"].as_array().map(Vec::len), Some(1));
    assert!(told.get("wish").is_none() && told.get("callback").is_none(), "{told}");

    assert_eq!(read!(world.store, tx => tx.key_of_reference(anting, "REF001").await), Some(key(1)));
    assert_eq!(read!(world.store, tx => tx.key_of_reference(anting, &reference).await), Some(key(2)));
    assert_eq!(read!(world.store, tx => tx.key_of_reference(anting, "NOBODY").await), None);
    assert_eq!(read!(world.store, tx => tx.visit_of(anting, key(1)).await), Some(visit(1, 100)));
    assert_eq!(read!(world.store, tx => tx.visit_of(anting, key(2)).await), None, "a call-back is no visit");
}
