//! The LIFs of a query.

use ontap_core::IpInterface;

use super::{Filter, Listed, can_be_written};
use crate::lif::{Around, LifModel};
use crate::object::OntapModel;

/// Returns the LIFs that are wanted, by storage VM and name: with this home node and this service policy, if
/// they are given.
#[must_use]
pub fn lifs(
    all: &[IpInterface],
    filter: &Filter<'_>,
    (node, policy): (Option<&str>, Option<&str>),
) -> Vec<Listed<LifModel>> {
    let is_at = |lif: &IpInterface| node.is_none() || lif.location.home_node.name.as_deref() == node;
    let has = |lif: &IpInterface| policy.is_none() || lif.service_policy.name.as_deref() == policy;
    let is_wanted = |lif: &&IpInterface| {
        filter.wants(&lif.svm) && is_at(lif) && has(lif) && LifModel::refuse_unmanaged(lif).is_ok()
    };
    let mut all: Vec<_> = all.iter().filter(is_wanted).collect();
    all.sort_by_key(|lif| (&lif.svm.name, &lif.name));
    all.into_iter().filter_map(listed).collect()
}

fn listed(lif: &IpInterface) -> Option<Listed<LifModel>> {
    let object = LifModel::imported(lif);
    let address = lif.ip.address.map(|address| format!(" ({address})")).unwrap_or_default();
    let name = format!("{}/{}{address}", lif.svm.name.as_deref()?, lif.name);
    can_be_written(&object, &Around::of(lif, None)).then_some(Listed { object, name })
}
