//! The public lounge board (docs/rules.md, "Privacy"). The types of its rows cannot hold a phone number, a VIN, a full
//! plate, a full name, a fault or a price: no field can be constructed from one.

use crate::codes::{Flag, Stage};
use crate::dealer;
use crate::language::Language;
use crate::mask::MaskedPlate;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

/// The largest lounge number.
pub const NUMBER_MAX: u16 = 999;

/// The lounge number of a car on the board, 1 to 999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LoungeNumber(u16);

impl LoungeNumber {
    /// A lounge number, if it is from 1 to 999.
    pub const fn new(number: u16) -> Option<Self> {
        if number >= 1 && number <= NUMBER_MAX { Some(Self(number)) } else { None }
    }

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for LoungeNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The number after `last`: upwards from 1, wrapping at 999, skipping those for which `in_use` says
/// yes (given out today, or still on the board). None when all are in use. `last` is 0 on the first day.
pub fn next_number(last: u16, in_use: &dyn Fn(u16) -> bool) -> Option<u16> {
    let last = last % NUMBER_MAX;
    (last + 1..=NUMBER_MAX).chain(1..=last).find(|number| !in_use(*number))
}

/// An adviser's short name for public screens. It can only come from the dealer's file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ShortName(String);

impl ShortName {
    /// The adviser's short name in the first of these languages that the file has; the full name where
    /// the dealer set no short one.
    pub fn of(adviser: &dealer::Adviser, languages: &[Language]) -> Self {
        let short = adviser.short_name.get(languages);
        Self(if short.is_empty() { adviser.name.get(languages) } else { short }.to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The adviser's short name in the dealer's own language, and in the others in which it is another.
    pub fn in_all(adviser: &dealer::Adviser, dealer: &dealer::Dealer) -> (Self, BTreeMap<Language, Self>) {
        let own = Self::of(adviser, &dealer.speaks(None));
        let others = dealer.locales.iter().map(|language| (*language, Self::of(adviser, &dealer.speaks([*language]))));
        let others = others.filter(|(_, name)| *name != own).collect();
        (own, others)
    }
}

/// One car on the board: everything that the public may see of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The lounge number, which distinguishes cars with the same masked plate.
    pub number: LoungeNumber,
    /// The plate with its middle hidden.
    pub plate: MaskedPlate,
    /// The public stage of the visit.
    pub stage: Stage,
    /// "See your adviser" (请联系服务顾问), or nothing.
    pub flag: Option<Flag>,
    /// The promised time in Unix seconds; `None` before the work order is signed.
    pub promised_at: Option<i64>,
    /// The promised time before the last change, in Unix seconds.
    pub promised_before: Option<i64>,
    /// When the car became ready, in Unix seconds; `None` before. Not part of the digest: it changes with the stage only.
    pub ready_at: Option<i64>,
    /// The adviser who is responsible for the customer, in the dealer's own language.
    pub adviser: ShortName,
    /// The same in the dealer's languages in which it is another. Not part of the digest: it only changes with the file.
    pub adviser_names: BTreeMap<Language, ShortName>,
}

/// The fields of a row that go into the digest, from the server's [`Row`] or from the browser's copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestRow<'a> {
    /// Lounge number.
    pub number: u16,
    /// Masked plate, as on the wire.
    pub plate: &'a str,
    /// The public stage of the visit.
    pub stage: Stage,
    /// The flag "see your adviser"; `None` if it is not set.
    pub flag: Option<Flag>,
    /// The promised time in Unix seconds.
    pub promised_at: Option<i64>,
    /// The promised time before the last change, in Unix seconds.
    pub promised_before: Option<i64>,
    /// The adviser, as on the wire.
    pub adviser: &'a str,
}

impl<'a> From<&'a Row> for DigestRow<'a> {
    fn from(row: &'a Row) -> Self {
        Self {
            number: row.number.get(),
            plate: row.plate.as_str(),
            stage: row.stage,
            flag: row.flag,
            promised_at: row.promised_at,
            promised_before: row.promised_before,
            adviser: row.adviser.as_str(),
        }
    }
}

/// The digest by which two copies of the board are compared. Other programs may compute it, so the algorithm is fixed:
///
/// 1. Sort the rows by number.
/// 2. Write each as one line `number|plate|stage|flag|promised_at|promised_before|adviser\n`: the texts
///    and words as they are on the wire, the numbers in decimal without padding, the two instants as
///    whole Unix seconds, and `-` for each that is null.
/// 3. Take FNV-1a of 64 bits (offset basis `cbf29ce484222325`, prime `100000001b3`) over the UTF-8 bytes
///    of all lines together.
/// 4. Print it as 16 lower-case hexadecimal digits. An empty board gives `cbf29ce484222325`.
///
/// ```
/// use bayside_domain::lounge::{DigestRow, digest};
/// use bayside_domain::codes::Stage;
/// let row = DigestRow {
///     number: 27,
///     plate: "沪A·**345",
///     stage: Stage::Repair,
///     flag: None,
///     promised_at: Some(1_796_095_800),
///     promised_before: None,
///     adviser: "王磊",
/// };
/// // FNV-1a over "27|沪A·**345|repair|-|1796095800|-|王磊\n"
/// assert_eq!(digest([row]), "864ed18ff84ff29e");
/// ```
pub fn digest<'a>(rows: impl IntoIterator<Item = DigestRow<'a>>) -> String {
    let mut rows: Vec<DigestRow<'a>> = rows.into_iter().collect();
    rows.sort_by_key(|row| row.number);
    let mut hash = Fnv1a(0xcbf2_9ce4_8422_2325);
    for row in rows {
        write!(hash, "{}|{}|{}|", row.number, row.plate, row.stage).expect("hashing cannot fail");
        write!(hash, "{}|", row.flag.map_or("-", Flag::as_str)).expect("hashing cannot fail");
        for instant in [row.promised_at, row.promised_before] {
            match instant {
                Some(seconds) => write!(hash, "{seconds}|"),
                None => hash.write_str("-|"),
            }
            .expect("hashing cannot fail");
        }
        writeln!(hash, "{}", row.adviser).expect("hashing cannot fail");
    }
    format!("{:016x}", hash.0)
}

/// FNV-1a, 64 bits.
struct Fnv1a(u64);

impl fmt::Write for Fnv1a {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = text.bytes().fold(self.0, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq)]
    struct Owned {
        number: u16,
        plate: String,
        stage: Stage,
        flag: bool,
        promised_at: Option<i64>,
        promised_before: Option<i64>,
        adviser: String,
    }

    impl Owned {
        fn row(&self) -> DigestRow<'_> {
            DigestRow {
                number: self.number,
                plate: &self.plate,
                stage: self.stage,
                flag: self.flag.then_some(Flag::SeeAdviser),
                promised_at: self.promised_at,
                promised_before: self.promised_before,
                adviser: &self.adviser,
            }
        }
    }

    fn of(rows: &[Owned]) -> String {
        digest(rows.iter().map(Owned::row))
    }

    prop_compose! {
        fn a_row()(
            number in 1_u16..=NUMBER_MAX,
            plate in "沪A·\\*\\*[0-9]{3}",
            stage in proptest::sample::select(Stage::ALL),
            flag in any::<bool>(),
            promised_at in proptest::option::of(0_i64..4_000_000_000),
            promised_before in proptest::option::of(0_i64..4_000_000_000),
            adviser in "[王李陈周]",
        ) -> Owned {
            Owned { number, plate, stage, flag, promised_at, promised_before, adviser }
        }
    }

    /// A strategy for boards in which no number occurs twice.
    fn board() -> impl Strategy<Value = Vec<Owned>> {
        proptest::collection::vec(a_row(), 1..8).prop_map(|mut rows| {
            rows.sort_by_key(|row| row.number);
            rows.dedup_by_key(|row| row.number);
            rows
        })
    }

    #[test]
    fn an_empty_board_has_the_offset_basis() {
        assert_eq!(digest([]), "cbf29ce484222325");
    }

    #[test]
    fn known_answers_of_fnv_1a_hold() {
        let hash = |text: &str| {
            let mut hash = Fnv1a(0xcbf2_9ce4_8422_2325);
            hash.write_str(text).map(|()| hash.0)
        };
        assert_eq!(hash("a"), Ok(0xaf63_dc4c_8601_ec8c));
        assert_eq!(hash("foobar"), Ok(0x8594_4171_f739_67e8));
    }

    #[test]
    fn numbers_go_up_wrap_and_are_never_given_twice() {
        let nobody = |_| false;
        assert_eq!(next_number(0, &nobody), Some(1));
        assert_eq!(next_number(27, &nobody), Some(28));
        assert_eq!(next_number(999, &nobody), Some(1));
        assert_eq!(next_number(998, &|number| number == 999 || number < 5), Some(5));
        assert_eq!(next_number(7, &|number| number != 7), Some(7));
        assert_eq!(next_number(7, &|_| true), None);
    }

    #[test]
    fn only_1_to_999_are_lounge_numbers() {
        assert_eq!(LoungeNumber::new(0), None);
        assert_eq!(LoungeNumber::new(1000), None);
        assert_eq!(LoungeNumber::new(999).map(LoungeNumber::get), Some(999));
    }

    proptest! {
        #[test]
        fn the_order_in_which_rows_come_does_not_matter(rows in board()) {
            let mut turned = rows.clone();
            turned.reverse();
            prop_assert_eq!(of(&rows), of(&turned));
        }

        #[test]
        fn any_field_of_any_row_changes_the_digest(rows in board(), at in any::<prop::sample::Index>(), other in a_row()) {
            let before = of(&rows);
            let at = at.index(rows.len());
            let old = rows[at].clone();
            let changes: [Owned; 7] = [
                Owned { number: other.number, ..old.clone() },
                Owned { plate: other.plate, ..old.clone() },
                Owned { stage: other.stage, ..old.clone() },
                Owned { flag: !old.flag, ..old.clone() },
                Owned { promised_at: other.promised_at, ..old.clone() },
                Owned { promised_before: other.promised_before, ..old.clone() },
                Owned { adviser: other.adviser, ..old.clone() },
            ];
            for changed in changes {
                let differs = changed != old;
                let mut rows = rows.clone();
                rows[at] = changed;
                prop_assert_eq!(of(&rows) != before, differs);
            }
            let mut fewer = rows.clone();
            fewer.remove(at);
            prop_assert_ne!(of(&fewer), before);
        }

        #[test]
        fn a_day_of_numbers_has_none_twice(start in 0_u16..=NUMBER_MAX, cars in 1_u16..=NUMBER_MAX) {
            let mut given: Vec<u16> = Vec::new();
            let mut last = start;
            for _ in 0..cars {
                last = next_number(last, &|number| given.contains(&number)).expect("fewer cars than numbers");
                prop_assert!(LoungeNumber::new(last).is_some() && !given.contains(&last));
                given.push(last);
            }
            prop_assert_eq!(next_number(last, &|number| given.contains(&number)).is_none(), cars == NUMBER_MAX);
        }
    }
}
