//! [`Arguments`]: the arguments of a function call.

use std::slice::Iter;

use super::{FunctionError, Passed};
use crate::value::{Path, Step, Value};

/// The arguments of a call, to be read one after the other. `#[derive(Parameters)]` generates the calls.
#[derive(Debug)]
pub struct Arguments<'a>(Iter<'a, Value>);

impl<'a> Arguments<'a> {
    /// Wraps the arguments of one call, in the order of the parameters.
    #[must_use]
    pub fn new(values: &'a [Value]) -> Self {
        Self(values.iter())
    }

    /// Reads the argument of the next parameter, whose name is `name`.
    ///
    /// # Errors
    /// When the parameter does not accept the argument.
    pub fn next<T: Passed>(&mut self, name: &str) -> Result<T, FunctionError> {
        let value = self.0.next().map_or(&Value::Null, unwrap_dynamic);
        Ok(T::read(value, &Path::attribute(name))?)
    }

    /// Reads all remaining arguments, which belong to the variadic parameter.
    ///
    /// # Errors
    /// When the parameter does not accept one of them.
    pub fn rest<T: Passed>(&mut self, name: &str) -> Result<Vec<T>, FunctionError> {
        let read = |(index, value)| {
            let at = Path::attribute(name).join(Step::Index(index));
            Ok(T::read(unwrap_dynamic(value), &at)?)
        };
        (0..).zip(self.0.by_ref()).map(read).collect()
    }
}

/// Unwraps a null or unknown value of dynamic type, whose type is irrelevant.
fn unwrap_dynamic(value: &Value) -> &Value {
    match value {
        Value::Dynamic(_, inner) if matches!(**inner, Value::Null | Value::Unknown) => inner,
        value => value,
    }
}
