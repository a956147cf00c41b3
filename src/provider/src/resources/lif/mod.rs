//! `cvo_lif`: one logical interface of a storage VM.

mod announce;
mod guard;
mod last_private_lif;
mod placement;
mod preconditions;
mod routes;
mod update;

use std::net::Ipv4Addr;

use async_trait::async_trait;
use ontap::{IpInterface, Scope};
use provider_core::lif::{Facts, LifModel, choose, places, rules};
use provider_core::object::OntapModel;
use tfplugin::{Attr, Cx, Outcome, Plan, Recorded};

use crate::clients::{Age, Clients};
use crate::diagnose::During;
use crate::envelope::{Moment, Object, Prepared};
use crate::svm_of;
use preconditions::{Admitted, Target, admit};

/// Private-state key: whether the address of the LIF is a floating one.
const FLOATING: &str = "floating";

/// The resource.
#[derive(Debug)]
pub struct Lif;

#[async_trait]
impl Object for Lif {
    const NAME: &'static str = "lif";
    const ERROR_ATTRIBUTES: &'static [(&'static str, &'static str)] = &[
        ("1376963", "address"),
        ("1966138", "address"),
        ("1966140", "name"),
        ("1966238", "home_node"),
        ("53281018", "failover"),
        ("53281065", "service_policy"),
        ("53281087", "service_policy"),
        ("53281468", "address"),
    ];

    type Model = LifModel;
    type Facts = Facts;
    type Record = IpInterface;
    /// The address and its VPC, if that is a floating address.
    type Ready = Option<(Ipv4Addr, String)>;

    fn rules(plan: &mut Plan<LifModel>, facts: Option<&Facts>) {
        rules(plan, facts);
    }

    fn announce(cx: &Cx<Clients>, model: &LifModel) {
        announce::announce(cx, model);
    }

    async fn facts(cx: &Cx<Clients>, plan: &Plan<LifModel>) -> Outcome<Facts> {
        let new_name = svm_of::look_up(cx, plan).await?;
        let place = if places(plan) { Some(placement::look(cx, &plan.planned).await?) } else { None };
        Ok(Facts { new_name, place })
    }

    async fn recent(cx: &Cx<Clients>, stored: &LifModel) -> Option<IpInterface> {
        let recent = cx.clients().all_lifs(Age::Recent).await.ok()?;
        recent.iter().find(|lif| stored.id.known() == Some(&lif.uuid)).cloned()
    }

    async fn by_uuid(
        _cx: &Cx<Clients>,
        ontap: &ontap::Client,
        _stored: &LifModel,
        uuid: &str,
    ) -> ontap::Result<IpInterface> {
        ontap.get::<IpInterface>(uuid).await
    }

    async fn by_name(
        _cx: &Cx<Clients>,
        ontap: &ontap::Client,
        stored: &LifModel,
    ) -> Outcome<Option<(IpInterface, Vec<String>)>> {
        let (svm, name) = (stored.svm_id.value_or_default(), stored.name.value_or_default());
        let same = [("svm.uuid", svm.as_str()), ("name", name.as_str())];
        let found =
            ontap.list::<IpInterface>(&same).await.during(format!("look for {}", stored.describe()))?;
        let of_svm = found.into_iter().find(|lif| lif.scope != Some(Scope::Cluster));
        Ok(of_svm.map(|lif| (lif, Vec::new())))
    }

    async fn prepare(cx: &Cx<Clients>, ontap: &ontap::Client, planned: LifModel) -> Outcome<Prepared<Self>> {
        let svm_uuid = svm_of::uuid_by_name(ontap, &planned.svm_name).await?;
        let target = Target { svm_uuid: &svm_uuid, now: None };
        let Admitted { planned, floating, held, siblings } = admit(cx, ontap, planned, target).await?;
        cx.remember(FLOATING, &floating.is_some());
        let planned = LifModel { svm_id: svm_uuid.into(), ..planned };
        Ok(Prepared { planned, before: siblings, held: Some(held), ready: floating })
    }

    async fn finish(
        cx: &Cx<Clients>,
        planned: LifModel,
        found: IpInterface,
        floating: Option<(Ipv4Addr, String)>,
    ) -> Outcome<LifModel> {
        let awaits_route = match &floating {
            Some((address, vpc)) => routes::still_lacking(cx, &planned, *address, vpc).await,
            None => false,
        };
        let complete = if awaits_route { Attr::Known(false) } else { planned.complete };
        Ok(LifModel { awaits_route: Attr::Known(awaits_route), complete, ..planned.observed(&found) })
    }

    async fn change(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        change: (LifModel, LifModel),
        before: IpInterface,
    ) -> Outcome<LifModel> {
        update::update(cx, ontap, change, &before).await
    }

    async fn admit_destroy(
        cx: &Cx<Clients>,
        _ontap: &ontap::Client,
        prior: &LifModel,
        found: &IpInterface,
        _moment: Moment,
    ) -> Outcome<()> {
        guard::refuse_required(cx, prior, found).await
    }

    async fn remove(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        prior: &LifModel,
        lif: IpInterface,
    ) -> Outcome<()> {
        let _alone = last_private_lif::let_floating_go_first(cx, ontap, &lif).await?;
        let floating = match cx.private::<bool>(FLOATING) {
            Some(false) => None,
            Some(true) | None => placement::floating(cx, prior).await?,
        };
        ontap.delete::<ontap::IpInterface>(&lif.uuid).await.during(format!("delete {}", prior.describe()))?;
        match floating {
            Some((address, vpc)) => routes::vanish(cx, prior, address, &vpc).await,
            None => Ok(()),
        }
    }

    async fn import(_cx: &Cx<Clients>, ontap: &ontap::Client, id: &str) -> Outcome<IpInterface> {
        choose(ontap.list::<IpInterface>(&[]).await.during("list the LIFs")?, id)
    }
}
