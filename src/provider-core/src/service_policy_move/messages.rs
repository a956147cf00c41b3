//! Messages about services that cannot be moved, or only in part: pure.

use ontap_core::{IpInterface, Node, ServicePolicy};
use tfplugin_core::Diagnostics;

use super::checks::Missing;
use super::model::MoveModel;
use super::steps::{self, Change, DesiredPolicy, Direction, Edit};
use crate::values::services::{Services, listed};

/// A service that loses carriers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost<'a> {
    /// The service, and the nodes.
    pub missing: &'a Missing,
    /// What the storage VM is configured to use it for, if that was read.
    pub used_for: Option<&'static str>,
}

/// Refuses to leave services without carriers.
pub fn no_carrier(
    svm: &str,
    lost: &[Lost<'_>],
    desired: &[DesiredPolicy],
    direction: Direction,
) -> Diagnostics {
    let way_out = match direction {
        Direction::Forward => {
            "and make it first (depends_on), or choose policies that its LIFs have, or accept it with \
             on_missing_carrier = \"warn\""
        }
        Direction::Back => {
            "and destroy again; or apply restore_on_destroy = false, which leaves the services where they \
             are, or on_missing_carrier = \"warn\", and then destroy"
        }
    };
    Diagnostics::error_at(
        "services",
        format!("Storage VM {svm} would have no LIF for {}", services(lost)),
        format!(
            "Not carried any more would be: {}. Give the storage VM an enabled LIF with {} on each node \
             {way_out}.",
            details(lost),
            receiving(desired)
        ),
    )
}

/// Returns the policies that get the services: `default-data-blocks or default-data-iscsi`.
fn receiving(desired: &[DesiredPolicy]) -> String {
    let receiving = desired.iter().filter(|wanted| wanted.change == Change::Add);
    receiving.map(|wanted| wanted.policy.as_str()).collect::<Vec<_>>().join(" or ")
}

/// Returns the warning that services have no carriers from now on, as summary and detail.
pub fn no_carrier_warning(svm: &str, lost: &[Lost<'_>], desired: &[DesiredPolicy]) -> (String, String) {
    let detail = format!(
        "Not carried any more: {}. Connections of this kind cannot be opened from there until the storage VM \
         has an enabled LIF with service policy {} on each node.",
        details(lost),
        receiving(desired)
    );
    (format!("Storage VM {svm} has no LIF for {}", services(lost)), detail)
}

fn services(lost: &[Lost<'_>]) -> String {
    listed(lost.iter().map(|lost| &lost.missing.service))
}

fn details(lost: &[Lost<'_>]) -> String {
    let one = |lost: &Lost<'_>| match lost.used_for {
        Some(what) => format!("{}, which the storage VM needs for {what}", lost.missing.describe()),
        None => lost.missing.describe(),
    };
    lost.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Refuses policies that do not exist.
pub fn no_policies(model: &MoveModel, absent: &[&DesiredPolicy], policies: &[ServicePolicy]) -> Diagnostics {
    let mut refusals = Diagnostics::new();
    for wanted in absent {
        let attribute = if wanted.policy == model.source() { "from_policy" } else { "to_policies" };
        let summary = format!("Storage VM {} has no service policy {:?}", model.svm_label(), wanted.policy);
        refusals.push_error_at(attribute, summary, candidates(policies));
    }
    refusals
}

/// Refuses the import of a source policy that does not exist.
pub fn no_source(svm: &str, source: &str, policies: &[ServicePolicy]) -> Diagnostics {
    Diagnostics::error(
        format!("Storage VM {svm} has no service policy {source:?}"),
        format!("The import id is svm_name/from_policy. {}", candidates(policies)),
    )
}

/// Refuses the import of a move that never took place: its state would say that services are moved, and a
/// plan would move them.
pub fn never_moved(model: &MoveModel) -> Diagnostics {
    let (svm, source) = (model.svm_label(), model.source());
    let targets = model.targets().into_iter().collect::<Vec<_>>().join(" and ");
    Diagnostics::error(
        format!("No services were moved out of {source} of storage VM {svm}"),
        format!(
            "An import takes over a move that took place: at least one of {} is not in {source}, and is in \
             {targets} or in a policy that somebody made. There is none. Leave the import out: an apply \
             without it makes the move.",
            listed(&model.listed_services())
        ),
    )
}

fn candidates(policies: &[ServicePolicy]) -> String {
    let mut names: Vec<_> = policies.iter().map(|policy| policy.name.as_str()).collect();
    names.sort_unstable();
    format!("The storage VM has: {}.", names.join(", "))
}

/// Refuses to create a move during a failover, because the LIFs that carry the services are then only partly
/// visible.
pub fn failover(model: &MoveModel, nodes: &[Node]) -> Diagnostics {
    let mut refusals = Diagnostics::new();
    for (node, failover) in nodes.iter().filter_map(|node| Some((node, node.failover(nodes)?))) {
        refusals.push_error_at(
            "allow_during_takeover",
            format!("The {} cannot be made now: node {} {failover}", model.describe(), node.name),
            "Apply again after the giveback (\"storage failover show\" tells), or set allow_during_takeover \
             = true.",
        );
    }
    refusals
}

/// Refuses to change policies if it is unknown which networks may use a service.
pub fn unknown_allowed(svm: &str, service: &str) -> Diagnostics {
    Diagnostics::error(
        format!("It is not known who may use {service} of storage VM {svm}"),
        "ONTAP lists the service, but not the networks that may use it. The move must not open what somebody \
         has restricted. If another program changes the policies at the moment, apply again when it is done.",
    )
}

/// Returns what is unknown during writes, and after writes whose outcome could not be determined.
pub fn in_flight<'a>(edits: impl IntoIterator<Item = &'a Edit>, svm: &str) -> String {
    let whether = |edit: &Edit| {
        let (services, policy) = (listed(&edit.services), &edit.policy);
        match edit.change {
            Change::Add => format!("whether {services} was added to service policy {policy}"),
            Change::Remove => format!("whether {services} was removed from service policy {policy}"),
        }
    };
    let all: Vec<_> = edits.into_iter().map(whether).collect();
    format!("It is not known {} of storage VM {svm}", all.join(" and "))
}

/// Returns what is unknown until the policies are read back after the writes.
pub fn unread(svm: &str) -> String {
    format!("It is not known what the service policies of storage VM {svm} are after all changes")
}

/// Returns that a policy does not show the list that it was given.
pub fn not_as_written(svm: &str) -> String {
    format!("Not everything is as written in the service policies of storage VM {svm}")
}

/// Returns what remains to be done.
pub fn unfinished(model: &MoveModel, desired: &[DesiredPolicy], policies: &[ServicePolicy]) -> String {
    let open = steps::open_services(desired, policies);
    format!("Not moved, or only by half, by the {}: {}", model.describe(), listed(&open))
}

/// The error if the writes took effect and were undone twice.
pub fn lost(svm: &str, desired: &[DesiredPolicy], policies: &[ServicePolicy]) -> Diagnostics {
    Diagnostics::error(
        format!("Something else changes the service policies of storage VM {svm}"),
        format!(
            "Twice, ONTAP accepted the changes and then did not show them. {} See that nothing else manages \
             these policies, then apply again.",
            steps::progress(desired, policies)
        ),
    )
}

/// The error if a policy does not show what its new list had.
pub fn dropped(svm: &str, policy: &str, services: &Services) -> Diagnostics {
    let services = listed(services);
    Diagnostics::error(
        format!("Service policy {policy} of storage VM {svm} lacks {services}"),
        format!(
            "ONTAP accepted a list of services with {services}, and then did not show all of it: something else \
             changed the policy, or ONTAP did not keep the list. The move does not put it back. See whether \
             the policy needs it, and add it if so."
        ),
    )
}

/// Returns why ONTAP refuses to change a policy that is in use, and the ways out.
pub fn in_use(edit: &Edit, lifs: &[IpInterface]) -> String {
    let policy = &edit.policy;
    let users: Vec<_> = lifs
        .iter()
        .filter(|lif| lif.service_policy.uuid.as_deref() == Some(&edit.uuid))
        .map(|lif| lif.name.as_str())
        .collect();
    let what = match edit.change {
        Change::Add => "Nothing was removed from any policy.".to_owned(),
        Change::Remove => {
            format!("It keeps {} for now, beside the policies that have got it.", listed(&edit.services))
        }
    };
    format!(
        "LIFs that use {policy}: {}. {what} Either make a policy of your own with all services that these \
         LIFs need, name it in place of {policy} and give it to the LIFs (service_policy of cvo_lif), or \
         take the LIFs off {policy} for the time of the move.",
        if users.is_empty() { "none of this storage VM".to_owned() } else { users.join(", ") }
    )
}

/// Returns how far the policies are as desired. Says so if an unclear answer left this uncertain.
pub fn progress(desired: &[DesiredPolicy], policies: &[ServicePolicy], is_certain: bool) -> String {
    let progress = steps::progress(desired, policies);
    if is_certain {
        format!("{progress} Apply again to go on from there.")
    } else {
        format!("As far as is known: {progress} The next plan looks.")
    }
}

/// The sentence to add if only the read after the writes failed.
pub const WRITTEN: &str =
    "ONTAP accepted all changes of the policies before. The next plan reads what they are now; apply again.";

/// Adds sentences to the messages.
pub fn with_sentences(diagnostics: &Diagnostics, in_use: Option<&str>, progress: &str) -> Diagnostics {
    let diagnostics = diagnostics.clone();
    in_use.into_iter().chain([progress]).fold(diagnostics, Diagnostics::with_sentence)
}

#[cfg(test)]
#[path = "messages_tests.rs"]
mod tests;
