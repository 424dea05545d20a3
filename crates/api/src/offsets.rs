//! A dealer's wall clock, so that no browser needs to know its zone.

use crate::Instant;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// An offset from UTC, and how long it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OffsetSpan {
    /// Minutes east of UTC.
    pub offset_minutes: i32,
    /// When the next span begins; absent for the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

/// The offset that holds at so many milliseconds since the epoch, in minutes east of UTC; 0 where nothing is known.
pub fn offset_minutes(spans: &[OffsetSpan], epoch_ms: i64) -> i32 {
    let holds = |span: &&OffsetSpan| span.until.is_none_or(|until| epoch_ms < until.epoch_ms());
    spans.iter().find(holds).or(spans.last()).map_or(0, |span| span.offset_minutes)
}

/// An instant with the offset that holds then; `None` outside of the years of the calendar.
pub fn instant_at(spans: &[OffsetSpan], epoch_ms: i64) -> Option<Instant> {
    let offset = FixedOffset::east_opt(offset_minutes(spans, epoch_ms) * 60)?;
    Some(Instant(DateTime::from_timestamp_millis(epoch_ms)?.with_timezone(&offset)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_holds_until_the_next_begins() {
        let change = Instant::parse("2026-10-25T02:00:00+01:00").expect("an instant");
        let spans =
            [OffsetSpan { offset_minutes: 120, until: Some(change) }, OffsetSpan { offset_minutes: 60, until: None }];
        let before = instant_at(&spans, change.epoch_ms() - 1).expect("an instant");
        assert_eq!(before.0.to_rfc3339(), "2026-10-25T02:59:59.999+02:00");
        assert_eq!(instant_at(&spans, change.epoch_ms()), Some(change));
        assert_eq!(offset_minutes(&[], 0), 0);
    }
}
