//! How a storage VM is identified.

use ontap_core::{RootVolumeBody, SvmSubtype};
use tfplugin_core::{Attr, Outcome, Plan, Recorded};

use super::checks::require_root;
use super::identity_schema::StorageVmIdentity;
use super::model::StorageVmModel;
use super::observe::Whole;
use super::rules::{self, Facts};
use crate::object::{OntapModel, values_of_body};
use crate::own_attributes;
use crate::svm_of::OfSvm;
use crate::unfinished::Values;
use crate::values::Choice;

/// A storage VM does not belong to another storage VM.
impl OfSvm for StorageVmModel {}

impl OntapModel for StorageVmModel {
    type Found = Whole;
    type Facts = Facts;
    type Identity = StorageVmIdentity;

    const TYPE: &'static str = "cvo_storage_vm";
    const KIND: &'static str = "storage VM";
    const IMPORT_ID: &'static [&'static str] = &["name"];
    const IDENTITY: &'static [&'static str] = &["name", "root_volume_id", "root_volume_name"];

    own_attributes!();

    fn identity(&self, cluster: &str) -> Option<StorageVmIdentity> {
        StorageVmIdentity::of(self, cluster)
    }

    fn settle(plan: &mut Plan<Self>, _facts: Option<&Facts>) {
        rules::settle(plan);
    }

    fn review(plan: &mut Plan<Self>, facts: Option<&Facts>) {
        rules::review(plan, facts);
    }

    fn missing(&self) -> Vec<&'static str> {
        if self.name.known().is_some() { Vec::new() } else { vec!["name"] }
    }

    fn seen(&self, found: &Whole) -> Self {
        self.of_whole(found)
    }

    /// Takes over everything that was found, and sets the protection. The aggregates of a `dp_destination`
    /// are not ours, because no configuration can name them.
    fn imported(whole: &Whole) -> Self {
        let found = whole.aggregate_names();
        let is_destination = whole.svm().subtype == Some(SvmSubtype::DpDestination);
        let aggregates = if found.is_empty() || is_destination { Attr::Null } else { Attr::Known(found) };
        let before = Self {
            aggregates,
            deletion_protection: Attr::Known(true),
            contents_check: Attr::Known(Choice::default()),
            recovery_queue: Attr::Known(Choice::default()),
            ..Self::default()
        };
        before.of_whole(whole)
    }

    fn refuse_import(whole: &Whole) -> Outcome<()> {
        require_root(whole)
    }

    fn values_sent(&self) -> Values {
        let RootVolumeBody { name, aggregate, security_style } = self.body().root_volume;
        let mut values = values_of_body(self);
        values.extend([
            ("root_volume_name", name),
            ("root_volume_aggregate", aggregate),
            ("root_volume_security_style", security_style.map(|style| style.to_string())),
        ]);
        values
    }

    /// The name was compared when ONTAP answered. A root volume that differs or does not show yet does not
    /// make it another storage VM.
    fn refuse_made(&self, _whole: &Whole) -> Outcome<()> {
        Ok(())
    }

    /// Refuses a storage VM that has neither the name nor the root volume of the state. One of them may have
    /// been changed outside of Terraform, and both if the uuid was also recorded.
    fn refuse_another(&self, whole: &Whole, is_remembered: bool) -> Outcome<()> {
        if is_remembered {
            return Ok(());
        }
        let other_name = self.name.known().is_some_and(|name| name.as_str() != whole.svm().name);
        let root = whole.root().map(|root| &root.uuid);
        let other_root =
            self.root_volume_id.known().is_some_and(|stored| root.is_some_and(|root| root != stored));
        if other_name && other_root { self.refuse_unlike(whole) } else { Ok(()) }
    }
}
