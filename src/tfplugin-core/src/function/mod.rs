//! [`Function`]: the trait of provider-defined functions.

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

/// A struct whose fields are the parameters of a function, in order. Derive it; the documentation of the
/// struct is the manual of the function, and the documentation of the fields that of the parameters.
///
/// The type of a field determines which arguments are accepted. A `T` that is a [`crate::Field`] accepts
/// known values only, an `Option<T>` also null, an [`crate::Attr<T>`] also null and unknown values, and an
/// [`Options<M>`] an object whose parts may all be omitted. The last field may be a `Vec<T>` with
/// `#[param(variadic)]`, which accepts all further arguments.
pub trait Parameters: Sized + 'static {
    /// Returns what the function does: the struct's documentation, in Markdown. The first paragraph is the
    /// summary.
    fn description() -> &'static str;

    /// Returns the parameters in order, without the variadic one.
    fn parameters() -> Vec<Parameter>;

    /// Returns the variadic parameter, if there is one.
    fn variadic() -> Option<Parameter> {
        None
    }

    /// Reads the arguments of a call.
    ///
    /// # Errors
    /// When a parameter does not accept its argument.
    fn from_arguments(arguments: Arguments<'_>) -> Result<Self, FunctionError>;
}

/// A function of the provider, which Terraform 1.8 and later call as `provider::NAME::FUNCTION(…)`.
///
/// It must be pure, and give the same result for the same arguments whether the provider is configured or
/// not, because Terraform calls it again whenever it needs the value, and compares the results.
pub trait Function: Parameters {
    /// The function's name, without the name of the provider.
    const NAME: &'static str;

    /// The type of the result: a [`crate::Field`], or an `Option` of one.
    type Output: Passed;

    /// Computes the result from the parameters.
    ///
    /// # Errors
    /// When the arguments have no result. The text says why, and what to pass instead.
    fn call(self) -> Result<Self::Output, FunctionError>;
}
