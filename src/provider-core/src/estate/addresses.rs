//! The secondary addresses of a configuration.

use std::net::Ipv4Addr;

use ec2_core::{NetworkInterface, PrivateAddress};
use tfplugin_core::{Attr, Model, Text};

use super::System;
use super::book::{Book, Entry};
use super::lifs::Lif;
use super::selection::Chosen;
use crate::secondary_ip::SecondaryIpModel;
use crate::system::{describe_lif, is_in_failover, lif_with, unseen};
use crate::values::InterfaceId;

const TYPE: &str = "cvo_secondary_ip";

/// Adds the addresses of the LIFs, which then refer to them, and those that nothing uses. An address is
/// written for the interface of the node where its LIF is at home, wherever it is during a failover.
pub fn collect(system: &System<'_>, chosen: &Chosen, lifs: &mut [Lif<'_>], book: &mut Book) {
    for lif in &mut *lifs {
        lif.secondary_ip = of_lif(system, lif, book);
    }
    if chosen.is_narrow {
        return;
    }
    let is_of_lif = |address| lifs.iter().any(|lif| lif.record.ipv4() == Some(address));
    for interface in system.interfaces {
        for held in interface.addresses.iter().filter(|held| !is_of_lif(held.address)) {
            other(system, interface, held, book);
        }
    }
}

fn of_lif(system: &System<'_>, lif: &Lif<'_>, book: &mut Book) -> Option<String> {
    let (address, home) = (lif.record.ipv4()?, lif.home?);
    let held = system.interfaces.iter().find_map(|interface| interface.address(address))?;
    let subject = format!("Address {address} of {}", describe_lif(lif.record));
    if held.primary {
        book.leave_out(&subject, PRIMARY);
        return None;
    }
    add(&home.interface_id, address, (subject, lif.wanted()), lif.svm(), book)
}

const PRIMARY: &str = "The primary address of a network interface belongs to the node.";

/// Adds an address of no written LIF if nothing uses it.
fn other(system: &System<'_>, interface: &NetworkInterface, held: &PrivateAddress, book: &mut Book) {
    let address = held.address;
    let subject = format!("Address {address} on {}", interface.id);
    if held.primary {
        book.leave_out(&subject, PRIMARY);
    } else if let Some(lif) = lif_with(system.lifs, address) {
        book.leave_out(&subject, &format!("{} has it, which is left out.", describe_lif(lif)));
    } else if let Some(elastic) = held.elastic_ip {
        let why = format!("The Elastic IP {elastic} is tied to it: another tool uses it.");
        book.leave_out(&subject, &why);
    } else if let Some(why) = unseen(system.lifs) {
        book.leave_out(&subject, &why);
    } else if is_in_failover(system.nodes) {
        let why = "Nothing uses it, and a failover is in progress: it may belong to the other node.";
        book.leave_out(&subject, why);
    } else {
        add(&interface.id, address, (subject, format!("unused_{address}")), LAST.to_owned(), book);
    }
}

/// Sorts behind the names of all storage VMs.
const LAST: &str = "\u{10ffff}";

fn add(
    interface: &str,
    address: Ipv4Addr,
    (subject, wanted): (String, String),
    svm: String,
    book: &mut Book,
) -> Option<String> {
    let model = model(interface, address);
    let import_id = model.id.known().cloned();
    let entry = Entry { type_name: TYPE, subject, wanted, place: (svm, 1), import_id };
    book.add(entry, &model, &()).map(|added| added.address())
}

/// Returns an address as an import returns it.
pub fn model(interface: &str, address: Ipv4Addr) -> SecondaryIpModel {
    let model = SecondaryIpModel {
        network_interface_id: InterfaceId::parse(interface).ok().into(),
        release_on_destroy: Attr::Known(false),
        ..SecondaryIpModel::defaults()
    };
    model.with_address(address, true)
}
