//! What a person would write for an address: pure.

use tfplugin_core::{Attr, Diagnostics};

use super::model::SecondaryIpModel;
use super::rules::validate;
use crate::written::Written;

impl Written for SecondaryIpModel {
    type Around = ();

    /// Without `release_on_destroy`, an address that was there before is only forgotten.
    fn goes_without_saying(&self, attribute: &str, (): &()) -> bool {
        attribute == "release_on_destroy" && self.release_on_destroy == Attr::Known(false)
    }

    fn refuse(config: &Self, refusals: &mut Diagnostics) {
        validate(config, refusals);
    }
}

#[cfg(test)]
#[path = "written_tests.rs"]
mod tests;
