//! A visit for the tests of this face.

use bayside_api::codes::{JobState, LineKind, PartType, Payer, PlateKind, Salutation, Stage, Stay};
use bayside_api::desk::{
    ConsentKept, DeskCustomer, DeskJob, DeskVehicle, DeskVisit, Line, LogDetail, LogEntry, OrderItem, Phase,
    Preparations, StatementDraft, VisitCard, WorkOrder,
};
use bayside_api::person::Person;
use bayside_api::{Currency, Instant, Money};
use bayside_domain::event::VisitEventKind;
use bayside_domain::ids::{EventNumber, VisitId};

/// A time on the second of December at the dealer in Anting.
pub fn at(time: &str) -> Instant {
    Instant(format!("2026-12-02T{time}:00+08:00").parse().unwrap())
}

/// An amount of whole yuan.
pub fn yuan(amount: i64) -> Money {
    Money::new(amount, Currency::parse("CNY").unwrap())
}

/// An entry of the log.
pub fn entry(event_id: i64, kind: VisitEventKind) -> LogEntry {
    LogEntry {
        event_id: EventNumber::new(event_id),
        at: at("09:31"),
        kind,
        by: "李敏".to_owned(),
        job: None,
        note: None,
        detail: LogDetail::default(),
    }
}

/// A charged line.
pub fn line(id: &str, kind: LineKind, quantity_thousandths: i64, unit_price_amount: i64) -> Line {
    let material = kind == LineKind::Material;
    Line {
        id: id.to_owned(),
        job: Some("major".to_owned()),
        kind,
        name: if material { "机油" } else { "6 万公里保养" }.to_owned(),
        code: material.then(|| "G 052 577".to_owned()),
        brand: material.then(|| "大众".to_owned()),
        part_type: material.then_some(PartType::Original),
        quantity_thousandths,
        unit_price_amount,
        tax_bp: 1300,
        payer: Payer::Customer,
        reduces: None,
    }
}

/// A car in repair: one job, one labour line, one material line.
pub fn visit() -> DeskVisit {
    let person = Person { id: "li-min".to_owned(), name: "李敏".to_owned() };
    let lines = vec![line("l-1", LineKind::Labour, 2200, 18_000), line("m-1", LineKind::Material, 4500, 12_850)];
    DeskVisit {
        card: VisitCard {
            id: VisitId::new(7),
            reference: "7K4Q29".to_owned(),
            phase: Phase::OnSite,
            stage: Some(Stage::Repair),
            flag: None,
            number: Some(27),
            plate: "沪A·12345".to_owned(),
            addressed_as: "王女士".to_owned(),
            jobs: "6 万公里保养".to_owned(),
            start: at("09:30"),
            ready_estimate: at("11:40"),
            promised_at: Some(at("11:40")),
            promised_before: None,
            adviser: person.clone(),
            prepared: true,
            marks: Vec::new(),
            express: false,
            out_of_room: false,
        },
        version: 4,
        vehicle: DeskVehicle {
            plate: "沪A·12345".to_owned(),
            plate_kind: PlateKind::Cn,
            new_energy: false,
            model: "朗逸 1.5L".to_owned(),
            mileage_km: 58_600,
            vin: None,
            vin_ok: None,
        },
        customer: DeskCustomer {
            name: "王怡".to_owned(),
            salutation: Some(Salutation::Ms),
            phone: "13812345678".to_owned(),
            phone_masked: "138****5678".to_owned(),
            email: None,
            locale: "zh-CN".to_owned(),
        },
        concern: "空调有味道。".to_owned(),
        stay: Stay::Wait,
        preparations: Preparations { adviser: true, parts: true, bay: true, technician: true },
        jobs: vec![DeskJob {
            id: "major".to_owned(),
            name: "6 万公里保养".to_owned(),
            state: JobState::Open,
            technician: None,
            started_at: None,
            completed_at: None,
            allowed: Vec::new(),
        }],
        allowed: Vec::new(),
        possible: Vec::new(),
        rights: Vec::new(),
        work_order: WorkOrder {
            items: vec![OrderItem { id: "major".to_owned(), name: "6 万公里保养".to_owned() }],
            lines: lines.clone(),
            mileage_in_km: Some(58_612),
            wants_parts: true,
            wants_wash: true,
            repeat_repair: false,
        },
        signed_at: Some(at("09:48")),
        estimate: yuan(97_425),
        authorised: yuan(97_425),
        statement: StatementDraft { lines, ..StatementDraft::default() },
        charged: yuan(97_425),
        extra_work: Vec::new(),
        promises: Vec::new(),
        reached: Vec::new(),
        log: vec![entry(5, VisitEventKind::Started), entry(4, VisitEventKind::OrderSigned)],
        private_url: None,
        unclear: Vec::new(),
        benefit: yuan(0),
        source: None,
        utm: [].into(),
        consent: ConsentKept { version: "2026-11".to_owned(), at: at("09:00"), marketing: false, display_name: false },
        express_minutes: None,
    }
}
