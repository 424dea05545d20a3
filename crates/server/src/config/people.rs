//! Advisers, teams with their technicians, and staff.

use super::hours;
use super::reader::{Node, Table};
use super::text::Locales;
use bayside_domain::codes::Role;
use bayside_domain::dealer::{Adviser, Staff, Team, Technician};

/// Reads the advisers who receive customers.
pub(super) fn advisers(file: &Table<'_>, locales: &Locales) -> Vec<Adviser> {
    let mut seen = Vec::new();
    let adviser = |node: &Node<'_>| {
        node.table(|table| {
            let name = locales.need(table, "name", 40);
            Adviser {
                id: unique(table, "id", &mut seen),
                short_name: locales.take(table, "short_name", 20).unwrap_or_else(|| name.clone()),
                name,
                note: locales.take(table, "note", 80).unwrap_or_default(),
                hours: table.take("hours").and_then(|node| hours::week(&node)).unwrap_or_default(),
            }
        })
    };
    file.items("adviser", 1..=50).iter().filter_map(adviser).collect()
}

/// Reads the teams of the workshop.
pub(super) fn teams(file: &Table<'_>, locales: &Locales) -> Vec<Team> {
    let mut skills = Vec::new();
    let mut people = Vec::new();
    let team = |node: &Node<'_>| {
        node.table(|table| Team {
            skill: unique(table, "skill", &mut skills),
            places: table.need("places").and_then(|node| node.number(1..=50)).unwrap_or(1),
            technicians: table
                .items("technicians", 0..=50)
                .iter()
                .filter_map(|node| node.table(|table| technician(table, locales, &mut people)))
                .collect(),
        })
    };
    file.items("team", 1..=20).iter().filter_map(team).collect()
}

fn technician(table: &Table<'_>, locales: &Locales, seen: &mut Vec<String>) -> Technician {
    Technician { id: unique(table, "id", seen), name: locales.need(table, "name", 40) }
}

/// Reads the staff who sign in at the desk.
pub(super) fn staff(file: &Table<'_>, locales: &Locales) -> Vec<Staff> {
    let mut seen = Vec::new();
    let member = |node: &Node<'_>| {
        node.table(|table| Staff {
            login: unique(table, "login", &mut seen),
            name: locales.need(table, "name", 40),
            role: table.need("role").and_then(|node| role(&node)).unwrap_or(Role::Gate),
        })
    };
    file.items("staff", 0..=200).iter().filter_map(member).collect()
}

fn role(node: &Node<'_>) -> Option<Role> {
    let word = node.str()?;
    let role = Role::from_word(word);
    if role.is_none() {
        let known: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        node.fail(format!("“{word}” is none of the roles: {}", known.join(", ")));
    }
    role
}

/// Reads an id that must be unique in its list.
pub(super) fn unique(table: &Table<'_>, key: &str, seen: &mut Vec<String>) -> String {
    let Some(node) = table.need(key) else { return String::new() };
    let Some(name) = node.name() else { return String::new() };
    if seen.contains(&name) {
        node.fail(format!("“{name}” is taken already; each must be unique"));
    }
    seen.push(name.clone());
    name
}
