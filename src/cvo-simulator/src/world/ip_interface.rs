//! LIFs: their fields, and how they are created.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::cluster::Cluster;
use super::error::{ApiError, ApiResult};
use super::location::NewLocation;
use super::names::Reference;
use super::netmask;
use super::service_policy::ServicePolicy;
use super::svm::SvmState;

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
    /// Current node.
    pub node: String,
    /// Current port.
    pub port: String,
    /// Whether it returns home automatically.
    pub auto_revert: bool,
    /// Where it may fail over to.
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
    /// Location.
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
    /// Prefix length or dotted netmask.
    pub netmask: Option<String>,
}

/// Values of `location.failover`, from the strictest to the loosest.
const FAILOVERS: [&str; 5] =
    ["home_port_only", "home_node_only", "sfo_partners_only", "default", "broadcast_domain_only"];

impl Cluster {
    /// Whether a LIF answers: it is enabled, its node is in operation and its storage VM is running. ONTAP's
    /// documentation of `vserver stop`: the LIFs of a stopped storage VM are operationally down.
    pub fn is_operational(&self, interface: &Interface) -> bool {
        let stopped =
            interface.svm.and_then(|uuid| self.svm(uuid)).is_some_and(|svm| svm.state == SvmState::Stopped);
        interface.enabled && !stopped && self.is_node_up(&interface.node)
    }

    /// Creates a LIF, or returns the reason for the refusal.
    pub fn create_interface(&mut self, new: &NewInterface) -> ApiResult<Uuid> {
        let name =
            new.name.clone().filter(|name| !name.is_empty()).ok_or_else(|| ApiError::missing("name"))?;
        let svm = self.owner_of_interface(new)?;
        let (address, prefix_length) = parse_address(&new.ip)?;
        self.check_interface_name(svm, &name)?;
        self.check_address(address, prefix_length, None)?;
        let (node, port) = self.home_of(&new.location)?;
        let policy = self.policy_for_interface(svm, &new.service_policy)?.clone();
        self.check_port_in_ipspace(&node, &port, &policy.ipspace)?;
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
            // NetApp's reference of POST /network/ip/interfaces: true. The CLI's own default is false.
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

    /// Returns the storage VM that a request below `/network` refers to (errors 2621462 or 1967146, see
    /// [`Variants`](super::variants::Variants), and 1967147).
    pub(super) fn svm_for_network(&self, reference: &Reference) -> ApiResult<Uuid> {
        if let Some(svm) = self.svm_at(reference) {
            return Ok(svm.uuid);
        }
        let message = format!("SVM \"{}\" does not exist.", reference.shown());
        Err(match reference.name {
            Some(_) if !self.variants.published_svm_code => {
                ApiError::new(404, 2_621_462, message).on("svm.name")
            }
            Some(_) => ApiError::new(400, 1_967_146, message).on("svm.name"),
            None => ApiError::new(400, 1_967_147, message).on("svm.uuid"),
        })
    }

    pub(super) fn check_interface_name(&self, svm: Option<Uuid>, name: &str) -> ApiResult<()> {
        if self.interfaces_of(svm).any(|interface| interface.name == name) {
            Err(ApiError::new(409, 1_966_140, format!("Interface \"{name}\" already exists.")).on("name"))
        } else {
            Ok(())
        }
    }

    /// Refuses an address that another LIF or a gateway uses, and the address of a network.
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
        if network == Ok(address) && prefix_length < 31 {
            refuse(400, 53_281_073, format!("The address {address} is the address of its network."))
        } else {
            Ok(())
        }
    }

    /// Returns the policy that a request refers to, or the default policy (error 53281065).
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

/// Parses the address and the netmask of a request (errors 1966267 and 262212).
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

/// Where a LIF may fail over to: as far as all services of its policy allow, or less on request (53281018).
pub(super) fn failover_under(policy: &ServicePolicy, wanted: Option<&str>) -> ApiResult<String> {
    let rank = |name: &str| FAILOVERS.iter().position(|known| *known == name);
    let loosest = policy.loosest_failover();
    let Some(wanted) = wanted else { return Ok(loosest.to_owned()) };
    let rank_wanted = rank(wanted).ok_or_else(|| ApiError::invalid("location.failover", wanted))?;
    if Some(rank_wanted) > rank(loosest) {
        let message = format!("Failover \"{wanted}\" does not suit the services of \"{}\".", policy.name);
        Err(ApiError::new(400, 53_281_018, message).on("location.failover"))
    } else {
        Ok(wanted.to_owned())
    }
}
