//! The catalogue of jobs.

use super::money::CurrencyRules;
use super::people::unique;
use super::reader::{Node, Table};
use super::text::Locales;
use bayside_domain::car_criteria::CarCriteria;
use bayside_domain::codes::{PartType, Stay};
use bayside_domain::dealer::{CombinedSaving, Service, Team, UsualPart};
use bayside_domain::due::DueRule;
use bayside_domain::limits::MILEAGE_KM_MAX;

/// The longest job, in labour minutes: five days of eight hours.
const MINUTES_MAX: u32 = 5 * 8 * 60;
/// The highest age of a car, in months.
const MONTHS_MAX: u32 = 1_200;

/// The parts of the file that jobs may refer to.
pub(super) struct Known<'k> {
    /// The dealer's languages.
    pub(super) locales: &'k Locales,
    /// The currency and price rules.
    pub(super) coins: &'k CurrencyRules,
    /// The teams of the workshop.
    pub(super) teams: &'k [Team],
    /// The models that the dealer lists.
    pub(super) models: &'k [String],
}

/// The jobs, each with its position in the file.
pub(super) fn services<'a>(file: &Table<'a>, known: &Known<'_>) -> Vec<(Node<'a>, Service)> {
    let mut seen = Vec::new();
    let mut services = Vec::new();
    for (index, node) in file.items("service", 1..=60).into_iter().enumerate() {
        let service = node.table(|table| service(table, known, &mut seen, index == 0));
        services.extend(service.map(|service| (node, service)));
    }
    services
}

fn service(table: &Table<'_>, known: &Known<'_>, seen: &mut Vec<String>, is_first: bool) -> Service {
    let Known { locales, coins, teams, models } = known;
    let minutes = table.need("minutes").and_then(|node| node.number(1..=MINUTES_MAX)).unwrap_or(1);
    let labour = table.take("labour_hours").and_then(|node| node.decimal(3, 100_000));
    Service {
        id: unique(table, "id", seen),
        name: locales.need(table, "name", 60),
        description: locales.take(table, "description", 200).unwrap_or_default(),
        minutes,
        skill: skill(table, teams),
        price_from: table.need("price_from").and_then(|node| coins.amount(&node)).unwrap_or(0),
        parts_lead_days: table.number("parts_lead_days", 0, 0..=60),
        stays: stays(table, is_first),
        parts: table
            .items("part", 0..=40)
            .iter()
            .filter_map(|node| node.table(|table| part(table, locales, coins)))
            .collect(),
        labour_thousandths: labour.unwrap_or((i64::from(minutes) * 1000 + 30) / 60),
        models: models_of(table, models),
        rule: DueRule {
            every_km: table.take("every_km").and_then(|node| node.number(500..=500_000)),
            every_months: table.take("every_months").and_then(|node| node.number(1..=240)),
        },
        car_criteria: car_criteria(table),
    }
}

/// The mileage and age of the cars that the job is for; by default every car.
fn car_criteria(table: &Table<'_>) -> CarCriteria {
    let (from_km, to_km) = ends(table, ["from_km", "to_km"], MILEAGE_KM_MAX);
    let (from_months, to_months) = ends(table, ["from_months", "to_months"], MONTHS_MAX);
    CarCriteria { from_km, to_km, from_months, to_months }
}

fn ends(table: &Table<'_>, [from, to]: [&str; 2], max: u32) -> (Option<u32>, Option<u32>) {
    let first = table.take(from).and_then(|node| node.number(1..=max));
    let last = table.take(to).and_then(|node| Some((node.number(1..=max)?, node)));
    if let Some((last, node)) = &last
        && first.is_some_and(|first| first > *last)
    {
        node.fail(format!("must not be less than “{from}”"));
    }
    (first, last.map(|(last, _)| last))
}

/// The dealer's models that the job is for; by default every car.
fn models_of(table: &Table<'_>, listed: &[String]) -> Vec<String> {
    let Some(node) = table.take("models") else { return Vec::new() };
    let mut models: Vec<String> = Vec::new();
    for item in node.items(1..=200) {
        let Some(model) = item.line(60) else { continue };
        if models.contains(&model) {
            item.fail(format!("“{model}” stands here twice"));
        } else if !listed.contains(&model) {
            item.fail(format!("“{model}” is none of the dealer's “models”"));
        }
        models.push(model);
    }
    models
}

fn skill(table: &Table<'_>, teams: &[Team]) -> String {
    let Some(node) = table.need("skill") else { return String::new() };
    let Some(skill) = node.name() else { return String::new() };
    if !teams.iter().any(|team| team.skill == skill) {
        node.fail(format!("no team has the skill “{skill}”"));
    }
    skill
}

/// Every way of staying by default; the first service must be bookable by those who wait.
fn stays(table: &Table<'_>, is_first: bool) -> Vec<Stay> {
    let Some(node) = table.take("stays") else { return Stay::ALL.to_vec() };
    let mut stays = Vec::new();
    let items = node.items(1..=Stay::ALL.len());
    for item in &items {
        let Some(word) = item.str() else { continue };
        match Stay::from_word(word) {
            Some(stay) if stays.contains(&stay) => item.fail(format!("“{word}” stands here twice")),
            Some(stay) => stays.push(stay),
            None => item.fail(format!("“{word}” must be one of wait, leave, loaner")),
        }
    }
    if is_first && stays.len() == items.len() && !items.is_empty() && !stays.contains(&Stay::Wait) {
        node.fail("the first service must allow “wait”");
    }
    stays
}

fn part(table: &Table<'_>, locales: &Locales, coins: &CurrencyRules) -> UsualPart {
    UsualPart {
        name: locales.need(table, "name", 60),
        code: table.take("code").and_then(|node| node.line(40)).unwrap_or_default(),
        brand: table.take("brand").and_then(|node| node.line(40)).unwrap_or_default(),
        part_type: table.take("type").and_then(|node| part_type(&node)).unwrap_or(PartType::Original),
        quantity_thousandths: table.take("quantity").map_or(1000, |node| quantity(&node)),
        unit_price_amount: table.need("unit_price").and_then(|node| coins.amount(&node)).unwrap_or(0),
    }
}

fn quantity(node: &Node<'_>) -> i64 {
    let quantity = node.decimal(3, 1_000_000).unwrap_or(1000);
    if quantity == 0 {
        node.fail("must be more than 0");
    }
    quantity
}

fn part_type(node: &Node<'_>) -> Option<PartType> {
    let word = node.str()?;
    let part_type = PartType::from_word(word);
    if part_type.is_none() {
        let known: Vec<_> = PartType::ALL.iter().map(|known| known.as_str()).collect();
        node.fail(format!("“{word}” is none of the origins: {}", known.join(", ")));
    }
    part_type
}

/// Pairs of jobs that take less time when done together.
pub(super) fn combined_savings(file: &Table<'_>, services: &[(Node<'_>, Service)]) -> Vec<CombinedSaving> {
    let mut pairs: Vec<CombinedSaving> = Vec::new();
    for node in file.items("together", 0..=100) {
        let pair = node.table(|table| {
            let names = table.need("services").and_then(|node| pair(&node, services));
            let saves = table.need("saves_minutes").and_then(|node| node.number(1..=MINUTES_MAX).map(|it| (node, it)));
            let ((first, second), (place, saves_minutes)) = names.zip(saves)?;
            if saves_minutes >= second.minutes {
                place.fail(format!("must be less than the {} minutes of “{}”", second.minutes, second.id));
            }
            Some(CombinedSaving { first: first.id.clone(), second: second.id.clone(), saves_minutes })
        });
        let Some(Some(pair)) = pair else { continue };
        if pairs.iter().any(|known| known.first == pair.first && known.second == pair.second) {
            node.fail(format!("“{}” and “{}” are paired already", pair.first, pair.second));
        }
        pairs.push(pair);
    }
    pairs
}

/// Two known services in the order of the catalogue, which is the order of work.
fn pair<'s>(node: &Node<'_>, services: &'s [(Node<'_>, Service)]) -> Option<(&'s Service, &'s Service)> {
    let mut found = Vec::new();
    for item in node.items(2..=2) {
        let Some(id) = item.str() else { continue };
        let index = services.iter().position(|(_, service)| service.id == id);
        match index {
            None => item.fail(format!("“{id}” is no service of this dealer")),
            Some(index) if found.contains(&index) => item.fail("must name two different services"),
            Some(index) => found.push(index),
        }
    }
    found.sort_unstable();
    match found[..] {
        [first, second] => Some((&services[first].1, &services[second].1)),
        _ => None,
    }
}
