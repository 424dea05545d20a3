//! One visit: where it stands and what can be done now.

pub(crate) mod change;
pub(crate) mod check_fields;
pub(crate) mod extra_work;
pub(crate) mod extra_work_view;
pub(crate) mod notices;
pub(crate) mod open_visit;
pub(crate) mod order_summary;
pub(crate) mod order_view;
pub(crate) mod origin;
pub(crate) mod pad;
pub(crate) mod promise;
pub(crate) mod sidebar;
pub(crate) mod step_fields;
pub(crate) mod step_form;
pub(crate) mod steps;
pub(crate) mod steps_view;
pub(crate) mod view;
