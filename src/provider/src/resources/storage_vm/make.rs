//! Making a storage VM: one request, and the steps after it.

use std::collections::BTreeSet;

use ontap::Svm;
use provider_core::storage_vm::{
    AggregateNames, StorageVmModel, Whole, absent_aggregates, describe, name_taken, refuse_other_name, steps,
};
use provider_core::unfinished::Sent;
use tfplugin::{Cx, Diagnostics, Outcome, Text};

use super::{BLAMED, accept_found, claim, perform};
use crate::clients::Clients;
use crate::diagnose::During;
use crate::identity;
use crate::unfinished::{self, after_error, read_back};

/// Makes what is planned. From the request on nothing that may exist is lost.
pub async fn make(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    planned: StorageVmModel,
) -> Outcome<StorageVmModel> {
    let (cluster, name) = (cx.clients().ontap.cluster().await?, describe(&planned));
    let all = ontap.svms().await.during("list the storage VMs")?;
    refuse_taken(&all, &planned)?;
    refuse_absent_aggregates(cx, &planned).await?;
    refuse_absent_snapshot_policy(ontap, &planned).await?;
    identity::remember_cluster(cx, &cluster);
    unfinished::remember(cx, &Sent::new(&planned.values_sent(), all.into_iter().map(|svm| svm.uuid)));
    let begun = planned.begun(None, &cluster);
    cx.pending(&begun, format!("Whether {name} was made is not known"));
    let made = match ontap.create_svm(&planned.create_body()).await {
        Ok(made) => made,
        Err(error) => {
            let look = || -> futures::future::BoxFuture<'_, _> { Box::pin(claim::look(cx, ontap, &begun)) };
            after_error(cx, error, (format!("create {name}"), &BLAMED), look).await?.svm().clone()
        }
    };
    refuse_other_name(&begun, &made.name)?;
    finish(cx, ontap, planned, &made).await
}

/// The steps that are left once it is there, and the read that shows what came of them.
async fn finish(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    planned: StorageVmModel,
    made: &Svm,
) -> Outcome<StorageVmModel> {
    let (cluster, name) = (cx.clients().ontap.cluster().await?, describe(&planned));
    identity::remember(cx, &made.uuid);
    cx.pending(
        &planned.begun(Some(&made.uuid), &cluster),
        format!("{name} is made, and not all of it is done or seen"),
    );
    for step in steps(&planned.as_made(made), &planned, &made.aggregate_names()) {
        perform(ontap, &made.uuid, None, &step, &name).await?;
    }
    let whole = whole_at_last(ontap, &made.uuid, &name).await?;
    let observed = planned.observed(&whole, &cluster);
    accept_found(cx, &observed);
    unfinished::forget(cx);
    Ok(observed)
}

/// What was just written, read back until it can be read.
async fn whole_at_last(ontap: &ontap::Client, uuid: &str, name: &str) -> Outcome<Whole> {
    let svm = read_back(|| Box::pin(ontap.svm(uuid))).await.during(format!("read {name}"))?;
    let root = read_back(|| Box::pin(ontap.root_volume(uuid))).await;
    Ok(Whole::new(svm, root.during(format!("read the root volume of {name}"))?))
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
    let all = ontap.snapshot_policies().await.during("list the snapshot policies")?;
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
