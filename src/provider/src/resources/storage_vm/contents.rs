//! What is in a storage VM, looked at before it is deleted.

use std::collections::BTreeSet;

use futures::future::BoxFuture;
use ontap::{
    CifsService, IpInterface, Lun, Namespace, QueuedVolume, S3Service, Scope, Svm, SvmPeer, SvmServices,
    Volume,
};
use provider_core::storage_vm::{
    Blocker, Contents, StorageVmModel, describe_mirror, describe_peer, still_queued, to_be_purged,
};
use tfplugin::{Cx, Outcome};

use crate::clients::{Clients, while_falling};
use crate::diagnose::During;

/// How many looks, one second apart, without any change a storage VM waits that is looked into when its turn
/// comes: what goes in the same run may belong to another provider, of which nothing shows here.
const LOOKS: usize = 60;

/// Refuses the plan of a destroy while the storage VM, which was just read, contains more than its root volume.
/// LIFs do not count: those of this configuration are destroyed before. What the same run deletes is looked at
/// later if the storage VM says so; what was deleted before is in the way in any case.
pub async fn refuse_plan(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    prior: &StorageVmModel,
    svm: &Svm,
) -> Outcome<()> {
    let contents = if prior.is_looked_into_at_its_turn() {
        Contents { queued: queue(ontap, &svm.name).await?, ..Contents::default() }
    } else {
        look(ontap, svm).await?
    };
    if let Some((summary, detail)) =
        to_be_purged(&svm.name, &contents.queued).filter(|_| prior.purges_queue())
    {
        cx.warn(summary, detail);
    }
    contents.without_purged(prior).refuse_plan(&svm.name)
}

/// Waits for what goes in the same run, and refuses the destroy while anything is left.
pub async fn refuse_turn(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    prior: &StorageVmModel,
    svm: &Svm,
) -> Outcome<()> {
    let waits_for_all = prior.is_looked_into_at_its_turn();
    let look = || -> BoxFuture<'_, Outcome<_>> {
        Box::pin(async move {
            let lifs = Some(lifs_of(ontap, svm).await?);
            if waits_for_all {
                Ok(Contents { lifs, ..look(ontap, svm).await? })
            } else {
                Ok(Contents { lifs, ..Contents::default() })
            }
        })
    };
    let departures = &cx.clients().departures;
    let going = || departures.of_svm(&svm.uuid);
    let patience = || {
        let usual = departures.patience(going() > 0);
        if waits_for_all { usual.max(LOOKS) } else { usual }
    };
    let what = format!("what is in storage VM {} to go", svm.name);
    let number = |seen: &Contents| seen.number() + going();
    // What it contains is looked at before anything went, too: as a rule nothing is left to wait for.
    let at_once = async { if waits_for_all { Ok(None) } else { self::look(ontap, svm).await.map(Some) } };
    let (first, at_once) = futures::join!(look(), at_once);
    let first = first?;
    let is_waited_for = number(&first) > 0;
    let left = while_falling(first, &what, patience, number, look).await?;
    let contents = match at_once? {
        _ if waits_for_all => left,
        Some(objects) if !is_waited_for => Contents { lifs: left.lifs, ..objects },
        _ => Contents { lifs: left.lifs, ..self::look(ontap, svm).await? },
    };
    contents.without_purged(prior).refuse_turn(&svm.name)
}

/// Deletes the volumes in the recovery queue for good, one by one, if the storage VM says so.
pub async fn purge(ontap: &ontap::Client, prior: &StorageVmModel, svm: &Svm) -> Outcome<()> {
    if !prior.purges_queue() {
        return Ok(());
    }
    let queued = queue(ontap, &svm.name).await?;
    if queued.is_empty() {
        return Ok(());
    }
    // That the names in the queue differ is assumed (`recovery-queue-names`): one command takes all of them
    // that are called the same.
    let names: BTreeSet<_> = queued.into_iter().map(|volume| volume.volume).collect();
    for name in names {
        let purged = ontap.purge_volume(&svm.name, &name).await;
        purged.during(format!("purge volume {name} of storage VM {}", svm.name))?;
    }
    match queue(ontap, &svm.name).await?[..] {
        [] => Ok(()),
        ref left => Err(still_queued(&svm.name, left)),
    }
}

/// Returns everything that a storage VM contains and a new one does not: what prevents its deletion, LIFs,
/// and configured services.
pub async fn contents(ontap: &ontap::Client, svm: &Svm) -> Outcome<Vec<String>> {
    let mut contents = look(ontap, svm).await?;
    contents.lifs = Some(lifs_of(ontap, svm).await?);
    let services = ontap.get::<SvmServices>(&svm.uuid).await;
    let services = services.during(format!("look for services of storage VM {}", svm.name))?;
    let configured = services.configured().into_iter().map(str::to_owned);
    contents.objects.push(Blocker::new(("service", "services"), configured, |service| service));
    Ok(contents.texts())
}

async fn lifs_of(ontap: &ontap::Client, svm: &Svm) -> Outcome<Blocker> {
    let of_svm = [("svm.uuid", svm.uuid.as_str())];
    let found = ontap
        .list::<IpInterface>(&of_svm)
        .await
        .during(format!("list the LIFs of storage VM {}", svm.name))?;
    let own = found.into_iter().filter(|lif| lif.scope != Some(Scope::Cluster));
    Ok(Blocker::new(("LIF", "LIFs"), own, |lif| lif.name))
}

async fn queue(ontap: &ontap::Client, svm_name: &str) -> Outcome<Vec<QueuedVolume>> {
    let queued = ontap.list::<QueuedVolume>(&[("vserver", svm_name)]).await;
    queued.during(format!("look for deleted volumes in storage VM {svm_name}"))
}

async fn look(ontap: &ontap::Client, svm: &Svm) -> Outcome<Contents> {
    let (uuid, name) = (svm.uuid.as_str(), svm.name.as_str());
    let what = |kind: &str| format!("look for {kind} in storage VM {name}");
    let of_svm = [("svm.uuid", uuid)];
    let (volumes, queued, luns, namespaces, cifs, shares, s3, mirrors, peers) = futures::join!(
        ontap.list::<Volume>(&of_svm),
        queue(ontap, name),
        ontap.list::<Lun>(&of_svm),
        ontap.list::<Namespace>(&of_svm),
        ontap.list::<CifsService>(&of_svm),
        ontap.cifs_shares(uuid),
        ontap.list::<S3Service>(&of_svm),
        ontap.snapmirror_relationships(name),
        ontap.list::<SvmPeer>(&of_svm),
    );
    let data = volumes.during(what("volumes"))?.into_iter().filter(|volume| volume.is_svm_root != Some(true));
    let (luns, namespaces) = (luns.during(what("LUNs"))?, namespaces.during(what("namespaces"))?);
    let (cifs, shares) = (cifs.during(what("SMB servers"))?, shares.during(what("SMB shares"))?);
    let s3 = s3.during(what("S3 servers"))?;
    let (mirrors, peers) =
        (mirrors.during(what("SnapMirror relationships"))?, peers.during(what("storage VM peers"))?);
    let unnamed = Option::unwrap_or_default;
    let objects = vec![
        Blocker::new(("data volume", "data volumes"), data, |volume| volume.name),
        Blocker::new(("LUN", "LUNs"), luns, |lun| lun.name),
        Blocker::new(("NVMe namespace", "NVMe namespaces"), namespaces, |namespace| namespace.name),
        Blocker::new(("SMB server", "SMB servers"), cifs, |server| unnamed(server.name)),
        Blocker::new(("SMB share", "SMB shares"), shares, |share| share.name),
        Blocker::new(("S3 server", "S3 servers"), s3, |server| unnamed(server.name)),
        Blocker::new(("SnapMirror relationship", "SnapMirror relationships"), mirrors, describe_mirror),
        Blocker::new(("storage VM peer", "storage VM peers"), peers, describe_peer),
    ];
    Ok(Contents { objects, lifs: None, queued: queued? })
}
