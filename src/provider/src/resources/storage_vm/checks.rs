//! What must hold before a storage VM is made or changed.

use std::collections::BTreeSet;

use ontap::{SnapshotPolicy, Svm, Volume};
use provider_core::storage_vm::{
    StorageVmModel, absent_aggregates, aggregates_in_use, name_taken, on_aggregates,
};
use tfplugin::{Cx, Diagnostics, Outcome, Text};

use crate::clients::{Age, Clients};
use crate::diagnose::During;

/// Refuses to remove an aggregate from the list while a volume of the storage VM is on it.
pub async fn refuse_aggregates_in_use(
    ontap: &ontap::Client,
    uuid: &str,
    removed: &BTreeSet<String>,
) -> Outcome<()> {
    if removed.is_empty() {
        return Ok(());
    }
    let volumes =
        ontap.list::<Volume>(&[("svm.uuid", uuid)]).await.during("look for volumes on the aggregates")?;
    match on_aggregates(&volumes, removed)[..] {
        [] => Ok(()),
        ref lying => Err(aggregates_in_use(removed, lying)),
    }
}

/// Checks what must hold before a storage VM is made. Returns the uuids of the existing storage VMs.
pub async fn before_create(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    planned: &StorageVmModel,
) -> Outcome<Vec<String>> {
    let (all, aggregates, snapshot_policy) = futures::join!(
        cx.clients().all::<Svm>("storage VMs", Age::Now),
        refuse_absent_aggregates(cx, planned),
        refuse_absent_snapshot_policy(ontap, planned)
    );
    let all = all?;
    refuse_taken(&all, planned)?;
    aggregates.and(snapshot_policy)?;
    Ok(all.iter().map(|svm| svm.uuid.clone()).collect())
}

fn refuse_taken(all: &[Svm], planned: &StorageVmModel) -> Outcome<()> {
    let name = planned.name.known().map(Text::text).unwrap_or_default();
    match all.iter().find(|svm| svm.name == name) {
        None => Ok(()),
        Some(taken) => Err(name_taken(taken)),
    }
}

/// Refuses aggregates that do not exist, if they were unknown in the plan. ONTAP would refuse them only after
/// the storage VM exists.
async fn refuse_absent_aggregates(cx: &Cx<Clients>, planned: &StorageVmModel) -> Outcome<()> {
    let existing: BTreeSet<_> =
        cx.clients().ontap.aggregates().await?.iter().map(|found| found.name.clone()).collect();
    let root = planned.root_volume_aggregate.known();
    absent_aggregates(&existing, &planned.aggregates.value_or_default(), root).into_result()
}

/// Policies that every system has. For any other policy, the policies are listed before the request.
const BUILT_IN_POLICIES: [&str; 3] = ["default", "default-1weekly", "none"];

async fn refuse_absent_snapshot_policy(ontap: &ontap::Client, planned: &StorageVmModel) -> Outcome<()> {
    let wanted =
        planned.snapshot_policy.known().filter(|wanted| !BUILT_IN_POLICIES.contains(&wanted.as_str()));
    let Some(wanted) = wanted else { return Ok(()) };
    let all = ontap.list::<SnapshotPolicy>(&[]).await.during("list the snapshot policies")?;
    if all.iter().any(|policy| policy.name == *wanted) {
        return Ok(());
    }
    let names: Vec<_> = all.iter().map(|policy| policy.name.as_str()).collect();
    Err(Diagnostics::error_at(
        "snapshot_policy",
        format!("Snapshot policy {wanted:?} does not exist"),
        format!("The cluster has these: {}.", names.join(", ")),
    ))
}

async fn refuse_taken_name(ontap: &ontap::Client, name: &str) -> Outcome<()> {
    match ontap.find::<Svm>(&[("name", name)]).await.during(format!("look for a storage VM named {name}"))? {
        None => Ok(()),
        Some(taken) => Err(name_taken(&taken)),
    }
}

/// Refuses a new name that another storage VM has.
pub async fn refuse_wanted_name_of_another(
    ontap: &ontap::Client,
    prior: &StorageVmModel,
    planned: &StorageVmModel,
) -> Outcome<()> {
    match planned.name.known().filter(|_| planned.name != prior.name) {
        Some(wanted) => refuse_taken_name(ontap, wanted.as_str()).await,
        None => Ok(()),
    }
}
