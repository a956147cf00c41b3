//! `ReadDataSource`: reads a data source.

use tfplugin_core::planning::with_defaults;
use tfplugin_core::{DefaultTimeouts, Outcome, Private};

use super::diagnostics::to_proto;
use super::operation::Limit;
use super::{Service, result, values};
use crate::proto::tfplugin6::read_data_source::{Request, Response};
use crate::provider::Provider;

/// Returns what the data source read.
pub async fn answer<P: Provider>(service: &Service<P>, request: Request) -> Outcome<Response> {
    let source = service.data_source(&request.type_name)?;
    let schema = source.schema();
    let config = with_defaults(&schema.attributes, &values::decode(request.config.as_ref(), &schema.ty)?);
    let clients = service.needed_clients(&format!("read {}", schema.name))?;
    let operation = service.begin(clients, Private::default());
    let limit =
        Limit { verb: "read", object: &schema.name, time: DefaultTimeouts::default().read, changes: false };
    let read = operation.run(limit, source.read(&operation.cx, &config)).await;
    let mut diagnostics = operation.left().warnings;
    let state = match read {
        Ok(found) => {
            let stored = result::observed(schema, &config, &found, "read");
            diagnostics.extend(stored.diagnostics);
            values::encode(&stored.state, &schema.ty)?
        }
        Err(errors) => {
            diagnostics.extend(errors);
            None
        }
    };
    Ok(Response { state, diagnostics: to_proto(diagnostics), deferred: None })
}
