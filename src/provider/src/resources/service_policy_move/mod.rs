//! `cvo_service_policy_move`: moves services of a storage VM from one service policy to others.

mod checks;
mod identity;
mod import;
mod look;
mod policy_change;
mod steps;

use async_trait::async_trait;
use ontap::{Node, ServicePolicy, UnlessGone};
use provider_core::import::Wanted;
use provider_core::service_policy_move::steps::{absent_policies, back, forward};
use provider_core::service_policy_move::{
    Change, Direction, Facts, MoveIdentity, MoveModel, OnMissing, messages, on_missing, rules,
};
use provider_core::svm_of::refuse_other;
use provider_core::written::generate;
use tfplugin::{Cx, Diagnostics, Model, Outcome, Plan, Private, Resource};

use crate::clients::Clients;
use crate::diagnose::During;
use crate::svm_of;
use look::{Seen, policies_of};
use policy_change::{Operation, PolicyChange};

/// The name of one such object, for messages.
const KIND: &str = "service policy move";

/// The resource.
#[derive(Debug)]
pub struct ServicePolicyMove;

#[async_trait]
impl Resource for ServicePolicyMove {
    const NAME: &'static str = "service_policy_move";

    type Model = MoveModel;
    type Clients = Clients;
    type Identity = MoveIdentity;
    type Facts = Facts;

    fn validate(config: &MoveModel, diagnostics: &mut Diagnostics) {
        rules::validate(config, diagnostics);
    }

    fn generate(config: &mut MoveModel, state: &MoveModel) {
        generate(config, state);
    }

    fn identity(made: &MoveModel, private: &Private) -> Option<MoveIdentity> {
        MoveIdentity::of(made, &crate::identity::cluster_in(private)?)
    }

    async fn facts(cx: &Cx<Clients>, plan: &Plan<MoveModel>) -> Outcome<Facts> {
        plan.prior.as_ref().map_or(Ok(()), |prior| identity::refuse_damaged(cx, prior))?;
        let new_name = svm_of::look_up(cx, plan).await?;
        let version = cx.clients().ontap.cluster().await?.version;
        let nodes = cx.clients().ontap.nodes().await?.len();
        Ok(Facts { new_name, version, nodes })
    }

    fn plan(plan: &mut Plan<MoveModel>, facts: Option<&Facts>) {
        rules::rules(plan, facts);
    }

    async fn plan_destroy(cx: &Cx<Clients>, prior: &MoveModel) -> Outcome<()> {
        identity::refuse_damaged(cx, prior)
    }

    async fn create(cx: &Cx<Clients>, planned: MoveModel) -> Outcome<MoveModel> {
        rules::refuse_inbound(&planned, None).into_result()?;
        let ontap = cx.clients().ontap.client().await?;
        let svm_uuid = svm_of::uuid_by_name(cx, &planned.svm_name).await?;
        crate::identity::remember_cluster(cx).await?;
        crate::identity::remember(cx, &svm_uuid);
        move_forward(cx, &ontap, MoveModel { svm_id: svm_uuid.into(), ..planned }, Operation::Create).await
    }

    async fn read(cx: &Cx<Clients>, prior: MoveModel) -> Outcome<Option<MoveModel>> {
        identity::refuse_damaged(cx, &prior)?;
        let ontap = crate::identity::on_its_cluster(cx, &prior.subject()).await?;
        if let Some(unchanged) = import::unchanged(cx, &prior).await {
            return Ok(Some(unchanged));
        }
        let policies = policies_of(&ontap, &prior).await?;
        let is_there = is_there(&ontap, &prior, &policies).await?;
        Ok(is_there.then(|| prior.observed(&policies)))
    }

    async fn update(cx: &Cx<Clients>, prior: MoveModel, planned: MoveModel) -> Outcome<MoveModel> {
        identity::refuse_damaged(cx, &prior)?;
        if planned.differs_only_locally(&prior) {
            return Ok(planned);
        }
        rules::refuse_inbound(&planned, Some(&prior)).into_result()?;
        let ontap = crate::identity::on_its_cluster(cx, &prior.subject()).await?;
        // A failed update leaves the move as complete as it was.
        let planned = MoveModel { svm_id: prior.svm_id, complete: prior.complete, ..planned };
        move_forward(cx, &ontap, planned, Operation::Change).await
    }

    async fn delete(cx: &Cx<Clients>, prior: MoveModel) -> Outcome<()> {
        identity::refuse_damaged(cx, &prior)?;
        if prior.restore_on_destroy.known() != Some(&true) {
            return Ok(());
        }
        let ontap = crate::identity::on_its_cluster(cx, &prior.subject()).await?;
        let _held = cx.clients().locks.hold(&policies_of_svm(&prior)).await?;
        let seen = Seen::look(cx, &prior).await?;
        if is_there(&ontap, &prior, &seen.policies).await? {
            move_back(cx, &ontap, &prior, seen).await?;
        }
        Ok(())
    }

    async fn import(cx: &Cx<Clients>, id: &str) -> Outcome<MoveModel> {
        import::import(cx, &Wanted::Id(id)).await
    }

    async fn import_by_identity(cx: &Cx<Clients>, wanted: MoveIdentity) -> Outcome<MoveModel> {
        crate::identity::refuse_import_elsewhere(cx, &wanted, KIND).await?;
        import::import(cx, &Wanted::Identity(&wanted)).await
    }
}

async fn move_forward(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    planned: MoveModel,
    operation: Operation,
) -> Outcome<MoveModel> {
    let version = cx.clients().ontap.cluster().await?.version;
    rules::refuse_older_release(version).into_result()?;
    let planned = planned.settled(version);
    let _held = cx.clients().locks.hold(&policies_of_svm(&planned)).await?;
    let (nodes, seen) = futures::join!(nodes_to_check(cx, &planned, operation), Seen::look(cx, &planned));
    messages::failover(&planned, &nodes?).into_result()?;
    let seen = seen?;
    let policies = &seen.policies;
    if let Some(policy) = policies.first() {
        refuse_other(&policy.svm, &planned, &planned.subject())?;
    }
    let desired = forward(&planned.listed_services(), planned.source(), &planned.targets());
    messages::no_policies(&planned, &absent_policies(&desired, policies), policies).into_result()?;
    let (direction, on_missing) = (Direction::Forward, on_missing(&planned));
    let change = PolicyChange { cx, ontap, model: &planned, operation, desired, direction, on_missing };
    let after = change.carry_out_until_reached(seen).await?;
    Ok(MoveModel { complete: true.into(), ..planned.observed(&after) })
}

/// Returns the nodes whose state must be looked at: none, if a takeover does not matter.
async fn nodes_to_check(cx: &Cx<Clients>, planned: &MoveModel, operation: Operation) -> Outcome<Vec<Node>> {
    if operation == Operation::Create && planned.allow_during_takeover.known() != Some(&true) {
        cx.clients().nodes_now().await
    } else {
        Ok(Vec::new())
    }
}

async fn move_back(cx: &Cx<Clients>, ontap: &ontap::Client, stored: &MoveModel, seen: Seen) -> Outcome<()> {
    let policies = &seen.policies;
    if let Some(policy) = policies.first() {
        identity::require_same_svm(ontap, &policy.svm, stored).await?;
    }
    let desired = back(&stored.listed_services(), stored.source(), &stored.targets());
    let absent: Vec<_> = absent_policies(&desired, policies)
        .into_iter()
        .filter(|wanted| wanted.change == Change::Add)
        .collect();
    messages::no_policies(stored, &absent, policies).into_result()?;
    // An unfinished create may always be moved back: before it, the services had no additional carriers.
    let on_missing = if stored.is_incomplete() { OnMissing::Warn } else { on_missing(stored) };
    let (operation, direction) = (Operation::Change, Direction::Back);
    let change = PolicyChange { cx, ontap, model: stored, operation, desired, direction, on_missing };
    change.carry_out_until_reached(seen).await.map(drop)
}

/// Returns the name of the lock that is held while service policies of the storage VM are changed.
fn policies_of_svm(model: &MoveModel) -> String {
    format!("the service policies of storage VM {}", model.svm_id.value_or_default())
}

/// Returns whether the storage VM of a stored move is there. Only a 404 for its uuid shows that it is gone; as long
/// as it has policies, there is no need to ask.
async fn is_there(ontap: &ontap::Client, stored: &MoveModel, policies: &[ServicePolicy]) -> Outcome<bool> {
    if !policies.is_empty() {
        return Ok(true);
    }
    let svm = stored.svm_label();
    let found = ontap.get::<ontap::Svm>(&stored.svm_id.value_or_default()).await.unless_gone();
    match found.during(format!("read storage VM {svm}"))? {
        None => Ok(false),
        Some(_) => Err(Diagnostics::error(
            format!("Storage VM {svm} shows no service policies"),
            "Every storage VM has some. The stored state is kept. Check that the account may see them.",
        )),
    }
}
