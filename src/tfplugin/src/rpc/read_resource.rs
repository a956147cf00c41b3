//! `ReadResource`: what has become of a stored object.

use tfplugin_core::completion;
use tfplugin_core::{Outcome, Private, Value};

use super::diagnostics::to_proto;
use super::operation::Limit;
use super::{Service, result, values};
use crate::erased::ErasedResource;
use crate::proto::tfplugin6::read_resource::{Request, Response};
use crate::provider::Provider;

/// The object as it is; null when it is gone. When that cannot be told, the stored state is kept.
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
    // Terraform hands what is kept here to the plan of the create that follows. That create is a new object's, and what
    // was noted about the one that is gone, such as being protected, does not hold for it.
    let private = if state.is_null() { Private::default() } else { left.private };
    Ok(Response {
        new_state: values::encode(&state, &schema.ty)?,
        private: private.to_bytes(),
        diagnostics: to_proto(diagnostics),
        ..Response::default()
    })
}

/// What is gone, or was renamed outside of Terraform, is in nobody's way under the name that it had.
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
