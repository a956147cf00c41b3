//! Which attribute of an object an ONTAP error is about.

use tfplugin::{Outcome, Recorded};

use super::During;
use crate::envelope::Object;

/// Turns an ONTAP error into diagnostics that say what the provider was doing with an object. The attribute
/// comes from the table of the object's model, or from its list of error codes.
pub trait DuringOf<T> {
    /// Adds what was being done: `action` completes "Could not …".
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
