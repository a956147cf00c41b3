//! `ReadResource`: what has become of a stored object.

use super::diagnostics::to_proto;
use super::operation::Limit;
use super::{Service, result, values};
use crate::completion;
use crate::diag::Outcome;
use crate::private::Private;
use crate::proto::tfplugin6::read_resource::{Request, Response};
use crate::provider::Provider;
use crate::value::Value;

/// The object as it is; null when it is gone. When that cannot be told, the stored state is kept.
pub(super) async fn answer<P: Provider>(service: &Service<P>, request: Request) -> Outcome<Response> {
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
    let kept = resource.never_replaced(if state.is_null() { &prior } else { &state });
    if let Some(kept) = kept {
        service.names.note(&schema.name, &kept.name, |seen| seen.stored = !state.is_null());
    }
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
