//! `GetResourceIdentitySchemas`: what tells the objects of each resource apart. Terraform before 1.12 never asks.

use tfplugin_core::IdentityAttribute;
use tfplugin_core::Type;
use tfplugin_core::wire::type_json;

use super::Service;
use crate::erased::Schema;
use crate::proto::tfplugin6::get_resource_identity_schemas::Response;
use crate::proto::tfplugin6::{ResourceIdentitySchema, resource_identity_schema as message};
use crate::provider::Provider;

/// Version of all identities. Terraform asks for an upgrade only of identities with another one.
pub const VERSION: i64 = 0;

/// The identities of the resources that have one.
pub fn answer<P: Provider>(service: &Service<P>) -> Response {
    let schemas = service.registered.resources.iter().map(|resource| resource.schema());
    let declared = schemas.filter(|schema| schema.has_identity()).map(named);
    Response { identity_schemas: declared.collect(), ..Response::default() }
}

fn named(schema: &Schema) -> (String, ResourceIdentitySchema) {
    let identity_attributes = schema.identity.iter().map(attribute).collect();
    (schema.name.clone(), ResourceIdentitySchema { version: VERSION, identity_attributes })
}

fn attribute(attribute: &IdentityAttribute) -> message::IdentityAttribute {
    message::IdentityAttribute {
        name: attribute.name.to_owned(),
        r#type: type_json(&Type::String),
        required_for_import: attribute.required_for_import,
        optional_for_import: !attribute.required_for_import,
        description: attribute.description.to_owned(),
    }
}
