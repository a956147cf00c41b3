//! What is in a storage VM, looked at before it is deleted.

use std::collections::BTreeSet;

use futures::future::BoxFuture;
use ontap::{QueuedVolume, Scope, Svm, SvmServices};
use provider_core::storage_vm::{Blocker, Contents, StorageVmModel, still_queued, to_be_purged};
use tfplugin::{Cx, Outcome};

use super::look::what_is_in;
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
        what_is_in(cx.clients(), svm).await?
    };
    if let Some((summary, detail)) =
        to_be_purged(&svm.name, &contents.queued).filter(|_| prior.purges_queue())
    {
        cx.warn(summary, detail);
    }
    contents.without_purged(prior).refuse_plan(&svm.name)
}

/// Waits for what goes in the same run, and refuses the destroy while anything is left.
pub async fn refuse_turn(cx: &Cx<Clients>, prior: &StorageVmModel, svm: &Svm) -> Outcome<()> {
    let waits_for_all = prior.is_looked_into_at_its_turn();
    let look = || -> BoxFuture<'_, Outcome<_>> {
        Box::pin(async move {
            let lifs = Some(lifs_of(cx, svm).await?);
            if waits_for_all {
                Ok(Contents { lifs, ..what_is_in(cx.clients(), svm).await? })
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
    let at_once =
        async { if waits_for_all { Ok(None) } else { what_is_in(cx.clients(), svm).await.map(Some) } };
    let (first, at_once) = futures::join!(look(), at_once);
    let first = first?;
    let is_waited_for = number(&first) > 0;
    let ended = || -> BoxFuture<'_, ()> { Box::pin(departures.all_of_svm_have_ended(&svm.uuid)) };
    let left = while_falling(first, &what, patience, number, ended, look).await?;
    let contents = match at_once? {
        _ if waits_for_all => left,
        Some(objects) if !is_waited_for => Contents { lifs: left.lifs, ..objects },
        _ => Contents { lifs: left.lifs, ..what_is_in(cx.clients(), svm).await? },
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
pub async fn contents(cx: &Cx<Clients>, ontap: &ontap::Client, svm: &Svm) -> Outcome<Vec<String>> {
    let mut contents = what_is_in(cx.clients(), svm).await?;
    contents.lifs = Some(lifs_of(cx, svm).await?);
    let services = ontap.get::<SvmServices>(&svm.uuid).await;
    let services = services.during(format!("look for services of storage VM {}", svm.name))?;
    let configured = services.configured().into_iter().map(str::to_owned);
    contents.objects.push(Blocker::new(("service", "services"), configured, |service| service));
    Ok(contents.texts())
}

async fn lifs_of(cx: &Cx<Clients>, svm: &Svm) -> Outcome<Blocker> {
    let found = cx.clients().lifs_of_svm(&svm.uuid).await?;
    let own = found.into_iter().filter(|lif| lif.scope != Some(Scope::Cluster));
    Ok(Blocker::new(("LIF", "LIFs"), own, |lif| lif.name))
}

async fn queue(ontap: &ontap::Client, svm_name: &str) -> Outcome<Vec<QueuedVolume>> {
    let queued = ontap.list::<QueuedVolume>(&[("vserver", svm_name)]).await;
    queued.during(format!("look for deleted volumes in storage VM {svm_name}"))
}
