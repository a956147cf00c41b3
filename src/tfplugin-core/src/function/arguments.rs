//! [`Arguments`]: what a function is called with.

use std::slice::Iter;

use super::{FunctionError, Passed};
use crate::value::{Path, Step, Value};

/// The arguments of a call, read one after the other. `#[derive(Parameters)]` writes the calls.
#[derive(Debug)]
pub struct Arguments<'a>(Iter<'a, Value>);

impl<'a> Arguments<'a> {
    /// The arguments of one call, in the order of the parameters.
    #[must_use]
    pub fn new(values: &'a [Value]) -> Self {
        Self(values.iter())
    }

    /// The argument of the next parameter, which has that name.
    ///
    /// # Errors
    /// When the parameter does not take it.
    pub fn next<T: Passed>(&mut self, name: &str) -> Result<T, FunctionError> {
        let value = self.0.next().map_or(&Value::Null, bare);
        Ok(T::read(value, &Path::attribute(name))?)
    }

    /// All arguments that are left: those of the variadic parameter.
    ///
    /// # Errors
    /// When it does not take one of them.
    pub fn rest<T: Passed>(&mut self, name: &str) -> Result<Vec<T>, FunctionError> {
        let read = |(index, value)| {
            let at = Path::attribute(name).join(Step::Index(index));
            Ok(T::read(bare(value), &at)?)
        };
        (0..).zip(self.0.by_ref()).map(read).collect()
    }
}

/// A null or unknown value of dynamic type is null or unknown, whatever its type.
fn bare(value: &Value) -> &Value {
    match value {
        Value::Dynamic(_, inner) if matches!(**inner, Value::Null | Value::Unknown) => inner,
        value => value,
    }
}
