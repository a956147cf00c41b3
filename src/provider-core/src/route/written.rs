//! What a person would write for a route: pure.

use tfplugin_core::Attr;

use super::model::{DEFAULT_METRIC, RouteModel};
use crate::written::Written;

impl Written for RouteModel {
    type Around = ();

    fn goes_without_saying(&self, attribute: &str, (): &()) -> bool {
        attribute == "metric" && self.metric == Attr::Known(DEFAULT_METRIC)
    }
}

#[cfg(test)]
#[path = "written_tests.rs"]
mod tests;
