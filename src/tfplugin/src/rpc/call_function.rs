//! `CallFunction`: calls a function, whether or not the provider is configured.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tfplugin_core::schema::plain_type;
use tfplugin_core::{Diagnostics, FunctionError, Outcome, Signature, Value};

use super::{Service, panics, terminal, values};
use crate::erased::ErasedFunction;
use crate::proto::tfplugin6 as proto;
use crate::proto::tfplugin6::call_function::{Request, Response};
use crate::provider::Provider;

/// Returns the result, or why there is none.
pub fn answer<P: Provider>(service: &Service<P>, request: &Request) -> Outcome<Response> {
    let function = service.function(&request.name)?;
    let signature = function.signature();
    let result = arguments(signature, &request.arguments)
        .and_then(|arguments| call(function, &arguments))
        .and_then(|result| Ok(values::encode(&result, &plain_type(&signature.returns))?));
    Ok(match result {
        Ok(result) => Response { result, error: None },
        Err(error) => Response { result: None, error: Some(message(signature, error)) },
    })
}

fn arguments(signature: &Signature, given: &[proto::DynamicValue]) -> Result<Vec<Value>, FunctionError> {
    signature.expect(given.len())?;
    let read = |(index, argument)| {
        let Some(parameter) = signature.parameter(index) else { return Ok(Value::Null) };
        values::decode(Some(argument), &plain_type(&parameter.ty)).map_err(|errors| {
            let error = FunctionError::from(errors);
            let mut path = signature.path(index);
            path.0.extend(error.path.0);
            FunctionError { path, ..error }
        })
    };
    given.iter().enumerate().map(read).collect()
}

fn call(function: &dyn ErasedFunction, arguments: &[Value]) -> Result<Value, FunctionError> {
    catch_unwind(AssertUnwindSafe(|| function.call(arguments))).unwrap_or_else(|panic| {
        let message = panics::message(panic.as_ref());
        Err(FunctionError::new(format!("This is a bug in the provider; please report it: {message}.")))
    })
}

/// The error in the form that Terraform expects: Terraform names function and parameter and adds the full
/// stop.
fn message(signature: &Signature, error: FunctionError) -> proto::FunctionError {
    let text = error.text.trim_end_matches('.');
    let (function_argument, deeper) = match signature.blamed(&error.path) {
        Some((index, rest)) => (i64::try_from(index).ok(), !rest.0.is_empty()),
        None => (None, !error.path.0.is_empty()),
    };
    let text = if deeper { format!("{}: {text}", error.path) } else { text.to_owned() };
    proto::FunctionError { text: terminal::detail(&text), function_argument }
}

/// The answer when the call failed before the function was found.
pub fn failed(errors: Diagnostics) -> Response {
    let FunctionError { text, .. } = errors.into();
    let text = terminal::detail(text.trim_end_matches('.'));
    Response { result: None, error: Some(proto::FunctionError { text, function_argument: None }) }
}
