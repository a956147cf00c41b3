//! `cvo_lif`: one logical interface of a storage VM.

mod claim;
mod find;
mod guard;
mod make;
mod place;
mod ready;
mod relied_on;
mod routes;
mod seen;
mod update;

use std::time::Duration;

use async_trait::async_trait;
use provider_core::identity::gone;
use provider_core::lif::{Facts, LifModel, places, refuse_unlike, rules};
use tfplugin::{Cx, DefaultTimeouts, Outcome, Plan, Resource, Timeouts};

use crate::clients::Clients;
use crate::diagnose::During;
use crate::identity;
use crate::svm_of;

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
pub struct Lif;

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
        let place = if places(plan) { Some(place::look(cx, &plan.planned).await?) } else { None };
        Ok(Facts { new_name, place })
    }

    fn plan(plan: &mut Plan<LifModel>, facts: Option<&Facts>) {
        rules(plan, facts);
    }

    async fn plan_destroy(cx: &Cx<Clients>, prior: &LifModel) -> Outcome<()> {
        let recorded = identity::recorded_cluster(cx);
        let ontap = identity::on_its_cluster(cx, &prior.describe()).await?;
        match claim::stored(cx, &ontap, prior).await? {
            Some(lif) => {
                refuse_unlike(prior, &lif)?;
                guard::refuse_required(cx, prior, &lif).await
            }
            None if prior.id.is_null() => Ok(()),
            None => identity::gone_from_its_cluster(cx, &prior.describe(), recorded),
        }
    }

    async fn create(cx: &Cx<Clients>, planned: LifModel) -> Outcome<LifModel> {
        seen::note(cx, &planned);
        let ontap = cx.clients().ontap.client().await?;
        make::make(cx, &ontap, planned).await
    }

    async fn read(cx: &Cx<Clients>, prior: LifModel) -> Outcome<Option<LifModel>> {
        seen::note(cx, &prior);
        let recorded = identity::recorded_cluster(cx);
        let ontap = identity::on_its_cluster(cx, &prior.describe()).await?;
        identity::refuse_another(cx, &prior.describe(), &prior.id)?;
        if let Some(unchanged) = find::unchanged(cx, &prior).await {
            return Ok(Some(unchanged));
        }
        match claim::stored(cx, &ontap, &prior).await? {
            Some(lif) => Ok(Some(prior.observed(&lif))),
            // It was never made, or does not show yet: the next apply makes it.
            None if prior.id.is_null() => Ok(Some(prior)),
            None => identity::gone_from_its_cluster(cx, &prior.describe(), recorded).map(|()| None),
        }
    }

    async fn update(cx: &Cx<Clients>, prior: LifModel, planned: LifModel) -> Outcome<LifModel> {
        seen::note(cx, &planned);
        if planned.differs_only_here(&prior) {
            return Ok(planned);
        }
        let name = prior.describe();
        let ontap = identity::on_its_cluster(cx, &name).await?;
        match claim::stored(cx, &ontap, &prior).await? {
            Some(before) => update::update(cx, &ontap, (prior, planned), &before).await,
            None if prior.id.is_null() => make::make(cx, &ontap, planned).await,
            None => Err(gone(&name)),
        }
    }

    async fn delete(cx: &Cx<Clients>, prior: LifModel) -> Outcome<()> {
        let recorded = identity::recorded_cluster(cx);
        let ontap = identity::on_its_cluster(cx, &prior.describe()).await?;
        let Some(lif) = claim::stored(cx, &ontap, &prior).await? else {
            return identity::gone_from_its_cluster(cx, &prior.describe(), recorded);
        };
        refuse_unlike(&prior, &lif)?;
        guard::refuse_required(cx, &prior, &lif).await?;
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
        let ontap = cx.clients().ontap.client().await?;
        let found = find::by_import_id(&ontap, id).await?;
        identity::remember_cluster(cx, &cx.clients().ontap.cluster().await?);
        identity::remember(cx, &found.uuid);
        Ok(LifModel::imported().observed(&found))
    }
}
