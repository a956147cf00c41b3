//! `UpgradeResourceState`: converts the state file's JSON to a value of the current schema. Terraform calls
//! it for every object, even when the version is current.

use std::cmp::Ordering;

use tfplugin_core::wire::json::decode_state;
use tfplugin_core::{Diagnostics, Outcome, Value};

use super::{Service, panics, values};
use crate::erased::Schema;
use crate::proto::tfplugin6::upgrade_resource_state::{Request, Response};
use crate::provider::Provider;

/// Returns the stored object.
pub fn answer<P: Provider>(service: &Service<P>, request: &Request) -> Outcome<Response> {
    let resource = service.resource(&request.type_name)?;
    let schema = resource.schema();
    let stored = request.raw_state.as_ref().map_or(&[][..], |raw| &raw.json);
    if stored.is_empty() {
        return Err(unreadable(
            schema,
            "it is not JSON, as Terraform before 0.12 stored it or as none at all",
        ));
    }
    let state = match request.version.cmp(&schema.version) {
        Ordering::Equal => read(schema, stored)?,
        Ordering::Less => {
            let json =
                serde_json::from_slice(stored).map_err(|error| unreadable(schema, &error.to_string()))?;
            let upgraded = panics::catch(|| resource.upgrade(request.version, json))?;
            read(schema, upgraded.to_string().as_bytes())?
        }
        Ordering::Greater => return Err(newer(schema, request.version)),
    };
    let state = values::storable(&schema.attributes, &state);
    if let Some(kept) = resource.never_replaced(&state) {
        service.names.note(&schema.name, &kept.name, |seen| seen.stored = true);
    }
    // Without clients nothing is planned that another object could stand in the way of.
    if let Ok(Some(clients)) = service.clients() {
        resource.stored(&clients, &state);
    }
    Ok(Response { upgraded_state: values::encode(&state, &schema.ty)?, diagnostics: Vec::new() })
}

fn read(schema: &Schema, stored: &[u8]) -> Outcome<Value> {
    Ok(decode_state(stored, &schema.ty)?)
}

fn unreadable(schema: &Schema, why: &str) -> Diagnostics {
    Diagnostics::error(
        format!("The stored state of {} cannot be read", schema.name),
        format!(
            "{why}. Restore the state from a backup, or remove the object from the state and \
             import it again."
        ),
    )
}

fn newer(schema: &Schema, version: i64) -> Diagnostics {
    Diagnostics::error(
        format!("The stored state of {} comes from a newer version of the provider", schema.name),
        format!(
            "It has version {version}; this version of the provider knows version {} and older ones. Use the \
             version of the provider that wrote it, or a newer one.",
            schema.version
        ),
    )
}
