//! What a dealer's own people set at the desk.

use serde::{Deserialize, Serialize};

/// What a dealer's own people may set at the desk; read and written as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// How the booking may stand in other sites' pages.
    pub widget: WidgetSettings,
}

/// The booking in other sites' pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WidgetSettings {
    /// The sites that may show it, at most 20: scheme, host and, unless it is the scheme's own, port. `https`, or
    /// `http` on the visitor's own machine.
    pub origins: Vec<String>,
}

/// Where its calls live.
pub mod path {
    use crate::BASE;

    /// `GET` and `PUT` what a dealer's own people set.
    pub fn desk_settings(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/settings")
    }
}

crate::example::examples! {
    Settings = r#"{"widget": {"origins": ["https://www.anting-bay.example"]}}"#,
}
