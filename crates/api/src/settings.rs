//! The settings that a dealer's staff change at the desk.

use serde::{Deserialize, Serialize};

/// The settings that a dealer's staff may change at the desk; read and written as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// How the booking form may be embedded in other websites.
    pub widget: WidgetSettings,
}

/// The booking form embedded in other websites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WidgetSettings {
    /// The sites that may show it, at most 20: scheme, host and, unless it is the scheme's own, port. `https`, or
    /// `http` on the visitor's own machine.
    pub origins: Vec<String>,
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;

    /// `GET` and `PUT` the settings that a dealer's staff may change.
    pub fn desk_settings(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/settings")
    }
}

crate::example::examples! {
    Settings = r#"{"widget": {"origins": ["https://www.anting-bay.example"]}}"#,
}
