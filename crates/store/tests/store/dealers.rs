//! Dealers, staff, sessions, and what belongs to the whole store.

use crate::world::{NO_DEALER, NOW, World, some};
use bayside_domain::ids::{DealerId, EventNumber, StaffId, TicketId, VisitId};
use bayside_store::{DealerRow, SessionRow, StaffRow, Tx};

pub async fn values_of_the_whole_store_are_kept_and_replaced(world: World) {
    assert_eq!(read!(world.store, tx => tx.meta("demo").await), None);
    write!(world.store, tx => tx.set_meta("demo", "1").await).await.unwrap();
    write!(world.store, tx => tx.set_meta("other", "").await).await.unwrap();
    assert_eq!(read!(world.store, tx => tx.meta("demo").await).as_deref(), Some("1"));
    write!(world.store, tx => tx.set_meta("demo", "二 \u{1F697}").await).await.unwrap();
    assert_eq!(read!(world.store, tx => tx.meta("demo").await).as_deref(), Some("二 \u{1F697}"));
    assert_eq!(read!(world.store, tx => tx.meta("other").await).as_deref(), Some(""));
    assert!(!write!(world.store, tx => tx.add_meta("other", "late").await).await.unwrap());
    assert!(write!(world.store, tx => tx.add_meta("mark", "first").await).await.unwrap());
    assert_eq!(read!(world.store, tx => tx.meta("other").await).as_deref(), Some(""));
    assert_eq!(read!(world.store, tx => tx.meta("mark").await).as_deref(), Some("first"));
}

pub async fn signing_keys_come_newest_first_and_are_never_replaced(world: World) {
    assert_eq!(read!(world.store, tx => tx.signing_keys().await), []);
    write!(world.store, tx => {
        tx.add_signing_key(1, "first", NOW).await?;
        tx.add_signing_key(2, "second", NOW.plus_minutes(1)).await?;
        tx.add_signing_key(1, "late", NOW.plus_minutes(2)).await
    })
    .await
    .unwrap();
    let keys = read!(world.store, tx => tx.signing_keys().await);
    assert_eq!(keys, [(2, "second".to_owned()), (1, "first".to_owned())]);
    let kept = world.cells("signing_key", &["id", "secret", "created_at"]).await;
    assert_eq!(kept[0], some(["1", "first", &NOW.micros().to_string()]));
}

pub async fn a_file_imported_again_replaces_the_file_and_keeps_the_counters(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    assert_ne!(anting, aller);
    write!(world.store, tx => {
        let mut row = tx.lock_dealer(anting).await?;
        row.last_event = EventNumber::new(7);
        tx.save_dealer(&row).await
    })
    .await
    .unwrap();
    let again = write!(world.store, tx => tx.import_dealer("anting", "another file").await).await.unwrap();
    assert_eq!(again, anting);
    let dealers = read!(world.store, tx => tx.dealers().await);
    let told: Vec<_> = dealers.iter().map(|row| (row.id, row.slug.as_str(), row.file.as_str())).collect();
    assert_eq!(told, [(aller, "aller", "the file"), (anting, "anting", "another file")]);
    let versions: Vec<_> = dealers.iter().map(|row| (row.config_version, row.last_event.get())).collect();
    assert_eq!(versions, [(1, 0), (2, 7)]);
}

pub async fn the_counters_of_a_dealer_are_kept(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let untouched = read!(world.store, tx => tx.dealer(aller).await);
    let changed = write!(world.store, tx => {
        let mut row = tx.lock_dealer(anting).await?;
        assert_eq!((row.last_event.get(), row.last_id, row.last_number, row.capacity_version), (0, 0, 0, 0));
        assert_eq!((row.next_id::<VisitId>().get(), row.next_id::<TicketId>().get()), (1, 2));
        (row.last_event, row.last_number, row.capacity_version) = (EventNumber::new(3), 999, i64::MIN);
        tx.save_dealer(&row).await?;
        Ok(row)
    })
    .await
    .unwrap();
    // The lock leaves the file out: it is long, and known already.
    let changed = DealerRow { file: "the file".into(), ..changed };
    assert_eq!(read!(world.store, tx => tx.dealer(anting).await), changed);
    assert_eq!(read!(world.store, tx => tx.dealer(aller).await), untouched);
    assert!(world.store.read::<_, bayside_store::StoreError>(|tx| Box::pin(tx.dealer(NO_DEALER))).await.is_err());
}

fn member(id: i64, login: &str) -> StaffRow {
    StaffRow {
        id: StaffId::new(id),
        login: login.into(),
        name: r#"{"zh-CN":"李敏"}"#.into(),
        role: "adviser".into(),
        password_hash: "$argon2id$…".into(),
    }
}

async fn by_login(tx: &mut Tx<'_>, dealer: DealerId, login: &str) -> bayside_store::Result<Option<StaffRow>> {
    Ok(tx.staff(dealer).await?.into_iter().find(|member| member.login == login))
}

pub async fn staff_are_set_by_login_and_keep_their_password_unless_given_another(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    write!(world.store, tx => {
        tx.put_staff(anting, &member(2, "adviser")).await?;
        tx.put_staff(anting, &member(1, "gate")).await?;
        tx.put_staff(aller, &member(2, "adviser")).await
    })
    .await
    .unwrap();
    assert_eq!(read!(world.store, tx => tx.staff(anting).await), [member(1, "gate"), member(2, "adviser")]);
    assert_eq!(read!(world.store, tx => by_login(tx, aller, "adviser").await), Some(member(2, "adviser")));
    assert_eq!(read!(world.store, tx => by_login(tx, aller, "gate").await), None);

    let promoted = StaffRow {
        id: StaffId::new(9),
        name: "{}".into(),
        role: "manager".into(),
        password_hash: String::new(),
        ..member(2, "adviser")
    };
    write!(world.store, tx => tx.put_staff(anting, &promoted).await).await.unwrap();
    let now = read!(world.store, tx => by_login(tx, anting, "adviser").await).unwrap();
    assert_eq!(now, StaffRow { name: "{}".into(), role: "manager".into(), ..member(2, "adviser") });

    let reset = StaffRow { password_hash: "$another".into(), ..now.clone() };
    write!(world.store, tx => tx.put_staff(anting, &reset).await).await.unwrap();
    let now = read!(world.store, tx => by_login(tx, anting, "adviser").await).unwrap();
    assert_eq!(now.password_hash, "$another");
    assert_eq!(read!(world.store, tx => by_login(tx, aller, "adviser").await), Some(member(2, "adviser")));
}

pub async fn a_session_lives_until_it_expires_or_ends(world: World) {
    let anting = world.dealer("anting").await;
    let until = NOW.plus_minutes(10);
    write!(world.store, tx => {
        tx.put_staff(anting, &member(1, "gate")).await?;
        tx.put_staff(anting, &member(2, "adviser")).await?;
        assert!(tx.begin_session("hash-a", anting, &member(2, "adviser"), NOW, until).await?);
        tx.begin_session("hash-b", anting, &member(1, "gate"), NOW, until.plus_minutes(10)).await
    })
    .await
    .unwrap();
    let expected = SessionRow { dealer: anting, staff: member(2, "adviser"), expires_at: until };
    assert_eq!(read!(world.store, tx => tx.session("hash-a", NOW).await), Some(expected));
    assert_eq!(read!(world.store, tx => tx.session("hash-a", until).await), None);
    assert_eq!(read!(world.store, tx => tx.session("hash", NOW).await), None);
    let kept = world.cells("session", &["token_hash", "dealer", "staff", "created_at"]).await;
    assert_eq!(kept[0], some(["hash-a", &anting.to_string(), "2", &NOW.micros().to_string()]));

    // A new session sweeps the expired ones.
    write!(world.store, tx => tx.begin_session("hash-c", anting, &member(1, "gate"), until, until.plus_minutes(9)).await)
        .await
        .unwrap();
    let left = world.cells("session", &["token_hash"]).await;
    assert_eq!(left, [some(["hash-b"]), some(["hash-c"])]);
    write!(world.store, tx => tx.end_session("hash-b").await).await.unwrap();
    assert_eq!(read!(world.store, tx => tx.session("hash-b", NOW).await), None);
    assert!(read!(world.store, tx => tx.session("hash-c", NOW).await).is_some());
}

pub async fn a_new_password_ends_the_sessions_of_the_old_one(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let until = NOW.plus_minutes(10);
    let (adviser, gate) = (|| member(2, "adviser"), || member(1, "gate"));
    write!(world.store, tx => {
        for (token, dealer, who) in [("a", anting, &adviser()), ("b", anting, &gate()), ("c", aller, &adviser())] {
            tx.put_staff(dealer, who).await?;
            assert!(tx.begin_session(token, dealer, who, NOW, until).await?);
            assert!(tx.begin_session(&format!("{token}2"), dealer, who, NOW, until).await?);
        }
        Ok(())
    })
    .await
    .unwrap();
    let left = async || {
        let rows = world.cells("session", &["token_hash"]).await;
        rows.into_iter().flatten().flatten().collect::<Vec<_>>().join(" ")
    };
    // By who knows the old one; who knows an older one changes nothing that holds, and begins nothing.
    let (before, after) = (adviser(), StaffRow { password_hash: "$new".into(), ..adviser() });
    write!(world.store, tx => {
        assert!(tx.change_password(anting, &before, &after.password_hash).await?);
        assert!(!tx.change_password(anting, &before, "$late").await?);
        assert!(!tx.begin_session("late", anting, &before, NOW, until).await?);
        assert!(tx.begin_session("d", anting, &after, NOW, until).await?);
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(left().await, "b b2 c c2 d");
    // By the operator, who also gives the row another id if it is asked by login.
    let reset = StaffRow { id: StaffId::new(9), password_hash: "$reset".into(), ..adviser() };
    write!(world.store, tx => tx.put_staff(anting, &reset).await).await.unwrap();
    assert_eq!(left().await, "b b2 c c2");
    // A name and a role are no password.
    let renamed = StaffRow { name: "{}".into(), password_hash: String::new(), ..gate() };
    write!(world.store, tx => tx.put_staff(anting, &renamed).await).await.unwrap();
    assert_eq!(left().await, "b b2 c c2");
    // Who is shut out has none that fits.
    write!(world.store, tx => tx.shut_out(anting, gate().id).await).await.unwrap();
    assert_eq!(left().await, "c c2");
    let row = read!(world.store, tx => by_login(tx, anting, "gate").await).unwrap();
    assert_eq!(row.password_hash, "");
    assert!(!write!(world.store, tx => tx.begin_session("e", anting, &gate(), NOW, until).await).await.unwrap());
}

pub async fn the_mark_of_capacity_is_read_alone(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    write!(world.store, tx => {
        let mut row = tx.lock_dealer(anting).await?;
        row.capacity_version = 4711;
        tx.save_dealer(&row).await
    })
    .await
    .unwrap();
    assert_eq!(read!(world.store, tx => tx.capacity_version(anting).await), 4711);
    assert_ne!(read!(world.store, tx => tx.capacity_version(aller).await), 4711);
}
