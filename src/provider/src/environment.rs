//! [`Environment`]: the fall-backs of the provider block, handed in by the binary.

use std::collections::BTreeMap;

use tfplugin::FromVariable;

/// Environment variables, as the binary found them. Nothing else of this crate reads the process
/// environment.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// Whether the variable says yes, if it is there.
    pub fn flag(&self, variable: &str) -> Option<bool> {
        self.get(variable).map(bool::from_variable)
    }

    /// The variable, unless it is empty.
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
    /// Names only: values can be secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
