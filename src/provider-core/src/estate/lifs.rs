//! The LIFs of a configuration.

use ipnet::Ipv4Net;
use ontap_core::IpInterface;

use super::System;
use super::book::{Book, Entry};
use super::selection::Chosen;
use crate::lif::{Around, LifModel};
use crate::object::OntapModel;
use crate::system::{E0a, describe_lif};
use crate::written::{refuse_impossible, written};

/// A LIF that is written, and where its address is.
#[derive(Debug)]
pub struct Lif<'a> {
    pub record: &'a IpInterface,
    pub model: LifModel,
    /// E0a of its home node.
    pub home: Option<&'a E0a>,
    subnet: Option<Ipv4Net>,
    /// The resource of its address.
    pub secondary_ip: Option<String>,
}

impl Lif<'_> {
    /// Returns what the name of its resource, and that of its address, is made of.
    pub fn wanted(&self) -> String {
        format!("{}_{}", self.svm(), self.record.name)
    }

    /// Returns the name of its storage VM.
    pub fn svm(&self) -> String {
        self.record.svm.name.clone().unwrap_or_default()
    }

    fn around(&self) -> Around {
        Around::of(self.record, self.subnet)
    }

    /// Returns whether its address is in no subnet of the home node and on none of the interfaces.
    fn floats(&self) -> bool {
        let address = self.record.ipv4();
        let is_private = self.subnet.zip(address).is_some_and(|(subnet, address)| subnet.contains(&address));
        self.secondary_ip.is_none() && self.subnet.is_some() && !is_private
    }
}

/// Returns the LIFs that are written, and leaves the others out.
pub fn chosen<'a>(system: &System<'a>, chosen: &Chosen, book: &mut Book) -> Vec<Lif<'a>> {
    let mut all: Vec<_> = system.lifs.iter().collect();
    all.sort_by_key(|lif| (&lif.svm.name, &lif.name));
    all.into_iter().filter_map(|record| wanted(system, chosen, record, book)).collect()
}

fn wanted<'a>(
    system: &System<'a>,
    chosen: &Chosen,
    record: &'a IpInterface,
    book: &mut Book,
) -> Option<Lif<'a>> {
    let subject = describe_lif(record);
    let is_of_cluster = record.svm.uuid.is_none();
    if let Some(why) = chosen.why_not(&record.svm) {
        book.leave_out(&subject, &why);
    } else if chosen.has(&record.svm) || is_of_cluster && !chosen.is_narrow {
        let home = record.location.home_node.name.as_ref();
        let home = system.e0a.iter().find(|e0a| Some(&e0a.node) == home);
        let subnet = home.and_then(|home| system.subnets.get(&home.subnet_id)).copied();
        let model = LifModel::imported(record);
        let lif = Lif { record, model, home, subnet, secondary_ip: None };
        let lines = written(&lif.model, &lif.around());
        match LifModel::refuse_unmanaged(record).and_then(|()| refuse_impossible::<LifModel>(&lines)) {
            Ok(()) => return Some(lif),
            Err(refusals) => book.refuse(&subject, &refusals),
        }
    }
    None
}

/// Adds the LIFs. A floating one comes after the private ones of its storage VM, which it needs to migrate.
pub fn collect(lifs: &[Lif<'_>], book: &mut Book) {
    let (floating, private): (Vec<_>, Vec<_>) = lifs.iter().partition(|lif| lif.floats());
    let mut staying: Vec<(String, String)> = Vec::new();
    for lif in private {
        let address = add(lif, &[], book);
        if let Some(address) = address.filter(|_| lif.record.stays_on_node()) {
            staying.push((lif.svm(), address));
        }
    }
    for lif in floating {
        let needed = staying.iter().filter(|(svm, _)| *svm == lif.svm());
        let needed: Vec<_> = needed.map(|(_, address)| address.clone()).collect();
        add(lif, &needed, book);
    }
}

fn add(lif: &Lif<'_>, depends_on: &[String], book: &mut Book) -> Option<String> {
    let entry = Entry {
        type_name: LifModel::TYPE,
        subject: describe_lif(lif.record),
        wanted: lif.wanted(),
        place: (lif.svm(), 2),
        import_id: lif.model.import_id(),
    };
    let added = book.add(entry, &lif.model, &lif.around())?;
    added.depends_on = depends_on.to_vec();
    if let Some(address) = &lif.secondary_ip {
        added.refer("address", format!("{address}.private_ip"));
    }
    Some(added.address())
}
