//! `ApplyResourceChange`: creates, changes or deletes an object. Whatever happens, the answer contains the
//! last known state of the object.

use std::time::Duration;

use tfplugin_core::completion::{self, Pending};
use tfplugin_core::planning::keep_spelling;
use tfplugin_core::{Diagnostics, Outcome, Private, Severity, Value};

use super::diagnostics::to_proto;
use super::operation::{Limit, Operation};
use super::result::{Stored, applied, observed};
use super::{Service, identity, values};
use crate::cx::OperationRecord;
use crate::erased::{ErasedResource, Schema};
use crate::proto::tfplugin6::apply_resource_change::{Request, Response};
use crate::provider::Provider;

/// How long reading an object after a failed change may take.
const LOOK: Duration = Duration::from_secs(60);

/// The input of an apply.
struct Change<'a, P: Provider> {
    service: &'a Service<P>,
    resource: &'a dyn ErasedResource<P::Clients>,
    schema: &'a Schema,
    operation: Operation<P::Clients>,
    /// Names of the attributes that an update leaves alone.
    left_alone: Vec<String>,
}

/// The state to store after an apply.
struct Outcomes {
    stored: Stored,
    private: Private,
}

/// Returns the object after the apply.
pub async fn answer<P: Provider>(service: &Service<P>, request: Request) -> Outcome<Response> {
    service.running.calls.apply();
    let resource = service.resource(&request.type_name)?;
    let schema = resource.schema();
    let prior = values::decode_known(request.prior_state.as_ref(), &schema.ty)?;
    let planned = values::decode(request.planned_state.as_ref(), &schema.ty)?;
    let config = values::decode(request.config.as_ref(), &schema.ty)?;
    let private = Private::from_bytes(&request.planned_private)?;
    let identity = identity::decode(request.planned_identity.as_ref().filter(|_| !prior.is_null()), schema)?;
    let clients = service.needed_clients(&format!("change {}", schema.name))?;
    let times = resource.timeouts(if planned.is_null() { &prior } else { &planned })?;
    let mut operation = service.begin(clients, private);
    let left_alone = values::left_alone(&schema.attributes, &config, &prior, &planned);
    operation.cx.leave_alone(left_alone.clone());
    let change = Change { service, resource, schema, operation, left_alone };
    let mut outcomes = match (prior.is_null(), planned.is_null()) {
        (true, true) => return Err(nothing_to_do(schema)),
        (false, true) => change.delete(times.delete, &prior).await,
        (true, false) => change.create(times.create, &planned, &config).await,
        (false, false) => change.update(times.update, &prior, &planned, &config).await,
    };
    settle_names(service, resource, &prior, &planned, &outcomes);
    let Outcomes { stored, private } = &mut outcomes;
    let identity = identity::applied(resource, &identity, !planned.is_null(), stored, private);
    let new_identity = identity::encode(&identity, schema).unwrap_or_default();
    Ok(Response { new_identity, ..response(schema, outcomes, &planned, &prior) })
}

/// Updates the recorded names: a planned create has ended, successfully or not, and a deleted object is no
/// longer stored.
fn settle_names<P: Provider>(
    service: &Service<P>,
    resource: &dyn ErasedResource<P::Clients>,
    prior: &Value,
    planned: &Value,
    outcomes: &Outcomes,
) {
    let type_name = &resource.schema().name;
    if prior.is_null() {
        if let Some(kept) = resource.never_replaced(planned) {
            service.names.note(type_name, &kept.name, |seen| seen.created = false);
        }
    } else if outcomes.stored.state.is_null()
        && let Some(kept) = resource.never_replaced(prior)
    {
        service.names.note(type_name, &kept.name, |seen| seen.stored = false);
    }
}

impl<P: Provider> Change<'_, P> {
    async fn create(self, time: Duration, planned: &Value, config: &Value) -> Outcomes {
        let wanted = values::with_write_only(&self.schema.attributes, planned, config);
        let made = self.run("create", time, self.resource.create(&self.operation.cx, &wanted)).await;
        let left = self.operation.left();
        match made {
            Ok(made) => self.made(left, planned, &made),
            Err(errors) => {
                let known = self.checkpoint(&left, planned).unwrap_or_default();
                match left.pending.clone().filter(|_| completion::is_supported(&self.schema.attributes)) {
                    Some(pending) => {
                        self.pending(left, planned, &known, completion::warning(&pending, &errors))
                    }
                    None => self.failed(left, known, errors),
                }
            }
        }
    }

    /// The outcome of a completed create. An error about a deviation from the plan would taint the object
    /// just created.
    fn made(&self, left: OperationRecord, planned: &Value, made: &Value) -> Outcomes {
        let mut outcomes = self.done(left.clone(), planned, made, "create");
        identity::require(self.resource, &mut outcomes.stored, &outcomes.private);
        let errors = &outcomes.stored.diagnostics;
        if !errors.has_errors() || !completion::is_supported(&self.schema.attributes) {
            return outcomes;
        }
        let open = Pending(format!("{} is made, and not all of it is as planned", self.schema.name));
        let warning = completion::warning(&open, errors);
        self.pending(left, planned, &outcomes.stored.state, warning)
    }

    fn pending(
        &self,
        left: OperationRecord,
        planned: &Value,
        known: &Value,
        warning: Diagnostics,
    ) -> Outcomes {
        let state = completion::pending(planned, known);
        let state = values::storable(&self.schema.attributes, &state);
        let mut diagnostics = warning;
        diagnostics.extend(left.warnings);
        Outcomes { stored: Stored { state, diagnostics }, private: left.private }
    }

    async fn update(self, time: Duration, prior: &Value, planned: &Value, config: &Value) -> Outcomes {
        let wanted = values::with_write_only(&self.schema.attributes, planned, config);
        let work = self.resource.update(&self.operation.cx, prior, &wanted);
        let changed = self.run("update", time, work).await;
        let mut left = self.operation.left();
        match changed {
            Ok(changed) => {
                let changed = values::as_planned(&self.left_alone, planned, changed);
                self.done(left, planned, &changed, "update")
            }
            Err(mut errors) => {
                let known = self.checkpoint(&left, planned).unwrap_or_else(|| prior.clone());
                let known = self.look(&mut left, known, &mut errors).await;
                self.failed(left, known, errors)
            }
        }
    }

    async fn delete(self, time: Duration, prior: &Value) -> Outcomes {
        let deleted = self.run("delete", time, self.resource.delete(&self.operation.cx, prior)).await;
        let left = self.operation.left();
        match deleted {
            Ok(()) => Outcomes {
                stored: Stored { state: Value::Null, diagnostics: left.warnings },
                private: Private::default(),
            },
            Err(errors) => {
                let known = self.checkpoint(&left, prior).unwrap_or_else(|| prior.clone());
                self.failed(left, known, errors)
            }
        }
    }

    /// The outcome of a failed operation. Only here is it known whether the operation may have changed
    /// something.
    fn failed(&self, left: OperationRecord, state: Value, errors: Diagnostics) -> Outcomes {
        let mut diagnostics =
            if P::NOTES_WRITES { self.operation.cx.writes().judged(errors) } else { errors };
        diagnostics.extend(left.warnings);
        Outcomes { stored: Stored { state, diagnostics }, private: left.private }
    }

    async fn run<T>(
        &self,
        verb: &'static str,
        time: Duration,
        work: impl Future<Output = Outcome<T>>,
    ) -> Outcome<T> {
        self.operation.run(Limit { verb, object: &self.schema.name, time, changes: true }, work).await
    }

    fn done(&self, left: OperationRecord, planned: &Value, result: &Value, verb: &str) -> Outcomes {
        let result = completion::unless_pending(&self.schema.attributes, result.clone());
        let mut stored = applied(self.schema, planned, &result, verb);
        stored.diagnostics.extend(left.warnings);
        Outcomes { stored, private: left.private }
    }

    fn checkpoint(&self, left: &OperationRecord, wanted: &Value) -> Option<Value> {
        let known = left.checkpoint.as_ref()?;
        let spelled = keep_spelling(&self.schema.attributes, wanted, known);
        Some(values::storable(&self.schema.attributes, &spelled))
    }

    /// Reads the object after a failed update, which may be half done. Returns `known` if the object cannot
    /// be read. The read is an operation of its own, because the failed one may have been stopped.
    async fn look(&self, left: &mut OperationRecord, known: Value, errors: &mut Diagnostics) -> Value {
        let Ok(Some(clients)) = self.service.clients() else { return known };
        let operation = self.service.begin(clients, std::mem::take(&mut left.private));
        let limit = Limit { verb: "read", object: &self.schema.name, time: LOOK, changes: false };
        let read = operation.run(limit, self.resource.read(&operation.cx, &known)).await;
        let looked = operation.left();
        left.private = looked.private;
        left.warnings.extend(looked.warnings);
        match read {
            Ok(Some(found)) => observed(self.schema, &known, &found, "read").state,
            Ok(None) => known,
            Err(unread) => {
                errors.push_warning(
                    format!("{} could not be read after the failed update", self.schema.name),
                    format!(
                        "The state may not say what the object is now; the next plan reads it again. {}",
                        reasons(&unread)
                    ),
                );
                known
            }
        }
    }
}

fn reasons(diagnostics: &Diagnostics) -> String {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|error| format!("{}: {}", error.summary, error.detail)).collect::<Vec<_>>().join(" ")
}

/// The answer. If an object cannot be encoded, which only a bug can cause, the planned or the prior object is
/// stored so that it is not lost.
fn response(schema: &Schema, outcomes: Outcomes, planned: &Value, prior: &Value) -> Response {
    let Stored { state, mut diagnostics } = outcomes.stored;
    let new_state = values::encode(&state, &schema.ty).unwrap_or_else(|errors| {
        diagnostics.extend(errors);
        let instead = if prior.is_null() { planned } else { prior };
        values::encode(&values::storable(&schema.attributes, instead), &schema.ty).unwrap_or_default()
    });
    let private = outcomes.private.to_bytes();
    Response { new_state, private, diagnostics: to_proto(diagnostics), ..Response::default() }
}

fn nothing_to_do(schema: &Schema) -> Diagnostics {
    Diagnostics::error(
        format!("{}: nothing to apply", schema.name),
        "Terraform asked for a change from nothing to nothing. Nothing was done.",
    )
}
