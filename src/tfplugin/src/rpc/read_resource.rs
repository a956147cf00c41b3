//! `ReadResource`: refreshes a stored object.

use tfplugin_core::completion;
use tfplugin_core::{Diagnostics, Outcome, Private, Value};

use super::diagnostics::to_proto;
use super::identity::{self, During};
use super::operation::Limit;
use super::{Service, result, values};
use crate::erased::ErasedResource;
use crate::proto::tfplugin6::read_resource::{Request, Response};
use crate::provider::Provider;

/// What Terraform stores of an object.
#[derive(Debug, Clone, Default)]
struct Stored {
    state: Value,
    private: Private,
    identity: Value,
}

/// Returns the current object; null when it is gone. If that cannot be determined, the stored state is kept.
pub async fn answer<P: Provider>(service: &Service<P>, request: Request) -> Outcome<Response> {
    let resource = service.resource(&request.type_name)?;
    let schema = resource.schema();
    let prior = Stored {
        state: values::decode_known(request.current_state.as_ref(), &schema.ty)?,
        private: Private::from_bytes(&request.private)?,
        identity: identity::decode(request.current_identity.as_ref(), schema)?,
    };
    let Some(clients) = service.clients()?.filter(|_| !prior.state.is_null()) else {
        let (new_state, private) = (request.current_state, request.private);
        let new_identity = identity::encode(&prior.identity, schema)?;
        return Ok(Response { new_state, private, new_identity, ..Response::default() });
    };
    let time = resource.timeouts(&prior.state)?.read;
    let operation = service.begin(clients, prior.private.clone());
    let limit = Limit { verb: "read", object: &schema.name, time, changes: false };
    let read = operation.run(limit, resource.read(&operation.cx, &prior.state)).await;
    let left = operation.left();
    let mut diagnostics = left.warnings;
    let now = match read {
        Ok(Some(found)) => seen(resource, &prior, found, left.private, &mut diagnostics),
        // Terraform passes the private state kept here to the plan of the create that follows. That create is for
        // a new object, and private state of the deleted one, such as its protection, does not apply to it.
        Ok(None) => Stored::default(),
        Err(errors) => {
            diagnostics.extend(errors);
            Stored { private: left.private, ..prior.clone() }
        }
    };
    note_name(service, resource, &prior.state, &now.state);
    Ok(Response {
        new_state: values::encode(&now.state, &schema.ty)?,
        private: now.private.to_bytes(),
        new_identity: identity::encode(&now.identity, schema)?,
        diagnostics: to_proto(diagnostics),
        ..Response::default()
    })
}

/// The object that was found. If it is another one than the stored one, that is an error, and the stored one is
/// kept.
fn seen<C: Send + Sync>(
    resource: &dyn ErasedResource<C>,
    prior: &Stored,
    found: Value,
    private: Private,
    diagnostics: &mut Diagnostics,
) -> Stored {
    let schema = resource.schema();
    let found = completion::unless_pending(&schema.attributes, found);
    let result::Stored { state, diagnostics: errors } =
        result::observed(schema, &prior.state, &found, "read");
    diagnostics.extend(errors);
    let identity = identity::of(resource, &state, &private);
    match identity::kept(schema, &prior.identity, &identity, During::Read) {
        Ok(identity) => Stored { state, private, identity },
        Err(errors) => {
            diagnostics.extend(errors);
            prior.clone()
        }
    }
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
