//! What keeps a storage VM from being destroyed: its protection, and whatever is in it.

use std::collections::BTreeSet;

use ontap::{
    CifsService, IpInterface, Lun, Namespace, QueuedVolume, S3Service, Scope, Svm, SvmPeer, SvmServices,
    Volume,
};
use provider_core::storage_vm::{
    Blocker, aggregates_in_use, blocker, describe_mirror, describe_peer, in_the_way, on_aggregates,
};
use tfplugin::Outcome;

use crate::diagnose::During;
use crate::envelope::Moment;

/// Looks into a storage VM, as it was just read, and refuses while anything but its root volume is in it. LIFs of this
/// configuration are destroyed before; any that is left then belongs to somebody else.
pub async fn refuse_unless_empty(ontap: &ontap::Client, svm: &Svm, moment: Moment) -> Outcome<()> {
    let name = format!("storage VM {}", svm.name);
    let mut blockers = look(ontap, &svm.uuid, &svm.name).await?;
    if moment == Moment::Apply {
        blockers.push(lifs_of(ontap, svm).await?);
    }
    blockers.retain(|blocker| !blocker.names.is_empty());
    if blockers.is_empty() { Ok(()) } else { Err(in_the_way(&name, &blockers)) }
}

/// Everything that a storage VM has and a new one does not: what keeps it from being destroyed, LIFs, and services that
/// somebody set up.
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

/// Refuses to take an aggregate off the list while a volume of the storage VM lies on it.
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
