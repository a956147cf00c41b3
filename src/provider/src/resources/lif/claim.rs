//! The LIF of a stored state, and whether the one that an unfinished create may have made is it.

use ontap::{IpInterface, Scope, UnlessGone};
use tfplugin::{Cx, Diagnostics, Outcome, Text};

use super::model::LifModel;
use crate::clients::Clients;
use crate::diagnose::During;
use crate::identity::{self, Difference};
use crate::system::describe_lif;
use crate::unfinished::{Found, Looked, Object, Sent, Values, without_record};

/// The type, for messages.
const TYPE: &str = "cvo_lif";

/// What there is of a stored state: the LIF of its uuid, which is gone only by a 404, or what an unfinished create made.
pub(super) async fn stored(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    stored: &LifModel,
) -> Outcome<Option<IpInterface>> {
    let described = stored.describe();
    identity::refuse_another(cx, &described, &stored.id)?;
    let Some(uuid) = stored.id.known() else { return look(cx, ontap, stored).await?.into_ours() };
    let found = ontap.get::<IpInterface>(uuid).await.unless_gone().during(format!("read {described}"))?;
    let is_remembered = identity::remembered(cx).is_some();
    found.iter().try_for_each(|lif| refuse_another(stored, lif, is_remembered))?;
    Ok(found)
}

/// What there is of a state without uuid. Only a record of what a create sent makes an object its own.
pub(super) async fn look(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    stored: &LifModel,
) -> Outcome<Looked<IpInterface>> {
    let described = stored.describe();
    let import_id = stored.import_id();
    let object = Object { name: &described, type_name: TYPE, import_id: import_id.as_deref() };
    let missing = stored.missing();
    let (Some(sent), true) = (Sent::remembered(cx), missing.is_empty()) else {
        return Err(without_record(&object, &[&["id"][..], &missing].concat()));
    };
    let asked = [("svm.uuid", &stored.svm_id), ("name", &stored.name)];
    let known = asked.into_iter().filter_map(|(field, value)| Some((field, value.known()?.as_str())));
    let filter: Vec<_> = known.collect();
    let found = ontap.list::<IpInterface>(&filter).await.during(format!("look for {described}"))?;
    let mut of_svm = found.into_iter().filter(|lif| lif.scope != Some(Scope::Cluster));
    let Some(lif) = of_svm.next() else { return Ok(Looked::Absent) };
    let found = Found { uuid: &lif.uuid, values: stored.observed(&lif).values_sent(), holds: Vec::new() };
    Ok(match sent.refuse_other(&object, &found) {
        Ok(()) => Looked::Ours(lif),
        Err(refusal) => Looked::NotOurs(refusal),
    })
}

/// Refuses a LIF that the stored uuid leads to and that cannot be the one of the state: one of the cluster, one of another
/// storage VM, where no LIF can go, and, unless the uuid is also remembered beside the state, one with neither the name nor
/// the address. One of both may have been changed outside of Terraform; both are by an update whose end was not seen.
fn refuse_another(stored: &LifModel, lif: &IpInterface, is_remembered: bool) -> Outcome<()> {
    if lif.scope == Some(Scope::Cluster) {
        return Err(of_cluster(stored, lif));
    }
    let name = stored.name.known().is_some_and(|name| *name != lif.name);
    let address = stored.address().is_some_and(|address| Some(address) != lif.ipv4());
    let svm = stored.svm_id.known().zip(lif.svm.uuid.as_ref()).is_some_and(|(stored, found)| stored != found);
    if svm || name && address && !is_remembered { refuse_unlike(stored, lif) } else { Ok(()) }
}

/// Refuses to delete another LIF than the state is about.
pub(super) fn refuse_unlike(stored: &LifModel, lif: &IpInterface) -> Outcome<()> {
    let text = |address: Option<std::net::Ipv4Addr>| address.map(|address| address.to_string());
    let name = Difference {
        attribute: "name",
        stored: stored.name.clone().into_known(),
        found: Some(lif.name.clone()),
    };
    let svm = Difference {
        attribute: "svm_id",
        stored: stored.svm_id.clone().into_known(),
        found: lif.svm.uuid.clone(),
    };
    let address =
        Difference { attribute: "address", stored: text(stored.address()), found: text(lif.ipv4()) };
    identity::refuse_unlike(&stored.describe(), &[name, svm, address])
}

fn of_cluster(stored: &LifModel, lif: &IpInterface) -> Diagnostics {
    Diagnostics::error(
        format!("The state of {} names {}", stored.describe(), describe_lif(lif)),
        "That one belongs to no storage VM but to the system, and is never touched. The state was edited or damaged: restore it \
         from a backup, or remove the object from it with \"terraform state rm\".",
    )
}

impl LifModel {
    /// What a create sends.
    pub(super) fn values_sent(&self) -> Values {
        let text = |flag: Option<&bool>| flag.map(ToString::to_string);
        Values::from([
            ("name", self.name.clone().into_known()),
            ("svm_id", self.svm_id.clone().into_known()),
            ("address", self.address().map(|address| address.to_string())),
            ("netmask", self.netmask.known().map(|mask| mask.length().to_string())),
            ("home_node", self.home_node.clone().into_known()),
            ("home_port", self.home_port.clone().into_known()),
            ("service_policy", self.service_policy.clone().into_known()),
            ("auto_revert", text(self.auto_revert.known())),
            ("failover", self.failover.clone().into_known()),
            ("enabled", text(self.enabled.known())),
        ])
    }

    /// The id that it is imported by, as far as the state says it.
    fn import_id(&self) -> Option<String> {
        Some(format!("{}/{}", self.svm_name.known()?.text(), self.name.known()?))
    }

    /// What the state lacks of storage VM, name and address, which together name one LIF.
    fn missing(&self) -> Vec<&'static str> {
        let has_svm = self.svm_id.known().is_some() && self.svm_name.known().is_some();
        let all = [
            ("svm_name or svm_id", has_svm),
            ("name", self.name.known().is_some()),
            ("address", self.address().is_some()),
        ];
        all.into_iter().filter(|(_, there)| !there).map(|(name, _)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tfplugin::Attr;

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
    fn one_change_outside_of_terraform_is_drift_and_two_are_another_lif() {
        let cases = [
            (stored("nas", "u-2", "10.0.1.20"), true, true),
            (stored("renamed", "u-2", "10.0.1.20"), true, false),
            (stored("nas", "u-2", "10.0.1.21"), true, false),
            (stored("other", "u-2", "10.0.1.21"), false, false),
            (stored("nas", "u-3", "10.0.1.20"), false, false),
        ];
        for (stored, read, deleted) in cases {
            assert_eq!(refuse_another(&stored, &lif("svm"), false).is_ok(), read, "{stored:?}");
            assert_eq!(refuse_unlike(&stored, &lif("svm")).is_ok(), deleted, "{stored:?}");
        }
    }

    #[test]
    fn two_changes_of_a_lif_whose_uuid_is_remembered_are_its_own_and_another_storage_vm_never_is() {
        assert!(refuse_another(&stored("other", "u-2", "10.0.1.21"), &lif("svm"), true).is_ok());
        assert!(refuse_another(&stored("nas", "u-3", "10.0.1.20"), &lif("svm"), true).is_err());
    }

    #[test]
    fn a_lif_of_the_cluster_is_never_ours() {
        assert!(refuse_another(&stored("nas", "u-2", "10.0.1.20"), &lif("cluster"), true).is_err());
    }

    #[test]
    fn what_a_state_lacks_is_named() {
        assert_eq!(LifModel::default().missing(), ["svm_name or svm_id", "name", "address"]);
        assert_eq!(stored("nas", "u-2", "10.0.1.20").missing(), [""; 0]);
        let unnamed = LifModel { name: Attr::Null, ..stored("nas", "u-2", "10.0.1.20") };
        assert_eq!(unnamed.missing(), ["name"]);
    }
}
