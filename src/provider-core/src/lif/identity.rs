//! How a LIF is identified.

use ontap_core::{IpInterface, IpInterfaceBody, Scope};
use tfplugin_core::{Attr, Diagnostics, Outcome, Plan, Recorded};

use super::identity_schema::LifIdentity;
use super::model::LifModel;
use super::rules::{self, Facts};
use super::steps::steps;
use crate::object::{OntapModel, Step, refuse_of_cluster};
use crate::own_attributes;
use crate::system::describe_lif;

impl OntapModel for LifModel {
    type Found = IpInterface;
    type Facts = Facts;
    type Identity = LifIdentity;

    const TYPE: &'static str = "cvo_lif";
    const KIND: &'static str = "LIF";
    const IMPORT_ID: &'static [&'static str] = &["svm_name", "name"];
    const IDENTITY: &'static [&'static str] = &["svm_id", "name", "address"];

    own_attributes!();

    fn identity(&self, cluster: &str) -> Option<LifIdentity> {
        LifIdentity::of(self, cluster)
    }

    fn checks_locally(&self, prior: &Self) -> bool {
        self.is_compared_unlike(prior) || self.newly_requires_private_lifs(prior)
    }

    fn settle(plan: &mut Plan<Self>, facts: Option<&Facts>) {
        rules::settle(plan, facts);
    }

    fn review(plan: &mut Plan<Self>, facts: Option<&Facts>) {
        rules::review(plan, facts);
    }

    /// Sets the defaults of the attributes that ONTAP does not know.
    fn imported(found: &IpInterface) -> Self {
        let empty = Self {
            require_private_lifs: Attr::Known(false),
            allow_during_takeover: Attr::Known(false),
            awaits_route: Attr::Known(false),
            ..Self::default()
        };
        empty.observed(found)
    }

    fn refuse_unmanaged(lif: &IpInterface) -> Outcome<()> {
        refuse_of_cluster::<Self>(&describe_lif(lif), lif.scope.as_ref())?;
        if lif.ipv4().is_some() {
            return Ok(());
        }
        Err(Diagnostics::error(
            format!("{} has no IPv4 address", describe_lif(lif)),
            "cvo_lif manages IPv4 addresses only: network interfaces of Cloud Volumes ONTAP in AWS carry no \
             others.",
        ))
    }

    fn steps(&self, now: &Self) -> Vec<Step<IpInterfaceBody>> {
        let name = now.describe();
        steps(now, self).into_iter().map(|step| (step.action(&name), step.patch())).collect()
    }

    /// Refuses a LIF of the cluster, and one of another storage VM, because a LIF cannot move there. Unless
    /// the uuid was recorded, also refuses a LIF that has neither the name nor the address of the state. One
    /// of them may have been changed outside of Terraform; both may have been changed by an update whose end
    /// was not seen.
    fn refuse_another(&self, lif: &IpInterface, is_remembered: bool) -> Outcome<()> {
        if lif.scope == Some(Scope::Cluster) {
            return Err(of_cluster(self, lif));
        }
        let name = self.name.known().is_some_and(|name| *name != lif.name);
        let address = self.address().is_some_and(|address| Some(address) != lif.ipv4());
        let svm =
            self.svm_id.known().zip(lif.svm.uuid.as_ref()).is_some_and(|(stored, found)| stored != found);
        if svm || name && address && !is_remembered { self.refuse_unlike(lif) } else { Ok(()) }
    }
}

fn of_cluster(stored: &LifModel, lif: &IpInterface) -> Diagnostics {
    Diagnostics::error(
        format!("The state of {} names {}", stored.describe(), describe_lif(lif)),
        "That one belongs to no storage VM but to the system, and is never touched. The state was edited or \
         damaged: restore it from a backup, or remove the object from it with \"terraform state rm\".",
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tfplugin_core::{Attr, Text};

    use super::*;
    use crate::values::{Ipv4, SvmName};

    fn stored(name: &str, svm: &str, address: &str) -> LifModel {
        LifModel {
            id: "l-1".into(),
            name: name.into(),
            svm_name: SvmName::parse("svm_2").ok().into(),
            svm_id: svm.into(),
            address: Ipv4::parse(address).ok().into(),
            ..LifModel::default()
        }
    }

    fn lif(scope: &str) -> IpInterface {
        let lif = json!({
            "uuid": "l-1", "name": "nas", "svm": {"name": "svm_2", "uuid": "u-2"}, "scope": scope,
            "ip": {"address": "10.0.1.20", "netmask": "24"}, "enabled": true,
            "location": {"home_node": {"name": "n"}, "home_port": {"name": "e0a"}}, "service_policy": {"name": "p"},
        });
        serde_json::from_value(lif).unwrap()
    }

    #[test]
    fn a_lif_that_differs_in_one_value_drifted_and_in_two_is_another_lif() {
        let cases = [
            (stored("nas", "u-2", "10.0.1.20"), true, true),
            (stored("renamed", "u-2", "10.0.1.20"), true, false),
            (stored("nas", "u-2", "10.0.1.21"), true, false),
            (stored("other", "u-2", "10.0.1.21"), false, false),
            (stored("nas", "u-3", "10.0.1.20"), false, false),
        ];
        for (stored, read, deleted) in cases {
            assert_eq!(stored.refuse_another(&lif("svm"), false).is_ok(), read, "{stored:?}");
            assert_eq!(stored.refuse_unlike(&lif("svm")).is_ok(), deleted, "{stored:?}");
        }
    }

    #[test]
    fn with_a_recorded_uuid_two_differences_are_drift_but_another_storage_vm_is_not() {
        assert!(stored("other", "u-2", "10.0.1.21").refuse_another(&lif("svm"), true).is_ok());
        assert!(stored("nas", "u-3", "10.0.1.20").refuse_another(&lif("svm"), true).is_err());
    }

    #[test]
    fn a_lif_of_the_cluster_is_never_ours() {
        assert!(stored("nas", "u-2", "10.0.1.20").refuse_another(&lif("cluster"), true).is_err());
    }

    #[test]
    fn missing_attributes_of_a_state_are_named() {
        assert_eq!(LifModel::default().missing(), ["svm_name or svm_id", "name", "address"]);
        assert_eq!(stored("nas", "u-2", "10.0.1.20").missing(), [""; 0]);
        let unnamed = LifModel { name: Attr::Null, ..stored("nas", "u-2", "10.0.1.20") };
        assert_eq!(unnamed.missing(), ["name"]);
    }
}
