//! [`Environment`]: the fall-backs of the provider block, handed in by the binary.

use std::collections::BTreeMap;

use tfplugin::Attr;

/// Environment variables, as the binary found them. Nothing else of this crate reads the process
/// environment.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// `attribute` if the configuration sets it, else the variable. An empty variable is not set; an
    /// unknown attribute stays unknown.
    pub fn or(&self, attribute: &Attr<String>, variable: &str) -> Attr<String> {
        match attribute {
            Attr::Null => self.get(variable).map(str::to_owned).into(),
            set => set.clone(),
        }
    }

    /// Whether the variable says yes, if it is there.
    pub fn flag(&self, variable: &str) -> Option<bool> {
        self.get(variable).map(|text| matches!(text, "1" | "true" | "TRUE" | "True"))
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
