//! A look into storage VMs that go at the same time: one question per kind of object for all of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::BoxFuture;
use ontap::{
    CifsService, CifsShare, Lun, Namespace, QueuedVolume, Reference, Result, S3Service,
    SnapmirrorRelationship, Svm, SvmPeer, Volume,
};
use provider_core::storage_vm::{Blocker, Contents, SvmKey, describe_mirror, describe_peer};
use tfplugin::{Diagnostics, Outcome, calls};

use crate::clients::{Clients, Gathered, stopped};
use crate::diagnose::During;

/// The looks of a run.
struct Looks(Gathered<SvmKey, Outcome<Contents>>);

/// Reads what a storage VM contains, without its LIFs. Storage VMs that go at the same time share the questions.
pub async fn what_is_in(clients: &Clients, svm: &Svm) -> Outcome<Contents> {
    let ontap = clients.ontap.of_all_operations().await?;
    let into = move |svms| look_into(ontap.clone(), svms);
    let looks = clients.kept.get(|| Looks(Gathered::new(Arc::new(into.clone()))));
    let what = format!("Looking into storage VM {}", svm.name);
    let svm = SvmKey { uuid: svm.uuid.clone(), name: svm.name.clone() };
    tokio::select! {
        biased;
        seen = looks.0.get(svm, !calls().are_others_under_way()) => seen.unwrap_or_else(|| Err(unanswered(&what))),
        () = tfplugin::stop().cancelled_owned() => Err(stopped(&what)),
    }
}

fn unanswered(what: &str) -> Diagnostics {
    Diagnostics::error(format!("{what} ended without an answer"), "Run Terraform again.")
}

/// Returns what each of these storage VMs contains.
fn look_into(
    ontap: ontap::Client,
    svms: Vec<SvmKey>,
) -> BoxFuture<'static, BTreeMap<SvmKey, Outcome<Contents>>> {
    Box::pin(async move {
        let all = read(&ontap, &svms).await;
        let mut contents: BTreeMap<_, _> =
            svms.iter().map(|svm| (svm.clone(), contents_of(&all, svm))).collect();
        // What is odd about one of several must not stand in the way of the others.
        for (svm, seen) in contents.iter_mut().filter(|(_, seen)| svms.len() > 1 && seen.is_err()) {
            *seen = contents_of(&read(&ontap, std::slice::from_ref(svm)).await, svm);
        }
        contents
    })
}

/// The objects of several storage VMs.
struct All {
    volumes: Result<Vec<Volume>>,
    queued: Result<Vec<QueuedVolume>>,
    luns: Result<Vec<Lun>>,
    namespaces: Result<Vec<Namespace>>,
    smb_servers: Result<Vec<CifsService>>,
    smb_shares: Result<Vec<CifsShare>>,
    s3_servers: Result<Vec<S3Service>>,
    mirrors: Result<Vec<SnapmirrorRelationship>>,
    peers: Result<Vec<SvmPeer>>,
}

async fn read(ontap: &ontap::Client, svms: &[SvmKey]) -> All {
    let uuids: Vec<_> = svms.iter().map(|svm| svm.uuid.as_str()).collect();
    let names: Vec<_> = svms.iter().map(|svm| svm.name.as_str()).collect();
    let (luns, namespaces, smb_servers, smb_shares, s3_servers, mirrors, peers) = futures::join!(
        ontap.list_any("svm.uuid", &uuids),
        ontap.list_any("svm.uuid", &uuids),
        ontap.list_any("svm.uuid", &uuids),
        ontap.cifs_shares(&uuids),
        ontap.list_any("svm.uuid", &uuids),
        ontap.snapmirror_relationships(&names),
        ontap.list_any("svm.uuid", &uuids),
    );
    // Last, so that no slow answer is waited for between them and the deletion: a volume that is made meanwhile is seen.
    let (volumes, queued) =
        futures::join!(ontap.list_any("svm.uuid", &uuids), ontap.list_any("vserver", &names));
    All { volumes, queued, luns, namespaces, smb_servers, smb_shares, s3_servers, mirrors, peers }
}

/// Returns what one of them contains.
///
/// # Errors
/// A kind of object could not be listed.
fn contents_of(all: &All, svm: &SvmKey) -> Outcome<Contents> {
    let what = |kind: &str| format!("look for {kind} in storage VM {}", svm.name);
    let volumes = of_svm(&all.volumes, svm, |volume| &volume.svm).during(what("volumes"))?;
    let luns = of_svm(&all.luns, svm, |lun| &lun.svm).during(what("LUNs"))?;
    let namespaces = of_svm(&all.namespaces, svm, |namespace| &namespace.svm).during(what("namespaces"))?;
    let smb_servers = of_svm(&all.smb_servers, svm, |server| &server.svm).during(what("SMB servers"))?;
    let smb_shares = of_svm(&all.smb_shares, svm, |share| &share.svm).during(what("SMB shares"))?;
    let s3_servers = of_svm(&all.s3_servers, svm, |server| &server.svm).during(what("S3 servers"))?;
    let peers = of_svm(&all.peers, svm, |peer| &peer.svm).during(what("storage VM peers"))?;
    let is_ours = |mirror: &SnapmirrorRelationship| {
        let ends = [&mirror.source.svm, &mirror.destination.svm];
        ends.iter().any(|end| end.name.as_ref().is_none_or(|name| *name == svm.name))
    };
    let mirrors = picked(&all.mirrors, is_ours).during(what("SnapMirror relationships"))?;
    let was_ours = |volume: &QueuedVolume| volume.vserver.as_ref().is_none_or(|vserver| *vserver == svm.name);
    let queued = picked(&all.queued, was_ours);
    let queued = queued.during(format!("look for deleted volumes in storage VM {}", svm.name))?;
    let data = volumes.into_iter().filter(|volume| volume.is_svm_root != Some(true));
    let unnamed = Option::unwrap_or_default;
    let objects = vec![
        Blocker::new(("data volume", "data volumes"), data, |volume| volume.name),
        Blocker::new(("LUN", "LUNs"), luns, |lun| lun.name),
        Blocker::new(("NVMe namespace", "NVMe namespaces"), namespaces, |namespace| namespace.name),
        Blocker::new(("SMB server", "SMB servers"), smb_servers, |server| unnamed(server.name)),
        Blocker::new(("SMB share", "SMB shares"), smb_shares, |share| share.name),
        Blocker::new(("S3 server", "S3 servers"), s3_servers, |server| unnamed(server.name)),
        Blocker::new(("SnapMirror relationship", "SnapMirror relationships"), mirrors, describe_mirror),
        Blocker::new(("storage VM peer", "storage VM peers"), peers, describe_peer),
    ];
    Ok(Contents { objects, lifs: None, queued })
}

/// Returns the objects of one storage VM, and those that do not tell whose they are: each may be one of it.
fn of_svm<T: Clone>(all: &Result<Vec<T>>, svm: &SvmKey, owner: impl Fn(&T) -> &Reference) -> Result<Vec<T>> {
    picked(all, |object| owner(object).uuid.as_ref().is_none_or(|uuid| *uuid == svm.uuid))
}

fn picked<T: Clone>(all: &Result<Vec<T>>, is_ours: impl Fn(&T) -> bool) -> Result<Vec<T>> {
    let all = all.as_ref().map_err(Clone::clone)?;
    Ok(all.iter().filter(|object| is_ours(object)).cloned().collect())
}
