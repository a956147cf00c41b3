//! [`Signature`]: the declaration of a function.

use super::{Function, FunctionError, Passed};
use crate::schema::{Attribute, AttributeType};
use crate::value::{Path, Step};
use crate::wording::counted;

/// One parameter of a function.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Parameter {
    /// Name for the manual and for errors. Arguments are passed by position.
    pub name: String,
    /// Meaning, in Markdown.
    pub description: String,
    /// Type.
    pub ty: AttributeType,
    /// Attributes that an object may have, if the type is dynamic.
    pub options: Vec<Attribute>,
    /// Whether null may be passed.
    pub null: bool,
    /// Whether a value that is known only after apply may be passed. If not, Terraform does not call the
    /// function with such a value, and the result is unknown.
    pub unknown: bool,
}

impl Parameter {
    /// Builds a parameter that accepts a `T`.
    #[must_use]
    pub fn new<T: Passed>(name: &str, description: &str) -> Self {
        Self {
            name: name.to_owned(),
            description: description.to_owned(),
            ty: T::ty(),
            options: T::options(),
            null: T::NULL,
            unknown: T::UNKNOWN,
        }
    }
}

/// The declaration of a function.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Signature {
    /// Name, without the name of the provider.
    pub name: &'static str,
    /// What the function does, in Markdown. The first paragraph is the summary.
    pub description: &'static str,
    /// Parameters in order.
    pub parameters: Vec<Parameter>,
    /// The variadic parameter.
    pub variadic: Option<Parameter>,
    /// Type of the result.
    pub returns: AttributeType,
}

impl Signature {
    /// Returns the signature of `F`.
    #[must_use]
    pub fn of<F: Function>() -> Self {
        Self {
            name: F::NAME,
            description: F::description(),
            parameters: F::parameters(),
            variadic: F::variadic(),
            returns: F::Output::ty(),
        }
    }

    /// Returns the first paragraph of the description.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        self.description.split("\n\n").next().unwrap_or_default()
    }

    /// Returns the parameter for the argument at this position.
    #[must_use]
    pub fn parameter(&self, index: usize) -> Option<&Parameter> {
        self.parameters.get(index).or(self.variadic.as_ref())
    }

    /// Returns the path of the argument at this position.
    #[must_use]
    pub fn path(&self, index: usize) -> Path {
        let Some(parameter) = self.parameter(index) else { return Path::default() };
        let path = Path::attribute(&parameter.name);
        match index.checked_sub(self.parameters.len()).map(i64::try_from) {
            Some(Ok(further)) => path.join(Step::Index(further)),
            _ => path,
        }
    }

    /// Checks the number of arguments. Terraform itself rejects calls with too few or too many.
    ///
    /// # Errors
    /// When the function does not accept that many.
    pub fn expect(&self, arguments: usize) -> Result<(), FunctionError> {
        let (needed, least) = match (self.parameters.len(), &self.variadic) {
            (needed, None) if arguments == needed => return Ok(()),
            (needed, Some(_)) if arguments >= needed => return Ok(()),
            (needed, variadic) => (needed, if variadic.is_some() { "at least " } else { "" }),
        };
        let needed = counted(needed, "argument", "arguments");
        Err(FunctionError::new(format!("{} takes {least}{needed}, not {arguments}.", self.name)))
    }

    /// Returns the position of the argument that an error is about, and the rest of the path.
    #[must_use]
    pub fn blamed(&self, path: &Path) -> Option<(usize, Path)> {
        let (Step::Attribute(name), rest) = path.0.split_first()? else { return None };
        if let Some(index) = self.parameters.iter().position(|parameter| parameter.name == *name) {
            return Some((index, Path(rest.to_vec())));
        }
        self.variadic.as_ref().filter(|variadic| variadic.name == *name)?;
        let (further, rest) = match rest.split_first() {
            Some((Step::Index(further), rest)) => (usize::try_from(*further).ok()?, rest),
            _ => (0, rest),
        };
        Some((self.parameters.len() + further, Path(rest.to_vec())))
    }
}
