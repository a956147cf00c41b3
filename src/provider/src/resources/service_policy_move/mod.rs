//! `cvo_service_policy_move`: moves services of a storage VM from one service policy to others.

mod checks;
mod identity;
mod import;
mod policy_change;
mod steps;

use async_trait::async_trait;
use ontap::{ServicePolicy, UnlessGone};
use provider_core::service_policy_move::steps::{absent_policies, back, forward};
use provider_core::service_policy_move::{
    Change, Direction, Facts, MoveModel, OnMissing, messages, on_missing, rules,
};
use provider_core::svm_of::refuse_other;
use tfplugin::{Cx, Diagnostics, Model, Outcome, Plan, Resource};

use crate::clients::Clients;
use crate::diagnose::During;
use crate::svm_of;
use policy_change::{Operation, PolicyChange, policies_of};

/// The resource.
#[derive(Debug)]
pub struct ServicePolicyMove;

#[async_trait]
impl Resource for ServicePolicyMove {
    const NAME: &'static str = "service_policy_move";

    type Model = MoveModel;
    type Clients = Clients;
    type Facts = Facts;

    fn validate(config: &MoveModel, diagnostics: &mut Diagnostics) {
        rules::validate(config, diagnostics);
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
        if planned.allow_during_takeover.known() != Some(&true) {
            messages::failover(&planned, &cx.clients().nodes_now().await?).into_result()?;
        }
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
        let policies = policies_unless_gone(&ontap, &prior).await?;
        Ok(policies.map(|policies| prior.observed(&policies)))
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
        match policies_unless_gone(&ontap, &prior).await? {
            Some(policies) => move_back(cx, &ontap, &prior, policies).await,
            None => Ok(()),
        }
    }

    async fn import(cx: &Cx<Clients>, id: &str) -> Outcome<MoveModel> {
        let ontap = cx.clients().ontap.client().await?;
        let cluster = cx.clients().ontap.cluster().await?;
        rules::refuse_older_release(cluster.version).into_result()?;
        let found = import::by_import_id(&ontap, id, cluster.version).await?;
        crate::identity::remember_cluster(cx).await?;
        crate::identity::remember(cx, &found.svm_id.value_or_default());
        Ok(found)
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
    let policies = policies_of(ontap, &planned).await?;
    if let Some(policy) = policies.first() {
        refuse_other(&policy.svm, &planned, &planned.subject())?;
    }
    let desired = forward(&planned.listed_services(), planned.source(), &planned.targets());
    messages::no_policies(&planned, &absent_policies(&desired, &policies), &policies).into_result()?;
    let (direction, on_missing) = (Direction::Forward, on_missing(&planned));
    let change = PolicyChange { cx, ontap, model: &planned, operation, desired, direction, on_missing };
    let after = change.carry_out_until_reached(policies).await?;
    Ok(MoveModel { complete: true.into(), ..planned.observed(&after) })
}

async fn move_back(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    stored: &MoveModel,
    policies: Vec<ServicePolicy>,
) -> Outcome<()> {
    if let Some(policy) = policies.first() {
        identity::require_same_svm(ontap, &policy.svm, stored).await?;
    }
    let desired = back(&stored.listed_services(), stored.source(), &stored.targets());
    let absent: Vec<_> = absent_policies(&desired, &policies)
        .into_iter()
        .filter(|wanted| wanted.change == Change::Add)
        .collect();
    messages::no_policies(stored, &absent, &policies).into_result()?;
    // An unfinished create may always be moved back: before it, the services had no additional carriers.
    let on_missing = if stored.is_incomplete() { OnMissing::Warn } else { on_missing(stored) };
    let (operation, direction) = (Operation::Change, Direction::Back);
    let change = PolicyChange { cx, ontap, model: stored, operation, desired, direction, on_missing };
    change.carry_out_until_reached(policies).await.map(drop)
}

/// Returns the name of the lock that is held while service policies of the storage VM are changed.
fn policies_of_svm(model: &MoveModel) -> String {
    format!("the service policies of storage VM {}", model.svm_id.value_or_default())
}

/// Returns the service policies of a stored move, or `None` if its storage VM is gone, which only a 404 for
/// its uuid shows.
async fn policies_unless_gone(
    ontap: &ontap::Client,
    stored: &MoveModel,
) -> Outcome<Option<Vec<ServicePolicy>>> {
    let policies = policies_of(ontap, stored).await?;
    if !policies.is_empty() {
        return Ok(Some(policies));
    }
    let svm = stored.svm_label();
    let found = ontap.get::<ontap::Svm>(&stored.svm_id.value_or_default()).await.unless_gone();
    match found.during(format!("read storage VM {svm}"))? {
        None => Ok(None),
        Some(_) => Err(Diagnostics::error(
            format!("Storage VM {svm} shows no service policies"),
            "Every storage VM has some. The stored state is kept. Check that the account may see them.",
        )),
    }
}
