//! Schema, manual and state of `cvo_secondary_ip`.

use std::net::Ipv4Addr;

use tfplugin::{Attr, Model, Text, Timeouts};

use crate::values::{InterfaceId, Ipv4};

/// One secondary private IPv4 address on a network interface that somebody else owns: the interface behind port
/// e0a of a Cloud Volumes ONTAP node. Other addresses of the interface are never touched.
///
/// The address of a LIF must be assigned before the LIF is made, and can be released only after the LIF is gone;
/// refer to `private_ip` in `cvo_lif`, so that Terraform knows the order.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub(crate) struct SecondaryIpModel {
    /// The interface and the address, such as `eni-0a1b2c3d4e5f60718/10.0.1.20`.
    #[attr(computed, stable)]
    pub(crate) id: Attr<String>,
    /// Network interface that gets the address; `data.cvo_system` gives the one behind e0a of each node. Another
    /// interface is another address: a change replaces the resource.
    #[attr(required, replace)]
    pub(crate) network_interface_id: Attr<InterfaceId>,
    /// The address. Left out, a free address of the interface's subnet is chosen when the resource is created.
    /// Another address replaces the resource; with `create_before_destroy` the new one is assigned before the
    /// old one is released.
    #[attr(optional, computed, stable, replace)]
    pub(crate) private_ip: Attr<Ipv4>,
    /// `true`: the address of `private_ip` may be on the interface already, when nothing uses it: it is a
    /// secondary address, no LIF of the cluster has it and no Elastic IP is tied to it. Default `false`: an
    /// address that is there already is refused.
    #[attr(optional, default = false)]
    pub(crate) reuse_unused: Attr<bool>,
    /// `true`: the address of `private_ip` may be taken from the network interface behind e0a of the HA partner, when
    /// nothing uses it. From any other interface it is never taken. An address that a LIF has or that an Elastic
    /// IP is tied to, and every address during a takeover, stays where it is and is accepted there. Default
    /// `false`. EC2's tick box "Allow reassignment" is likewise a permission for one call and no property of the
    /// address; a takeover does not depend on it. An address that is left to choose is always a new one, which nobody
    /// has to give away.
    #[attr(optional, default = false)]
    pub(crate) allow_reassignment: Attr<bool>,
    /// `true`: the address may be assigned while the node of the interface is taken over by its partner or waits
    /// for giveback. Default `false`: that is refused. Reading, changing and destroying are possible at any time.
    #[attr(optional, default = false)]
    pub(crate) allow_during_takeover: Attr<bool>,
    /// Whether a destroy takes the address off the interface. Default `true` for an address that this resource
    /// assigned, `false` for one that was there before (`reuse_unused`, or accepted with `allow_reassignment`) or was
    /// imported: it is then only forgotten.
    #[attr(optional, computed, stable)]
    pub(crate) release_on_destroy: Attr<bool>,
    /// Anything to be kept with the address in Terraform's state; nothing of it is sent. With the time of the plan here, and
    /// `ignore_changes = [note]`, a configuration can tell the addresses that are there from those that a plan is about to
    /// assign: the module `examples/modules/storage-vm` does.
    #[attr(optional)]
    pub(crate) note: Attr<String>,
    /// Whether the address is on the interface, or after a failover on that of the HA partner. `false` after it was
    /// taken away outside of Terraform, and after an apply that could not see whether it was assigned, which then warned of
    /// it; the next apply assigns the same address if it is missing.
    #[attr(computed)]
    pub(crate) assigned: Attr<bool>,
    /// How long the operations may take.
    #[attr(optional)]
    pub(crate) timeouts: Attr<Timeouts>,
}

impl SecondaryIpModel {
    /// The interface's id, once it is known.
    pub(super) fn interface(&self) -> String {
        self.network_interface_id.known().map(Text::text).unwrap_or_default()
    }

    /// The address, once it is known.
    pub(super) fn address(&self) -> Option<Ipv4Addr> {
        self.private_ip.known().map(|address| address.0)
    }

    /// The state with this address on the interface, or not on it.
    pub(super) fn with_address(&self, address: Ipv4Addr, assigned: bool) -> Self {
        Self {
            id: id(&self.interface(), address).into(),
            private_ip: Attr::Known(Ipv4(address)),
            assigned: Attr::Known(assigned),
            ..self.clone()
        }
    }
}

/// The resource id.
pub(super) fn id(interface: &str, address: Ipv4Addr) -> String {
    format!("{interface}/{address}")
}
