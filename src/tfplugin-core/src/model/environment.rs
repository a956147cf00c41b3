//! [`FromEnvironment`]: a model whose unset attributes fall back to environment variables.

use super::{Invalid, Model};
use crate::diag::{Diagnostics, Outcome};
use crate::value::{Attr, Path, Step};

/// Looks up an environment variable.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A model whose unset attributes fall back to environment variables, such as a provider block. It is derived
/// for a model with an attribute that has `#[attr(env = "VARIABLE")]`, which the manual then mentions. For
/// each such attribute the model has a constant `NAME_VARIABLE`, so that messages need not repeat the name of
/// the variable.
pub trait FromEnvironment: Model {
    /// Names of attributes and of the variables they fall back to.
    const VARIABLES: &'static [(&'static str, &'static str)];

    /// Fills attributes that are null from `variable`. Unknown attributes stay unknown. `at` is where the
    /// object stands.
    ///
    /// # Errors
    /// One for each variable whose text is no value of its attribute, with the path of the attribute.
    fn filled(&self, at: &Path, variable: Lookup<'_>) -> Outcome<Self>;
}

/// A type of attributes that can be read from an environment variable.
#[diagnostic::on_unimplemented(message = "no environment variable stands in for a `{Self}`")]
pub trait FromVariable: Sized {
    /// Interprets the text of a variable.
    ///
    /// # Errors
    /// Returns what is expected instead. The text is not repeated, because it may be a secret.
    fn from_variable(text: &str) -> Result<Self, Invalid>;
}

impl FromVariable for String {
    fn from_variable(text: &str) -> Result<Self, Invalid> {
        Ok(text.to_owned())
    }
}

impl FromVariable for bool {
    /// Accepts what Terraform accepts for its own variables: `1`, `true`, `0` and `false`.
    fn from_variable(text: &str) -> Result<Self, Invalid> {
        match text.trim().to_ascii_lowercase().as_str() {
            "1" | "true" => Ok(true),
            "0" | "false" => Ok(false),
            _ => Err(Invalid("It is neither true nor false. Write \"true\" or \"false\".".to_owned())),
        }
    }
}

impl<T: Clone> Attr<T> {
    /// Returns this value, or the value of the variable if this one is null. A text that is no such value is
    /// added to `refused` and leaves the attribute null.
    #[must_use]
    pub fn or_variable(
        &self,
        at: &Path,
        (name, variable): (&str, &str),
        lookup: Lookup<'_>,
        refused: &mut Diagnostics,
    ) -> Self
    where
        T: FromVariable,
    {
        if !self.is_null() {
            return self.clone();
        }
        match lookup(variable).map(|text| T::from_variable(&text)) {
            None => Self::Null,
            Some(Ok(value)) => Self::Known(value),
            Some(Err(Invalid(why))) => {
                let at = at.join(Step::Attribute(name.to_owned()));
                let summary = format!("The environment variable {variable} cannot be used");
                let detail = format!("{why} It stands in for {at}. What it holds is not repeated here.");
                refused.push_error_at(at, summary, detail);
                Self::Null
            }
        }
    }
}
