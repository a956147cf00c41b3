//! How policies are changed, service by service or list by list, and which changes go at the same time: pure.
//!
//! The CLI changes one service and nothing else. The REST API replaces the list of a policy, which is the list
//! that was read: what others changed in between is lost, and that everybody may use every service afterwards is
//! assumed (`policy-patch-opens-services`; docs/decisions/0013).

use ontap_core::{AllowedAddresses, ServiceName, ServicePolicy};

use super::networks::are_all_open;
use super::steps::{Change, Edit};
use crate::values::services::Services;

/// How policies are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The whole list of each policy, in one request.
    WholeLists,
    /// One service of one policy per request.
    ByService,
}

/// Returns how the policies of a storage VM are changed. Whole lists are for one that the same run has made, whose
/// policies nobody else knows yet, and only if nobody has restricted a service of any of them.
pub fn way(is_made_here: bool, policies: &[ServicePolicy], allowed: &[AllowedAddresses]) -> Way {
    if is_made_here && are_all_open(policies, allowed) { Way::WholeLists } else { Way::ByService }
}

/// Returns the edits in the order in which they are sent. Those of one wave are about different policies and are
/// sent at the same time. Every addition comes before every removal, so that no service is lost on its way.
///
/// Service by service, those that no policy has come first: if ONTAP does not know such a service, nothing has
/// been changed yet.
pub fn waves(way: Way, edits: &[Edit], policies: &[ServicePolicy]) -> Vec<Vec<Edit>> {
    let of_change = |change| edits.iter().filter(move |edit| edit.change == change);
    let (additions, removals) = (of_change(Change::Add), of_change(Change::Remove));
    let all = match way {
        Way::WholeLists => vec![additions.cloned().collect(), removals.cloned().collect()],
        Way::ByService => {
            let is_seen = |service: &ServiceName| policies.iter().any(|policy| policy.has(service));
            let unseen = by_service(additions.clone(), |service| !is_seen(service));
            unseen.chain(by_service(additions, is_seen)).chain(by_service(removals, |_| true)).collect()
        }
    };
    all.into_iter().filter(|wave: &Vec<Edit>| !wave.is_empty()).collect()
}

/// Returns, as one wave each, the first services of all edits, then the second ones, and so on.
fn by_service<'a>(
    edits: impl Iterator<Item = &'a Edit>,
    is_due: impl Fn(&ServiceName) -> bool,
) -> impl Iterator<Item = Vec<Edit>> {
    let single =
        |edit: &Edit, service: &ServiceName| Edit { services: [service.clone()].into(), ..edit.clone() };
    let due = |edit: &Edit| -> Vec<_> {
        let services = edit.services.iter().filter(|service| is_due(service));
        services.map(|service| single(edit, service)).collect()
    };
    let lanes: Vec<_> = edits.map(due).collect();
    let longest = lanes.iter().map(Vec::len).max().unwrap_or_default();
    (0..longest).map(move |nth| lanes.iter().filter_map(|lane| lane.get(nth).cloned()).collect())
}

/// Returns a policy that lacks what its list had before these edits and after them, and what it lacks: ONTAP did not
/// keep the list, or somebody took it out.
pub fn dropped(
    edits: &[Edit],
    before: &[ServicePolicy],
    now: &[ServicePolicy],
) -> Option<(String, Services)> {
    edits.iter().find_map(|edit| {
        let with_uuid =
            |policies: &'_ [ServicePolicy]| policies.iter().find(|policy| policy.uuid == edit.uuid).cloned();
        let (before, now) = (with_uuid(before)?, with_uuid(now)?);
        let others = before.services.iter().map(|service| ServiceName::from(&service[..]));
        let dropped: Services =
            others.filter(|service| !edit.services.contains(service) && !now.has(service)).collect();
        (!dropped.is_empty()).then_some((before.name, dropped))
    })
}

#[cfg(test)]
#[path = "waves_tests.rs"]
mod tests;
