//! The pen on the signature pad: points become SVG path data in its box; pure.

use bayside_api::limits::{SIGNATURE_HEIGHT, SIGNATURE_WIDTH};
use std::fmt::Write;

/// Width of the box, in tenths.
const WIDTH: i32 = SIGNATURE_WIDTH as i32 * 10;
/// Height of the box, in tenths.
const HEIGHT: i32 = SIGNATURE_HEIGHT as i32 * 10;
/// Points nearer than this to the one before are left out, in tenths.
const STEP_MIN: i32 = 15;
/// A signature has no more points than this; what comes after is not drawn.
const POINTS_MAX: usize = 1_500;
/// The least total length of a signature, in tenths; anything shorter is an accident.
const LENGTH_MIN: i32 = 400;

/// What was drawn so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pen {
    strokes: Vec<Vec<(i32, i32)>>,
    points: usize,
    /// What touches the pad now, by the browser's number: a finger, a stylus or the mouse.
    pointer: Option<i32>,
}

impl Pen {
    /// The pen touches the pad. Coordinates are fractions of its width and height. While one
    /// pointer draws, another (the ball of the hand) is not heard. Tells whether it draws.
    pub fn down(&mut self, pointer: i32, x: f64, y: f64) -> bool {
        if self.pointer.is_some() {
            return false;
        }
        self.pointer = Some(pointer);
        if self.points < POINTS_MAX {
            self.strokes.push(vec![place(x, y)]);
            self.points += 1;
        }
        true
    }

    /// The pen moves; without touching it draws nothing. Tells whether anything was added.
    pub fn move_to(&mut self, pointer: i32, x: f64, y: f64) -> bool {
        let point = place(x, y);
        let draws = self.pointer == Some(pointer) && self.points < POINTS_MAX;
        let Some(stroke) = self.strokes.last_mut().filter(|_| draws) else {
            return false;
        };
        let adds = stroke.last().is_none_or(|last| distance(*last, point) >= STEP_MIN);
        if adds {
            stroke.push(point);
            self.points += 1;
        }
        adds
    }

    /// The pen leaves the pad. Tells whether it was the one that drew.
    pub fn up(&mut self, pointer: i32) -> bool {
        let drew = self.pointer == Some(pointer);
        if drew {
            self.pointer = None;
        }
        drew
    }

    /// Takes away what was drawn; a finger that still lies there goes on with nothing.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Nothing was drawn.
    pub fn is_empty(&self) -> bool {
        self.points == 0
    }

    /// There is enough of it to be a signature.
    pub fn is_signature(&self) -> bool {
        let lengths = self.strokes.iter().flat_map(|stroke| stroke.windows(2).map(|pair| distance(pair[0], pair[1])));
        lengths.sum::<i32>() >= LENGTH_MIN
    }

    /// SVG path data of `M` and `L` with absolute numbers; a mere touch is a dot.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for stroke in &self.strokes {
            for (index, point) in stroke.iter().enumerate() {
                draw(&mut path, if index == 0 { 'M' } else { 'L' }, *point);
            }
            if let [dot] = stroke.as_slice() {
                draw(&mut path, 'L', (dot.0 + 1, dot.1));
            }
        }
        path
    }
}

fn draw(path: &mut String, letter: char, (x, y): (i32, i32)) {
    write!(path, "{letter}{}.{} {}.{}", x / 10, x % 10, y / 10, y % 10).expect("a string takes every write");
}

fn place(x: f64, y: f64) -> (i32, i32) {
    let on = |share: f64, length: i32| (share.clamp(0.0, 1.0) * f64::from(length)) as i32;
    (on(x, WIDTH - 1), on(y, HEIGHT))
}

fn distance(from: (i32, i32), to: (i32, i32)) -> i32 {
    let (x, y) = (from.0 - to.0, from.1 - to.1);
    (x * x + y * y).isqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_become_moves_and_lines_in_the_box() {
        let mut pen = Pen::default();
        pen.down(1, 0.0, 0.0);
        assert!(pen.move_to(1, 0.5, 0.5));
        pen.up(1);
        assert!(!pen.move_to(1, 0.9, 0.9));
        pen.down(1, 2.0, -1.0);
        assert_eq!(pen.path(), "M0.0 0.0L174.9 80.0M349.9 0.0L350.0 0.0");
    }

    #[test]
    fn a_trembling_hand_adds_nothing() {
        let mut pen = Pen::default();
        pen.down(1, 0.5, 0.5);
        assert!(!pen.move_to(1, 0.501, 0.5));
    }

    #[test]
    fn the_ball_of_the_hand_draws_nothing_beside_the_finger() {
        let mut pen = Pen::default();
        assert!(pen.down(1, 0.0, 0.0));
        assert!(!pen.down(2, 0.9, 0.9));
        assert!(!pen.move_to(2, 0.5, 0.9));
        assert!(!pen.up(2));
        assert!(pen.move_to(1, 0.5, 0.5));
        assert!(pen.up(1));
        assert_eq!(pen.path(), "M0.0 0.0L174.9 80.0");
    }

    #[test]
    fn what_was_taken_away_is_not_gone_on_with() {
        let mut pen = Pen::default();
        pen.down(1, 0.0, 0.0);
        pen.clear();
        assert!(!pen.move_to(1, 0.5, 0.5) && pen.is_empty());
        assert!(pen.down(1, 0.0, 0.0));
    }

    #[test]
    fn a_slip_is_no_signature() {
        let mut pen = Pen::default();
        assert!(pen.is_empty());
        pen.down(1, 0.5, 0.5);
        pen.move_to(1, 0.55, 0.5);
        assert!(!pen.is_signature() && !pen.is_empty());
        pen.move_to(1, 0.7, 0.5);
        assert!(pen.is_signature());
    }

    #[test]
    fn a_signature_has_a_bound() {
        let mut pen = Pen::default();
        pen.down(1, 0.0, 0.0);
        for step in 0..20_000 {
            pen.move_to(1, f64::from(step % 2), f64::from(step % 3) / 2.0);
        }
        assert!(pen.path().len() < 24_000);
        pen.up(1);
        pen.down(1, 0.1, 0.1);
        assert!(!pen.move_to(1, 0.9, 0.9));
    }
}
