//! Calling a function.

use serde_json::Value as Json;
use tfplugin_core::schema::plain_type;
use tfplugin_core::{Diagnostics, Outcome, Signature, Type};

use super::{Harness, answered, json};
use crate::proto::tfplugin6 as proto;
use crate::rpc::{decode, encode};

/// Why a function has no result, as reported to Terraform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The reason; Terraform adds the full stop.
    pub text: String,
    /// The index of the argument at fault, counted from zero.
    pub argument: Option<i64>,
}

impl Harness {
    /// `CallFunction`: the result, or why there is none. The function has its bare name.
    ///
    /// # Errors
    /// What the function says, or that an argument is not of its parameter's type.
    pub async fn call(&self, name: &str, arguments: &[Json]) -> Result<Json, Refused> {
        let signature = self.schemas.functions.iter().find(|signature| signature.name == name);
        let request = request(name, signature, arguments).map_err(slip)?;
        let answer = answered(self.client().call_function(request).await).map_err(slip)?;
        if let Some(error) = answer.error {
            return Err(Refused { text: error.text, argument: error.function_argument });
        }
        let ty = signature.map_or(Type::Dynamic, |signature| plain_type(&signature.returns));
        Ok(json::of(&decode(answer.result.as_ref(), &ty).map_err(slip)?))
    }
}

fn request(
    name: &str,
    signature: Option<&Signature>,
    arguments: &[Json],
) -> Outcome<proto::call_function::Request> {
    let argument = |(index, argument): (usize, &Json)| {
        let parameter = signature.and_then(|signature| signature.parameter(index));
        let ty = parameter.map_or(Type::Dynamic, |parameter| plain_type(&parameter.ty));
        Ok(encode(&json::object(argument, &ty)?, &ty)?.unwrap_or_default())
    };
    let arguments = arguments.iter().enumerate().map(argument).collect::<Outcome<_>>()?;
    Ok(proto::call_function::Request { name: name.to_owned(), arguments })
}

fn slip(errors: Diagnostics) -> Refused {
    let error = errors.into_iter().next();
    Refused {
        text: error.map(|error| format!("{}: {}", error.summary, error.detail)).unwrap_or_default(),
        argument: None,
    }
}
