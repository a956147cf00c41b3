//! `cvo_lif`: one logical interface of a storage VM.

mod checks;
mod following;
mod foresight;
mod last_private_lif;
mod rehoming;
mod routes;
mod steps;

use std::net::Ipv4Addr;

use async_trait::async_trait;
use ontap::{IpInterface, Scope};
use provider_core::lif::{
    Facts, LifModel, SERVES_BLOCKS, compares_anew, places, refuse_of_default, serves_iscsi,
};
use provider_core::moved::moved;
use provider_core::object::OntapModel;
use provider_core::values::lif::has_block_services;
use provider_core::written::generate;
use tfplugin::{Attr, Cx, MovedFrom, Outcome, Plan, Recorded};

use crate::clients::{Arriving, Clients, Departing, DepartingKind};
use crate::diagnose::{During, DuringOf};
use crate::envelope::{Current, Moment, Object, Prepared, delete};
use crate::system::default_svm;
use checks::{Checked, check};
use following::Follower;
use foresight::Foreseen;
use last_private_lif::Alone;

/// Private-state key: whether the address of the LIF is a floating one.
const FLOATING: &str = "floating";

/// The resource.
#[derive(Debug)]
pub struct Lif;

/// Findings of the checks before a LIF is written.
#[derive(Debug, Default)]
pub struct Findings {
    /// The address and the VPC of the home node, if the address is a floating one.
    floating: Option<(Ipv4Addr, String)>,
    /// The LIF before a change, and its private address, which is to go with it to another home.
    follower: Option<(LifModel, Follower)>,
    /// A place for that address on the interface of the other home.
    arriving: Option<Arriving>,
    /// Whether a change wrote an address or a place, so that `floating` was determined anew.
    is_placed_anew: bool,
    /// A lock: while it is held, no other private LIF of the storage VM leaves the node in this run.
    _alone: Alone,
}

#[async_trait]
impl Object for Lif {
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
    type Record = IpInterface;
    type Findings = Findings;

    fn generate(config: &mut LifModel, state: &LifModel) {
        generate(config, state);
    }

    fn move_from(source: &MovedFrom) -> Outcome<Option<LifModel>> {
        moved(source).map(Some)
    }

    /// Announces address and LIF: the address is then not chosen for another object, and an address that this
    /// LIF has counts as one of this run.
    fn announce(clients: &Clients, model: &LifModel) {
        let claims = &clients.claims;
        if let Some(address) = model.address.known() {
            claims.name(address.0);
        }
        if let Some(uuid) = model.id.known() {
            claims.know_lif(uuid);
        }
    }

    fn depart(cx: &Cx<Clients>, prior: &LifModel) -> Option<Departing> {
        let (uuid, svm) = (prior.id.known()?, prior.svm_id.known()?);
        Some(cx.clients().departures.begin(DepartingKind::Lif, uuid.clone(), svm.clone()))
    }

    /// Records whether the LIF serves blocks. A LIF without services does not show it.
    fn notice(cx: &Cx<Clients>, _seen: &LifModel, lif: &IpInterface) {
        if !lif.services.is_empty() {
            cx.remember(SERVES_BLOCKS, &has_block_services(&lif.services));
        }
    }

    async fn facts(cx: &Cx<Clients>, plan: &Plan<LifModel>) -> Outcome<Option<Facts>> {
        let began = Some(cx.began());
        let is_placed = places(plan) || compares_anew(plan);
        let place = async {
            if is_placed { checks::placement(cx, &plan.planned, began).await.map(Some) } else { Ok(None) }
        };
        // They do not depend on each other.
        let (place, stray, foreseen) =
            futures::join!(place, rehoming::stray(cx, plan), foresight::foreseen(cx, plan));
        let (place, stray) = (place?, stray.unwrap_or_default());
        let kept_on = rehoming::kept_on(cx, plan, place.as_ref()).await?;
        let Foreseen { refusals, serves_blocks } = foreseen?;
        Ok(Some(Facts { place, serves_blocks, kept_on, stray, foreseen: refusals }))
    }

    async fn by_name(
        _cx: &Cx<Clients>,
        ontap: &ontap::Client,
        stored: &LifModel,
    ) -> Outcome<Option<(IpInterface, Vec<String>)>> {
        let (svm, name) = (stored.svm_id.value_or_default(), stored.name.value_or_default());
        let same = [("svm.uuid", svm.as_str()), ("name", name.as_str())];
        let all = ontap.listed::<IpInterface>(&same).await;
        let found = all.and_then(|all| {
            let of_svm = all.records.iter().find(|lif| lif.scope != Some(Scope::Cluster)).cloned();
            of_svm.iter().try_for_each(|lif| all.refuse_faulty(&lif.uuid)).map(|()| of_svm)
        });
        let found = found.during(format!("look for {}", stored.describe()))?;
        Ok(found.map(|lif| (lif, Vec::new())))
    }

    async fn prepare(cx: &Cx<Clients>, _ontap: &ontap::Client, planned: LifModel) -> Outcome<Prepared<Self>> {
        foresight::begin(cx, &planned);
        rehoming::forget(cx);
        let Checked { planned, floating, held, siblings, .. } = check(cx, planned, None).await?;
        cx.remember(FLOATING, &floating.is_some());
        let findings = Findings { floating, ..Findings::default() };
        Ok(Prepared { before: siblings, held, findings, planned })
    }

    async fn finish(
        cx: &Cx<Clients>,
        planned: LifModel,
        found: IpInterface,
        findings: Findings,
    ) -> Outcome<LifModel> {
        let awaits_route = match &findings.floating {
            Some((address, vpc)) => routes::still_lacking(cx, &planned, *address, vpc).await,
            None => false,
        };
        let complete = if awaits_route { Attr::Known(false) } else { planned.complete };
        Ok(LifModel { awaits_route: Attr::Known(awaits_route), complete, ..planned.observed(&found) })
    }

    async fn prepare_change(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        planned: LifModel,
        current: Current<'_, Self>,
    ) -> Outcome<Prepared<Self>> {
        steps::prepare(cx, ontap, planned, current).await
    }

    async fn send_changes(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        planned: &LifModel,
        current: Current<'_, Self>,
    ) -> Outcome<()> {
        for (action, body) in planned.steps(current.now) {
            rehoming::send(cx, ontap, current.now, planned, &body).await.during_of::<Self>(action)?;
        }
        Ok(())
    }

    async fn finish_change(
        cx: &Cx<Clients>,
        planned: LifModel,
        found: IpInterface,
        findings: Findings,
    ) -> Outcome<LifModel> {
        let after = planned.observed(&found);
        if let Some((before, follower)) = &findings.follower {
            let ontap = cx.clients().ontap.client().await?;
            following::finish(cx, &ontap, (before, &after), &found, follower).await?;
            findings.arriving.iter().for_each(Arriving::arrived);
        }
        rehoming::forget(cx);
        steps::finish(cx, after, findings).await
    }

    async fn refuse_destroy(
        cx: &Cx<Clients>,
        _ontap: &ontap::Client,
        prior: &LifModel,
        found: &IpInterface,
        _moment: Moment,
    ) -> Outcome<()> {
        refuse_required(cx, prior, found).await
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
            Some(true) | None => checks::floating(cx, prior).await?,
        };
        delete::<Self>(ontap, prior, &lif).await?;
        match floating {
            Some((address, vpc)) => routes::vanish(cx, prior, address, &vpc).await,
            None => Ok(()),
        }
    }
}

/// Refuses to destroy an iSCSI LIF of the system's default storage VM: NetApp's manual of storage VMs in AWS
/// says that it is required and should not be deleted. What an unfinished create left can always be deleted,
/// because nothing depends on it yet.
async fn refuse_required(cx: &Cx<Clients>, stored: &LifModel, lif: &IpInterface) -> Outcome<()> {
    let is_unfinished_create = stored.complete == Attr::Known(false) && !rehoming::is_unfinished(cx);
    if is_unfinished_create || !serves_iscsi(lif) {
        return Ok(());
    }
    refuse_of_default(lif, default_svm(cx).await?.as_ref())
}
