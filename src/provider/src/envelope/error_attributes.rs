//! Which attribute of an object an error of ONTAP is about.

use tfplugin::{Outcome, Recorded};

use super::object::Object;
use crate::diagnose::During;

/// Adds to ONTAP's answer what was being done with an object, and blames one of its attributes: by the table of its model, or
/// by its list of codes.
pub trait DuringOf<T> {
    /// `action` completes "Could not …".
    fn during_of<O: Object>(self, action: impl Into<String>) -> Outcome<T>;
}

impl<T> DuringOf<T> for ontap::Result<T> {
    fn during_of<O: Object>(self, action: impl Into<String>) -> Outcome<T> {
        let field = self.as_ref().err().and_then(ontap::Error::target).map(str::to_owned);
        let attribute_of = field.as_deref().and_then(O::Model::attribute_of);
        let by_field = field.as_deref().zip(attribute_of).into_iter();
        let fields: Vec<_> = by_field.chain(O::ERROR_ATTRIBUTES.iter().copied()).collect();
        self.during_with(action, &fields)
    }
}
