//! Routes of storage VMs and of the cluster.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::cluster::{Cluster, DEFAULT_IPSPACE};
use super::error::{ApiError, ApiResult};
use super::ip_interface::Interface;
use super::names::Reference;
use super::netmask;

/// NetApp's reference of `/network/ip/routes`: metric of a route that is created without one.
pub const DEFAULT_METRIC: u64 = 20;

/// A route.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Route {
    /// UUID.
    pub uuid: Uuid,
    /// Storage VM, or `None` for a route of the cluster.
    pub svm: Option<Uuid>,
    /// Name of its IPspace.
    pub ipspace: String,
    /// Destination.
    pub destination: IpNet,
    /// Gateway.
    pub gateway: IpAddr,
    /// Metric.
    pub metric: u64,
}

/// A POST of a route.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewRoute {
    /// Storage VM; without it, the route belongs to the cluster.
    pub svm: Reference,
    /// IPspace.
    pub ipspace: Reference,
    /// Gateway.
    pub gateway: Option<String>,
    /// Destination; without it, the route is a default route.
    pub destination: NewDestination,
    /// Metric.
    pub metric: Option<u64>,
}

/// The part `destination` of a request.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewDestination {
    /// Address.
    pub address: Option<String>,
    /// Prefix length or dotted netmask.
    pub netmask: Option<String>,
}

impl Cluster {
    /// Creates a route, or returns the reason for the refusal. The gateway need not be in the subnet of a
    /// LIF: NetApp's procedure creates the route before the first LIF.
    pub fn create_route(&mut self, new: &NewRoute) -> ApiResult<Uuid> {
        let gateway = new.gateway.as_deref().ok_or_else(|| ApiError::missing("gateway"))?;
        let gateway: IpAddr = gateway.parse().map_err(|_| ApiError::invalid("gateway", gateway))?;
        let destination = self.destination_of(&new.destination, gateway)?;
        let svm = if new.svm.is_absent() { None } else { Some(self.svm_for_network(&new.svm)?) };
        self.ipspace_of(&new.ipspace)?;
        let twin = self
            .routes
            .iter()
            .any(|route| route.svm == svm && route.destination == destination && route.gateway == gateway);
        if twin {
            let message = format!("A route to {destination} through {gateway} already exists.");
            return Err(ApiError::new(409, 1_966_345, message));
        }
        if let Some(interface) = self.interfaces.iter().find(|interface| interface.address == gateway) {
            let message = format!("The gateway {gateway} is the address of LIF \"{}\".", interface.name);
            return Err(ApiError::new(400, 1_966_505, message).on("gateway"));
        }
        let owner = svm.and_then(|uuid| self.svm(uuid));
        let ipspace = owner.map_or_else(|| DEFAULT_IPSPACE.to_owned(), |svm| svm.ipspace.clone());
        let metric = new.metric.unwrap_or(DEFAULT_METRIC);
        let uuid = self.uuids.make();
        self.routes.push(Route { uuid, svm, ipspace, destination, gateway, metric });
        Ok(uuid)
    }

    /// Returns the destination without its host bits, or refuses them; see
    /// [`Variants`](super::variants::Variants::host_bits_refused). That ONTAP stores it without them is
    /// assumed (`route-host-bits`).
    fn destination_of(&self, new: &NewDestination, gateway: IpAddr) -> ApiResult<IpNet> {
        let destination = parse_destination(new, gateway)?;
        if self.variants.host_bits_refused && destination.addr() != destination.network() {
            let message = format!("\"{destination}\" is no network.");
            return Err(ApiError::new(400, 53_282_375, message).on("destination.address"));
        }
        Ok(destination.trunc())
    }

    /// Deletes a route.
    pub fn delete_route(&mut self, uuid: Uuid) -> ApiResult<()> {
        let before = self.routes.len();
        self.routes.retain(|route| route.uuid != uuid);
        if before == self.routes.len() { Err(ApiError::not_found("uuid")) } else { Ok(()) }
    }

    /// Returns the LIFs that can use a route: those whose network contains its gateway.
    pub fn interfaces_using(&self, route: &Route) -> impl Iterator<Item = &Interface> {
        let (gateway, ipspace) = (route.gateway, &route.ipspace);
        self.interfaces_of(route.svm).filter(move |interface| interface.ipspace == *ipspace).filter(
            move |interface| {
                IpNet::new(interface.address, interface.prefix_length).is_ok_and(|net| net.contains(&gateway))
            },
        )
    }
}

/// Errors 1967080 (a netmask alone), 1966265 (families differ) and 53282375 (anything else).
fn parse_destination(new: &NewDestination, gateway: IpAddr) -> ApiResult<IpNet> {
    let refuse = |code, message: String| Err(ApiError::new(400, code, message).on("destination.address"));
    let Some(text) = new.address.as_deref() else {
        return match new.netmask {
            Some(_) => refuse(1_967_080, "A destination netmask needs a destination address.".to_owned()),
            None if gateway.is_ipv4() => Ok(IpNet::V4(ipnet::Ipv4Net::default())),
            None => Ok(IpNet::V6(ipnet::Ipv6Net::default())),
        };
    };
    let Ok(address) = text.parse::<IpAddr>() else {
        return refuse(53_282_375, format!("\"{text}\" is no destination."));
    };
    if address.is_ipv4() != gateway.is_ipv4() {
        return refuse(1_966_265, "Destination and gateway are of different address families.".to_owned());
    }
    // A destination without a netmask is a single host: assumed (`route-without-netmask`).
    let host = if address.is_ipv4() { 32 } else { 128 };
    let length = match new.netmask.as_deref() {
        None => Some(host),
        Some(netmask) => netmask::length(netmask, address),
    };
    match length.and_then(|length| IpNet::new(address, length).ok()) {
        Some(net) => Ok(net),
        None => refuse(53_282_375, format!("\"{text}\" with its netmask is no network.")),
    }
}
