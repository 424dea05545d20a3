//! Today's board: who stands in which column, who is late or at risk, and how the keys move.

use bayside_api::Instant;
use bayside_api::codes::Stage;
use bayside_api::desk::{Phase, VisitCard};
use bayside_domain::ids::VisitId;
use bayside_domain::typed;

/// The columns: expected cars, then the seven public stages.
pub const COLUMNS: usize = 8;

/// A car that should have come by now counts as late after this many minutes.
const LATE_AFTER_MINUTES: i64 = 5;
/// Preparation is missed when less than this many minutes are left.
const PREPARE_BEFORE_MINUTES: i64 = 60;
/// A promise is at risk when less than this many minutes are left and the work is not yet checked.
const RISK_REPAIR_MINUTES: i64 = 30;
/// The same, when only wash and papers are left.
const RISK_FINISH_MINUTES: i64 = 10;

/// The most important notice on a card; the most severe first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardNotice {
    /// The promised time has passed, by so many minutes.
    Overdue(i64),
    /// The customer should have been here, for so many minutes.
    Late(i64),
    /// The customer is to be spoken to.
    SeeAdviser,
    /// So many minutes are left, and too much is still to do.
    AtRisk(i64),
    /// No place in the workshop is kept for what is left to do.
    OutOfRoom,
    /// The car comes soon and not everything lies ready.
    NotPrepared,
    /// The promise was changed.
    Changed,
    /// All four preparations are ticked.
    Prepared,
    /// The car is ready; so many minutes until the promise.
    Waiting,
}

/// The severity of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CardSeverity {
    /// Only information.
    Plain,
    /// Look at it.
    Warn,
    /// Staff must act now.
    Bad,
}

impl CardSeverity {
    /// The value of `data-k`, if it is coloured.
    pub const fn kind(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Warn => Some("warn"),
            Self::Bad => Some("bad"),
        }
    }
}

impl CardNotice {
    /// How loud it is.
    pub const fn severity(self) -> CardSeverity {
        match self {
            Self::Overdue(_) => CardSeverity::Bad,
            Self::Late(_) | Self::SeeAdviser | Self::AtRisk(_) | Self::OutOfRoom | Self::NotPrepared => {
                CardSeverity::Warn
            }
            Self::Changed | Self::Prepared | Self::Waiting => CardSeverity::Plain,
        }
    }

    /// The icon's name.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Overdue(_) => "stop",
            Self::Late(_) | Self::AtRisk(_) => "clock",
            Self::SeeAdviser => "soon",
            Self::OutOfRoom | Self::NotPrepared => "warn",
            Self::Changed | Self::Prepared | Self::Waiting => "check",
        }
    }
}

/// The column of a card, or none once the car is accepted or given up.
pub fn column(card: &VisitCard) -> Option<usize> {
    match card.phase {
        Phase::Booked => Some(0),
        Phase::OnSite => {
            let stage = card.stage.unwrap_or(Stage::Received);
            Stage::ALL.iter().position(|other| *other == stage).map(|at| at + 1)
        }
        _ => None,
    }
}

/// The time a card is about: the promise, or before it the estimate of the booking.
pub fn due(card: &VisitCard) -> Instant {
    card.promised_at.unwrap_or(card.ready_estimate)
}

/// What stands out on a card at this moment of the server's time.
pub fn notice(card: &VisitCard, now: Instant) -> Option<CardNotice> {
    let minutes = |later: Instant, earlier: Instant| later.seconds_since(&earlier).div_euclid(60);
    match card.phase {
        Phase::Booked => {
            let late = minutes(now, card.start);
            if late >= LATE_AFTER_MINUTES {
                return Some(CardNotice::Late(late));
            }
            if card.prepared {
                return Some(CardNotice::Prepared);
            }
            (minutes(card.start, now) < PREPARE_BEFORE_MINUTES).then_some(CardNotice::NotPrepared)
        }
        Phase::OnSite => on_site(card, now, minutes),
        _ => None,
    }
}

fn on_site(card: &VisitCard, now: Instant, minutes: impl Fn(Instant, Instant) -> i64) -> Option<CardNotice> {
    let ready = card.stage == Some(Stage::Ready);
    if let Some(promised) = card.promised_at {
        if !ready && now.0 > promised.0 {
            return Some(CardNotice::Overdue(minutes(now, promised).max(1)));
        }
        if card.flag.is_some() {
            return Some(CardNotice::SeeAdviser);
        }
        let left = minutes(promised, now);
        let limit = match card.stage {
            Some(Stage::Ready) => i64::MIN,
            Some(Stage::Wash | Stage::Preparing) => RISK_FINISH_MINUTES,
            _ => RISK_REPAIR_MINUTES,
        };
        if left < limit {
            return Some(CardNotice::AtRisk(left));
        }
    }
    if card.flag.is_some() {
        Some(CardNotice::SeeAdviser)
    } else if ready {
        Some(CardNotice::Waiting)
    } else if card.out_of_room {
        Some(CardNotice::OutOfRoom)
    } else {
        card.promised_before.map(|_| CardNotice::Changed)
    }
}

/// The cards by column, each in the order of what is due; found by `search` (empty finds all).
pub fn columns(cards: &[VisitCard], search: &str) -> [Vec<VisitCard>; COLUMNS] {
    let mut columns: [Vec<VisitCard>; COLUMNS] = Default::default();
    for card in cards.iter().filter(|card| found(card, search)) {
        if let Some(at) = column(card) {
            columns[at].push(card.clone());
        }
    }
    for (at, column) in columns.iter_mut().enumerate() {
        column.sort_by_key(|card| (if at == 0 { card.start } else { due(card) }, card.number, card.id));
    }
    columns
}

/// The cards that stand in no column, in the order of the house: accepted, gone, given up.
pub fn beside(cards: &[VisitCard], search: &str) -> Vec<VisitCard> {
    let rank = |phase: Phase| match phase {
        Phase::Booked | Phase::OnSite | Phase::Accepted => 0,
        Phase::Delivered => 1,
        Phase::Closed => 2,
        Phase::Cancelled => 3,
        Phase::NoShow => 4,
    };
    let mut rest: Vec<_> = cards.iter().filter(|card| column(card).is_none() && found(card, search)).cloned().collect();
    rest.sort_by_key(|card| (rank(card.phase), due(card), card.id));
    rest
}

/// Whether a card answers to what was typed: plate, lounge number, reference, name or job.
pub fn found(card: &VisitCard, search: &str) -> bool {
    let wanted = plain(search);
    if wanted.is_empty() {
        return true;
    }
    if card.number.is_some_and(|number| number.to_string() == wanted) {
        return true;
    }
    [&card.plate, &card.reference, &card.addressed_as, &card.jobs].iter().any(|text| plain(text).contains(&wanted))
}

/// The card that a search finds, if it finds no other.
pub fn only_hit(cards: &[VisitCard], search: &str) -> Option<VisitId> {
    let mut hits = cards.iter().filter(|card| !plain(search).is_empty() && found(card, search));
    hits.next().filter(|_| hits.next().is_none()).map(|card| card.id)
}

fn plain(text: &str) -> String {
    let separates = |letter: &char| matches!(letter, ' ' | '·' | '-' | '.');
    typed::plain(text).chars().filter(|letter| !separates(letter)).flat_map(char::to_uppercase).collect()
}

/// The heading's figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Cars on the premises.
    pub on_site: usize,
    /// Promises that have passed.
    pub overdue: usize,
    /// Cards to look at.
    pub at_risk: usize,
}

/// Counts the cards.
pub fn figures(cards: &[VisitCard], now: Instant) -> Figures {
    let mut figures = Figures::default();
    for card in cards {
        figures.on_site += usize::from(matches!(card.phase, Phase::OnSite | Phase::Accepted));
        match notice(card, now).map(CardNotice::severity) {
            Some(CardSeverity::Bad) => figures.overdue += 1,
            Some(CardSeverity::Warn) => figures.at_risk += 1,
            _ => {}
        }
    }
    figures
}

/// Where a key leads on the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// To the card below; key J.
    Down,
    /// To the card above; key K.
    Up,
    /// To the column before; key H.
    Left,
    /// To the next column; key L.
    Right,
}

/// The card that a key leads to; the first one where none is chosen yet.
pub fn moved(columns: &[Vec<VisitId>], current: Option<VisitId>, to: Move) -> Option<VisitId> {
    let first = || columns.iter().flatten().next().copied();
    let Some(current) = current else { return first() };
    let Some((at, row)) = columns
        .iter()
        .enumerate()
        .find_map(|(at, column)| column.iter().position(|id| *id == current).map(|row| (at, row)))
    else {
        return first();
    };
    let column = &columns[at];
    let sideways = |mut others: Box<dyn Iterator<Item = &Vec<VisitId>> + '_>| {
        others.find(|column| !column.is_empty()).map(|column| column[row.min(column.len() - 1)])
    };
    let next = match to {
        Move::Down => column.get(row + 1).copied(),
        Move::Up => row.checked_sub(1).and_then(|row| column.get(row).copied()),
        Move::Left => sideways(Box::new(columns[..at].iter().rev())),
        Move::Right => sideways(Box::new(columns[at + 1..].iter())),
    };
    next.or(Some(current))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_api::codes::Flag;
    use bayside_api::person::Person;

    fn at(time: &str) -> Instant {
        Instant(format!("2026-12-02T{time}:00+08:00").parse().unwrap())
    }

    fn card(id: i64, stage: Option<Stage>) -> VisitCard {
        VisitCard {
            id: VisitId::new(id),
            reference: format!("7K4Q{id:02}"),
            phase: if stage.is_some() { Phase::OnSite } else { Phase::Booked },
            stage,
            flag: None,
            number: stage.map(|_| 20 + id as u16),
            plate: "沪A·12345".to_owned(),
            addressed_as: "王女士".to_owned(),
            jobs: "6 万公里保养".to_owned(),
            start: at("10:00"),
            ready_estimate: at("12:00"),
            promised_at: stage.map(|_| at("12:00")),
            promised_before: None,
            adviser: Person { id: "li".to_owned(), name: "李敏".to_owned() },
            prepared: false,
            marks: Vec::new(),
            express: false,
            out_of_room: false,
        }
    }

    #[test]
    fn a_car_without_room_stands_out_unless_there_is_more_to_say() {
        let beyond = VisitCard { out_of_room: true, ..card(1, Some(Stage::Repair)) };
        assert_eq!(notice(&beyond, at("10:00")), Some(CardNotice::OutOfRoom));
        assert_eq!(notice(&beyond, at("12:01")), Some(CardNotice::Overdue(1)));
    }

    #[test]
    fn a_car_stands_in_the_column_of_its_stage() {
        assert_eq!(column(&card(1, None)), Some(0));
        assert_eq!(column(&card(1, Some(Stage::Received))), Some(1));
        assert_eq!(column(&card(1, Some(Stage::Ready))), Some(7));
        let accepted = VisitCard { phase: Phase::Accepted, stage: None, ..card(1, None) };
        assert_eq!(column(&accepted), None);
        assert_eq!(beside(&[accepted], "").len(), 1);
    }

    #[test]
    fn a_passed_promise_outweighs_everything_until_the_car_is_ready() {
        let flagged = VisitCard { flag: Some(Flag::SeeAdviser), ..card(1, Some(Stage::Repair)) };
        assert_eq!(notice(&flagged, at("12:14")), Some(CardNotice::Overdue(14)));
        assert_eq!(notice(&flagged, at("11:50")), Some(CardNotice::SeeAdviser));
        assert_eq!(notice(&card(1, Some(Stage::Ready)), at("12:14")), Some(CardNotice::Waiting));
    }

    #[test]
    fn less_time_is_enough_when_less_is_left_to_do() {
        assert_eq!(notice(&card(1, Some(Stage::Repair)), at("11:40")), Some(CardNotice::AtRisk(20)));
        assert_eq!(notice(&card(1, Some(Stage::Repair)), at("11:20")), None);
        assert_eq!(notice(&card(1, Some(Stage::Preparing)), at("11:45")), None);
        assert_eq!(notice(&card(1, Some(Stage::Preparing)), at("11:55")), Some(CardNotice::AtRisk(5)));
    }

    #[test]
    fn an_expected_car_is_late_after_five_minutes_and_unprepared_within_the_hour() {
        assert_eq!(notice(&card(1, None), at("08:30")), None);
        assert_eq!(notice(&card(1, None), at("09:30")), Some(CardNotice::NotPrepared));
        assert_eq!(notice(&card(1, None), at("10:54")), Some(CardNotice::Late(54)));
        let prepared = VisitCard { prepared: true, ..card(1, None) };
        assert_eq!(notice(&prepared, at("10:04")), Some(CardNotice::Prepared));
    }

    #[test]
    fn the_heading_counts_cars_and_sentences() {
        let cards = [card(1, None), card(2, Some(Stage::Repair)), card(3, Some(Stage::Ready))];
        assert_eq!(figures(&cards, at("12:10")), Figures { on_site: 2, overdue: 1, at_risk: 1 });
    }

    #[test]
    fn a_search_ignores_dots_case_and_width() {
        let card = card(7, Some(Stage::Wash));
        for text in ["沪a12345", "沪A·123", "27", "7k4q07", "７Ｋ４Ｑ", "王女士", ""] {
            assert!(found(&card, text), "{text}");
        }
        assert!(!found(&card, "28"));
    }

    #[test]
    fn enter_opens_what_is_found_once() {
        let cards = [card(7, Some(Stage::Wash)), card(8, None)];
        assert_eq!(only_hit(&cards, "27"), Some(VisitId::new(7)));
        assert_eq!(only_hit(&cards, "沪A"), None, "two cards");
        assert_eq!(only_hit(&cards, ""), None);
        assert_eq!(only_hit(&cards[..1], " "), None, "nothing was searched for");
    }

    #[test]
    fn keys_move_between_cards_and_skip_empty_columns() {
        let id = VisitId::new;
        let columns = [vec![1, 2, 3], vec![], vec![4], vec![5, 6]].map(|column| column.into_iter().map(id).collect());
        assert_eq!(moved(&columns, None, Move::Down), Some(id(1)));
        assert_eq!(moved(&columns, Some(id(1)), Move::Down), Some(id(2)));
        assert_eq!(moved(&columns, Some(id(3)), Move::Down), Some(id(3)), "the last stays");
        assert_eq!(
            moved(&columns, Some(id(3)), Move::Right),
            Some(id(4)),
            "the nearest row of the next column with cards"
        );
        assert_eq!(moved(&columns, Some(id(4)), Move::Left), Some(id(1)));
        assert_eq!(moved(&columns, Some(id(5)), Move::Right), Some(id(5)));
        assert_eq!(moved(&columns, Some(id(99)), Move::Up), Some(id(1)), "a card that has gone gives way to the first");
        assert_eq!(moved(&[vec![], vec![]], None, Move::Down), None);
    }
}
