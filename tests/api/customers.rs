//! Customers of every kind, with all that they and the house write down about them.

use bayside_api::booking::BookingRequest;
use bayside_api::codes::{PlateKind, Salutation, Stay};
use bayside_api::person::{ConsentGiven, Customer};
use bayside_api::vehicle::Vehicle;
use bayside_test_support::secrets::Secrets;
use bayside_test_support::world::At;
use proptest::prelude::*;
use proptest::sample::select;

/// By which way a customer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Online,
    Phone,
    WalksIn,
}

/// A name: what of it may stand on the wall if its owner agrees, and the rest.
#[derive(Debug, Clone)]
pub struct Name {
    pub whole: &'static str,
    pub family: &'static str,
    given: &'static str,
}

/// No adviser, technician or notice of the demo shares a piece with one of these.
const NAMES: [Name; 10] = [
    Name { whole: "欧阳懿轩", family: "欧阳", given: "懿轩" },
    Name { whole: "逄翀", family: "逄", given: "翀" },
    Name { whole: "鄢璟雯", family: "鄢", given: "璟雯" },
    Name { whole: "Jürgen Möllenhoff", family: "Möllenhoff", given: "Jürgen" },
    Name { whole: "Quill-Fothergill, Zoë 🦄", family: "Quill-Fothergill", given: "Zoë" },
    Name { whole: "Ольга Воробьёва", family: "Воробьёва", given: "Ольга" },
    Name { whole: "ليلى الحكيم", family: "الحكيم", given: "ليلى" },
    Name { whole: "도윤 남궁", family: "남궁", given: "도윤" },
    Name { whole: "さくら ふじわら", family: "ふじわら", given: "さくら" },
    Name { whole: "Nguyễn Thị Phượng", family: "Phượng", given: "Nguyễn" },
];

#[derive(Debug, Clone)]
pub struct Person {
    pub way: Way,
    pub name: Name,
    salutation: Option<Salutation>,
    pub agreed: bool,
    pub plate: (PlateKind, String),
    pub phone_digits: String,
    vin: String,
    /// Letters that are in no word: one for each text that somebody writes.
    pub tokens: Vec<String>,
    /// An amount that no price list has, minor units.
    pub amount: i64,
    pub mileage_km: u32,
    /// Whether the car stays on the board at the end, with work to decide on.
    pub stays: bool,
}

fn plate() -> impl Strategy<Value = (PlateKind, String)> {
    prop_oneof![
        "[京沪粤川琼][A-HJ-NP-Z][A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]".prop_map(|plate| (PlateKind::Cn, plate)),
        "[京沪粤川琼][A-HJ-NP-Z][A-HJK][A-HJ-NP-Z0-9][0-9]{4}".prop_map(|plate| (PlateKind::Cn, plate)),
        "[京沪粤川琼][A-HJ-NP-Z][0-9]{5}[A-HJK]".prop_map(|plate| (PlateKind::Cn, plate)),
        "(VER|HB|B)-[A-Z]{1,2} [1-9][0-9]{2,3}[EH]?".prop_map(|plate| (PlateKind::De, plate)),
        "使[0-9]{3}·[0-9]{3}|[A-Z]{2} [0-9]{4} [A-Z]{2}".prop_map(|plate| (PlateKind::Other, plate)),
    ]
}

pub fn person() -> impl Strategy<Value = Person> {
    (
        (
            select(&[Way::Online, Way::Phone, Way::WalksIn]),
            select(&NAMES),
            proptest::option::of(select(Salutation::ALL)),
            any::<bool>(),
            plate(),
        ),
        (
            "[0-9]{8}",
            "[A-HJ-NPR-Z]{3}[A-HJ-NPR-Z0-9]{8}[0-9]{6}",
            proptest::collection::vec("[bcdfghjklmnpqrstvwxz]{12}", 19),
            1_000_003_i64..2_000_000,
            100_003_u32..900_000,
            any::<bool>(),
        ),
    )
        .prop_map(
            |((way, name, salutation, agreed, plate), (phone_digits, vin, tokens, amount, mileage_km, stays))| Person {
                way,
                name,
                salutation,
                agreed,
                plate,
                phone_digits,
                vin,
                tokens,
                amount,
                mileage_km,
                stays,
            },
        )
}

impl Person {
    /// A text that somebody writes, with letters that are found again.
    pub fn text(&self, number: usize) -> String {
        ["墨玉南路 {} 弄", "{} rattles when cold", "gegen {} gestoßen", "冷车 {} 异响"][number % 4]
            .replace("{}", &self.tokens[number])
    }

    fn phone(&self, at: At) -> String {
        if at.dealer == "anting" { format!("139{}", self.phone_digits) } else { format!("0151 {}", self.phone_digits) }
    }

    pub fn secrets(&self, at: At) -> Secrets {
        let mut secrets = Secrets::default();
        for name in [self.name.whole, self.name.given, self.name.family] {
            secrets.anywhere(name);
        }
        secrets.runs_anywhere(&self.phone(at), 7);
        secrets.runs_in_texts(&self.phone(at), 4);
        secrets.anywhere(&self.plate.1);
        // Also the middle of it, where it is no row's own masked plate.
        secrets.runs_in_texts(&self.plate.1, 4);
        secrets.runs_anywhere(&self.vin, 8);
        for token in &self.tokens {
            secrets.runs_anywhere(token, 6);
        }
        secrets.anywhere(&self.signature());
        secrets.anywhere(&self.amount.to_string());
        secrets.anywhere(&format!("{}.{:02}", self.amount / 100, self.amount % 100));
        secrets.anywhere(&self.mileage_km.to_string());
        for word in [
            "phone",
            "email",
            "vin\"",
            "concern",
            "price",
            "customer",
            "reason",
            "note\"",
            "model\"",
            "token",
            "signature",
            "svg",
            "decision",
        ] {
            secrets.anywhere(word);
        }
        secrets
    }

    /// How they sign: no two pens go the same way.
    /// What the house keeps of them, each whole as it would stand in a file.
    pub fn traces(&self) -> Vec<String> {
        let given = [self.name.whole, &self.phone_digits, &self.plate.1, &self.vin, &self.signature()];
        given.into_iter().map(str::to_owned).chain(self.tokens.iter().cloned()).collect()
    }

    pub fn signature(&self) -> String {
        let [a, b, c, d] = [0, 2, 4, 6].map(|at| &self.phone_digits[at..at + 2]);
        format!("M1{a}.{b} 40L2{c}.{d} 60")
    }

    /// What the wall may call them before they come.
    pub fn called(&self, at: At) -> Option<String> {
        let salutation = self.salutation.filter(|_| self.agreed && self.way != Way::WalksIn)?;
        let (family, is_mr) = (self.name.family, salutation == Salutation::Mr);
        Some(match (at.dealer, is_mr) {
            ("anting", true) => format!("{family}先生"),
            ("anting", false) => format!("{family}女士"),
            (_, true) => format!("Herr {family}"),
            (_, false) => format!("Frau {family}"),
        })
    }

    /// What they say of themselves, wherever they say it.
    pub fn request(&self, at: At, offer: &str) -> BookingRequest {
        let own = at.request(offer);
        BookingRequest {
            concern: self.text(0),
            vehicle: Vehicle {
                plate: self.plate.1.clone(),
                plate_kind: self.plate.0,
                model: self.text(1),
                mileage_km: self.mileage_km,
                vin: Some(self.vin.clone()),
                ..own.vehicle
            },
            customer: Customer {
                name: self.name.whole.to_owned(),
                salutation: self.salutation,
                phone: self.phone(at),
                email: Some(format!("{}@{}.example", self.tokens[2], self.tokens[3])),
                ..own.customer
            },
            stay: Stay::DropOff,
            consent: ConsentGiven { display_name: self.agreed, ..own.consent },
            source: Some(self.tokens[4].clone()),
            utm: Some([("utm_campaign".to_owned(), self.tokens[5].clone())].into()),
            ..own
        }
    }
}
