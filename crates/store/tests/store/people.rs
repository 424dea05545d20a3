//! What names a person.

use crate::world::{NO_DEALER, NOW, World, apply, visit};
use bayside_domain::codes::SignaturePurpose;
use bayside_domain::codes::{FollowUpChannel, PlateKind, Salutation, SpamSignal};
use bayside_domain::document::Person;
use bayside_domain::document::{FollowUpWish, VisitDocuments, WorkItem, WorkOrder};
use bayside_domain::event::VisitEvent;
use bayside_domain::ids::VisitId;
use bayside_domain::language::Language;
use bayside_store::SignatureRow;

pub fn person() -> Person {
    Person {
        name: "王晓雯".into(),
        salutation: Some(Salutation::Ms),
        phone: "13812345678".into(),
        email: Some("wang@example.org".into()),
        locale: Language::ZhCn,
        plate: "沪A12345".into(),
        plate_kind: PlateKind::Cn,
        model: "朗逸 1.5L 2023 款".into(),
        mileage_km: 58_200,
        vin: Some("LSVAB2BR1JN000001".into()),
        concern: "冷车启动时有异响；\"quoted\" 'and' \\ \u{1F697}".into(),
        consent_version: "2026-11".into(),
        consent_at: NOW,
        marketing: true,
        display_name: true,
        source: Some("wechat".into()),
        utm: [("utm_campaign".to_owned(), "spring".to_owned())].into(),
        follow_up: Some(FollowUpWish { channel: FollowUpChannel::Phone, hour: 18 }),
        marks: vec![SpamSignal::TooFast],
    }
}

pub async fn a_person_comes_back_with_and_without_what_is_optional(world: World) {
    let anting = world.dealer("anting").await;
    let bare = Person {
        salutation: None,
        email: None,
        vin: None,
        marketing: false,
        display_name: false,
        source: None,
        utm: [].into(),
        follow_up: None,
        marks: Vec::new(),
        ..person()
    };
    let kept = bare.clone();
    write!(world.store, tx => {
        tx.put_person(anting, VisitId::new(1), &person()).await?;
        tx.put_person(anting, VisitId::new(2), &kept).await
    })
    .await
    .unwrap();
    assert_eq!(read!(world.store, tx => tx.person(anting, VisitId::new(1)).await), Some(person()));
    assert_eq!(read!(world.store, tx => tx.person(anting, VisitId::new(2)).await), Some(bare.clone()));
    assert_eq!(read!(world.store, tx => tx.person(anting, VisitId::new(3)).await), None);
    assert_eq!(read!(world.store, tx => tx.person(NO_DEALER, VisitId::new(1)).await), None);
    let replacing = bare.clone();
    write!(world.store, tx => tx.put_person(anting, VisitId::new(1), &replacing).await).await.unwrap();
    assert_eq!(read!(world.store, tx => tx.person(anting, VisitId::new(1)).await), Some(bare));
}

pub async fn a_phone_or_plate_is_repeated_while_another_booking_is_to_come(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let today = 740_000;
    let repeats = async |who: Person| {
        let standing = read!(world.store, tx => tx.standing(anting, &who, "", NOW).await);
        (standing.repeated_phone, standing.repeated_plate)
    };
    let with_phone = |phone: &str| Person { phone: phone.into(), plate: "沪B00000".into(), ..person() };
    let with_plate = |plate: &str| Person { phone: "13900000000".into(), plate: plate.into(), ..person() };
    assert_eq!(repeats(person()).await, (false, false));
    // A phone of a call-back, a visit next door, one of yesterday, one whose start has passed and one that was given up.
    let mut given_up = visit(5, today);
    apply(&mut given_up, 9, VisitEvent::Cancelled);
    let mut yesterday = visit(3, today - 1);
    yesterday.state.appointment.start = NOW.plus_minutes(-24 * 60);
    let mut passed = visit(4, today);
    passed.state.appointment.start = NOW;
    write!(world.store, tx => {
        tx.put_person(anting, VisitId::new(1), &person()).await?;
        tx.add_visit(aller, &visit(1, today)).await?;
        tx.put_person(aller, VisitId::new(1), &person()).await?;
        for row in [yesterday, passed, given_up] {
            tx.add_visit(anting, &row).await?;
            tx.put_person(anting, row.id, &person()).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(repeats(person()).await, (false, false));
    write!(world.store, tx => {
        tx.add_visit(anting, &visit(6, today)).await?;
        tx.put_person(anting, VisitId::new(6), &person()).await
    })
    .await
    .unwrap();
    assert_eq!(repeats(person()).await, (true, true));
    assert_eq!(repeats(with_phone("13812345678")).await, (true, false));
    assert_eq!(repeats(with_plate("沪A12345")).await, (false, true));
    // Who is forgotten repeats nothing.
    write!(world.store, tx => tx.forget_person(anting, VisitId::new(6)).await).await.unwrap();
    assert_eq!(repeats(person()).await, (false, false));
}

/// Documents of a visit with one job.
pub fn documents(job: &str) -> VisitDocuments {
    let order = WorkOrder { items: vec![WorkItem { id: job.into(), name: "工单".into() }], ..WorkOrder::default() };
    VisitDocuments { order, ..VisitDocuments::default() }
}

pub async fn documents_are_kept_and_replaced(world: World) {
    let anting = world.dealer("anting").await;
    assert_eq!(read!(world.store, tx => tx.documents(anting, VisitId::new(1)).await), VisitDocuments::default());
    let rows = [(1, documents("first")), (2, documents("other")), (1, documents("second"))];
    write!(world.store, tx => {
        for (visit, documents) in &rows {
            tx.put_documents(anting, VisitId::new(*visit), documents).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(read!(world.store, tx => tx.documents(anting, VisitId::new(1)).await), documents("second"));
    assert_eq!(read!(world.store, tx => tx.documents(anting, VisitId::new(2)).await), documents("other"));
    assert_eq!(read!(world.store, tx => tx.documents(NO_DEALER, VisitId::new(1)).await), VisitDocuments::default());
}

pub async fn a_signature_is_drawn_or_typed_and_may_be_given_anew(world: World) {
    let anting = world.dealer("anting").await;
    let drawn = SignatureRow {
        purpose: SignaturePurpose::Order,
        name: "王晓雯".into(),
        path: Some("M1 1L2 2".into()),
        at: NOW,
    };
    let typed =
        SignatureRow { purpose: SignaturePurpose::Delivery, path: None, at: NOW.plus_minutes(9), ..drawn.clone() };
    let given = [drawn.clone(), typed.clone()];
    write!(world.store, tx => {
        for signature in &given {
            tx.put_signature(anting, VisitId::new(1), signature).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(
        read!(world.store, tx => tx.signature(anting, VisitId::new(1), SignaturePurpose::Order).await),
        Some(drawn.clone())
    );
    assert_eq!(
        read!(world.store, tx => tx.signature(anting, VisitId::new(1), SignaturePurpose::Delivery).await),
        Some(typed)
    );
    assert_eq!(read!(world.store, tx => tx.signature(anting, VisitId::new(2), SignaturePurpose::Order).await), None);

    let anew = SignatureRow { name: "王".into(), path: None, at: NOW.plus_minutes(1), ..drawn };
    let given = anew.clone();
    write!(world.store, tx => tx.put_signature(anting, VisitId::new(1), &given).await).await.unwrap();
    assert_eq!(
        read!(world.store, tx => tx.signature(anting, VisitId::new(1), SignaturePurpose::Order).await),
        Some(anew)
    );
}

pub async fn who_wants_no_invitations_gets_none_by_telephone_or_mail(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let of =
        |phone: &str, email: Option<&str>| Person { phone: phone.into(), email: email.map(str::to_owned), ..person() };
    // Themselves, by the same number, by the same address, a neighbour, and a neighbour without an address.
    let people = [
        of("13812345678", None),
        of("13812345678", Some("other@example.org")),
        of("13912345678", Some("wang@example.org")),
        of("13712345678", Some("wang@example.com")),
        of("13612345678", None),
    ];
    let kept = people.clone();
    write!(world.store, tx => {
        for (number, person) in (1..).zip(&kept) {
            tx.put_person(anting, VisitId::new(number), person).await?;
        }
        tx.put_person(aller, VisitId::new(1), &person()).await?;
        tx.stop_marketing(anting, &person()).await
    })
    .await
    .unwrap();
    for (number, person) in (1..).zip(people) {
        let found = read!(world.store, tx => tx.person(anting, VisitId::new(number)).await);
        let marketing = number > 3;
        assert_eq!(found, Some(Person { marketing, ..person }), "{number}");
    }
    assert_eq!(read!(world.store, tx => tx.person(aller, VisitId::new(1)).await), Some(person()), "another house");
    // Who has no address stops nobody else without one.
    write!(world.store, tx => tx.stop_marketing(anting, &of("13612345678", None)).await).await.unwrap();
    assert!(read!(world.store, tx => tx.person(anting, VisitId::new(4)).await).unwrap().marketing);
    assert!(!read!(world.store, tx => tx.person(anting, VisitId::new(5)).await).unwrap().marketing);
}
