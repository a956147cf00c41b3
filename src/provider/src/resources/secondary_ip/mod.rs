//! `cvo_secondary_ip`: an additional private address on an interface that the resource does not own.

mod assign;
mod checks;
mod foresight;
mod identity;
mod import;
mod moving;
mod release;
mod steps;

use std::sync::Arc;

use async_trait::async_trait;
use ec2::{NetworkInterface, Patience};
use ontap::{IpInterface, Listed};
use provider_core::secondary_ip::{
    Facts, Identity, SecondaryIpIdentity, SecondaryIpModel, identity_of, rules, to_release, validate,
};
use provider_core::written::generate;
use tfplugin::{Attr, Cx, Diagnostics, Outcome, Plan, Private, Resource};

use crate::clients::{Age, Clients, DepartingKind, New};
use crate::diagnose::During;

/// The resource.
#[derive(Debug)]
pub struct SecondaryIp;

#[async_trait]
impl Resource for SecondaryIp {
    const NAME: &'static str = "secondary_ip";

    type Model = SecondaryIpModel;
    type Clients = Clients;
    type Identity = SecondaryIpIdentity;
    type Facts = Facts;

    fn validate(config: &SecondaryIpModel, diagnostics: &mut Diagnostics) {
        validate(config, diagnostics);
    }

    fn generate(config: &mut SecondaryIpModel, state: &SecondaryIpModel) {
        generate(config, state);
    }

    fn identity(object: &SecondaryIpModel, private: &Private) -> Option<SecondaryIpIdentity> {
        SecondaryIpIdentity::of(object, &identity::subnet_in(private)?)
    }

    fn stored(clients: &Clients, object: &SecondaryIpModel) {
        foresight::hold(clients, object);
    }

    fn kept(clients: &Clients, object: &SecondaryIpModel, private: &Private) {
        if let Some(address) = object.address() {
            clients.forecast.keep(address, &object.interface(), identity::token_in(private));
        }
    }

    async fn facts(cx: &Cx<Clients>, plan: &Plan<SecondaryIpModel>) -> Outcome<Facts> {
        foresight::facts(cx, plan).await
    }

    fn plan(plan: &mut Plan<SecondaryIpModel>, facts: Option<&Facts>) {
        rules(plan, facts);
    }

    async fn plan_destroy(cx: &Cx<Clients>, prior: &SecondaryIpModel) -> Outcome<()> {
        if let Some(address) = prior.address() {
            cx.clients().claims.place(address, None);
        }
        let Some(stored) = to_release(prior)? else { return Ok(()) };
        cx.clients().forecast.leave(stored.address, &stored.interface);
        identity::on_its_cluster(cx, &stored).await?;
        checks::require_e0a(cx, &stored.interface, RELEASED).await.map(drop)
    }

    async fn create(cx: &Cx<Clients>, planned: SecondaryIpModel) -> Outcome<SecondaryIpModel> {
        let named = planned.address();
        let claims = &cx.clients().claims;
        cx.clients().forecast.begin_new(&New { interface: planned.interface(), address: named });
        if let Some(address) = named {
            claims.place(address, Some(&planned.interface()));
        }
        crate::identity::remember_cluster(cx).await?;
        let interface = planned.interface();
        cx.clients().changes_addresses();
        let _held = match named {
            Some(address) => Some(cx.clients().hold_address(address).await?),
            None => None,
        };
        identity::remember_subnet(cx, checks::require_e0a(cx, &interface, ASSIGNED).await?);
        let made = match named {
            Some(address) => assign::named(cx, planned, address).await,
            None => assign::chosen(cx, planned).await,
        }?;
        if let Some(address) = made.address() {
            cx.clients().forecast.see(address);
        }
        Ok(made)
    }

    async fn read(cx: &Cx<Clients>, prior: SecondaryIpModel) -> Outcome<Option<SecondaryIpModel>> {
        let stored = identity_of(&prior)?;
        foresight::hold(cx.clients(), &prior);
        cx.clients().forecast.see(stored.address);
        identity::on_its_cluster(cx, &stored).await?;
        let Identity { interface, address } = stored;
        cx.clients().claims.place(address, Some(&interface));
        if let Some(unchanged) = checks::unchanged(cx, &prior, address).await {
            return Ok(Some(unchanged));
        }
        let Some(holder) = checks::holder(cx, &interface, address).await? else {
            checks::note_subnet(cx, &interface).await;
            return Ok(Some(prior.with_address(address, false)));
        };
        identity::remember_subnet(cx, &holder.subnet_id);
        moving::seen(cx, &prior, address, &holder.id).await.map(Some)
    }

    async fn update(
        cx: &Cx<Clients>,
        prior: SecondaryIpModel,
        planned: SecondaryIpModel,
    ) -> Outcome<SecondaryIpModel> {
        let stored = identity_of(&prior)?;
        if planned.release_on_destroy == Attr::Known(true) {
            identity::forget_why_kept(cx);
        }
        cx.clients().claims.place(stored.address, Some(&planned.interface()));
        if planned.interface() != stored.interface {
            return moving::to_partner(cx, &prior, planned, &stored).await;
        }
        if prior.assigned == Attr::Known(true) && prior.complete != Attr::Known(false) {
            // If another object has obtained the address in the meantime, that object keeps it.
            let _claimed = cx.clients().claims.claim(stored.address, &identity::stored_or_new_token(cx));
            return Ok(planned);
        }
        identity::on_its_cluster(cx, &stored).await?;
        let _held = cx.clients().hold_address(stored.address).await?;
        identity::remember_subnet(cx, checks::require_e0a(cx, &stored.interface, ASSIGNED).await?);
        assign::again(cx, planned, stored.address).await
    }

    async fn delete(cx: &Cx<Clients>, prior: SecondaryIpModel) -> Outcome<()> {
        match to_release(&prior)? {
            Some(stored) => {
                let (address, interface) = (stored.address.to_string(), stored.interface.clone());
                let departures = &cx.clients().departures;
                let _departing = departures.begin(DepartingKind::Address, address, interface);
                release::release(cx, &prior, &stored).await
            }
            None => {
                release::forget(cx, &prior);
                Ok(())
            }
        }
    }

    async fn import(cx: &Cx<Clients>, id: &str) -> Outcome<SecondaryIpModel> {
        import::by_import_id(cx, id).await
    }

    async fn import_by_identity(cx: &Cx<Clients>, wanted: SecondaryIpIdentity) -> Outcome<SecondaryIpModel> {
        import::by_identity(cx, &wanted).await
    }
}

/// Actions for messages: both are possible only behind e0a of this system.
const ASSIGNED: &str = "assigned to the interfaces";
const RELEASED: &str = "released from the interfaces";

/// Reads all LIFs of the cluster.
async fn lifs(cx: &Cx<Clients>) -> Outcome<Arc<Listed<IpInterface>>> {
    cx.clients().all::<IpInterface>("LIFs of the cluster", Age::Now).await
}

/// Waits until EC2's reads agree with a write, beginning at once. `expected` describes the condition for
/// messages.
async fn settle(
    cx: &Cx<Clients>,
    (interface, expected): (&str, &str),
    patience: Patience,
    holds: impl Fn(&NetworkInterface) -> bool + Send + Sync,
) -> Outcome<NetworkInterface> {
    let stopped = tfplugin::stop().cancelled_owned();
    let settled = ec2::until(cx.clients().aws.ec2(), (interface, expected), patience, stopped, holds).await;
    settled.during(format!("see the change of network interface {interface}"))
}
