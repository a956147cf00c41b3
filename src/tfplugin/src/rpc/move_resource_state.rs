//! `MoveResourceState`: turns the state of an object of another resource into state of one of this provider. The
//! provider is not configured yet; Terraform reads the object afterwards.

use tfplugin_core::{Diagnostics, MovedFrom, Outcome, Path, Private, completion};

use super::{Service, identity, panics, values};
use crate::erased::Schema;
use crate::proto::tfplugin6::RawState;
use crate::proto::tfplugin6::move_resource_state::{Request, Response};
use crate::provider::Provider;

/// Returns the object.
pub fn answer<P: Provider>(service: &Service<P>, request: Request) -> Outcome<Response> {
    let resource = service.resource(&request.target_type_name)?;
    let schema = resource.schema();
    let source = source(schema, request)?;
    let Some(moved) = panics::catch(|| resource.move_from(&source))? else {
        return Err(unknown(schema, &source));
    };
    let moved = completion::unless_pending(&schema.attributes, moved);
    if let Some(path) = values::unknown_parts(&moved).into_iter().next() {
        return Err(not_known(schema, path));
    }
    let state = values::storable(&schema.attributes, &moved);
    let identity = identity::of(resource, &state, &Private::default());
    Ok(Response {
        target_state: values::encode(&state, &schema.ty)?,
        target_identity: identity::encode(&identity, schema)?,
        ..Response::default()
    })
}

fn source(schema: &Schema, request: Request) -> Outcome<MovedFrom> {
    let json = |raw: Option<&RawState>| {
        let raw = raw.map_or(&[][..], |raw| &raw.json).trim_ascii();
        let json = serde_json::from_slice::<serde_json::Value>(raw).ok()?;
        json.is_object().then_some(json)
    };
    let Some(state) = json(request.source_state.as_ref()) else {
        return Err(unreadable(schema, &request.source_type_name));
    };
    Ok(MovedFrom {
        provider_address: request.source_provider_address,
        type_name: request.source_type_name,
        schema_version: request.source_schema_version,
        state,
        private: request.source_private,
        identity: json(request.source_identity.as_ref()),
    })
}

fn not_known(Schema { name, .. }: &Schema, path: Path) -> Diagnostics {
    let summary = format!("{name}: {path} is unknown after the move");
    Diagnostics::error_at(
        path,
        summary,
        "This is a bug in the provider; please report it. Nothing was moved.",
    )
}

fn unreadable(Schema { name, .. }: &Schema, source: &str) -> Diagnostics {
    Diagnostics::error(
        format!("A {source} cannot be moved to {name}: its state cannot be read"),
        format!("It is not the JSON of an object. Nothing was moved. {}", other_way(name, source)),
    )
}

fn unknown(Schema { name, .. }: &Schema, source: &MovedFrom) -> Diagnostics {
    let MovedFrom { provider_address, type_name, .. } = source;
    Diagnostics::error(
        format!("A {type_name} cannot be moved to {name}"),
        format!(
            "{name} does not take over the state of a {type_name} of provider {provider_address}. Nothing was \
             moved. {}",
            other_way(name, type_name)
        ),
    )
}

/// What to do without a move.
fn other_way(target: &str, source: &str) -> String {
    format!(
        "Take the `moved` block out. Then let go of the old object without destroying it, and import it anew:\n\n\
         removed {{\n  from = {source}.NAME\n\n  lifecycle {{\n    destroy = false\n  }}\n}}\n\n\
         import {{\n  to = {target}.NAME\n  id = \"...\"\n}}"
    )
}
