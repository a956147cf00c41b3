//! What a person would write for a policy move: pure.

use tfplugin_core::Diagnostics;

use super::model::{MoveModel, is_default_of_a_release};
use super::rules::validate;
use crate::written::Written;

impl Written for MoveModel {
    type Around = ();

    fn goes_without_saying(&self, attribute: &str, (): &()) -> bool {
        attribute == "to_policies" && self.to_policies.known().is_some_and(is_default_of_a_release)
    }

    fn refuse(config: &Self, refusals: &mut Diagnostics) {
        validate(config, refusals);
    }
}

#[cfg(test)]
#[path = "written_tests.rs"]
mod tests;
