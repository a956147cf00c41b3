//! `GetFunctions`: the functions of the provider.

use std::collections::HashMap;

use tfplugin_core::schema::{AttributeType, plain_type};
use tfplugin_core::wire::type_json;
use tfplugin_core::{Parameter, Signature};

use super::Service;
use crate::proto::tfplugin6::get_functions::Response;
use crate::proto::tfplugin6::{Function, StringKind, function};
use crate::provider::Provider;

/// All functions.
pub fn answer<P: Provider>(service: &Service<P>) -> Response {
    Response { functions: all(service), diagnostics: Vec::new() }
}

/// All functions by name.
pub fn all<P: Provider>(service: &Service<P>) -> HashMap<String, Function> {
    let signatures = service.registered.functions.iter().map(|function| function.signature());
    signatures.map(|signature| (signature.name.to_owned(), function(signature))).collect()
}

fn function(signature: &Signature) -> Function {
    Function {
        parameters: signature.parameters.iter().map(parameter).collect(),
        variadic_parameter: signature.variadic.as_ref().map(parameter),
        r#return: Some(function::Return { r#type: spelled(&signature.returns) }),
        summary: signature.summary().to_owned(),
        description: signature.description.to_owned(),
        description_kind: StringKind::Markdown.into(),
        deprecation_message: String::new(),
    }
}

fn parameter(parameter: &Parameter) -> function::Parameter {
    function::Parameter {
        name: parameter.name.clone(),
        r#type: spelled(&parameter.ty),
        allow_null_value: parameter.null,
        allow_unknown_values: parameter.unknown,
        description: parameter.description.clone(),
        description_kind: StringKind::Markdown.into(),
    }
}

/// Functions have no nested attributes: objects are object types.
fn spelled(ty: &AttributeType) -> Vec<u8> {
    type_json(&plain_type(ty))
}
