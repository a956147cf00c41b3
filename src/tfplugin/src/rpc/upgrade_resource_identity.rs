//! `UpgradeResourceIdentity`: converts a stored identity of another version. Terraform also calls it for an object
//! that was stored before its resource had an identity, with nothing to convert.

use tfplugin_core::wire::json::decode_state;
use tfplugin_core::{Diagnostics, Outcome};

use super::{Service, get_resource_identity_schemas, identity};
use crate::erased::Schema;
use crate::proto::tfplugin6::upgrade_resource_identity::{Request, Response};
use crate::provider::Provider;

/// Returns the identity. Where there was none every attribute is null; the refresh that follows fills it in.
pub fn answer<P: Provider>(service: &Service<P>, request: &Request) -> Outcome<Response> {
    let schema = service.resource(&request.type_name)?.schema();
    let stored = request.raw_identity.as_ref().map_or(&[][..], |raw| &raw.json).trim_ascii();
    let identity = match stored {
        b"" | b"null" => identity::unknown(schema),
        _ if request.version > get_resource_identity_schemas::VERSION => {
            return Err(newer(schema, request.version));
        }
        stored => decode_state(stored, &schema.identity_type())?,
    };
    Ok(Response { upgraded_identity: identity::encode(&identity, schema)?, diagnostics: Vec::new() })
}

fn newer(schema: &Schema, version: i64) -> Diagnostics {
    Diagnostics::error(
        format!("The stored identity of {} comes from a newer version of the provider", schema.name),
        format!(
            "It has version {version}; this version of the provider knows version {}. Use the version of the \
             provider that wrote it, or a newer one.",
            get_resource_identity_schemas::VERSION
        ),
    )
}
