//! `ReadResource`: refreshes a stored object.

use tfplugin_core::completion;
use tfplugin_core::{Outcome, Private, Value};

use super::diagnostics::to_proto;
use super::operation::Limit;
use super::{Service, result, values};
use crate::erased::ErasedResource;
use crate::proto::tfplugin6::read_resource::{Request, Response};
use crate::provider::Provider;

/// Returns the current object; null when it is gone. If that cannot be determined, the stored state is kept.
pub async fn answer<P: Provider>(service: &Service<P>, request: Request) -> Outcome<Response> {
    let resource = service.resource(&request.type_name)?;
    let schema = resource.schema();
    let prior = values::decode_known(request.current_state.as_ref(), &schema.ty)?;
    let private = Private::from_bytes(&request.private)?;
    let Some(clients) = service.clients()?.filter(|_| !prior.is_null()) else {
        let (new_state, private) = (request.current_state, request.private);
        return Ok(Response { new_state, private, ..Response::default() });
    };
    let time = resource.timeouts(&prior)?.read;
    let operation = service.begin(clients, private);
    let limit = Limit { verb: "read", object: &schema.name, time, changes: false };
    let read = operation.run(limit, resource.read(&operation.cx, &prior)).await;
    let left = operation.left();
    let mut diagnostics = left.warnings;
    let state = match read {
        Ok(Some(found)) => {
            let found = completion::unless_pending(&schema.attributes, found);
            let stored = result::observed(schema, &prior, &found, "read");
            diagnostics.extend(stored.diagnostics);
            stored.state
        }
        Ok(None) => Value::Null,
        Err(errors) => {
            diagnostics.extend(errors);
            prior.clone()
        }
    };
    note_name(service, resource, &prior, &state);
    // Terraform passes the private state kept here to the plan of the create that follows. That create is for
    // a new object, and private state of the deleted one, such as its protection, does not apply to it.
    let private = if state.is_null() { Private::default() } else { left.private };
    Ok(Response {
        new_state: values::encode(&state, &schema.ty)?,
        private: private.to_bytes(),
        diagnostics: to_proto(diagnostics),
        ..Response::default()
    })
}

/// An object that is gone, or was renamed outside of Terraform, no longer occupies its former name.
fn note_name<P: Provider>(
    service: &Service<P>,
    resource: &dyn ErasedResource<P::Clients>,
    prior: &Value,
    state: &Value,
) {
    let (names, type_name) = (&service.names, &resource.schema().name);
    let now = resource.never_replaced(state).filter(|_| !state.is_null()).map(|kept| kept.name);
    let former =
        resource.never_replaced(prior).map(|kept| kept.name).filter(|name| Some(name) != now.as_ref());
    for (name, is_stored) in [(former, false), (now, true)] {
        if let Some(name) = name {
            names.note(type_name, &name, |seen| seen.stored = is_stored);
        }
    }
}
