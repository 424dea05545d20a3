//! The progress track: an ordered list whose marks tell done, now, next and waiting apart by shape.

use crate::i18n::{Language, td_string};
use crate::ui::{live, view};
use bayside_api::codes::Stage;
use leptos::prelude::*;

/// The state of a station; `data-s` in the style sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StationState {
    /// Behind us.
    Done,
    /// The visit is here.
    Now,
    /// Here, and waiting for the customer.
    Hold,
    /// The end is reached.
    Ready,
    /// Before us.
    Next,
}

impl StationState {
    /// The word in the sheets.
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Done => Some("done"),
            Self::Now => Some("now"),
            Self::Hold => Some("hold"),
            Self::Ready => Some("ready"),
            Self::Next => None,
        }
    }

    /// Whether this is the current station.
    pub const fn is_current(self) -> bool {
        matches!(self, Self::Now | Self::Hold | Self::Ready)
    }
}

/// A station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Station {
    /// Its name.
    pub word: String,
    /// How it stands.
    pub state: StationState,
    /// A time below it, as `HH:MM`.
    pub time: Option<String>,
}

/// Stations in a row.
#[component]
pub fn Track(
    /// In order.
    #[prop(into)]
    stations: Signal<Vec<Station>>,
    /// What the row is about.
    #[prop(into)]
    label: Signal<String>,
    /// Further classes, e.g. `steps`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <ol class=format!("track {class}") aria-label=label>
            {live(move || {
                stations
                    .get()
                    .into_iter()
                    .map(|Station { word, state, time }| {
                        view! {
                            <li data-s=state.as_str() aria-current=state.is_current().then_some("step")>
                                <i></i>
                                <span>{word}</span>
                                {time.map(|time| view! { <time translate="no">{time}</time> })}
                            </li>
                        }
                    })
                    .collect_view()
            })}
        </ol>
    }
}

/// The public name of a stage.
pub fn stage_word(stage: Stage, locale: Language) -> &'static str {
    match stage {
        Stage::Received => td_string!(locale, ui.stage_received),
        Stage::Waiting => td_string!(locale, ui.stage_waiting),
        Stage::Repair => td_string!(locale, ui.stage_repair),
        Stage::Inspection => td_string!(locale, ui.stage_inspection),
        Stage::Wash => td_string!(locale, ui.stage_wash),
        Stage::Preparing => td_string!(locale, ui.stage_preparing),
        Stage::Ready => td_string!(locale, ui.stage_ready),
    }
}

/// The states of `count` stations when the one at `now` (from 0) is current; the last one current means the end.
pub fn stations_at(now: usize, count: usize) -> Vec<StationState> {
    (0..count)
        .map(|at| match at.cmp(&now) {
            std::cmp::Ordering::Less => StationState::Done,
            std::cmp::Ordering::Equal if at + 1 == count => StationState::Ready,
            std::cmp::Ordering::Equal => StationState::Now,
            std::cmp::Ordering::Greater => StationState::Next,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_behind_is_done_and_the_last_station_is_the_end() {
        assert_eq!(stations_at(0, 3), [StationState::Now, StationState::Next, StationState::Next]);
        assert_eq!(stations_at(1, 3), [StationState::Done, StationState::Now, StationState::Next]);
        assert_eq!(stations_at(2, 3), [StationState::Done, StationState::Done, StationState::Ready]);
    }
}
