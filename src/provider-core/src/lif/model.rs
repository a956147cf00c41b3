//! Schema, manual and state of `cvo_lif`, and where each attribute is in ONTAP's records.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ontap_core::{IpInterface, IpInterfaceBody, ServicePolicy};
use tfplugin_core::{Attr, Model, Timeouts, named, shown};

use crate::of_svm;
use crate::values::lif::{self, has_block_services};
use crate::values::{Ipv4, Netmask, SvmName, name};

/// A logical interface (LIF) of a storage VM: one address on port e0a of its home node.
///
/// The address must be a secondary private address of the network interface behind e0a of the home node; it
/// is assigned with `cvo_secondary_ip`. In an HA pair in several availability zones it may also be a floating
/// address outside every VPC: nothing is assigned for it, and the system's mediator writes a route to it.
/// Where the LIF is at the moment, after a failover for instance, is no attribute of this resource.
///
/// A floating LIF migrates only to a node on which its storage VM has a private LIF that stays there. The
/// last such LIF of a node is therefore not destroyed, disabled or moved while the storage VM has floating
/// LIFs. A destroy waits up to a minute for them to go; let the floating LIFs `depends_on` the private ones,
/// and none has to wait. An iSCSI LIF of the storage VM that the system was deployed with is never destroyed:
/// take it out of the state with `terraform state rm`. How a LIF gets another home is in [a
/// guide](../guides/renumbering-moving-sharing.md).
#[derive(Debug, Clone, PartialEq, Default, Model)]
#[model(record = IpInterface, body = IpInterfaceBody, together(ip, location.home_port))]
pub struct LifModel {
    /// UUID that ONTAP gave the LIF. It stays when the name changes.
    #[attr(computed, stable, api(uuid))]
    pub id: Attr<String>,
    /// Name, unique in the storage VM. A new name renames the LIF in place.
    #[attr(required, check = lif::name, api(name), body(name))]
    pub name: Attr<String>,
    /// Name of the storage VM. Refer to the `name` of a `cvo_storage_vm`, so that Terraform knows the order.
    /// After a rename of the storage VM the LIF is unchanged; it cannot move to another storage VM.
    #[attr(required, api(svm.name))]
    pub svm_name: Attr<SvmName>,
    /// UUID of the storage VM.
    #[attr(computed, stable, api(svm.uuid), body(svm.uuid))]
    pub svm_id: Attr<String>,
    /// IPv4 address: a secondary private address of the network interface behind e0a of `home_node` that no
    /// other LIF of the cluster has, or a floating address. Refer to the `private_ip` of a
    /// `cvo_secondary_ip`. Changes in place; clients that are connected to the old address lose their
    /// connection.
    #[attr(required, api(ip.address), body(ip.address))]
    pub address: Attr<Ipv4>,
    /// Mask as a length (`24`) or dotted (`255.255.255.0`). For a private address only the mask of the subnet
    /// of `home_node` is accepted, and one that was left out follows a new address or node.
    #[attr(optional, filled = "the mask of the subnet of `home_node`")]
    #[attr(api(ip.netmask, read = Netmask::seen), body(ip.netmask, write = Netmask::sent))]
    pub netmask: Attr<Netmask>,
    /// Node that the LIF belongs to. Changes in place; a LIF for blocks must be disabled for that. In an HA
    /// pair in one availability zone a private address goes with the LIF: change `network_interface_id` of
    /// its `cvo_secondary_ip` in the same apply. ONTAP has a minute (at most a quarter of the time of an
    /// update) to bring the address, then it is assigned to the new home; if that fails, the LIF is put back.
    /// In several zones the partner is in another subnet and needs another private address.
    #[attr(required, check_new = name, api(location.home_node.name), body(location.home_port.node.name))]
    pub home_node: Attr<String>,
    /// Port of `home_node` that the LIF belongs to. In AWS port e0a carries the LIFs of storage VMs; any
    /// other is refused.
    #[attr(optional, default = "e0a", check_new = name)]
    #[attr(api(location.home_port.name), body(location.home_port.name))]
    pub home_port: Attr<String>,
    /// Service policy of the storage VM that says what the LIF serves: `default-data-files` for NFS and SMB,
    /// `default-data-blocks` or `default-data-iscsi` for iSCSI, `default-management` for management, or one
    /// of your own. Changes in place, as far as ONTAP allows it.
    #[attr(optional, default = "default-data-files", check_new = name)]
    #[attr(api(service_policy.name), body(service_policy.name))]
    pub service_policy: Attr<String>,
    /// Whether the LIF returns to its home by itself after a failover. LIFs for blocks never leave their
    /// home. Changes in place.
    #[attr(optional, default_by_rules = "`true`, and `false` for a policy with services for blocks")]
    #[attr(api(location.auto_revert), body(location.auto_revert))]
    pub auto_revert: Attr<bool>,
    /// Where the LIF may go when its port fails: `default`, `home_port_only`, `sfo_partners_only`,
    /// `home_node_only` or `broadcast_domain_only`. ONTAP decides by the service policy, again when the LIF
    /// changes between files and blocks. Changes in place.
    #[attr(optional, unmanaged)]
    #[attr(check = lif::failover, api(location.failover, read = shown), body(location.failover, write = named))]
    pub failover: Attr<String>,
    /// Whether the LIF is in operation. Changes in place.
    #[attr(optional, default = true, api(enabled), body(enabled))]
    pub enabled: Attr<bool>,
    /// Ranges that a floating address must not lie in besides those of the VPCs that the credentials see,
    /// such as VPCs of other accounts, and those of the provider block. `[]` says that there are none. Left
    /// out, those of the provider block alone count; if it has none either, the LIF warns of what could not
    /// be compared. A change is checked and sends nothing.
    #[attr(optional, check = lif::cidrs, local)]
    pub additional_cidrs: Attr<BTreeSet<String>>,
    /// Route tables in which the system writes the route of a floating address. Left out, those of the VPC
    /// that have a route to a floating address of this pair already. They are read and never written. A
    /// change is checked like a new address, and waits for the route.
    #[attr(optional, local)]
    pub route_table_ids: Attr<BTreeSet<String>>,
    /// `true`: a floating address is refused while a node lacks a private LIF of the storage VM that never
    /// leaves it, such as one for iSCSI; without one the LIF cannot migrate to that node.
    #[attr(optional, default = false, local)]
    pub require_private_lifs: Attr<bool>,
    /// `true`: the LIF may be made while `home_node` is taken over by its partner or waits for giveback.
    /// `false`: that is refused. Reading, changing and destroying are possible at any time.
    #[attr(optional, default = false, local)]
    pub allow_during_takeover: Attr<bool>,
    /// `true` when the last apply ended, with a warning, before a route led to the floating address. The next
    /// apply waits again, and changes nothing else. Always `false` for a private address.
    #[attr(computed, stable, derived)]
    pub awaits_route: Attr<bool>,
    /// Whether the create came to its end, and a route leads to a floating address. `false` after a create
    /// whose outcome is not known or that was not finished: it ended with a warning and not with an error,
    /// and the next apply looks, finishes or makes the LIF. Also `false` after a change of `home_node` that
    /// did not bring the address to the new home; the next apply finishes that. A postcondition on it makes
    /// such an apply fail without any harm.
    #[attr(computed, stable, derived)]
    pub complete: Attr<bool>,
    /// How long the operations may take. Default `5m` each.
    #[attr(optional, local)]
    pub timeouts: Attr<Timeouts>,
}

of_svm!(LifModel);

impl LifModel {
    /// Returns the address, if it is known.
    pub fn address(&self) -> Option<Ipv4Addr> {
        self.address.known().map(|address| address.0)
    }

    /// Returns whether its policy serves blocks, or `None` while the policy is unknown.
    pub fn serves_blocks(&self) -> Option<bool> {
        self.service_policy.known().map(|policy| lif::serves_blocks(policy))
    }

    /// Returns this plan with `netmask` and `auto_revert` settled, if they were left open. `policies` are
    /// those of the storage VM.
    pub fn settled(&self, subnet_prefix: u8, policies: &[ServicePolicy]) -> Self {
        let policy = policies.iter().find(|policy| self.service_policy.known() == Some(&policy.name));
        let auto_revert = policy.map(|policy| !has_block_services(&policy.services));
        Self {
            netmask: self.netmask.clone().or(Attr::Known(Netmask::of_length(subnet_prefix))),
            auto_revert: self.auto_revert.or(auto_revert.into()),
            ..self.clone()
        }
    }

    /// Returns whether the last apply ended before there was a route to the floating address.
    pub fn still_awaits_route(&self) -> bool {
        self.awaits_route == Attr::Known(true)
    }

    /// Returns whether the last apply left something to finish.
    pub fn is_pending(&self) -> bool {
        self.still_awaits_route() || self.complete == Attr::Known(false)
    }

    /// Returns whether the plan changes something that can conflict with another object.
    pub fn must_be_checked(&self, now: &Self) -> bool {
        self.is_placed_unlike(now) || self.name != now.name || self.service_policy != now.service_policy
    }

    /// Returns whether the plan changes what a floating address is compared with.
    pub fn is_compared_unlike(&self, prior: &Self) -> bool {
        self.additional_cidrs != prior.additional_cidrs || self.route_table_ids != prior.route_table_ids
    }

    /// Returns whether the plan demands private LIFs that the state does not demand.
    pub fn newly_requires_private_lifs(&self, prior: &Self) -> bool {
        self.require_private_lifs != prior.require_private_lifs
            && self.require_private_lifs != Attr::Known(false)
    }

    /// Returns whether the plan changes the placement: address, mask, node or port.
    pub fn is_placed_unlike(&self, prior: &Self) -> bool {
        let length = |model: &Self| model.netmask.known().map(|mask| mask.length());
        self.address != prior.address
            || self.home_node != prior.home_node
            || self.home_port != prior.home_port
            || length(self) != length(prior)
    }
}
