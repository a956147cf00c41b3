//! [`Book`]: what is written, and what is left out.

use std::collections::BTreeMap;

use tfplugin_core::{Attr, Diagnostics, Text};

use super::hcl::{Block, Expression};
use super::names::Names;
use crate::svm_of::OfSvm;
use crate::written::{Lines, Written, refuse_impossible, written};

/// One resource of the configuration.
#[derive(Debug)]
pub struct Resource {
    /// Its type.
    pub type_name: &'static str,
    /// Its name in the configuration.
    pub name: String,
    /// The storage VM that it stands with, and its place there.
    pub place: (String, usize),
    /// Its attributes.
    pub attributes: Vec<(String, Expression)>,
    /// What it names in `depends_on`.
    pub depends_on: Vec<String>,
    /// The id that imports it.
    pub import_id: String,
}

impl Resource {
    /// Returns its address in the configuration.
    pub fn address(&self) -> String {
        format!("{}.{}", self.type_name, self.name)
    }

    /// Lets an attribute refer to another resource.
    pub fn refer(&mut self, attribute: &str, to: String) {
        for (_, expression) in self.attributes.iter_mut().filter(|(name, _)| name == attribute) {
            *expression = Expression::Reference(to.clone());
        }
    }
}

/// An object that is not written.
#[derive(Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The object, for the beginning of a sentence.
    pub object: String,
    /// Why.
    pub why: String,
}

/// What is written, and what is left out.
#[derive(Debug, Default)]
pub struct Book {
    names: Names,
    pub resources: Vec<Resource>,
    pub left_out: Vec<LeftOut>,
    /// The address of each storage VM in the configuration, by its uuid.
    pub storage_vms: BTreeMap<String, String>,
}

/// What a resource needs besides its attributes.
#[derive(Debug)]
pub struct Entry {
    pub type_name: &'static str,
    /// The object, for the beginning of a sentence.
    pub subject: String,
    /// What the name in the configuration is made of.
    pub wanted: String,
    pub place: (String, usize),
    pub import_id: Option<String>,
}

impl Book {
    /// Adds an object, or leaves it out if no configuration can say what it is.
    pub fn add<M: Written + OfSvm>(
        &mut self,
        entry: Entry,
        object: &M,
        around: &M::Around,
    ) -> Option<&mut Resource> {
        let lines = written(object, around);
        let Entry { type_name, subject, wanted, place, import_id } = entry;
        let import_id = self.importable::<M>(&subject, &lines, import_id)?;
        let name = self.names.claim(type_name, &wanted);
        let attributes = lines.into_iter().map(|(name, value)| (name, Expression::Literal(value))).collect();
        let resource = Resource { type_name, name, place, attributes, depends_on: Vec::new(), import_id };
        let svm = object.svm().and_then(|(_, id)| self.storage_vms.get(id.known()?).cloned());
        self.resources.push(resource);
        let added = self.resources.last_mut()?;
        if let Some(svm) = svm {
            added.refer("svm_name", format!("{svm}.name"));
        }
        Some(added)
    }

    fn importable<M: Written>(
        &mut self,
        subject: &str,
        lines: &Lines,
        import_id: Option<String>,
    ) -> Option<String> {
        match (refuse_impossible::<M>(lines), import_id) {
            (Ok(()), Some(id)) => return Some(id),
            (Ok(()), None) => self.leave_out(subject, "The system does not tell what identifies it."),
            (Err(refusals), _) => self.leave_out(subject, &reasons(&refusals)),
        }
        None
    }

    /// Leaves an object out; `why` is a sentence.
    pub fn leave_out(&mut self, object: &str, why: &str) {
        self.left_out.push(LeftOut { object: object.to_owned(), why: why.to_owned() });
    }

    /// Leaves an object out that the resource does not manage.
    pub fn refuse(&mut self, object: &str, refusals: &Diagnostics) {
        self.leave_out(object, &reasons(refusals));
    }

    /// Returns the addresses of the resources of a type that stand with a storage VM.
    pub fn with(&self, type_name: &str, svm: &str) -> Vec<String> {
        let found = self.resources.iter().filter(|one| one.type_name == type_name && one.place.0 == svm);
        found.map(Resource::address).collect()
    }

    /// Returns the resources in the order of the configuration.
    pub fn sorted(&self) -> Vec<&Resource> {
        let mut sorted: Vec<_> = self.resources.iter().collect();
        sorted.sort_by_key(|resource| &resource.place);
        sorted
    }

    /// Returns the text of the resources.
    pub fn main(&self) -> String {
        let blocks = self.sorted().into_iter().map(|resource| {
            let attributes =
                resource.attributes.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
            let labels = vec![resource.type_name, resource.name.as_str()];
            Block { keyword: "resource", labels, attributes, depends_on: &resource.depends_on }.text()
        });
        blocks.collect::<Vec<_>>().join("\n")
    }

    /// Returns the text of the import blocks.
    pub fn imports(&self) -> String {
        let blocks = self.sorted().into_iter().map(|resource| {
            let id = Expression::Literal(resource.import_id.as_str().into());
            let attributes = vec![("to", Expression::Reference(resource.address())), ("id", id)];
            Block { keyword: "import", labels: Vec::new(), attributes, depends_on: &[] }.text()
        });
        blocks.collect::<Vec<_>>().join("\n")
    }
}

fn reasons(refusals: &Diagnostics) -> String {
    let reasons = refusals.iter().map(|refusal| format!("{}. {}", refusal.summary, refusal.detail));
    reasons.collect::<Vec<_>>().join(" ")
}

/// Returns the text of a known value.
pub fn text<T: Text>(value: &Attr<T>) -> String {
    value.known().map(Text::text).unwrap_or_default()
}
