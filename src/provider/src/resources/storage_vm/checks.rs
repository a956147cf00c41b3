//! What must hold before a storage VM is made, changed or destroyed.

use std::collections::BTreeSet;

use ontap::{
    CifsService, IpInterface, Lun, Namespace, QueuedVolume, S3Service, Scope, SnapshotPolicy, Svm, SvmPeer,
    SvmServices, Volume,
};
use provider_core::storage_vm::{
    Blocker, StorageVmModel, absent_aggregates, aggregates_in_use, blocker, describe_mirror, describe_peer,
    in_the_way, name_taken, on_aggregates,
};
use tfplugin::{Cx, Diagnostics, Outcome, Text};

use crate::clients::Clients;
use crate::diagnose::During;
use crate::envelope::Moment;

/// Refuses unless the storage VM, which was just read, is empty except for its root volume. LIFs count only
/// at apply: those of this configuration are destroyed before, so that the remaining ones belong to others.
pub async fn refuse_unless_empty(ontap: &ontap::Client, svm: &Svm, moment: Moment) -> Outcome<()> {
    let name = format!("storage VM {}", svm.name);
    let mut blockers = look(ontap, &svm.uuid, &svm.name).await?;
    if moment == Moment::Apply {
        blockers.push(lifs_of(ontap, svm).await?);
    }
    blockers.retain(|blocker| !blocker.names.is_empty());
    if blockers.is_empty() { Ok(()) } else { Err(in_the_way(&name, &blockers)) }
}

/// Returns everything that a storage VM contains and a new one does not: what prevents its deletion, LIFs,
/// and configured services.
pub async fn contents(ontap: &ontap::Client, svm: &Svm) -> Outcome<Vec<String>> {
    let mut blockers = look(ontap, &svm.uuid, &svm.name).await?;
    blockers.push(lifs_of(ontap, svm).await?);
    let services = ontap.get::<SvmServices>(&svm.uuid).await;
    let services = services.during(format!("look for services of storage VM {}", svm.name))?;
    blockers.push(Blocker {
        kind: "services",
        names: services.configured().into_iter().map(str::to_owned).collect(),
    });
    Ok(blockers.iter().filter(|blocker| !blocker.names.is_empty()).map(Blocker::text).collect())
}

async fn lifs_of(ontap: &ontap::Client, svm: &Svm) -> Outcome<Blocker> {
    let of_svm = [("svm.uuid", svm.uuid.as_str())];
    let found = ontap
        .list::<IpInterface>(&of_svm)
        .await
        .during(format!("list the LIFs of storage VM {}", svm.name))?;
    let names = found.into_iter().filter(|lif| lif.scope != Some(Scope::Cluster)).map(|lif| lif.name);
    Ok(Blocker { kind: "LIFs", names: names.collect() })
}

async fn look(ontap: &ontap::Client, uuid: &str, svm_name: &str) -> Outcome<Vec<Blocker>> {
    let what = |kind: &str| format!("look for {kind} in storage VM {svm_name}");
    let (of_svm, of_name) = ([("svm.uuid", uuid)], [("vserver", svm_name)]);
    let (volumes, queued, luns, namespaces) = futures::join!(
        ontap.list::<Volume>(&of_svm),
        ontap.list::<QueuedVolume>(&of_name),
        ontap.list::<Lun>(&of_svm),
        ontap.list::<Namespace>(&of_svm),
    );
    let (cifs, shares, s3) = futures::join!(
        ontap.list::<CifsService>(&of_svm),
        ontap.cifs_shares(uuid),
        ontap.list::<S3Service>(&of_svm)
    );
    let (mirrors, peers) =
        futures::join!(ontap.snapmirror_relationships(svm_name), ontap.list::<SvmPeer>(&of_svm));
    let data = |volume: &Volume| volume.is_svm_root != Some(true);
    Ok(vec![
        blocker("data volumes", volumes.during(what("volumes"))?.into_iter().filter(data), |volume| {
            volume.name
        }),
        blocker("volumes in the recovery queue", queued.during(what("deleted volumes"))?, |volume| {
            volume.volume
        }),
        blocker("LUNs", luns.during(what("LUNs"))?, |lun| lun.name),
        blocker("NVMe namespaces", namespaces.during(what("namespaces"))?, |namespace| namespace.name),
        blocker("SMB servers", cifs.during(what("SMB servers"))?, |server| server.name.unwrap_or_default()),
        blocker("SMB shares", shares.during(what("SMB shares"))?, |share| share.name),
        blocker("S3 servers", s3.during(what("S3 servers"))?, |server| server.name.unwrap_or_default()),
        blocker(
            "SnapMirror relationships",
            mirrors.during(what("SnapMirror relationships"))?,
            describe_mirror,
        ),
        blocker("storage VM peers", peers.during(what("storage VM peers"))?, describe_peer),
    ])
}

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
    let all = ontap.list::<Svm>(&[]).await.during("list the storage VMs")?;
    refuse_taken(&all, planned)?;
    refuse_absent_aggregates(cx, planned).await?;
    refuse_absent_snapshot_policy(ontap, planned).await?;
    Ok(all.into_iter().map(|svm| svm.uuid).collect())
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
