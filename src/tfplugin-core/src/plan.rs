//! [`Plan`]: the input and output of a resource's plan rules; and [`NeverReplaced`].

use crate::diag::Diagnostics;
use crate::model::Field;
use crate::private::Private;
use crate::value::{Attr, Path};

/// A planned create or update, after the framework's own rules (defaults, computed values, kept spellings)
/// and before those of the resource.
#[derive(Debug)]
pub struct Plan<M> {
    /// The configuration. Values can be unknown.
    pub config: M,
    /// The stored object; `None` for a create.
    pub prior: Option<M>,
    /// The planned object. Rules may change attributes that the configuration leaves open, and may reset an
    /// attribute to its prior value.
    pub planned: M,
    /// The provider's private data, which is stored with the plan and passed to apply.
    pub private: Private,
    /// Attributes whose change replaces the object.
    pub replace: Vec<Path>,
    /// Messages to the user.
    pub diagnostics: Diagnostics,
}

impl<M: PartialEq> Plan<M> {
    /// Whether this plan creates the object.
    pub fn is_create(&self) -> bool {
        self.prior.is_none()
    }

    /// Whether the object exists and nothing is planned to change.
    pub fn is_untouched(&self) -> bool {
        self.prior.as_ref() == Some(&self.planned)
    }

    /// Plans a value that is chosen at creation: for an attribute that the configuration leaves out and that
    /// has no value yet. What the configuration gives, known or not, is left alone.
    pub fn fill<T>(&mut self, attribute: impl Fn(&mut M) -> &mut Attr<T>, value: impl Into<Attr<T>>) {
        if attribute(&mut self.config).is_null() && attribute(&mut self.planned).is_unknown() {
            *attribute(&mut self.planned) = value.into();
        }
    }

    /// Plans the default of an attribute that the configuration leaves out, for a new object, and for one that
    /// has another value. A value that a read does not show, which is null in the state, is left alone: the
    /// default would be planned again and again. An unknown default is known only after apply.
    pub fn keep_default<T: Field>(
        &mut self,
        attribute: impl Fn(&mut M) -> &mut Attr<T>,
        default: impl Into<Attr<T>>,
    ) {
        if !attribute(&mut self.config).is_null() {
            return;
        }
        let default = default.into();
        let stored = self.prior.as_mut().map(|prior| attribute(prior).clone());
        *attribute(&mut self.planned) = match stored {
            Some(Attr::Null) => return,
            Some(stored) if stored.means_the_same(&default) => stored,
            _ => default,
        };
    }

    /// Refuses the plan with an error about an attribute.
    pub fn refuse(&mut self, path: impl Into<Path>, summary: impl Into<String>, detail: impl Into<String>) {
        self.diagnostics.push_error_at(path, summary, detail);
    }

    /// Adds a warning about an attribute.
    pub fn warn(&mut self, path: impl Into<Path>, summary: impl Into<String>, detail: impl Into<String>) {
        self.diagnostics.push_warning_at(path, summary, detail);
    }
}

/// An object that must never be replaced. A create of the same name in the same run would be its replacement.
#[derive(Debug, Clone)]
pub struct NeverReplaced {
    /// Its name, unique among the objects of its type.
    pub name: String,
    /// The error for a plan that would replace it.
    pub refusal: Diagnostics,
}
