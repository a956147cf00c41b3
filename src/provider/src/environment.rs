//! [`Environment`]: the variables from which the provider block is filled, passed in by the binary.

use std::collections::BTreeMap;

use tfplugin::FromVariable;

/// Environment variables, as the binary found them. Nothing else in this crate reads the process environment.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// Returns whether the variable is true, or `None` if it is absent or empty.
    pub fn flag(&self, variable: &str) -> Option<bool> {
        self.get(variable).map(bool::from_variable)
    }

    /// Returns the variable, unless it is empty.
    pub fn get(&self, variable: &str) -> Option<&str> {
        self.0.get(variable).map(String::as_str).filter(|value| !value.is_empty())
    }
}

impl FromIterator<(String, String)> for Environment {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        Self(variables.into_iter().collect())
    }
}

impl std::fmt::Debug for Environment {
    /// Lists names only: values can be secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
