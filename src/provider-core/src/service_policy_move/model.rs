//! Schema, manual and state of `cvo_service_policy_move`, and the conversion from ONTAP's records.

use std::collections::BTreeSet;

use ontap_core::{ServicePolicy, Version};
use tfplugin_core::{Attr, Invalid, Model, Text, Timeouts};

use super::steps;
use crate::of_svm;
use crate::values::services::{ServiceName, Services, clients};
use crate::values::{SvmName, name};

/// Default of `from_policy`.
const SOURCE: &str = "default-data-files";

/// Defaults of `to_policies`: ONTAP's policies for blocks, each with the first release that has it. The first
/// one is deprecated since 9.10.1 but still exists.
const TARGETS: [(&str, Version); 2] =
    [("default-data-blocks", Version::new(9, 6, 0)), ("default-data-iscsi", Version::new(9, 10, 1))];

/// Moves services of a storage VM out of one service policy into others, so that connections that the storage
/// VM opens itself (to DNS, Active Directory, LDAP, NIS and FPolicy servers) leave through other LIFs.
/// NetApp's procedure for storage VMs of HA pairs asks for it from ONTAP 9.11.1 on: a LIF for files may be on
/// the other node, the iSCSI LIF of each node stays.
///
/// It is a difference, not a list: services that it does not name are never its business, in whichever policy
/// they are. Each service is added and removed by itself, so that nothing is lost that an administrator or
/// another run changes at the same time. Targets get the services first, the source loses them last. Allowed
/// addresses stay as they are and go with the services. On a storage VM that the same apply has made, and on
/// which nobody has restricted a service, the policies get their new lists in one request each. Let it depend on
/// the LIFs of the storage VM (`depends_on`), so that they are made first: before anything is changed it
/// computes which LIFs, per node, carry each service afterwards.
///
/// An upgrade of ONTAP that puts a service back shows in the plan as that one service missing in `moved`, and
/// the next apply moves it again. Destroying the resource leaves the policies as they are, unless
/// `restore_on_destroy` is set.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct MoveModel {
    /// UUID of the storage VM and name of the policy that the services are taken out of:
    /// `svm_id/from_policy`.
    #[attr(computed, stable)]
    pub id: Attr<String>,
    /// Name of the storage VM. Refer to the `name` of a `cvo_storage_vm`, so that Terraform knows the order.
    /// After a rename of the storage VM the move is unchanged; it cannot go to another storage VM.
    #[attr(required)]
    pub svm_name: Attr<SvmName>,
    /// UUID of the storage VM.
    #[attr(computed, stable)]
    pub svm_id: Attr<String>,
    /// Services that are moved, with dashes or underscores. Only services for connections that the storage
    /// VM itself opens can be moved: those whose name ends with `-client`, `management-log-forwarding`,
    /// `management-ems` and `management-autosupport`. Those that clients connect to, such as `data-nfs`,
    /// are refused in the plan, and one that is not known warns there. One that is taken out of the list
    /// stays where it is.
    #[attr(optional, default = clients(), check = some_services)]
    pub services: Attr<BTreeSet<ServiceName>>,
    /// Service policy of the storage VM that loses the services. A policy that was named here
    /// before does not get them back.
    #[attr(optional, default = SOURCE, check_new = name)]
    pub from_policy: Attr<String>,
    /// Service policies of the storage VM that get the services. A policy that was named here before
    /// keeps them.
    #[attr(
        optional,
        filled = "those of `default-data-blocks` and `default-data-iscsi` that the release has"
    )]
    #[attr(check = some_policies)]
    pub to_policies: Attr<BTreeSet<String>>,
    /// What happens when no LIF of the storage VM, or none of a node that has one before, would carry one of
    /// the services afterwards: `error` refuses, `warn` warns and goes on. Left out, it is refused if the
    /// storage VM is configured to use the service (DNS, Active Directory or CIFS, LDAP, NIS, FPolicy), and
    /// warned of otherwise.
    #[attr(optional, check = on_missing_carrier, local)]
    pub on_missing_carrier: Attr<String>,
    /// `true`: a destroy moves the services back, with the same look at the LIFs that would carry them. What
    /// ONTAP itself has in a built-in target stays there. `false`: a destroy leaves everything as it is.
    #[attr(optional, default = false, local)]
    pub restore_on_destroy: Attr<bool>,
    /// `true`: it may be made while a node is taken over or waits for its giveback. `false`: it is refused
    /// until both nodes do their own work.
    #[attr(optional, default = false, local)]
    pub allow_during_takeover: Attr<bool>,
    /// Those of `services` that `from_policy` lacks and each of `to_policies` has. Fewer than `services`
    /// means that something else changed the policies, and the next apply moves what is missing here.
    #[attr(computed)]
    pub moved: Attr<BTreeSet<ServiceName>>,
    /// Whether the create came to its end. `false` after one of which not all is known or done: it ended with
    /// a warning that says what, and not with an error, and the next apply looks, and moves what is missing.
    /// A postcondition on it makes such an apply fail without any harm.
    #[attr(computed, stable)]
    pub complete: Attr<bool>,
    /// How long the operations may take. Default `5m` each.
    #[attr(optional, local)]
    pub timeouts: Attr<Timeouts>,
}

fn some_services(services: &BTreeSet<ServiceName>) -> Result<(), Invalid> {
    if services.is_empty() {
        Err(Invalid("No services are named. Name some, or leave services out.".to_owned()))
    } else {
        Ok(())
    }
}

fn some_policies(policies: &BTreeSet<String>) -> Result<(), Invalid> {
    if policies.is_empty() || policies.contains("") {
        Err(Invalid("Services go to at least one policy. Name it, or leave to_policies out.".to_owned()))
    } else {
        Ok(())
    }
}

fn on_missing_carrier(value: &String) -> Result<(), Invalid> {
    match value.as_str() {
        "error" | "warn" => Ok(()),
        _ => {
            Err(Invalid(format!("{value:?} is no value of on_missing_carrier. Write \"error\" or \"warn\".")))
        }
    }
}

/// Returns the default target policies of a release.
pub fn targets_of(version: Version) -> BTreeSet<String> {
    TARGETS.iter().filter(|(_, since)| *since <= version).map(|(name, _)| (*name).to_owned()).collect()
}

/// Returns whether these are the default target policies of some release.
pub fn is_default_of_a_release(targets: &BTreeSet<String>) -> bool {
    let releases = TARGETS.iter().map(|(_, since)| targets_of(*since));
    releases.into_iter().any(|defaults| defaults == *targets)
}

of_svm!(MoveModel);

impl MoveModel {
    /// Returns the configuration that an import begins with: the defaults.
    pub fn imported(from_policy: &str, version: Version) -> Self {
        let to_policies = Attr::Known(targets_of(version));
        Self { from_policy: from_policy.into(), to_policies, ..Self::defaults() }
    }

    /// Returns a description for messages, such as
    /// `service policy move out of default-data-files of storage VM svm_2`.
    pub fn describe(&self) -> String {
        format!("service policy move out of {} of storage VM {}", self.source(), self.svm_label())
    }

    /// Returns the description for the beginning of a sentence.
    pub fn subject(&self) -> String {
        format!("The {}", self.describe())
    }

    /// Returns the name of the storage VM, for messages.
    pub fn svm_label(&self) -> String {
        self.svm_name.known().map(Text::text).unwrap_or_default()
    }

    /// Returns the policy that loses the services.
    pub fn source(&self) -> &str {
        self.from_policy.known().map_or(SOURCE, String::as_str)
    }

    /// Returns the policies that receive the services.
    pub fn targets(&self) -> BTreeSet<String> {
        self.to_policies.value_or_default()
    }

    /// Returns the services in canonical spelling.
    pub fn listed_services(&self) -> Services {
        self.services.known().into_iter().flatten().map(ServiceName::canonical).collect()
    }

    /// Returns this plan with the default targets of the release, if the configuration leaves them open.
    pub fn settled(&self, version: Version) -> Self {
        Self { to_policies: self.to_policies.clone().or(Attr::Known(targets_of(version))), ..self.clone() }
    }

    /// Returns the id; unknown until its parts are known.
    pub fn composed_id(&self) -> Attr<String> {
        match (&self.svm_id, &self.from_policy) {
            (Attr::Known(svm), Attr::Known(policy)) => format!("{svm}/{policy}").into(),
            _ => Attr::Unknown,
        }
    }

    /// Returns the import id, if the state has its parts.
    pub fn import_id(&self) -> Option<String> {
        Some(format!("{}/{}", self.svm_name.known()?.text(), self.source()))
    }

    /// Returns the attributes that every state has and this one lacks.
    pub fn missing(&self) -> Vec<&'static str> {
        let is_empty = |text: &Attr<String>| text.known().is_none_or(String::is_empty);
        let all = [
            ("svm_id", is_empty(&self.svm_id)),
            ("svm_name", self.svm_name.known().is_none()),
            ("services", self.listed_services().is_empty()),
            ("from_policy", is_empty(&self.from_policy)),
            ("to_policies", self.targets().is_empty()),
        ];
        all.into_iter().filter(|(_, is_missing)| *is_missing).map(|(name, _)| name).collect()
    }

    /// Returns whether its create did not finish.
    pub fn is_incomplete(&self) -> bool {
        self.complete.known() == Some(&false)
    }

    /// Returns the state after a read of the storage VM's service policies.
    pub fn observed(&self, policies: &[ServicePolicy]) -> Self {
        let desired = steps::forward(&self.listed_services(), self.source(), &self.targets());
        let open = steps::open_services(&desired, policies);
        let is_moved = |service: &&ServiceName| !open.contains(&service.canonical());
        let moved = self.services.known().map(|all| all.iter().filter(is_moved).cloned().collect());
        let svm = policies.first().map(|policy| &policy.svm);
        let name = svm.and_then(|svm| SvmName::parse(svm.name.as_deref()?).ok());
        let seen = Self {
            svm_name: name.map_or_else(|| self.svm_name.clone(), Attr::Known),
            moved: moved.into(),
            ..self.clone()
        };
        Self { id: seen.composed_id(), ..seen }
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
