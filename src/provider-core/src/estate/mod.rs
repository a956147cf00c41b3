//! A system as a configuration: the objects that exist, written as a person would write them, with references
//! and import blocks; what was left out and why; and the system as a tree. Pure.
//!
//! *Invariant:* what is written plans no change once it is imported. An object for which that cannot be is
//! left out and named.

mod addresses;
mod book;
mod deployment;
mod hcl;
mod lifs;
pub mod listed;
mod moves;
mod names;
mod preamble;
mod routes;
mod selection;
mod storage_vms;
mod summary;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use ec2_core::NetworkInterface;
use ipnet::Ipv4Net;
use ontap_core::{Cluster, IpInterface, IpRoute, Node, ServicePolicy};

use crate::storage_vm::Whole;
use crate::system::{E0a, Oldest};
use book::Book;
pub use deployment::oldest_of;
use hcl::is_plain;
pub use preamble::preamble;
pub use tree::tree;

/// What was read of a system. Every list is complete.
#[derive(Debug, Clone, Copy)]
pub struct System<'a> {
    /// The cluster.
    pub cluster: &'a Cluster,
    /// Its nodes.
    pub nodes: &'a [Node],
    /// Which interface is behind e0a of which node.
    pub e0a: &'a [E0a],
    /// These interfaces.
    pub interfaces: &'a [NetworkInterface],
    /// The range of each of their subnets, by the id of the subnet.
    pub subnets: &'a BTreeMap<String, Ipv4Net>,
    /// How many addresses each interface can have, by its id, as far as that is known.
    pub limits: &'a BTreeMap<String, usize>,
    /// The storage VMs.
    pub storage_vms: &'a [Whole],
    /// The LIFs of every scope.
    pub lifs: &'a [IpInterface],
    /// The routes of every scope.
    pub routes: &'a [IpRoute],
    /// The service policies of every scope.
    pub policies: &'a [ServicePolicy],
    /// The storage VM that the system was deployed with.
    pub default_svm: &'a Oldest,
}

/// Which objects are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Names of the storage VMs whose objects are wanted; all if it is absent.
    pub storage_vms: Option<BTreeSet<String>>,
    /// Whether the storage VM that the system was deployed with is wanted too. One that is named always is.
    pub include_system: bool,
}

/// A system as a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovered {
    /// The resources.
    pub main: String,
    /// The import blocks.
    pub imports: String,
    /// What was written, and what was left out and why.
    pub summary: String,
    /// Names of the selection that no storage VM has.
    pub unknown: Vec<String>,
}

/// Returns the configuration of the objects that are wanted.
pub fn discover(system: &System<'_>, selection: &Selection) -> Discovered {
    let mut book = Book::default();
    let chosen = selection::chosen(system, selection);
    storage_vms::collect(system, &chosen, &mut book);
    let mut lifs = lifs::chosen(system, &chosen, &mut book);
    addresses::collect(system, &chosen, &mut lifs, &mut book);
    lifs::collect(&lifs, &mut book);
    routes::collect(system, &chosen, &mut book);
    moves::collect(system, &chosen, &mut book);
    Discovered {
        main: book.main(),
        imports: book.imports(),
        summary: summary::of(&book, &chosen),
        unknown: chosen.unknown,
    }
}

/// Returns the text in one line, with what does not show escaped: a name on the system is no command to the
/// terminal.
fn plain(text: &str) -> String {
    let shown = |c: char| if is_plain(c) { c.to_string() } else { c.escape_default().to_string() };
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests;
