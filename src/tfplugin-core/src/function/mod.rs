//! [`Function`]: what a provider-defined function must say and do.

mod arguments;
mod error;
mod options;
mod passed;
mod signature;
#[cfg(test)]
mod tests;

pub use arguments::Arguments;
pub use error::FunctionError;
pub use options::Options;
pub use passed::Passed;
pub use signature::{Parameter, Signature};

/// A struct whose fields are the parameters of a function, in their order. Derive it; the struct's
/// documentation is the function's manual and the fields' documentation the parameters'.
///
/// The type of a field says what may be passed: a `T` that is a [`crate::Field`] takes known values only, an
/// `Option<T>` takes null too, an [`crate::Attr<T>`] null and unknown ones, an [`Options<M>`] an object of
/// which every part may be left out. The last field may be a `Vec<T>` with `#[param(variadic)]`: it takes all
/// further arguments.
pub trait Parameters: Sized + 'static {
    /// What the function is for: the struct's documentation, Markdown. The first paragraph is the summary.
    fn description() -> &'static str;

    /// The parameters, in their order, without the variadic one.
    fn parameters() -> Vec<Parameter>;

    /// What every further argument must be, if there may be further ones.
    fn variadic() -> Option<Parameter> {
        None
    }

    /// Reads the arguments of a call.
    ///
    /// # Errors
    /// When one is not what its parameter takes.
    fn from_arguments(arguments: Arguments<'_>) -> Result<Self, FunctionError>;
}

/// A function of the provider, called as `provider::NAME::FUNCTION(…)` by Terraform 1.8 and later.
///
/// It is pure: the same arguments always give the same result, whether the provider is configured or not,
/// because Terraform calls it again whenever it needs the value and compares.
pub trait Function: Parameters {
    /// The function's name, without the provider's.
    const NAME: &'static str;

    /// What it returns: a [`crate::Field`], or an `Option` of one.
    type Output: Passed;

    /// Works the result out of the parameters.
    ///
    /// # Errors
    /// When the arguments have no result; the text says why, and what to pass instead.
    fn call(self) -> Result<Self::Output, FunctionError>;
}
