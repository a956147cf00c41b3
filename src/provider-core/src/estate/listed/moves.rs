//! The policy moves of a query.

use std::collections::BTreeMap;

use ontap_core::{Reference, ServicePolicy, Version};
use tfplugin_core::counted;

use super::{Filter, Listed, can_be_written};
use crate::estate::moves::of_svm;
use crate::service_policy_move::MoveModel;

/// Returns the moves out of the usual policy that took place, by storage VM: each with the services that did
/// move.
#[must_use]
pub fn moves(all: &[ServicePolicy], version: Version, filter: &Filter<'_>) -> Vec<Listed<MoveModel>> {
    let mut svms: BTreeMap<(&str, &str), Vec<ServicePolicy>> = BTreeMap::new();
    for policy in all.iter().filter(|policy| filter.wants(&policy.svm)) {
        if let Reference { name: Some(name), uuid: Some(uuid) } = &policy.svm {
            svms.entry((name, uuid)).or_default().push(policy.clone());
        }
    }
    let moves = svms.into_iter().filter_map(|((name, uuid), policies)| {
        let object = of_svm(version, name, uuid, &policies)?;
        let services = counted(object.listed_services().len(), "service", "services");
        let name = format!("{name}: {services} out of {}", object.source());
        can_be_written(&object, &()).then_some(Listed { object, name })
    });
    moves.collect()
}
