//! LIFs: what they are, and how they are made.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::cluster::Cluster;
use super::error::{ApiError, ApiResult};
use super::names::Reference;
use super::netmask;
use super::service_policy::ServicePolicy;

/// A LIF.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Interface {
    /// UUID.
    pub uuid: Uuid,
    /// Name, unique within its storage VM or the cluster.
    pub name: String,
    /// Storage VM, or `None` for a LIF of the cluster.
    pub svm: Option<Uuid>,
    /// Name of its IPspace.
    pub ipspace: String,
    /// Address.
    pub address: IpAddr,
    /// Length of its netmask.
    pub prefix_length: u8,
    /// Administrative state.
    pub enabled: bool,
    /// Home node.
    pub home_node: String,
    /// Home port.
    pub home_port: String,
    /// Node that it is on.
    pub node: String,
    /// Port that it is on.
    pub port: String,
    /// Whether it goes home by itself.
    pub auto_revert: bool,
    /// Where it may go.
    pub failover: String,
    /// Service policy.
    pub policy: Uuid,
    /// DNS zone.
    pub dns_zone: String,
    /// Dynamic DNS.
    pub ddns_enabled: bool,
}

/// A POST of a LIF.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewInterface {
    /// Name.
    pub name: Option<String>,
    /// Storage VM.
    pub svm: Reference,
    /// IPspace of a LIF of the cluster.
    pub ipspace: Reference,
    /// `svm` or `cluster`.
    pub scope: Option<String>,
    /// Address and netmask.
    pub ip: NewAddress,
    /// Where it lives.
    pub location: NewLocation,
    /// Administrative state.
    pub enabled: Option<bool>,
    /// Service policy.
    pub service_policy: Reference,
    /// DNS zone.
    pub dns_zone: Option<String>,
    /// Dynamic DNS.
    pub ddns_enabled: Option<bool>,
}

/// The part `ip` of a request.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewAddress {
    /// Address.
    pub address: Option<String>,
    /// Length or dotted.
    pub netmask: Option<String>,
}

/// The part `location` of a request.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewLocation {
    /// Home node.
    pub home_node: Reference,
    /// Home port.
    pub home_port: PortReference,
    /// Lets ONTAP choose node and port.
    pub broadcast_domain: Reference,
    /// Whether it goes home by itself.
    pub auto_revert: Option<bool>,
    /// Where it may go.
    pub failover: Option<String>,
    /// Node to migrate to.
    pub node: Reference,
    /// Port to migrate to.
    pub port: PortReference,
    /// `true` sends it home.
    pub is_home: Option<bool>,
}

/// How a request points at a port.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PortReference {
    /// Name, which needs the node.
    pub name: Option<String>,
    /// UUID.
    pub uuid: Option<String>,
    /// Node.
    pub node: Reference,
}

impl PortReference {
    /// Whether the request left it out.
    pub fn is_absent(&self) -> bool {
        self.name.is_none() && self.uuid.is_none() && self.node.is_absent()
    }
}

/// Values of `location.failover`, from the tightest to the loosest.
const FAILOVERS: [&str; 5] =
    ["home_port_only", "home_node_only", "sfo_partners_only", "default", "broadcast_domain_only"];

impl Cluster {
    /// Makes a LIF, or says why not.
    pub fn create_interface(&mut self, new: &NewInterface) -> ApiResult<Uuid> {
        let name =
            new.name.clone().filter(|name| !name.is_empty()).ok_or_else(|| ApiError::missing("name"))?;
        let svm = self.owner_of_interface(new)?;
        let (address, prefix_length) = parse_address(&new.ip)?;
        self.check_interface_name(svm, &name)?;
        self.check_address(address, prefix_length, None)?;
        let (node, port) = self.home_of(&new.location)?;
        let policy = self.policy_for_interface(svm, &new.service_policy)?.clone();
        let failover = failover_under(&policy, new.location.failover.as_deref())?;
        let serves_names = policy.services().any(|service| service == "data_nfs" || service == "data_cifs");
        let uuid = self.uuids.make();
        self.interfaces.push(Interface {
            uuid,
            name,
            svm,
            ipspace: policy.ipspace,
            address,
            prefix_length,
            enabled: new.enabled.unwrap_or(true),
            home_node: node.clone(),
            home_port: port.clone(),
            node,
            port,
            // NetApp's reference of POST /network/ip/interfaces: true; the CLI's own default is false.
            auto_revert: new.location.auto_revert.unwrap_or(true),
            failover,
            policy: policy.uuid,
            dns_zone: new.dns_zone.clone().unwrap_or_else(|| "none".to_owned()),
            ddns_enabled: new.ddns_enabled.unwrap_or(serves_names),
        });
        Ok(uuid)
    }

    fn owner_of_interface(&self, new: &NewInterface) -> ApiResult<Option<Uuid>> {
        let scope = new.scope.as_deref();
        if new.svm.is_absent() {
            return match scope {
                Some("svm") => {
                    Err(ApiError::new(400, 1_967_127, "Scope \"svm\" needs an SVM.").on("svm.name"))
                }
                _ => self.ipspace_of(&new.ipspace).map(|_| None),
            };
        }
        if scope == Some("cluster") {
            let message = "A LIF of a data SVM cannot have the scope \"cluster\".";
            return Err(ApiError::new(400, 1_967_402, message).on("scope"));
        }
        self.svm_for_network(&new.svm).map(Some)
    }

    /// The storage VM that a request below `/network` means (errors 1967146 and 1967147).
    pub(super) fn svm_for_network(&self, reference: &Reference) -> ApiResult<Uuid> {
        if let Some(svm) = self.svm_at(reference) {
            return Ok(svm.uuid);
        }
        let message = format!("SVM \"{}\" does not exist.", reference.shown());
        Err(match reference.name {
            Some(_) => ApiError::new(400, 1_967_146, message).on("svm.name"),
            None => ApiError::new(400, 1_967_147, message).on("svm.uuid"),
        })
    }

    pub(super) fn check_interface_name(&self, svm: Option<Uuid>, name: &str) -> ApiResult<()> {
        match self.interfaces_of(svm).any(|interface| interface.name == name) {
            true => {
                Err(ApiError::new(409, 1_966_140, format!("Interface \"{name}\" already exists.")).on("name"))
            }
            false => Ok(()),
        }
    }

    /// Refuses an address that another LIF or a gateway has, and one that no host can have.
    pub(super) fn check_address(
        &self,
        address: IpAddr,
        prefix_length: u8,
        own: Option<Uuid>,
    ) -> ApiResult<()> {
        let refuse =
            |status, code, message: String| Err(ApiError::new(status, code, message).on("ip.address"));
        let holder = self.interfaces.iter().find(|other| other.address == address && Some(other.uuid) != own);
        if let Some(holder) = holder {
            let message = format!("Duplicate IP address {address}: LIF \"{}\" uses it.", holder.name);
            return refuse(409, 1_376_963, message);
        }
        if self.routes.iter().any(|route| route.gateway == address) {
            return refuse(400, 1_966_138, format!("The address {address} is the gateway of a route."));
        }
        let network = IpNet::new(address, prefix_length).map(|net| net.network());
        match network == Ok(address) && prefix_length < 31 {
            true => refuse(400, 53_281_073, format!("The address {address} is the address of its network.")),
            false => Ok(()),
        }
    }

    /// Node and port that a request names (errors 393271, 1967107 and 1967111 to 1967154).
    pub(super) fn home_of(&self, location: &NewLocation) -> ApiResult<(String, String)> {
        let home_node = self.node_at(&location.home_node)?;
        if !location.home_port.is_absent() {
            return self.port_at(&location.home_port, home_node.as_deref());
        }
        let domain_is_known = self
            .broadcast_domains
            .iter()
            .any(|domain| location.broadcast_domain.points_at(&domain.name, domain.uuid));
        let node = home_node
            .or_else(|| domain_is_known.then(|| self.nodes.first().map(|node| node.name.clone())).flatten());
        let Some(node) = node else {
            let message = "A home port, a home node or a broadcast domain is needed.";
            return Err(ApiError::new(400, 1_967_111, message).on("location.home_port.name"));
        };
        let port = self.ports.iter().find(|port| port.node == node && port.up).ok_or_else(|| {
            ApiError::new(400, 1_967_153, format!("Node \"{node}\" has no suitable port."))
                .on("location.home_node")
        })?;
        Ok((node, port.name.clone()))
    }

    /// Name of the node that a request means; `None` if it means none.
    pub(super) fn node_at(&self, reference: &Reference) -> ApiResult<Option<String>> {
        if reference.is_absent() {
            return Ok(None);
        }
        let found = self.nodes.iter().find(|node| reference.points_at(&node.name, node.uuid));
        found.map(|node| Some(node.name.clone())).ok_or_else(|| {
            let message = format!("Node \"{}\" is not in the cluster.", reference.shown());
            ApiError::new(400, 393_271, message).on("location.home_node.name")
        })
    }

    /// Node and name of the port that a request means.
    pub(super) fn port_at(
        &self,
        wanted: &PortReference,
        home_node: Option<&str>,
    ) -> ApiResult<(String, String)> {
        let target = "location.home_port.name";
        let refuse = |code, message: String| Err(ApiError::new(400, code, message).on(target));
        if let Some(uuid) = &wanted.uuid {
            return match self.ports.iter().find(|port| port.uuid.to_string() == *uuid) {
                Some(port) => Ok((port.node.clone(), port.name.clone())),
                None => refuse(1_967_129, format!("Port {uuid} does not exist.")),
            };
        }
        let named = wanted.node.name.as_deref();
        let known = named.is_none_or(|name| self.node_named(name).is_some());
        let Some(node) = named.or(home_node).filter(|_| known) else {
            return refuse(1_967_131, "The port needs the name of a node of the cluster.".to_owned());
        };
        if home_node.is_some_and(|home| home != node) {
            return refuse(1_967_107, format!("The port is on node \"{node}\", which is not the home node."));
        }
        let name = wanted.name.as_deref().unwrap_or_default();
        match self.port(node, name) {
            Some(port) if port.up => Ok((node.to_owned(), name.to_owned())),
            Some(_) => refuse(1_967_154, format!("Port \"{name}\" of node \"{node}\" is down.")),
            None => refuse(1_967_130, format!("Node \"{node}\" has no port \"{name}\".")),
        }
    }

    /// The policy that a request means, or the default one (error 53281065).
    pub(super) fn policy_for_interface(
        &self,
        svm: Option<Uuid>,
        wanted: &Reference,
    ) -> ApiResult<&ServicePolicy> {
        let default = if svm.is_some() { "default-data-files" } else { "default-management" };
        let wanted = if wanted.is_absent() { &Reference::named(default) } else { wanted };
        let mut policies = self.policies.iter().filter(|policy| policy.svm == svm);
        policies.find(|policy| wanted.points_at(&policy.name, policy.uuid)).ok_or_else(|| {
            let message =
                format!("Service policy \"{}\" does not exist in the SVM or IPspace.", wanted.shown());
            ApiError::new(400, 53_281_065, message).on("service_policy.name")
        })
    }
}

/// Address and length of the netmask of a request (errors 1966267 and 262212).
pub(super) fn parse_address(ip: &NewAddress) -> ApiResult<(IpAddr, u8)> {
    let address = ip.address.as_deref().ok_or_else(|| ApiError::missing("ip.address"))?;
    let address: IpAddr = address.parse().map_err(|_| ApiError::invalid("ip.address", address))?;
    let netmask = ip.netmask.as_deref().ok_or_else(|| ApiError::missing("ip.netmask"))?;
    Ok((address, parse_netmask(netmask, address)?))
}

pub(super) fn parse_netmask(netmask: &str, address: IpAddr) -> ApiResult<u8> {
    netmask::length(netmask, address).filter(|length| *length > 0).ok_or_else(|| {
        let message = format!("The netmask \"{netmask}\" is no prefix length of an address like {address}.");
        ApiError::new(400, 1_966_267, message).on("ip.netmask")
    })
}

/// Where a LIF may go under its policy: as far as every service allows unless the request is stricter (53281018).
pub(super) fn failover_under(policy: &ServicePolicy, wanted: Option<&str>) -> ApiResult<String> {
    let rank = |name: &str| FAILOVERS.iter().position(|known| *known == name);
    let loosest = policy.loosest_failover();
    let Some(wanted) = wanted else { return Ok(loosest.to_owned()) };
    let rank_wanted = rank(wanted).ok_or_else(|| ApiError::invalid("location.failover", wanted))?;
    match Some(rank_wanted) > rank(loosest) {
        true => {
            let message = format!("Failover \"{wanted}\" does not suit the services of \"{}\".", policy.name);
            Err(ApiError::new(400, 53_281_018, message).on("location.failover"))
        }
        false => Ok(wanted.to_owned()),
    }
}
