//! Schema, manual and state of `cvo_secondary_ip`.

use std::net::Ipv4Addr;

use tfplugin_core::{Attr, Model, Text, Timeouts};

use crate::svm_of::OfSvm;
use crate::values::{InterfaceId, Ipv4};

/// One secondary private IPv4 address on a network interface that somebody else owns: the interface behind
/// port e0a of a Cloud Volumes ONTAP node. Other addresses of the interface are never touched.
///
/// The address of a LIF must be assigned before the LIF is made, and can be released only after the LIF is
/// gone; refer to `private_ip` in `cvo_lif`, so that Terraform knows the order.
///
/// EC2 keeps no owner of an address. Two runs at the same time that name the same `private_ip` on the same
/// interface both have it assigned, and neither can tell; the second sees it where a LIF has the address
/// already, and refuses it. Name each address in one configuration only.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct SecondaryIpModel {
    /// The interface and the address, such as `eni-0a1b2c3d4e5f60718/10.0.1.20`.
    #[attr(computed, stable)]
    pub id: Attr<String>,
    /// Network interface that gets the address; `data.cvo_system` gives the one behind e0a of each node, and
    /// no other is accepted. In an HA pair in one availability zone the interface of the partner is a change
    /// in place: while a LIF has the address, nothing is sent to EC2, and the address goes with its LIF,
    /// whose `home_node` changes in the same apply (if it does not, the next plan shows where the address is);
    /// an address that no LIF has is moved at once. Any other interface is another address, and replaces the
    /// resource.
    #[attr(required, replace)]
    pub network_interface_id: Attr<InterfaceId>,
    /// The address. A free one is never one that another `cvo_secondary_ip`, or a `cvo_lif`, has named by
    /// then in the same run. Another address replaces the resource; with `create_before_destroy` the new one
    /// is assigned before the old one is released.
    #[attr(optional, filled = "a free address of the interface's subnet, chosen", replace)]
    pub private_ip: Attr<Ipv4>,
    /// `true`: the address of `private_ip` may be on the interface already, when nothing uses it: it is a
    /// secondary address, no LIF of the cluster has it and no Elastic IP is tied to it. `false`: an address
    /// that is there already is refused.
    #[attr(optional, default = false)]
    pub reuse_unused: Attr<bool>,
    /// `true`: the address of `private_ip` may be taken from the network interface behind e0a of the HA
    /// partner, when nothing uses it. From any other interface it is never taken, and one that a LIF has or
    /// that another `cvo_secondary_ip` of the same run has got is refused. During a takeover an address stays
    /// where it is and is accepted there, unless its LIF belongs to the partner; so is one that an Elastic IP
    /// is tied to. EC2's tick box "Allow reassignment" is likewise a permission for one call and no property
    /// of the address; a takeover does not depend on it. Without `private_ip` this has no effect: a free
    /// address is always a new one.
    #[attr(optional, default = false)]
    pub allow_reassignment: Attr<bool>,
    /// `true`: the address may be assigned while the node of the interface is taken over by its partner or
    /// waits for giveback. `false`: that is refused. Reading, changing and destroying are possible at any
    /// time.
    #[attr(optional, default = false)]
    pub allow_during_takeover: Attr<bool>,
    /// Whether a destroy takes the address off the interface. With `false` the address is only forgotten: so
    /// it is with one that was there before (`reuse_unused`, or accepted with `allow_reassignment`) or was
    /// imported. It is released only from the interface behind e0a of a node of this system. A destroy waits
    /// for a LIF with the address that goes in the same run, and is refused while a LIF has it; the next
    /// destroy releases the address, or forgets it if a LIF still has it. When another object has got the
    /// address in the same run, a destroy is refused and this becomes `false`: the next destroy forgets the
    /// address, unless `true` is applied again. A state without this value was damaged, and its destroy is
    /// refused until the configuration says `true` or `false`.
    #[attr(optional, filled = "`true` for an address that this resource assigns, else `false`,")]
    pub release_on_destroy: Attr<bool>,
    /// Free text, kept in the state alone. The module `examples/modules/storage-vm` writes the time of the
    /// plan here, with `ignore_changes = [note]`, to tell addresses that exist from planned ones.
    #[attr(optional)]
    pub note: Attr<String>,
    /// Whether the address is on the interface, or after a failover on that of the HA partner. `false` after
    /// it was taken away outside of Terraform, and while it is not known whether it was assigned
    /// (`complete`); the next apply assigns the same address if it is missing.
    #[attr(computed)]
    pub assigned: Attr<bool>,
    /// Whether the last create or change came to its end and was seen. `false` after an apply that could not
    /// see whether the address was assigned, which then warned of it. While it is `false`, the plan is an
    /// update in place: it looks for the address, and assigns it if it is missing. A `postcondition` that
    /// demands `self.complete != false` makes such an apply fail, and keeps whatever depends on the address
    /// from being made.
    #[attr(computed, stable)]
    pub complete: Attr<bool>,
    /// How long the operations may take. Default `5m` each.
    #[attr(optional)]
    pub timeouts: Attr<Timeouts>,
}

/// An address belongs to an interface, not to a storage VM.
impl OfSvm for SecondaryIpModel {}

impl SecondaryIpModel {
    /// Returns the id of the interface, or an empty text if it is not known yet.
    pub fn interface(&self) -> String {
        self.network_interface_id.known().map(Text::text).unwrap_or_default()
    }

    /// Returns the address, if it is known.
    pub fn address(&self) -> Option<Ipv4Addr> {
        self.private_ip.known().map(|address| address.0)
    }

    /// Returns the planned object with this address on its interface. `ours` says whether the address was
    /// assigned for this object: unless the configuration decides, a destroy releases only such an address.
    pub fn settled(&self, address: Ipv4Addr, ours: bool) -> Self {
        let release_on_destroy = self.release_on_destroy.or(Attr::Known(ours));
        Self { release_on_destroy, ..self.with_address(address, true) }
    }

    /// Returns the state with this address. `assigned` says whether it is on the interface.
    pub fn with_address(&self, address: Ipv4Addr, assigned: bool) -> Self {
        Self {
            id: id(&self.interface(), address).into(),
            private_ip: Attr::Known(Ipv4(address)),
            assigned: Attr::Known(assigned),
            ..self.clone()
        }
    }

    /// Returns the state of the address on another interface, whose id EC2 gave.
    pub fn on_interface(&self, interface: &str) -> Self {
        let network_interface_id = InterfaceId::parse(interface).ok().into();
        let id = self.address().map(|address| id(interface, address)).into();
        Self { network_interface_id, id, ..self.clone() }
    }
}

/// Returns the resource id.
pub fn id(interface: &str, address: Ipv4Addr) -> String {
    format!("{interface}/{address}")
}
