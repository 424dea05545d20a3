//! The figures: one table for people, one file for programs.

use crate::process;
use anyhow::Result;
use std::fmt::Write;

/// Whether a figure should be above, below or at its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// The target or more.
    AtLeast,
    /// The target or less.
    AtMost,
    /// Exactly the target.
    Exactly,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    work: String,
    value: f64,
    unit: &'static str,
    aim: Aim,
    target: f64,
}

impl Figure {
    /// The figure divided by the target: 1 means that it is met exactly.
    fn ratio(&self) -> f64 {
        // A target of zero: each unit counts as one too many.
        if self.target == 0.0 { 1.0 + self.value } else { self.value / self.target }
    }

    fn is_reached(&self) -> bool {
        match self.aim {
            Aim::AtLeast => self.value >= self.target,
            Aim::AtMost => self.value <= self.target,
            Aim::Exactly => (self.value - self.target).abs() < f64::EPSILON,
        }
    }
}

/// All lines, in the order in which they were measured.
#[derive(Debug, Default)]
pub struct Table(Vec<Figure>);

impl Table {
    /// Adds a line and shows it.
    pub fn add(&mut self, work: impl Into<String>, figure: f64, unit: &'static str, aim: Aim, target: f64) {
        let line = Figure { work: work.into(), value: figure, unit, aim, target };
        eprintln!("    {}", row(&line));
        self.0.push(line);
    }

    /// Prints the table and writes `target/bench.json`.
    pub fn finish(&self) -> Result<()> {
        println!("{:<66} {:>20} {:>20} {:>7}", "work", "figure", "target", "ratio");
        for line in &self.0 {
            println!("{}", row(line));
        }
        let file = process::target().join("bench.json");
        std::fs::write(&file, self.json())?;
        println!("written to {}", file.display());
        Ok(())
    }

    fn json(&self) -> String {
        let mut text = String::from("[\n");
        for (index, line) in self.0.iter().enumerate() {
            let aim = match line.aim {
                Aim::AtLeast => "at-least",
                Aim::AtMost => "at-most",
                Aim::Exactly => "exactly",
            };
            let comma = if index + 1 < self.0.len() { "," } else { "" };
            writeln!(
                text,
                "  {{\"work\": \"{}\", \"figure\": {:.3}, \"unit\": \"{}\", \"aim\": \"{aim}\", \"target\": {}, \"ratio\": {:.3}, \"reached\": {}}}{comma}",
                line.work,
                line.value,
                line.unit,
                line.target,
                line.ratio(),
                line.is_reached()
            )
            .expect("text grows");
        }
        text.push_str("]\n");
        text
    }
}

fn row(line: &Figure) -> String {
    let sign = match line.aim {
        Aim::AtLeast => "≥",
        Aim::AtMost => "≤",
        Aim::Exactly => "=",
    };
    let mark = if line.is_reached() { "" } else { "  missed" };
    let (figure, target) = (number(line.value), number(line.target));
    let (figure, target) = (format!("{figure} {}", line.unit), format!("{sign} {target} {}", line.unit));
    format!("{:<66} {figure:>20} {target:>20} {:>7.2}{mark}", line.work, line.ratio())
}

/// The figure with as many decimals as are meaningful.
fn number(figure: f64) -> String {
    if figure.fract() == 0.0 || figure >= 100.0 { format!("{figure:.0}") } else { format!("{figure:.2}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_whether_its_target_is_reached() {
        let mut table = Table::default();
        table.add("fast", 30_000.0, "req/s", Aim::AtLeast, 20_000.0);
        table.add("late", 6.5, "ms", Aim::AtMost, 5.0);
        table.add("sold", 100.0, "bookings", Aim::Exactly, 100.0);
        let reached: Vec<bool> = table.0.iter().map(Figure::is_reached).collect();
        assert_eq!(reached, [true, false, true]);
        assert!(row(&table.0[1]).ends_with("missed"));
        assert!(table.json().contains("\"ratio\": 1.500") && table.json().ends_with("}\n]\n"));
    }
}
