//! `PlanResourceChange`: what an apply would do to an object.

use tfplugin_core::planning::{Proposal, propose, settle, violations};
use tfplugin_core::schema::check_new;
use tfplugin_core::{DefaultTimeouts, Diagnostics, Outcome, Path, Private, Value};

use super::diagnostics::{path_to_proto, to_proto};
use super::identity::{self, During};
use super::operation::Limit;
use super::{Service, values};
use crate::cx::OperationRecord;
use crate::erased::{DecidedPlan, ErasedResource, ProposedPlan, Schema};
use crate::proto::tfplugin6::plan_resource_change::{Request, Response};
use crate::provider::Provider;

/// Added to what refuses a plan: Terraform plans everything as usual before it plans a destroy.
const WAY_TO_A_DESTROY: &str =
    "To destroy instead, use \"terraform destroy -refresh=false\", which goes without this plan.";

/// Returns the planned object.
pub async fn answer<P: Provider>(service: &Service<P>, request: Request) -> Outcome<Response> {
    let resource = service.resource(&request.type_name)?;
    let schema = resource.schema();
    let prior = values::decode_known(request.prior_state.as_ref(), &schema.ty)?;
    let proposed = values::decode(request.proposed_new_state.as_ref(), &schema.ty)?;
    let private = Private::from_bytes(&request.prior_private)?;
    let identity = identity::decode(request.prior_identity.as_ref().filter(|_| !prior.is_null()), schema)?;
    if proposed.is_null() {
        return destroy(service, resource, Stored { state: &prior, private, identity }).await;
    }
    let stored = Stored { state: &prior, private: private.clone(), identity };
    service.running.calls.plan();
    let config = values::decode(request.config.as_ref(), &schema.ty)?;
    let proposal = propose(&schema.attributes, &config, &prior, &proposed);
    let (planned, replace) = (proposal.planned.clone(), proposal.replace.clone());
    let proposed = ProposedPlan { config: config.clone(), prior: prior.clone(), planned, private, replace };
    let (decided, warnings) = rule(service, resource, proposed).await.map_err(about_values)?;
    let planned = settle(&schema.attributes, &config, &prior, &proposal, &decided.before, &decided.after);
    let mut diagnostics = warnings;
    refuse_invalid(schema, &config, &prior, &planned.planned, &mut diagnostics);
    let replace = if prior.is_null() { Vec::new() } else { replaced(&proposal, &decided, planned.replace) };
    diagnostics.extend(check_new(&schema.attributes, &config, &prior, &Path::default()));
    diagnostics.extend(decided.diagnostics);
    diagnostics.extend(replacement(service, resource, &prior, &planned.planned, diagnostics.has_errors()));
    let mut diagnostics = leading_to_a_destroy(diagnostics);
    let identity = identity::of(resource, &planned.planned, &decided.private);
    let identity = stored.planned(resource, identity, !replace.is_empty()).unwrap_or_else(|errors| {
        diagnostics.extend(errors);
        stored.identity
    });
    Ok(Response {
        planned_state: values::encode(&planned.planned, &schema.ty)?,
        requires_replace: replace.iter().map(path_to_proto).collect(),
        planned_private: decided.private.to_bytes(),
        planned_identity: identity::encode(&identity, schema)?,
        diagnostics: to_proto(diagnostics),
        ..Response::default()
    })
}

/// What Terraform stores of an object; a state of null for a create.
struct Stored<'a> {
    state: &'a Value,
    private: Private,
    identity: Value,
}

impl Stored<'_> {
    /// The identity, also where Terraform stores none yet.
    fn identity<C: Send + Sync>(&self, resource: &dyn ErasedResource<C>) -> Value {
        if !identity::is_absent(&self.identity) {
            return self.identity.clone();
        }
        identity::of(resource, self.state, &self.private)
    }

    /// The identity to plan for an object that will have this one. While that is not known it stays what it is;
    /// the apply, which knows it, says the new one. What does not exist yet has none.
    fn planned<C: Send + Sync>(
        &self,
        resource: &dyn ErasedResource<C>,
        identity: Value,
        is_replaced: bool,
    ) -> Outcome<Value> {
        if self.state.is_null() {
            return Ok(Value::Null);
        }
        match identity {
            Value::Null => Ok(self.identity(resource)),
            identity if is_replaced => Ok(identity),
            identity => identity::kept(resource.schema(), &self.identity, &identity, During::Plan),
        }
    }
}

fn leading_to_a_destroy(refusals: Diagnostics) -> Diagnostics {
    refusals.with_sentence_unless(|refusal| refusal.detail.contains("-refresh=false"), WAY_TO_A_DESTROY)
}

/// The errors of a plan that could not be made. What is not about an attribute, such as a system that does not
/// answer, is in the way of a destroy as well.
fn about_values(errors: Diagnostics) -> Diagnostics {
    if errors.iter().any(|error| error.path.is_some()) { leading_to_a_destroy(errors) } else { errors }
}

/// Applies the resource's own rules, with facts if the plan changes the object and clients are available to
/// look them up.
async fn rule<P: Provider>(
    service: &Service<P>,
    resource: &dyn ErasedResource<P::Clients>,
    proposed: ProposedPlan,
) -> Outcome<(DecidedPlan, Diagnostics)> {
    let clients = service.clients()?;
    let is_untouched = proposed.planned == proposed.prior;
    if let Some(clients) = clients.as_ref().filter(|_| is_untouched) {
        resource.kept(clients, &proposed.prior, &proposed.private);
    }
    let Some(clients) = clients.filter(|_| !is_untouched) else {
        return Ok((resource.plan(None, proposed).await?, Diagnostics::new()));
    };
    let operation = service.begin(clients, proposed.private.clone());
    let limit = planning(resource.schema());
    let decided = operation.run(limit, resource.plan(Some(&operation.cx), proposed)).await?;
    let OperationRecord { warnings, .. } = operation.left();
    Ok((decided, warnings))
}

/// The diagnostics of a plan that creates an object under the name of a stored one that is never replaced.
fn replacement<P: Provider>(
    service: &Service<P>,
    resource: &dyn ErasedResource<P::Clients>,
    prior: &Value,
    planned: &Value,
    is_refused: bool,
) -> Diagnostics {
    let (names, type_name) = (&service.names, &resource.schema().name);
    let Some(kept) = resource.never_replaced(planned) else { return Diagnostics::new() };
    if !prior.is_null() {
        // A rename frees the former name for another object.
        if let Some(former) = resource.never_replaced(prior).filter(|former| former.name != kept.name) {
            names.note(type_name, &former.name, |seen| seen.stored = false);
            names.note(type_name, &kept.name, |seen| seen.stored = true);
        }
    } else if names.seen(type_name, &kept.name).stored {
        return kept.refusal;
    } else if !is_refused {
        names.note(type_name, &kept.name, |seen| seen.created = true);
    }
    Diagnostics::new()
}

async fn destroy<P: Provider>(
    service: &Service<P>,
    resource: &dyn ErasedResource<P::Clients>,
    stored: Stored<'_>,
) -> Outcome<Response> {
    let (schema, prior) = (resource.schema(), stored.state);
    if let Some(kept) = resource.never_replaced(prior)
        && service.names.seen(&schema.name, &kept.name).created
    {
        return Err(kept.refusal);
    }
    // What is destroyed is the object of the state, so it must be the one that the identity names.
    let identity = stored.identity(resource);
    let now = identity::of(resource, prior, &stored.private);
    let identity = identity::kept(schema, &identity, &now, During::Destroy)?;
    let mut response = Response {
        planned_state: values::encode(&Value::Null, &schema.ty)?,
        planned_identity: identity::encode(&identity, schema)?,
        ..Response::default()
    };
    // Without clients nothing can be looked up; the apply, which has them, does the refusing.
    let Some(clients) = service.clients()? else {
        response.planned_private = stored.private.to_bytes();
        return Ok(response);
    };
    let operation = service.begin(clients, stored.private);
    let refused = operation.run(planning(schema), resource.plan_destroy(&operation.cx, prior)).await;
    let left = operation.left();
    let mut diagnostics = left.warnings;
    if let Err(errors) = refused {
        diagnostics.extend(errors);
    }
    response.planned_private = left.private.to_bytes();
    response.diagnostics = to_proto(diagnostics);
    Ok(response)
}

fn planning(schema: &Schema) -> Limit<'_> {
    Limit { verb: "plan", object: &schema.name, time: DefaultTimeouts::default().read, changes: false }
}

/// The attributes that the framework replaces for, minus those that the rules removed, plus those that they
/// added.
fn replaced(proposal: &Proposal, decided: &DecidedPlan, settled: Vec<Path>) -> Vec<Path> {
    let taken_away = |path: &Path| proposal.replace.contains(path) && !decided.replace.contains(path);
    let mut all: Vec<Path> = settled.into_iter().filter(|path| !taken_away(path)).collect();
    all.extend(decided.replace.iter().filter(|path| !proposal.replace.contains(path)).cloned());
    all.sort();
    all.dedup();
    all
}

/// Terraform would refuse the plan without explaining what to do about it.
fn refuse_invalid(
    schema: &Schema,
    config: &Value,
    prior: &Value,
    planned: &Value,
    diagnostics: &mut Diagnostics,
) {
    for path in violations(&schema.attributes, config, prior, planned) {
        let summary = format!("{}: the plan of {path} contradicts the configuration", schema.name);
        let detail = "This is a bug in the provider; please report it.";
        diagnostics.push_error_at(path, summary, detail);
    }
}
