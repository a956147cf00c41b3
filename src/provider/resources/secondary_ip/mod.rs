//! `cvo_secondary_ip`: one more private address on an interface that somebody else owns.

mod assign;
mod decide;
mod holder;
mod model;
mod plan;

use std::net::Ipv4Addr;
use std::time::Duration;

use async_trait::async_trait;
use ec2::{NetworkInterface, Patience};
use ontap::IpInterfaceFilter;
use tfplugin::{Attr, Cx, DefaultTimeouts, Diagnostics, Outcome, Plan, Resource, Text, Timeouts};

pub(crate) use model::SecondaryIpModel;
pub(crate) use plan::Facts;

use crate::clients::Clients;
use crate::diagnose::During;
use crate::values::{InterfaceId, Ipv4};

/// The resource.
#[derive(Debug)]
pub(crate) struct SecondaryIp;

#[async_trait]
impl Resource for SecondaryIp {
    const NAME: &'static str = "secondary_ip";

    type Model = SecondaryIpModel;
    type Clients = Clients;
    type Facts = Facts;

    fn default_timeouts() -> DefaultTimeouts {
        let write = Duration::from_secs(5 * 60);
        DefaultTimeouts { create: write, update: write, delete: write, ..DefaultTimeouts::default() }
    }

    fn timeouts(model: &SecondaryIpModel) -> Option<&Timeouts> {
        model.timeouts.known()
    }

    fn validate(config: &SecondaryIpModel, diagnostics: &mut Diagnostics) {
        plan::validate(config, diagnostics);
    }

    async fn facts(cx: &Cx<Clients>, plan: &Plan<SecondaryIpModel>) -> Outcome<Facts> {
        let Attr::Known(id) = &plan.config.network_interface_id else { return Ok(Facts(None)) };
        if plan.prior.as_ref().is_some_and(|prior| prior.private_ip == plan.planned.private_ip) {
            return Ok(Facts(None));
        }
        let interface = cx.clients().interface(id.as_str()).await?;
        let subnet = cx.clients().subnet(&interface.subnet_id).await?;
        Ok(Facts(Some((interface, subnet))))
    }

    fn plan(plan: &mut Plan<SecondaryIpModel>, facts: Option<&Facts>) {
        plan::rules(plan, facts);
    }

    async fn create(cx: &Cx<Clients>, planned: SecondaryIpModel) -> Outcome<SecondaryIpModel> {
        Clients::remember_cluster(cx, &Clients::cluster(cx).await?);
        let interface = planned.interface();
        let _held = Clients::hold_interface(cx, &interface).await?;
        if let Some(pair) = Clients::pair_of(cx, &interface).await? {
            let allowed = planned.allow_during_takeover == Attr::Known(true);
            pair.refuse_create("The address", allowed, "network_interface_id")?;
        }
        match planned.address() {
            Some(address) => assign::named(cx, planned, address).await,
            None => assign::chosen(cx, planned).await,
        }
    }

    async fn read(cx: &Cx<Clients>, prior: SecondaryIpModel) -> Outcome<Option<SecondaryIpModel>> {
        Clients::ontap_of(cx, &format!("Address {}", prior.id.value_or_default())).await?;
        let Some(address) = prior.address() else { return Ok(None) };
        if let Some(unchanged) = holder::unchanged(cx, &prior, address).await {
            return Ok(Some(unchanged));
        }
        let found = holder::holder(cx, &prior.interface(), address).await?;
        Ok(Some(prior.with_address(address, found.is_some())))
    }

    async fn update(
        cx: &Cx<Clients>,
        prior: SecondaryIpModel,
        planned: SecondaryIpModel,
    ) -> Outcome<SecondaryIpModel> {
        let Some(address) = planned.address().filter(|_| prior.assigned != Attr::Known(true)) else {
            return Ok(planned);
        };
        Clients::ontap_of(cx, &format!("Address {}", prior.id.value_or_default())).await?;
        let _held = Clients::hold_interface(cx, &planned.interface()).await?;
        assign::again(cx, planned, address).await
    }

    async fn delete(cx: &Cx<Clients>, prior: SecondaryIpModel) -> Outcome<()> {
        let Some(address) = prior.address().filter(|_| prior.release_on_destroy == Attr::Known(true)) else {
            return Ok(());
        };
        let ontap = Clients::ontap_of(cx, &format!("Address {}", prior.id.value_or_default())).await?;
        let interface = prior.interface();
        let _held = Clients::hold_interface(cx, &interface).await?;
        cx.clients().claims().release(&interface, address);
        let Some(now) = holder::holder(cx, &interface, address).await? else { return Ok(()) };
        let lifs = ontap
            .ip_interfaces(&IpInterfaceFilter::default())
            .await
            .during("list the LIFs of the cluster")?;
        decide::release(&now, &lifs, address)?;
        let released = cx.clients().ec2().unassign_private_ip(&now.id, address).await;
        released.during(format!("release {address} from {}", now.id))?;
        settle(cx, &now.id, &format!("that {address} is gone"), |seen| !seen.has(address)).await?;
        Ok(())
    }

    async fn import(cx: &Cx<Clients>, id: &str) -> Outcome<SecondaryIpModel> {
        let (interface, address) = parse_id(id)?;
        Clients::remember_cluster(cx, &Clients::cluster(cx).await?);
        let found = cx.clients().interface(interface.as_str()).await?;
        let at_partner = match found.has(address) {
            true => None,
            false => holder::at_partner(cx, interface.as_str(), address).await?,
        };
        match at_partner.as_ref().unwrap_or(&found).address(address) {
            Some(held) if !held.primary => {}
            Some(_) => return Err(not_importable(&found, &format!("{address} is its primary address"))),
            None => return Err(not_importable(&found, &format!("it does not have {address}"))),
        }
        let empty = SecondaryIpModel {
            network_interface_id: Attr::Known(interface),
            reuse_unused: Attr::Known(false),
            allow_reassignment: Attr::Known(false),
            allow_during_takeover: Attr::Known(false),
            release_on_destroy: Attr::Known(false),
            ..SecondaryIpModel::default()
        };
        Ok(empty.with_address(address, true))
    }
}

/// Waits until EC2's reads agree with a write.
async fn settle(
    cx: &Cx<Clients>,
    interface: &str,
    expected: &str,
    holds: impl Fn(&NetworkInterface) -> bool + Send + Sync,
) -> Outcome<NetworkInterface> {
    let settled = ec2::until(cx.clients().ec2(), interface, Patience::default(), expected, holds).await;
    settled.during(format!("see the change of network interface {interface}"))
}

fn parse_id(id: &str) -> Outcome<(InterfaceId, Ipv4Addr)> {
    let parts = id.split_once('/').and_then(|(interface, address)| {
        Some((InterfaceId::parse(interface).ok()?, Ipv4::parse(address).ok()?.0))
    });
    parts.ok_or_else(|| {
        Diagnostics::error(
            format!("{id:?} is not an import id of a secondary address"),
            "Write the interface, a slash and the address, such as \"eni-0a1b2c3d4e5f60718/10.0.1.20\".",
        )
    })
}

fn not_importable(interface: &NetworkInterface, why: &str) -> Diagnostics {
    let secondaries: Vec<_> = interface
        .addresses
        .iter()
        .filter(|held| !held.primary)
        .map(|held| held.address.to_string())
        .collect();
    Diagnostics::error(
        format!("The address cannot be imported from {}", interface.id),
        format!("Of {}, {why}. Its secondary addresses are: {}.", interface.id, secondaries.join(", ")),
    )
}
