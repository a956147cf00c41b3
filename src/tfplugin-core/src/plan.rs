//! [`Plan`]: what a resource's pure plan rules read and change; and [`NeverReplaced`].

use crate::diag::Diagnostics;
use crate::private::Private;
use crate::value::Path;

/// A planned create or update, after the framework's own rules (defaults, computed values, kept
/// spellings) and before the resource's.
#[derive(Debug)]
pub struct Plan<M> {
    /// What the configuration says. Values can be unknown.
    pub config: M,
    /// What is stored; `None` for a create.
    pub prior: Option<M>,
    /// What is planned; rules may change attributes that the configuration leaves open, and may set
    /// an attribute back to its prior value.
    pub planned: M,
    /// What the provider remembers; saved with the plan and given to apply.
    pub private: Private,
    /// Attributes whose change replaces the object.
    pub replace: Vec<Path>,
    /// What the user is told.
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

    /// Refuses the plan because of an attribute.
    pub fn refuse(&mut self, path: impl Into<Path>, summary: impl Into<String>, detail: impl Into<String>) {
        self.diagnostics.push_error_at(path, summary, detail);
    }

    /// Warns about an attribute.
    pub fn warn(&mut self, path: impl Into<Path>, summary: impl Into<String>, detail: impl Into<String>) {
        self.diagnostics.push_warning_at(path, summary, detail);
    }
}

/// An object that is never replaced: another of its name in the same run would be its replacement.
#[derive(Debug, Clone)]
pub struct NeverReplaced {
    /// Its name, unique among the objects of its type.
    pub name: String,
    /// What is said when a plan would replace it.
    pub refusal: Diagnostics,
}
