//! The scale of the lounge screen: letters of 15 mm for a viewing distance of six metres, and in proportion for others.
//!
//! The sheet's unit is a hundredth of the screen's shorter side, which is right for 55 inches at six metres. Where
//! a screen is smaller or farther away the unit grows, and fewer rows stand on a page.

/// The screen and the distance for which a unit is a hundredth of the shorter side: 55 inches, six metres.
const INCHES: f64 = 55.0;
const METRES: f64 = 6.0;
/// What the sheet can bear before words are cut off.
const LANDSCAPE_MAX: f64 = 1.35;
const PORTRAIT_MAX: f64 = 1.0;
/// Units that header and footer take, and a row at least. Latin letters need more height than Han for the same angle.
const LANDSCAPE: (f64, f64) = (29.4, 8.8);
const LANDSCAPE_LATIN: (f64, f64) = (30.4, 9.9);
const PORTRAIT: (f64, f64) = (37.6, 17.5);

/// Units of the footer that edges, greeting and page mark take.
const FOOTER_AROUND: f64 = 70.0;

/// Rows on a page, where there is room.
pub const ROWS_MAX: usize = 8;
/// Guests that are welcomed at once, where there is room.
const GUESTS_MAX: usize = 2;

/// The viewing distance and the size of a screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ViewingConditions {
    metres: f64,
    inches: f64,
}

impl Default for ViewingConditions {
    fn default() -> Self {
        Self { metres: METRES, inches: INCHES }
    }
}

impl ViewingConditions {
    /// From an address: `distance` in metres, 1 to 20, `inches` across the diagonal, 10 to 150. What is left out or
    /// no such number is as usual.
    pub fn of(distance: Option<&str>, inches: Option<&str>) -> Self {
        let number = |text: Option<&str>, least: f64, most: f64| {
            text.and_then(|text| text.parse::<f64>().ok()).filter(|number| (least..=most).contains(number))
        };
        Self {
            metres: number(distance, 1.0, 20.0).unwrap_or(METRES),
            inches: number(inches, 10.0, 150.0).unwrap_or(INCHES),
        }
    }
}

/// How a screen is filled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layout {
    /// How many times the usual unit.
    pub scale: f64,
    /// Rows on a page.
    pub rows: usize,
    /// Rows on a page of the night.
    pub night_rows: usize,
    /// Units of the footer's line; nothing where guests stand below each other.
    pub footer: Option<f64>,
}

impl Layout {
    /// How many guests are welcomed at once, each on `units` of the footer.
    pub fn guests(&self, units: f64) -> usize {
        self.footer.map_or(GUESTS_MAX, |footer| ((footer / units) as usize).clamp(1, GUESTS_MAX))
    }
}

/// Fits a window of this size in CSS pixels, in a language of Han characters (`is_compact`) or Latin letters.
pub fn layout(width: f64, height: f64, conditions: ViewingConditions, is_compact: bool) -> Layout {
    let (width, height) = (width.max(1.0), height.max(1.0));
    let is_upright = height > width;
    let across = if is_compact { LANDSCAPE } else { LANDSCAPE_LATIN };
    let (most, (around, row)) = if is_upright { (PORTRAIT_MAX, PORTRAIT) } else { (LANDSCAPE_MAX, across) };
    // The diagonal's share of the shorter side, against that of 16:9.
    let share = |short: f64, long: f64| short / short.hypot(long);
    let shape = share(9.0, 16.0) / share(width.min(height), width.max(height));
    let scale = (conditions.metres / METRES * (INCHES / conditions.inches) * shape).clamp(1.0, most);
    let units = |pixels: f64| pixels / width.min(height) * 100.0 / scale;
    let rows = ((units(height) - around) / row) as usize;
    Layout {
        scale,
        rows: rows.clamp(2, ROWS_MAX),
        night_rows: rows.div_ceil(2).clamp(1, ROWS_MAX / 2),
        footer: (!is_upright).then(|| units(width) - FOOTER_AROUND),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual(width: f64, height: f64) -> Layout {
        layout(width, height, ViewingConditions::default(), true)
    }

    fn seen(width: f64, height: f64, distance: &str, inches: &str) -> Layout {
        layout(width, height, ViewingConditions::of(Some(distance), Some(inches)), true)
    }

    #[test]
    fn as_usual_eight_rows_fit_from_720p_to_4k_in_both_orientations() {
        for (long, short) in [(1280.0, 720.0), (1920.0, 1080.0), (3840.0, 2160.0)] {
            for (width, height) in [(long, short), (short, long)] {
                let layout = usual(width, height);
                assert_eq!((layout.scale, layout.rows, layout.night_rows), (1.0, 8, 4), "{width} × {height}");
            }
        }
    }

    #[test]
    fn latin_letters_take_seven_rows_across_and_eight_upright() {
        let latin = |width, height| layout(width, height, ViewingConditions::default(), false).rows;
        assert_eq!((latin(1920.0, 1080.0), latin(1080.0, 1920.0)), (7, 8));
        let night = layout(1920.0, 1080.0, ViewingConditions::default(), false).night_rows;
        assert_eq!(night, 4, "as many cars stand in a yard at night in Latin letters");
    }

    #[test]
    fn farther_away_letters_grow_and_rows_become_fewer() {
        let near = seen(1920.0, 1080.0, "4", "55");
        assert_eq!((near.scale, near.rows), (1.0, 8));
        let far = seen(1920.0, 1080.0, "7.5", "55");
        assert!((far.scale - 1.25).abs() < 1e-9 && far.rows == 5, "{far:?}");
        assert_eq!(seen(1920.0, 1080.0, "6", "44").rows, far.rows, "a smaller screen is as good as a farther one");
        assert_eq!(seen(1080.0, 1920.0, "6", "50").rows, 8, "upright no letter can be wider");
    }

    #[test]
    fn no_more_guests_are_welcomed_at_once_than_the_footer_holds() {
        let landscape = usual(1920.0, 1080.0);
        assert_eq!((landscape.guests(43.0), landscape.guests(65.0)), (2, 1));
        assert_eq!(seen(1920.0, 1080.0, "8", "55").guests(43.0), 1);
        assert_eq!(usual(1080.0, 1920.0).guests(65.0), 2, "they stand below each other");
        assert_eq!(usual(1024.0, 768.0).guests(90.0), 1);
    }

    #[test]
    fn what_the_sheet_cannot_bear_is_cut_off() {
        assert!((seen(1920.0, 1080.0, "20", "10").scale - LANDSCAPE_MAX).abs() < 1e-9);
        assert!((seen(1080.0, 1920.0, "20", "10").scale - PORTRAIT_MAX).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_such_number_is_as_usual() {
        for text in ["", "0", "151", "six", "NaN", "inf", "-3"] {
            assert_eq!(ViewingConditions::of(Some(text), Some(text)), ViewingConditions::default(), "{text}");
        }
    }

    #[test]
    fn other_shapes_are_filled_too() {
        assert_eq!(usual(1280.0, 1024.0).rows, 8);
        assert_eq!(usual(1200.0, 1600.0).rows, 5);
        assert_eq!(usual(0.0, 0.0).rows, 8);
    }
}
