//! [`FromEnvironment`]: a model whose unset attributes fall back to environment variables.

use super::Model;
use crate::value::Attr;

/// A model whose unset attributes fall back to environment variables, such as a provider block. It is derived
/// for a model with an attribute that has `#[attr(env = "VARIABLE")]`, which the manual then mentions. For
/// each such attribute the model has a constant `NAME_VARIABLE`, so that messages need not repeat the name of
/// the variable.
pub trait FromEnvironment: Model {
    /// Names of attributes and of the variables they fall back to.
    const VARIABLES: &'static [(&'static str, &'static str)];

    /// Fills attributes that are null from `variable`, which looks up environment variables. Unknown
    /// attributes stay unknown.
    #[must_use]
    fn filled(&self, variable: &dyn Fn(&str) -> Option<String>) -> Self;
}

/// A type of attributes that can be read from an environment variable.
#[diagnostic::on_unimplemented(message = "no environment variable stands in for a `{Self}`")]
pub trait FromVariable {
    /// Interprets the text of a variable, which is not empty.
    fn from_variable(text: &str) -> Self;
}

impl FromVariable for String {
    fn from_variable(text: &str) -> Self {
        text.to_owned()
    }
}

impl FromVariable for bool {
    /// `1` and `true` mean true, everything else false.
    fn from_variable(text: &str) -> Self {
        matches!(text, "1" | "true" | "TRUE" | "True")
    }
}

impl<T: Clone> Attr<T> {
    /// Returns this value, or the value of the variable if this one is null.
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
