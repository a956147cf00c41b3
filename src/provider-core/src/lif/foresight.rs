//! What the plan of a LIF can know already: pure. Nothing is refused that another object of the run can still
//! make right.

use std::net::Ipv4Addr;

use ontap_core::{IpInterface, ServicePolicy};
use tfplugin_core::{Attr, Diagnostics, Text};

use super::checks::refuse_address_of;
use super::model::LifModel;
use crate::object::OntapModel;

/// Refuses an address that another of these LIFs has, which are of every scope, storage VM and state, or that
/// another LIF of this run gets. `is_ours` tells whether an object of this run is the LIF with this uuid, which may
/// get another address first.
pub fn foreseen(
    lifs: &[IpInterface],
    planned: &LifModel,
    is_named_twice: bool,
    is_ours: impl Fn(&str) -> bool,
) -> Diagnostics {
    let mut refusals = Diagnostics::new();
    let Some(address) = planned.address() else { return refusals };
    let own = planned.id().known();
    let is_other = |lif: &&IpInterface| lif.ipv4() == Some(address) && Some(&lif.uuid) != own;
    if is_named_twice {
        refusals.extend(twice(address));
    } else if let Some(holder) = lifs.iter().find(is_other).filter(|lif| !is_ours(&lif.uuid)) {
        refuse_address_of(holder, address, &mut refusals);
    }
    refusals
}

fn twice(address: Ipv4Addr) -> Diagnostics {
    Diagnostics::error_at(
        "address",
        format!("{address} is to become the address of two LIFs"),
        "Another cvo_lif of this run gets it, too. Each LIF needs an address of its own.",
    )
}

/// Refuses a policy that an existing storage VM lacks. A storage VM of which none of these policies is does not
/// exist yet, or the plan does not change the policy.
pub fn lacking_policy(policies: &[ServicePolicy], planned: &LifModel) -> Diagnostics {
    let (Some(wanted), Some(svm)) = (planned.service_policy.known(), planned.svm_name.known()) else {
        return Diagnostics::new();
    };
    let svm = svm.text();
    let is_of_svm = |policy: &&ServicePolicy| match &planned.svm_id {
        Attr::Known(id) => policy.svm.uuid.as_ref() == Some(id),
        Attr::Null | Attr::Unknown => policy.svm.name.as_deref() == Some(svm.as_str()),
    };
    let mut names: Vec<_> = policies.iter().filter(is_of_svm).map(|policy| policy.name.as_str()).collect();
    if names.is_empty() || names.contains(&wanted.as_str()) {
        return Diagnostics::new();
    }
    names.sort_unstable();
    let detail = format!(
        "Storage VM {svm} has these: {}. Make the policy first. If the same run makes it, refer to a value of \
         that resource which is known after apply only, such as its id.",
        names.join(", ")
    );
    Diagnostics::error_at("service_policy", format!("Service policy {wanted:?} does not exist"), detail)
}

#[cfg(test)]
#[path = "foresight_tests.rs"]
mod tests;
