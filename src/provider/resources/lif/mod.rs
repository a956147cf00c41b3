//! `cvo_lif`: one logical interface of a storage VM.

mod admit;
mod find;
mod floating;
mod guard;
mod kind;
mod model;
mod names;
mod place;
mod plan;
mod ready;
mod relied_on;
mod routes;
mod seen;
mod steps;

use std::time::Duration;

use async_trait::async_trait;
use tfplugin::{Attr, Cx, DefaultTimeouts, Outcome, Plan, Resource, Timeouts};

pub(crate) use model::LifModel;
pub(crate) use plan::Facts;

use crate::clients::Clients;
use crate::diagnose::During;
use crate::perhaps;
use crate::svm_of;
use ready::{Ready, Target, ready};

/// ONTAP's fields and error codes, and the attributes that they are about.
const BLAMED: [(&str, &str); 22] = [
    ("name", "name"),
    ("svm.name", "svm_name"),
    ("svm.uuid", "svm_name"),
    ("ip", "address"),
    ("ip.address", "address"),
    ("ip.netmask", "netmask"),
    ("location.home_node.name", "home_node"),
    ("location.home_port.node.name", "home_node"),
    ("location.home_port.name", "home_port"),
    ("location.auto_revert", "auto_revert"),
    ("location.failover", "failover"),
    ("service_policy", "service_policy"),
    ("service_policy.name", "service_policy"),
    ("enabled", "enabled"),
    ("1376963", "address"),
    ("1966138", "address"),
    ("1966140", "name"),
    ("1966238", "home_node"),
    ("53281018", "failover"),
    ("53281065", "service_policy"),
    ("53281087", "service_policy"),
    ("53281468", "address"),
];

/// Private-state key: whether the address of the LIF is a floating one.
const FLOATING: &str = "floating";

/// The resource.
#[derive(Debug)]
pub(crate) struct Lif;

#[async_trait]
impl Resource for Lif {
    const NAME: &'static str = "lif";

    type Model = LifModel;
    type Clients = Clients;
    type Facts = Facts;

    fn default_timeouts() -> DefaultTimeouts {
        let write = Duration::from_secs(5 * 60);
        DefaultTimeouts { create: write, update: write, delete: write, ..DefaultTimeouts::default() }
    }

    fn timeouts(model: &LifModel) -> Option<&Timeouts> {
        model.timeouts.known()
    }

    async fn facts(cx: &Cx<Clients>, plan: &Plan<LifModel>) -> Outcome<Facts> {
        seen::note(cx, &plan.planned);
        let new_name = svm_of::look_up(cx, plan).await?;
        let place = if plan::places(plan) { Some(place::look(cx, &plan.planned).await?) } else { None };
        Ok(Facts { new_name, place })
    }

    fn plan(plan: &mut Plan<LifModel>, facts: Option<&Facts>) {
        plan::rules(plan, facts);
    }

    async fn plan_destroy(cx: &Cx<Clients>, prior: &LifModel) -> Outcome<()> {
        let ontap = Clients::ontap_of(cx, &prior.describe()).await?;
        match find::stored(&ontap, prior).await? {
            Some(lif) => guard::refuse_required(cx, &lif).await,
            None => Ok(()),
        }
    }

    async fn create(cx: &Cx<Clients>, planned: LifModel) -> Outcome<LifModel> {
        seen::note(cx, &planned);
        let ontap = Clients::ontap(cx).await?;
        let svm_uuid = svm_of::uuid_by_name(&ontap, &planned.svm_name).await?;
        let target = Target { svm_uuid: &svm_uuid, now: None };
        let Ready { planned, floating, held } = ready(cx, &ontap, planned, target).await?;
        let body = planned.create_body(&svm_uuid)?;
        Clients::remember_cluster(cx, &Clients::cluster(cx).await?);
        guard::begin(cx);
        let made = perhaps::made(cx, &planned.begun(None, &svm_uuid), ontap.create_ip_interface(&body)).await;
        let made = made.during_with(format!("create {}", planned.describe()), &BLAMED)?;
        cx.checkpoint(&planned.begun(Some(&made.uuid), &svm_uuid));
        let found = ontap.ip_interface(&made.uuid).await.during(format!("read {}", planned.describe()))?;
        drop(held);
        cx.remember(FLOATING, &floating.is_some());
        guard::end(cx);
        let awaits_route = match &floating {
            Some((address, vpc)) => routes::still_lacking(cx, &planned, *address, vpc).await,
            None => false,
        };
        Ok(LifModel { awaits_route: Attr::Known(awaits_route), ..planned.observed(&found) })
    }

    async fn read(cx: &Cx<Clients>, prior: LifModel) -> Outcome<Option<LifModel>> {
        seen::note(cx, &prior);
        let ontap = Clients::ontap_of(cx, &prior.describe()).await?;
        if let Some(unchanged) = find::unchanged(cx, &prior).await {
            return Ok(Some(unchanged));
        }
        Ok(find::stored(&ontap, &prior).await?.map(|lif| prior.observed(&lif)))
    }

    async fn update(cx: &Cx<Clients>, prior: LifModel, planned: LifModel) -> Outcome<LifModel> {
        seen::note(cx, &planned);
        if planned.differs_only_here(&prior) {
            return Ok(planned);
        }
        let name = prior.describe();
        let ontap = Clients::ontap_of(cx, &name).await?;
        let uuid = prior.id.value_or_default();
        let before = ontap.ip_interface(&uuid).await.during(format!("read {name}"))?;
        svm_of::refuse_other(&before.svm, &planned, &name)?;
        let _alone = relied_on::refuse_to_take_away(cx, &ontap, &before, &planned).await?;
        let now = prior.observed(&before);
        let (after, floating) = if planned.must_be_admitted(&now) {
            let svm_uuid = now.svm_id.value_or_default();
            let target = Target { svm_uuid: &svm_uuid, now: Some(&now) };
            let Ready { planned, floating, held } = ready(cx, &ontap, planned, target).await?;
            let after = change(&ontap, &uuid, &now, &planned).await?;
            drop(held);
            cx.remember(FLOATING, &floating.is_some());
            (after, floating)
        } else {
            let after = change(&ontap, &uuid, &now, &planned).await?;
            (after, if prior.still_awaits_route() { place::floating(cx, &planned).await? } else { None })
        };
        if let Some((address, vpc)) = &floating {
            cx.checkpoint(&LifModel { awaits_route: Attr::Known(true), ..after.clone() });
            routes::appear(cx, &after, *address, vpc).await?;
        }
        Ok(after)
    }

    async fn delete(cx: &Cx<Clients>, prior: LifModel) -> Outcome<()> {
        let ontap = Clients::ontap_of(cx, &prior.describe()).await?;
        let Some(lif) = find::stored(&ontap, &prior).await? else { return Ok(()) };
        guard::refuse_required(cx, &lif).await?;
        let _alone = relied_on::let_floating_go_first(cx, &ontap, &lif).await?;
        let floating = match cx.private::<bool>(FLOATING) {
            Some(false) => None,
            Some(true) | None => place::floating(cx, &prior).await?,
        };
        ontap.delete_ip_interface(&lif.uuid).await.during(format!("delete {}", prior.describe()))?;
        match floating {
            Some((address, vpc)) => routes::vanish(cx, &prior, address, &vpc).await,
            None => Ok(()),
        }
    }

    async fn import(cx: &Cx<Clients>, id: &str) -> Outcome<LifModel> {
        let ontap = Clients::ontap(cx).await?;
        let found = find::by_import_id(&ontap, id).await?;
        Clients::remember_cluster(cx, &Clients::cluster(cx).await?);
        Ok(LifModel::imported().observed(&found))
    }
}

/// Carries out the steps from what is true now, and reads what came of them.
async fn change(ontap: &ontap::Client, uuid: &str, now: &LifModel, planned: &LifModel) -> Outcome<LifModel> {
    let name = now.describe();
    for step in steps::steps(now, planned) {
        let done = ontap.patch_ip_interface(uuid, &step.patch()).await;
        done.during_with(step.action(&name), &BLAMED)?;
    }
    let after = ontap.ip_interface(uuid).await.during(format!("read {name}"))?;
    Ok(planned.observed(&after))
}
