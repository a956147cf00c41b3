//! What keeps a storage VM from being destroyed: its protection, and whatever is in it.

use std::collections::BTreeSet;

use ontap::{
    CifsService, IpInterface, Lun, Namespace, QueuedVolume, S3Service, Scope, SnapmirrorRelationship, Svm,
    SvmPeer, Volume,
};
use tfplugin::{Attr, Diagnostics, Outcome, Text};

use super::describe;
use super::model::StorageVmModel;
use super::observe::Whole;
use crate::diagnose::During;
use crate::identity::{self, Difference};

/// Most objects of one kind that a message names.
const NAMED: usize = 10;

/// Whether LIFs keep the storage VM from being destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lifs {
    /// In the destroy plan: those of this configuration are destroyed before.
    MayGoFirst,
    /// When it is about to be deleted: any that is left belongs to somebody else.
    InTheWay,
}

/// Objects of one kind that are in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Blocker {
    kind: &'static str,
    names: Vec<String>,
}

/// Refuses to destroy what is protected. A state without the attribute counts as protected.
pub(super) fn refuse_protected(prior: &StorageVmModel) -> Outcome<()> {
    if prior.deletion_protection == Attr::Known(false) {
        return Ok(());
    }
    Err(Diagnostics::error_at(
        "deletion_protection",
        format!("{} is protected from deletion", capital(&describe(prior))),
        "Nothing was touched. To destroy it: first set deletion_protection = false and apply, then destroy. To only forget \
         it, use \"terraform state rm\".",
    ))
}

/// Looks into a storage VM, as it was just read, and refuses while anything but its root volume is in it.
pub(super) async fn refuse_unless_empty(ontap: &ontap::Client, svm: &Svm, lifs: Lifs) -> Outcome<()> {
    let name = format!("storage VM {}", svm.name);
    let mut blockers = look(ontap, &svm.uuid, &svm.name).await?;
    if lifs == Lifs::InTheWay {
        blockers.push(lifs_of(ontap, svm).await?);
    }
    blockers.retain(|blocker| !blocker.names.is_empty());
    if blockers.is_empty() { Ok(()) } else { Err(in_the_way(&name, &blockers)) }
}

/// Everything that a storage VM has and a new one does not: what keeps it from being destroyed, LIFs, and services that
/// somebody set up.
pub(super) async fn contents(ontap: &ontap::Client, svm: &Svm) -> Outcome<Vec<String>> {
    let mut blockers = look(ontap, &svm.uuid, &svm.name).await?;
    blockers.push(lifs_of(ontap, svm).await?);
    let services = ontap.get::<ontap::SvmServices>(&svm.uuid).await;
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

fn blocker<T>(kind: &'static str, found: impl IntoIterator<Item = T>, name: impl Fn(T) -> String) -> Blocker {
    Blocker { kind, names: found.into_iter().map(name).collect() }
}

fn describe_mirror(mirror: SnapmirrorRelationship) -> String {
    let end = |path: Option<String>| path.unwrap_or_else(|| "elsewhere".to_owned());
    format!("{} to {}", end(mirror.source.path), end(mirror.destination.path))
}

fn describe_peer(peer: SvmPeer) -> String {
    let (svm, cluster) = (peer.peer.svm.name.or(peer.name), peer.peer.cluster.name);
    format!("{} of cluster {}", svm.unwrap_or(peer.uuid), cluster.unwrap_or_else(|| "unknown".to_owned()))
}

fn in_the_way(name: &str, blockers: &[Blocker]) -> Diagnostics {
    let list: Vec<_> = blockers.iter().map(Blocker::line).collect();
    Diagnostics::error(
        format!("{} is not empty", capital(name)),
        format!(
            "In the way of its deletion:\n{}\nNothing of the storage VM was changed. This provider never deletes data: \
             remove these objects where they are managed, then destroy again.",
            list.join("\n")
        ),
    )
}

impl Blocker {
    fn line(&self) -> String {
        format!("  - {}", self.text())
    }

    fn text(&self) -> String {
        let mut names = self.names.clone();
        names.sort();
        let more = names.len().saturating_sub(NAMED);
        names.truncate(NAMED);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{} {}: {}{rest}", self.names.len(), self.kind, names.join(", "))
    }
}

/// Refuses to delete another storage VM than the state is about: name and root volume are compared with what was just read.
pub(super) fn refuse_unlike(prior: &StorageVmModel, whole: &Whole) -> Outcome<()> {
    let name = prior.name.known().map(Text::text);
    let (root_id, root_name) =
        (prior.root_volume_id.clone().into_known(), prior.root_volume_name.clone().into_known());
    let root = whole.root();
    identity::refuse_unlike(
        &describe(prior),
        &[
            Difference { attribute: "name", stored: name, found: Some(whole.svm().name.clone()) },
            Difference {
                attribute: "root_volume_id",
                stored: root_id,
                found: root.map(|root| root.uuid.clone()),
            },
            Difference {
                attribute: "root_volume_name",
                stored: root_name,
                found: root.map(|root| root.name.clone()),
            },
        ],
    )
}

/// Refuses to take an aggregate off the list while a volume of the storage VM lies on it.
pub(super) async fn refuse_aggregates_in_use(
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
        ref lying => Err(Diagnostics::error_at(
            "aggregates",
            format!(
                "Volumes of the storage VM lie on {}",
                removed.iter().cloned().collect::<Vec<_>>().join(", ")
            ),
            format!(
                "An aggregate leaves the list only when no volume lies on it: {}. Nothing was changed. Move the volumes \
                 away, or put the aggregate back into the configuration.",
                lying.join(", ")
            ),
        )),
    }
}

/// Volumes on one of the aggregates, as `volume on aggregate`.
fn on_aggregates(volumes: &[Volume], removed: &BTreeSet<String>) -> Vec<String> {
    let lying = volumes.iter().flat_map(|volume| {
        let on = volume.aggregates.iter().filter_map(|aggregate| aggregate.name.clone());
        on.filter(|name| removed.contains(name)).map(|name| format!("{} on {name}", volume.name))
    });
    lying.collect()
}

fn capital(text: &str) -> String {
    text.chars().take(1).flat_map(char::to_uppercase).chain(text.chars().skip(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_the_way_is_counted_and_named() {
        let names = (1..=12).map(|n| format!("vol{n:02}")).collect();
        let line = Blocker { kind: "data volumes", names }.line();
        assert_eq!(
            line,
            "  - 12 data volumes: vol01, vol02, vol03, vol04, vol05, vol06, vol07, vol08, vol09, vol10 and 2 more"
        );
    }

    #[test]
    fn only_a_known_false_lifts_the_protection() {
        let with = |deletion_protection| StorageVmModel { deletion_protection, ..StorageVmModel::default() };
        assert!(refuse_protected(&with(Attr::Known(false))).is_ok());
        for protected in [Attr::Known(true), Attr::Null] {
            assert!(refuse_protected(&with(protected)).is_err());
        }
    }
}
