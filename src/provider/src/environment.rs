//! [`Environment`]: the variables from which the provider block is filled, passed in by the binary.

use std::collections::BTreeMap;
use std::path::PathBuf;

use tfplugin::{FromVariable, is_content};

/// Environment variables, as the binary found them. Nothing else in this crate reads the process environment.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// Returns whether the variable is true, or `None` if it is absent or neither true nor false.
    pub fn flag(&self, variable: &str) -> Option<bool> {
        self.get(variable).and_then(|text| bool::from_variable(text).ok())
    }

    /// Returns the variable, unless it is empty or consists of white space.
    pub fn get(&self, variable: &str) -> Option<&str> {
        self.set(variable).filter(|value| !value.trim().is_empty())
    }

    /// Returns the variable if it is set, even if it is empty.
    pub fn set(&self, variable: &str) -> Option<&str> {
        self.0.get(variable).map(String::as_str)
    }

    /// Returns the path in the variable, unless that holds the content of a file instead.
    pub fn path(&self, variable: &str) -> Option<PathBuf> {
        self.get(variable).filter(|text| !is_content(text)).map(PathBuf::from)
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
