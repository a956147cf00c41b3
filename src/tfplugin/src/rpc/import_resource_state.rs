//! `ImportResourceState`: finds the object that an id names.

use tfplugin_core::completion;
use tfplugin_core::{DefaultTimeouts, Diagnostics, Outcome, Private, Value};

use super::diagnostics::to_proto;
use super::operation::Limit;
use super::{Service, result, values};
use crate::proto::tfplugin6::import_resource_state::{ImportedResource, Request, Response};
use crate::provider::Provider;

/// Returns the object's whole state. Terraform reads the object again right after.
pub async fn answer<P: Provider>(service: &Service<P>, request: Request) -> Outcome<Response> {
    let resource = service.resource(&request.type_name)?;
    let schema = resource.schema();
    if request.id.is_empty() {
        return Err(Diagnostics::error(
            format!("{} is imported by id", schema.name),
            "The import gives no id. Write `id = \"...\"` into the import block.",
        ));
    }
    let clients = service.needed_clients(&format!("import {}", schema.name))?;
    let operation = service.begin(clients, Private::default());
    let limit =
        Limit { verb: "import", object: &schema.name, time: DefaultTimeouts::default().read, changes: false };
    let found = operation.run(limit, resource.import(&operation.cx, &request.id)).await?;
    let left = operation.left();
    let found = completion::unless_pending(&schema.attributes, found);
    let stored = result::observed(schema, &Value::Null, &found, "import");
    stored.diagnostics.into_result()?;
    let imported = ImportedResource {
        type_name: request.type_name,
        state: values::encode(&stored.state, &schema.ty)?,
        private: left.private.to_bytes(),
        identity: None,
    };
    let diagnostics = to_proto(left.warnings);
    Ok(Response { imported_resources: vec![imported], diagnostics, deferred: None })
}
