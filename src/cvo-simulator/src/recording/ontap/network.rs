//! LIFs and routes.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net};
use uuid::Uuid;

use super::records::{AddressRecord, InterfaceRecord, LocationRecord, RouteRecord};
use super::storage::name_of;
use super::{Builder, Owner, Record, Result};
use crate::world::cluster::DEFAULT_IPSPACE;
use crate::world::ip_interface::Interface;
use crate::world::ip_route::{DEFAULT_METRIC, Route};
use crate::world::netmask;

pub const INTERFACES: &str = "/api/network/ip/interfaces";
pub const ROUTES: &str = "/api/network/ip/routes";

/// Where a LIF is and belongs: node and port.
struct Places {
    home: (String, String),
    current: (String, String),
}

impl Builder<'_> {
    pub(super) fn interfaces(&mut self) -> Result<()> {
        let Some(records) = self.recording.collection::<InterfaceRecord>(INTERFACES)? else {
            self.not_recorded(INTERFACES);
            return Ok(());
        };
        records.iter().try_for_each(|record| self.interface(record))
    }

    fn interface(&mut self, record: &Record<InterfaceRecord>) -> Result<()> {
        let name = record.required("name", record.name.clone())?;
        let ip = record.required("ip", record.ip.as_ref())?;
        let Some((address, prefix_length)) = ipv4(record, "ip", ip)? else {
            self.report.left_out("IPv6 LIF(s)", name);
            return Ok(());
        };
        let svm = match self.owner(record.svm.as_ref(), record.scope.as_deref()) {
            Owner::Cluster => None,
            Owner::Svm(uuid) => Some(uuid),
            Owner::Unknown => {
                self.report.left_out("LIF(s) of an unknown storage VM", name);
                return Ok(());
            }
        };
        let ipspace = name_of(record.ipspace.as_ref()).unwrap_or_else(|| self.ipspace_or_default(svm));
        let location = record.location.clone().unwrap_or_default();
        let places = self.places(record, &location)?;
        for (node, port) in [&places.home, &places.current] {
            self.assure_port(node, port, &ipspace);
        }
        let policy = self.policy_of(record, svm, &ipspace);
        let loosest = self.cluster.policy(policy).map_or("default", |policy| policy.loosest_failover());
        let uuid = self.uuid(record.uuid);
        let interface = Interface {
            uuid,
            name,
            svm,
            ipspace,
            address: address.into(),
            prefix_length,
            enabled: record.enabled.unwrap_or(true),
            home_node: places.home.0,
            home_port: places.home.1,
            node: places.current.0,
            port: places.current.1,
            auto_revert: location.auto_revert.unwrap_or(true),
            failover: location.failover.unwrap_or_else(|| loosest.to_owned()),
            policy,
            dns_zone: record.dns_zone.clone().unwrap_or_else(|| "none".to_owned()),
            ddns_enabled: record.ddns_enabled.unwrap_or_default(),
        };
        let shown = if self.cluster.is_operational(&interface) { "up" } else { "down" };
        if record.state.as_deref().is_some_and(|state| state != shown) {
            self.report.left_out(format!("state(s) of LIFs, which are {shown}"), &interface.name);
        }
        self.cluster.interfaces.push(interface);
        Ok(())
    }

    /// Where the LIF is and belongs. What the record leaves out is taken from the other place.
    fn places(&self, record: &Record<InterfaceRecord>, location: &LocationRecord) -> Result<Places> {
        let home_node = self.node_of(record, location.home_node.as_ref())?;
        let node = self.node_of(record, location.node.as_ref())?;
        let (home_port, port) = (name_of(location.home_port.as_ref()), name_of(location.port.as_ref()));
        let home = (
            record.required("location.home_node", home_node.clone().or_else(|| node.clone()))?,
            record.required("location.home_port", home_port.clone().or_else(|| port.clone()))?,
        );
        let current = (node.unwrap_or_else(|| home.0.clone()), port.unwrap_or_else(|| home.1.clone()));
        Ok(Places { home, current })
    }

    pub(super) fn routes(&mut self) -> Result<()> {
        let Some(records) = self.recording.collection::<RouteRecord>(ROUTES)? else {
            self.not_recorded(ROUTES);
            return Ok(());
        };
        records.iter().try_for_each(|record| self.route(record))
    }

    fn route(&mut self, record: &Record<RouteRecord>) -> Result<()> {
        let text = record.required("gateway", record.gateway.clone())?;
        let gateway = AddressRecord { address: Some(text.clone()), ..AddressRecord::default() };
        let family = record.destination.as_ref().and_then(|destination| destination.family.clone());
        let gateway =
            if family.as_deref() == Some("ipv6") { None } else { address(record, "gateway", &gateway)? };
        let destination = match &record.destination {
            Some(destination) if destination.address.is_some() => ipv4(record, "destination", destination)?,
            _ => Some((Ipv4Addr::UNSPECIFIED, 0)),
        };
        let (Some(gateway), Some((address, prefix_length))) = (gateway, destination) else {
            self.report.left_out("IPv6 route(s)", format!("through {text}"));
            return Ok(());
        };
        let svm = match self.owner(record.svm.as_ref(), record.scope.as_deref()) {
            Owner::Cluster => None,
            Owner::Svm(uuid) => Some(uuid),
            Owner::Unknown => {
                self.report.left_out("route(s) of an unknown storage VM", format!("through {gateway}"));
                return Ok(());
            }
        };
        let destination = Ipv4Net::new(address, prefix_length)
            .map_err(|error| record.wrong("destination", error.to_string()))?;
        let uuid = self.uuid(record.uuid);
        self.cluster.routes.push(Route {
            uuid,
            svm,
            ipspace: name_of(record.ipspace.as_ref()).unwrap_or_else(|| self.ipspace_or_default(svm)),
            destination: IpNet::V4(destination.trunc()),
            gateway: gateway.into(),
            metric: record.metric.unwrap_or(DEFAULT_METRIC),
        });
        Ok(())
    }

    fn ipspace_or_default(&self, svm: Option<Uuid>) -> String {
        let svm = svm.and_then(|uuid| self.cluster.svm(uuid));
        svm.map_or_else(|| DEFAULT_IPSPACE.to_owned(), |svm| svm.ipspace.clone())
    }
}

/// Reads an address with its netmask; `None` if it is an IPv6 address.
fn ipv4<T>(record: &Record<T>, member: &'static str, ip: &AddressRecord) -> Result<Option<(Ipv4Addr, u8)>> {
    let Some(address) = address(record, member, ip)? else { return Ok(None) };
    let text = record.required("netmask", ip.netmask.as_deref())?;
    let length = netmask::length(text, address.into());
    let wrong = || record.wrong(member, format!("\"{text}\" is no netmask of an IPv4 address"));
    Ok(Some((address, length.ok_or_else(wrong)?)))
}

/// Reads an address; `None` if it is an IPv6 address.
fn address<T>(record: &Record<T>, member: &'static str, ip: &AddressRecord) -> Result<Option<Ipv4Addr>> {
    if ip.family.as_deref() == Some("ipv6") {
        return Ok(None);
    }
    let text = record.required("address", ip.address.as_deref())?;
    match text.parse() {
        Ok(IpAddr::V4(address)) => Ok(Some(address)),
        Ok(IpAddr::V6(_)) => Ok(None),
        Err(_) => Err(record.wrong(member, format!("\"{text}\" is no IP address"))),
    }
}
