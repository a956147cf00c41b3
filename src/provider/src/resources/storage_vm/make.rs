//! What must hold before a storage VM is made, and what is left to do once it is there.

use std::collections::BTreeSet;

use ontap::{SnapshotPolicy, Svm};
use provider_core::object::OntapModel;
use provider_core::storage_vm::{AggregateNames, StorageVmModel, absent_aggregates, name_taken, steps};
use tfplugin::{Cx, Diagnostics, Outcome, Text};

use super::perform;
use crate::clients::Clients;
use crate::diagnose::During;

/// Looks, and refuses. Returns the uuids of the storage VMs that exist.
pub async fn prepare(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    planned: &StorageVmModel,
) -> Outcome<Vec<String>> {
    let all = ontap.list::<Svm>(&[]).await.during("list the storage VMs")?;
    refuse_taken(&all, planned)?;
    refuse_absent_aggregates(cx, planned).await?;
    refuse_absent_snapshot_policy(ontap, planned).await?;
    Ok(all.into_iter().map(|svm| svm.uuid).collect())
}

/// The steps that are left.
pub async fn go_on(ontap: &ontap::Client, planned: &StorageVmModel, made: &Svm) -> Outcome<()> {
    for step in steps(&planned.as_made(made), planned, &made.aggregate_names()) {
        perform(ontap, &made.uuid, None, &step, &planned.describe()).await?;
    }
    Ok(())
}

fn refuse_taken(all: &[Svm], planned: &StorageVmModel) -> Outcome<()> {
    let name = planned.name.known().map(Text::text).unwrap_or_default();
    match all.iter().find(|svm| svm.name == name) {
        None => Ok(()),
        Some(taken) => Err(name_taken(taken)),
    }
}

/// What was not known in the plan: ONTAP would refuse it only when the storage VM is there.
async fn refuse_absent_aggregates(cx: &Cx<Clients>, planned: &StorageVmModel) -> Outcome<()> {
    let existing: BTreeSet<_> =
        cx.clients().ontap.aggregates().await?.iter().map(|found| found.name.clone()).collect();
    let root = planned.root_volume_aggregate.known();
    absent_aggregates(&existing, &planned.aggregates.value_or_default(), root).into_result()
}

/// Policies that every system has. Another one is looked for before the request.
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
        format!("The cluster has these: {}. Nothing was changed.", names.join(", ")),
    ))
}
