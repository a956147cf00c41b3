//! [`FromEnvironment`]: a model of which the environment fills what the configuration leaves open.

use super::Model;
use crate::value::Attr;

/// A model of which the environment fills what the configuration leaves open, such as a provider block. Derived for a
/// model with an attribute that has `#[attr(env = "VARIABLE")]`, which the manual then names too. The model has a constant
/// for each such attribute, `NAME_VARIABLE`, so that messages need not spell the variable again.
pub trait FromEnvironment: Model {
    /// Attributes and the variables that stand in for them.
    const VARIABLES: &'static [(&'static str, &'static str)];

    /// The object, with what `variable` says of the variables of attributes that are null. What is unknown stays unknown.
    #[must_use]
    fn filled(&self, variable: &dyn Fn(&str) -> Option<String>) -> Self;
}

/// A type of an attribute that a variable of the environment can stand in for.
#[diagnostic::on_unimplemented(message = "no environment variable stands in for a `{Self}`")]
pub trait FromVariable {
    /// What the text of a variable, which is not empty, means.
    fn from_variable(text: &str) -> Self;
}

impl FromVariable for String {
    fn from_variable(text: &str) -> Self {
        text.to_owned()
    }
}

impl FromVariable for bool {
    /// `1` and `true` mean yes, everything else no.
    fn from_variable(text: &str) -> Self {
        matches!(text, "1" | "true" | "TRUE" | "True")
    }
}

impl<T: Clone> Attr<T> {
    /// This value, or if it is null that of a variable.
    #[must_use]
    pub fn or_variable(&self, text: Option<String>) -> Self
    where
        T: FromVariable,
    {
        match self {
            Self::Null => text.map(|text| T::from_variable(&text)).into(),
            set => set.clone(),
        }
    }
}
