//! `ImportResourceState`: finds the object that an id names.

use tfplugin_core::identity::missing;
use tfplugin_core::{DefaultTimeouts, Diagnostics, Outcome, Private, Value, completion};

use super::diagnostics::to_proto;
use super::operation::{Limit, Operation};
use super::{Service, identity, result, values};
use crate::erased::{ErasedResource, Schema};
use crate::proto::tfplugin6::import_resource_state::{ImportedResource, Request, Response};
use crate::provider::Provider;

/// What names the object to import.
enum Wanted {
    Id(String),
    Identity(Value),
}

/// Returns the object's whole state. Terraform reads the object again right after.
pub async fn answer<P: Provider>(service: &Service<P>, request: Request) -> Outcome<Response> {
    let resource = service.resource(&request.type_name)?;
    let schema = resource.schema();
    let wanted = wanted(schema, &request)?;
    let clients = service.needed_clients(&format!("import {}", schema.name))?;
    let operation = service.begin(clients, Private::default());
    let found = find(&operation, resource, &wanted).await?;
    let left = operation.left();
    let found = completion::unless_pending(&schema.attributes, found);
    let stored = result::observed(schema, &Value::Null, &found, "import");
    stored.diagnostics.into_result()?;
    let now = identity::of(resource, &stored.state, &left.private);
    let identity = match &wanted {
        Wanted::Id(_) => now,
        Wanted::Identity(given) => identity::found(schema, given, &now)?,
    };
    let imported = ImportedResource {
        type_name: request.type_name,
        state: values::encode(&stored.state, &schema.ty)?,
        private: left.private.to_bytes(),
        identity: identity::encode(&identity, schema)?,
    };
    let diagnostics = to_proto(left.warnings);
    Ok(Response { imported_resources: vec![imported], diagnostics, deferred: None })
}

async fn find<C: Send + Sync>(
    operation: &Operation<C>,
    resource: &dyn ErasedResource<C>,
    wanted: &Wanted,
) -> Outcome<Value> {
    let object = &resource.schema().name;
    let limit = Limit { verb: "import", object, time: DefaultTimeouts::default().read, changes: false };
    match wanted {
        Wanted::Id(id) => operation.run(limit, resource.import(&operation.cx, id)).await,
        Wanted::Identity(given) => {
            operation.run(limit, resource.import_by_identity(&operation.cx, given)).await
        }
    }
}

fn wanted(schema: &Schema, request: &Request) -> Outcome<Wanted> {
    let id = Some(request.id.clone()).filter(|id| !id.is_empty());
    let identity = request.identity.as_ref().filter(|identity| identity.identity_data.is_some());
    match (id, identity) {
        (Some(id), None) => Ok(Wanted::Id(id)),
        (None, Some(_)) if !schema.has_identity() => Err(by_id_alone(schema)),
        (None, Some(_)) => {
            let given = identity::decode(identity, schema)?;
            missing(schema.identity, &given)?;
            Ok(Wanted::Identity(given))
        }
        (None, None) if !schema.has_identity() => Err(by_id_alone(schema)),
        (None, None) => Err(Diagnostics::error(
            format!("{} is imported by id or by identity", schema.name),
            "The import gives neither. Write `id = \"...\"` or `identity = { ... }` into the import block.",
        )),
        (Some(_), Some(_)) => Err(Diagnostics::error(
            format!("{} is imported by id or by identity, not by both", schema.name),
            "The two may name different objects. Leave one of them out.",
        )),
    }
}

fn by_id_alone(schema: &Schema) -> Diagnostics {
    Diagnostics::error(
        format!("{} is imported by id", schema.name),
        "The import gives no id. Write `id = \"...\"` into the import block.",
    )
}
