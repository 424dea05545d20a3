//! Autohaus Aller.

use super::{Cast, DemoCallback, DemoCar, DemoWish, Expected, ExpectedAt, Explained, Extra, Progress, Variation, Who};
use bayside_domain::callback::CallbackTeam;
use bayside_domain::codes::{PartFate, PlateKind, Salutation, Stage, Stay};
use bayside_domain::language::Language;

const MR: Option<Salutation> = Some(Salutation::Mr);
const MS: Option<Salutation> = Some(Salutation::Ms);

/// A customer with a car; the other fields are the same for everybody here.
const fn who(
    name: &'static str,
    salutation: Option<Salutation>,
    phone: &'static str,
    plate: &'static str,
    model: &'static str,
    mileage_km: u32,
    concern: &'static str,
) -> Who {
    Who {
        name,
        salutation,
        phone,
        plate,
        plate_kind: PlateKind::De,
        model,
        mileage_km,
        vin: None,
        concern,
        locale: Language::De,
        named: true,
    }
}

const fn car(who: Who, services: &'static [&'static str], stage: Stage, minutes: i64, variation: Variation) -> DemoCar {
    DemoCar { who, services, progress: Progress::Here(stage), minutes, variation, overnight: false }
}

const CARS: &[DemoCar] = &[
    DemoCar {
        progress: Progress::Gone,
        ..car(
            who(
                "Heinz Behrens",
                MR,
                "0171 3920001",
                "VER-HB 804",
                "Golf 1.5 TSI, 2021",
                91_200,
                "Ölwechsel, wie jedes Jahr",
            ),
            &["oil"],
            Stage::Ready,
            300,
            Variation::Plain,
        )
    },
    DemoCar {
        progress: Progress::Gone,
        ..car(
            Who {
                named: false,
                ..who("Renate Köster", MS, "0171 3920002", "ROW-RK 27", "Polo 1.0 TSI", 38_400, "Bremsen quietschen")
            },
            &["brake-check"],
            Stage::Ready,
            240,
            Variation::Plain,
        )
    },
    DemoCar {
        overnight: true,
        ..car(
            Who {
                vin: Some("WVGZZZ5N2MW320084"),
                ..who(
                    "Jürgen Meinken",
                    MR,
                    "0171 3920003",
                    "VER-JM 512",
                    "Tiguan 2.0 TDI",
                    74_900,
                    "Ölstand wird angezeigt, Klima riecht",
                )
            },
            &["oil", "ac"],
            Stage::Ready,
            170,
            Variation::Declined,
        )
    },
    car(
        who("Svenja Lüdemann", MS, "0171 3920004", "NI-SL 84E", "ID.4", 22_600, "Reichweite hat nachgelassen"),
        &["hv-check"],
        Stage::Ready,
        140,
        Variation::Plain,
    ),
    DemoCar {
        overnight: true,
        ..car(
            who(
                "Dirk Hoops",
                MR,
                "0171 3920005",
                "VER-DH 371",
                "Passat Variant 2.0 TDI",
                118_300,
                "Lenkrad zittert beim Bremsen",
            ),
            &["service-60k", "brake-check"],
            Stage::Repair,
            110,
            Variation::Late,
        )
    },
    car(
        who("Anke Blanken", MS, "0171 3920006", "HB-AB 2046", "ID.3", 47_800, "Auf der Autobahn laut"),
        &["tyres"],
        Stage::Preparing,
        120,
        Variation::Approved,
    ),
    car(
        who("Mehmet Yıldız", MR, "0171 3920007", "VER-MY 571", "Caddy 2.0 TDI", 83_500, "Wartung fällig"),
        &["oil"],
        Stage::Wash,
        95,
        Variation::Plain,
    ),
    DemoCar {
        overnight: true,
        ..car(
            Who {
                vin: Some("WVWZZZAU3LW104471"),
                ..who(
                    "Birgit Thölke",
                    MS,
                    "0171 3920008",
                    "VER-BT 90",
                    "Golf 2.0 TDI, 2022",
                    60_700,
                    "Inspektion; vorne links klappert etwas",
                )
            },
            &["service-60k", "ac"],
            Stage::Repair,
            65,
            Variation::Asks,
        )
    },
    car(
        who("Jan-Hendrik Röpe", MR, "0171 3920009", "DH-JR 330", "T-Roc 1.5 TSI", 29_100, "Räder bitte auch wuchten"),
        &["tyres"],
        Stage::Inspection,
        85,
        Variation::Moved,
    ),
    DemoCar {
        overnight: true,
        ..car(
            who(
                "Silke Winkelmann",
                MS,
                "0171 3920010",
                "H-SW 4406",
                "T-Cross 1.0 TSI",
                41_000,
                "Springt kalt schlecht an",
            ),
            &["battery"],
            Stage::Waiting,
            25,
            Variation::Plain,
        )
    },
    car(
        who("Torben Cordes", MR, "0171 3920011", "VER-TC 18", "up! 1.0", 56_300, "Ölwechsel"),
        &["oil"],
        Stage::Received,
        5,
        Variation::Plain,
    ),
];

const EXPECTED: &[Expected] = &[
    Expected {
        who: who(
            "Karsten Helberg",
            MR,
            "0171 3920021",
            "VER-KH 225",
            "Passat Variant 2.0 TDI",
            64_200,
            "Bremspedal fühlt sich weich an",
        ),
        services: &["brake-check"],
        when: ExpectedAt::Soon(10),
        prepared: 4,
    },
    Expected {
        who: who(
            "Ayşe Demir",
            MS,
            "0171 3920022",
            "VER-AD 63",
            "Golf 1.5 TSI, 2021",
            15_900,
            "Klimaanlage riecht muffig",
        ),
        services: &["ac"],
        when: ExpectedAt::Soon(25),
        prepared: 2,
    },
    Expected {
        who: Who {
            named: false,
            ..who(
                "Uwe Gerken",
                MR,
                "0171 3920023",
                "CLP-UG 7",
                "Multivan eHybrid",
                142_000,
                "Reifen ungleich abgefahren",
            )
        },
        services: &["tyres"],
        when: ExpectedAt::Soon(90),
        prepared: 0,
    },
    Expected {
        who: who("Ingrid Rosebrock", MS, "0171 3920024", "VER-IR 48", "Polo 1.0 TSI", 33_300, "Ölwechsel"),
        services: &["oil"],
        when: ExpectedAt::Day(1, 9),
        prepared: 0,
    },
    Expected {
        who: who("Lennart Böse", MR, "0171 3920025", "OHZ-LB 912", "Tiguan 2.0 TDI", 59_800, "Inspektion bei 60.000"),
        services: &["service-60k"],
        when: ExpectedAt::Day(1, 13),
        prepared: 0,
    },
    Expected {
        who: Who {
            named: false,
            ..who("Emily Carter", MS, "0171 3920026", "VER-EC 55E", "ID.3", 19_400, "Battery check before a long trip")
        },
        services: &["hv-check"],
        when: ExpectedAt::Day(2, 10),
        prepared: 0,
    },
];

const ASKS: DemoCallback = DemoCallback {
    who: who(
        "Heike Cordes",
        MS,
        "0171 3920031",
        "VER-HC 303",
        "ID.4",
        31_800,
        "Lädt seit gestern nur noch bis 80 Prozent",
    ),
    team: CallbackTeam::Technical,
};

const WAITS: DemoWish = DemoWish {
    who: who(
        "Bernd Thies",
        MR,
        "0171 3920032",
        "ROW-BT 19",
        "Passat Variant 2.0 TDI",
        61_200,
        "Inspektion, gern mit Ersatzwagen",
    ),
    services: &["service-60k"],
    stay: Stay::Loaner,
    days: (20, 26),
};

/// The made-up customers of Autohaus Aller.
pub fn cast() -> Cast {
    Cast {
        cars: CARS,
        expected: EXPECTED,
        callback: ASKS,
        wish: WAITS,
        extras: [
            Extra {
                title: "Bremsbeläge vorn erneuern",
                reason: "Vorn sind noch 2,8 mm übrig, die Grenze liegt bei 2,0 mm",
                amount: 18_900,
                minutes: 35,
            },
            Extra {
                title: "Wischerblätter erneuern",
                reason: "Das linke Blatt ist eingerissen und schmiert",
                amount: 4_200,
                minutes: 10,
            },
            Extra {
                title: "Reifen hinten rechts flicken",
                reason: "Ein Nagel in der Lauffläche, flicken genügt",
                amount: 3_500,
                minutes: 20,
            },
        ],
        explained: &Explained {
            finding: (
                "Innenraumfilter zugesetzt",
                "Staub und Laub ließen nur die halbe Luft durch; daher kam der Geruch",
            ),
            reading: (
                "Bremsbeläge vorn nahe der Grenze",
                "Noch fahrbar, Wechsel innerhalb von 3.000 km empfohlen; für die nächste Inspektion vorgemerkt",
                "Bremsbelag vorn",
                [2_400, 2_000, 12_000],
            ),
            done: &[
                (
                    "oil",
                    "Öl nach Herstellernorm gewechselt; der Ölstand lag unter der Markierung, der Druck ist in Ordnung",
                ),
                ("ac", "Verdampfer geprüft, Filter neu, Austritt 7 °C"),
            ],
            not_needed: ("LM-4087", "Der Verdampfer war sauber, der Reiniger wurde nicht gebraucht"),
            warranty: ("ac", "Stellmotor der Umluftklappe, Herstellergarantie", "5Q0907511", 8_900),
            replaced: &[
                ("Ölfilter", PartFate::KeptByHouse),
                ("Innenraumfilter", PartFate::Taken),
                ("Stellmotor der Umluftklappe", PartFate::KeptByHouse),
            ],
            care_tips: &[
                "Einmal im Monat den Ölstand ansehen; zwischen den Marken ist gut",
                "Der Innenraumfilter hält zwei Jahre oder 30.000 km",
            ],
        },
        moved_because: "Ein Halter am Unterboden war lose und wird noch befestigt",
        checks: &[
            ("Bremsbeläge vorn", "8,2 mm"),
            ("Reifendruck", "2,4 bar"),
            ("Batteriespannung", "12,6 V"),
            ("Radschrauben, Drehmoment", "120 Nm"),
        ],
    }
}
