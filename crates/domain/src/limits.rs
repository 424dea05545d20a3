//! The limits of input, one constant per field. The server refuses more, and the web pages do not let people type more;
//! both use these constants. Texts are counted in characters (Unicode scalar values) after trimming.

use crate::time::DAY_MINUTES;

// A person and a car:

/// The name of a customer, also as it is typed for a signature.
pub const PERSON_NAME_CHARS_MAX: usize = 60;
/// Model of a car, as customers name it.
pub const MODEL_CHARS_MAX: usize = 80;
/// What a customer says in their own words.
pub const CONCERN_CHARS_MAX: usize = 2_000;
/// The highest odometer reading, in kilometres.
pub const MILEAGE_KM_MAX: u32 = 2_000_000;
/// A plate or a reference as it is typed, with all that people write between its letters; more is not read at all.
pub const TYPED_CHARS_MAX: usize = 64;
/// A plate of another country, as it is stored.
pub const PLATE_OTHER_CHARS_MAX: usize = 16;
/// A family name on public screens.
pub const FAMILY_NAME_CHARS_MAX: usize = 24;

// A booking.

/// Jobs of one booking.
pub const SERVICES_MAX: usize = 10;
/// The most days of one request for free times.
pub const ASKED_DAYS_MAX: i64 = 62;
/// The source of a booking, e.g. `widget:hero`.
pub const SOURCE_CHARS_MAX: usize = 80;
/// Campaign parameters of one booking.
pub const UTM_MAX: usize = 10;
/// Name of a campaign parameter.
pub const UTM_NAME_CHARS_MAX: usize = 40;
/// Value of a campaign parameter.
pub const UTM_VALUE_CHARS_MAX: usize = 200;
/// The text of the honeypot field.
pub const WEBSITE_CHARS_MAX: usize = 200;
/// A reason: for cancelling a booking, changing a promise, overriding a rule.
pub const REASON_CHARS_MAX: usize = 500;
/// The shortest reason for overriding a rule.
pub const OVERRIDE_REASON_CHARS_MIN: usize = 3;
/// The text of a QR code at the arrival kiosk.
pub const QR_CHARS_MAX: usize = 512;

// Waitlist and call-backs.

/// Days of a wish, from the first to the last.
pub const WISH_DAYS_MAX: i64 = 62;
/// The most intervals of the day of a wish.
pub const WISH_HOURS_MAX: usize = 6;
/// Times that suit for a call-back.
pub const CALLBACK_TIMES_MAX: usize = 5;
/// How far ahead a call-back may be requested, in minutes.
pub const CALLBACK_AHEAD_MINUTES_MAX: i64 = 14 * DAY_MINUTES;
/// The note about the outcome of a call-back.
pub const CALLBACK_NOTE_CHARS_MAX: usize = 2_000;

// Work order, statement and the steps between them.

/// Jobs of a work order.
pub const ORDER_ITEMS_MAX: usize = 40;
/// Lines of a work order or statement.
pub const LINES_MAX: usize = 200;
/// Rows of every other list of a statement.
pub const STATEMENT_ROWS_MAX: usize = 40;
/// An id, a part number, a labour position or a brand.
pub const CODE_CHARS_MAX: usize = 60;
/// Name of a job, a line, a part, a check or extra work.
pub const TITLE_CHARS_MAX: usize = 120;
/// What was found or done, below its title.
pub const DETAIL_CHARS_MAX: usize = 1_000;
/// Why extra work is advised.
pub const EXTRA_REASON_CHARS_MAX: usize = 1_000;
/// How much longer extra work takes.
pub const EXTRA_MINUTES_MAX: u32 = 30 * DAY_MINUTES as u32;
/// Remarks beside a check.
pub const FINDINGS_CHARS_MAX: usize = 2_000;
/// Values that one check measured.
pub const CHECKS_MAX: usize = 50;
/// What was measured, with its unit.
pub const MEASURED_CHARS_MAX: usize = 120;
/// Name of a gauge.
pub const GAUGE_LABEL_CHARS_MAX: usize = 60;
/// Unit of a gauge.
pub const GAUGE_UNIT_CHARS_MAX: usize = 12;
/// A tip for the time after the visit.
pub const CARE_TIP_CHARS_MAX: usize = 500;
/// Number of an engine.
pub const ENGINE_NUMBER_CHARS_MAX: usize = 40;
/// Amount or unit price of a line, in minor units.
pub const AMOUNT_MAX: i64 = 100_000_000_000;
/// The longest warranty of a repair, days: a hundred years.
pub const WARRANTY_DAYS_MAX: u32 = 36_500;
/// Quantity of a line, in thousandths.
pub const QUANTITY_THOUSANDTHS_MAX: i64 = 1_000_000_000;
/// Rate of tax, in basis points.
pub const TAX_BP_MAX: u32 = 10_000;
/// Width of the pad that a signature is drawn on, in the units of its path: no point lies outside.
pub const SIGNATURE_WIDTH: u16 = 350;
/// Height of that pad.
pub const SIGNATURE_HEIGHT: u16 = 160;
/// A signature as path data (SVG).
pub const SIGNATURE_BYTES_MAX: usize = 40_000;
/// How far ahead a car may be promised.
pub const PROMISE_MINUTES_MAX: i64 = 90 * DAY_MINUTES;

// The house.

/// The shortest password that may be set.
pub const PASSWORD_CHARS_MIN: usize = 8;
/// The longest password.
pub const PASSWORD_BYTES_MAX: usize = 1_000;
/// The longest login, or short name of a dealer, that is looked up.
pub const LOGIN_BYTES_MAX: usize = 200;
/// Name of a screen.
pub const SCREEN_NAME_CHARS_MAX: usize = 60;
/// Diagonal of a screen, in inches.
pub const SCREEN_INCHES: std::ops::RangeInclusive<i64> = 10..=150;
/// Distance from which a screen is read, in centimetres.
pub const SCREEN_DISTANCE_CM: std::ops::RangeInclusive<i64> = 100..=2_000;
/// The most tickets that wait at the same time.
pub const TICKETS_WAITING_MAX: usize = 60;
/// Outages of one dealer that are not over.
pub const OUTAGES_MAX: usize = 500;
/// How long one outage may last.
pub const OUTAGE_MINUTES_MAX: i64 = 366 * DAY_MINUTES;
/// The most websites that may embed a dealer's booking form.
pub const ORIGINS_MAX: usize = 20;
/// The largest corner radius of the widget, in CSS pixels.
pub const RADIUS_PX_MAX: u8 = 24;
/// A label of the widget, or the name of a campaign.
pub const WIDGET_LABEL_CHARS_MAX: usize = 80;
