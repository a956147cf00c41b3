//! `ListResource`: a query for the objects of a resource. The answer is a stream, and whoever reads it may go at any
//! time.

use std::sync::Arc;

use futures::{StreamExt, future, stream};
use tfplugin_core::planning::with_defaults;
use tfplugin_core::{DefaultTimeouts, Diagnostics, Outcome, Private, Severity, Value, completion};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::codegen::BoxStream;

use super::answer::Call;
use super::diagnostics::to_proto;
use super::operation::{Limit, Operation};
use super::{Service, identity, result, terminal, values};
use crate::erased::{ErasedListResource, Schema};
use crate::list_resource::{Item, Said, Wanted};
use crate::proto::tfplugin6::list_resource::{Event, Request};
use crate::provider::Provider;

/// What was said and not yet read. Whoever lists waits for the reader, so that nothing is listed in vain.
const AHEAD: usize = 1;

/// A query that can begin.
struct Listing<C> {
    list: Arc<dyn ErasedListResource<C>>,
    /// The managed resource.
    schema: Schema,
    operation: Operation<C>,
    config: Value,
    includes_objects: bool,
    limit: usize,
}

/// Returns the events of the query. It goes on only while they are read, and ends when the stream is dropped.
pub fn answer<P: Provider>(service: &Service<P>, request: &Request, call: Call) -> BoxStream<Event> {
    match begin(service, request) {
        Ok(listing) => listing.events(call),
        Err(errors) => {
            let counts = counted(&errors);
            let event = Event { diagnostic: to_proto(errors), ..Event::default() };
            let logged = call.run(future::ready(counts));
            Box::pin(stream::once(async move {
                logged.await;
                Ok(event)
            }))
        }
    }
}

fn begin<P: Provider>(service: &Service<P>, request: &Request) -> Outcome<Listing<P::Clients>> {
    let list = service.list_resource(&request.type_name)?;
    let schema = service.resource(&request.type_name)?.schema().clone();
    let attributes = &list.schema().attributes;
    let config = with_defaults(attributes, &values::decode(request.config.as_ref(), &list.schema().ty)?);
    let clients = service.needed_clients(&format!("list {}", schema.name))?;
    let operation = service.begin(clients, Private::default());
    // Terraform always says how many it wants.
    let limit = usize::try_from(request.limit).ok().filter(|limit| *limit > 0).unwrap_or(usize::MAX);
    let includes_objects = request.include_resource_object;
    Ok(Listing { list, schema, operation, config, includes_objects, limit })
}

impl<C: Send + Sync + 'static> Listing<C> {
    fn events(self, call: Call) -> BoxStream<Event> {
        let (said, heard) = mpsc::channel(AHEAD);
        let schema = self.schema.clone();
        let events = ReceiverStream::new(heard).map(move |said| Ok(event(&schema, said)));
        let working = stream::once(call.run(self.work(said))).filter_map(|()| future::ready(None));
        Box::pin(stream::select(events, working))
    }

    /// Lists, says how it ended, and returns how many errors and warnings that were.
    async fn work(self, said: mpsc::Sender<Said>) -> (usize, usize) {
        let Self { list, schema, operation, config, includes_objects, limit } = self;
        let stop = operation.cx.stop().clone();
        // When the stream is dropped, what the query has begun elsewhere is told to stop.
        let _gone = stop.clone().drop_guard();
        let time = DefaultTimeouts::default().read;
        let wanted = Wanted { includes_objects, left: limit, stop: stop.clone(), said: said.clone() };
        let limit = Limit { verb: "list", object: &schema.name, time, changes: false };
        let listed = operation.run(limit, list.list(&operation.cx, &config, wanted)).await;
        let mut diagnostics = operation.left().warnings;
        match listed {
            Err(errors) => diagnostics.extend(errors),
            Ok(()) if stop.is_cancelled() => diagnostics.extend(interrupted(&schema)),
            Ok(()) => {}
        }
        let counts = counted(&diagnostics);
        if !diagnostics.is_empty() {
            // Nobody reads it when the reader has gone.
            drop(said.send(Said::Ended(diagnostics)).await);
        }
        counts
    }
}

fn event(schema: &Schema, said: Said) -> Event {
    match said {
        Said::Found(item) => found(schema, item).unwrap_or_else(ended),
        Said::Ended(diagnostics) => ended(diagnostics),
    }
}

fn ended(diagnostics: Diagnostics) -> Event {
    Event { diagnostic: to_proto(diagnostics), ..Event::default() }
}

fn found(schema: &Schema, item: Item) -> Outcome<Event> {
    let Item { identity, display_name, object, warnings } = item;
    let mut diagnostics = warnings;
    let resource_object = match object {
        Some(object) => {
            let object = completion::unless_pending(&schema.attributes, object);
            let observed = result::observed(schema, &Value::Null, &object, "a query");
            diagnostics.extend(observed.diagnostics);
            values::encode(&observed.state, &schema.ty)?
        }
        None => None,
    };
    Ok(Event {
        identity: identity::encode(&identity, schema)?,
        display_name: terminal::summary(&display_name),
        resource_object,
        diagnostic: to_proto(diagnostics),
    })
}

fn interrupted(schema: &Schema) -> Diagnostics {
    Diagnostics::error(
        format!("Not every {} is listed: the query was interrupted", schema.name),
        "There may be more than those that were found before. Run the query again.",
    )
}

fn counted(diagnostics: &Diagnostics) -> (usize, usize) {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    (errors, diagnostics.iter().count() - errors)
}
