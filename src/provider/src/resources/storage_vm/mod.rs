//! `cvo_storage_vm`: one storage VM (SVM) with its root volume.

mod checks;
mod contents;
mod look;
mod steps;

use std::time::Duration;

use async_trait::async_trait;
use futures::future::BoxFuture;
use ontap::{Svm, SvmState};
use provider_core::moved::moved;
use provider_core::object::OntapModel;
use provider_core::storage_vm::{
    Facts, StorageVmModel, Whole, accepted, in_the_making, names_new_aggregates, refuse_other_name,
    refuse_protected, removed, replacement_refused, require_root, validate,
};
use provider_core::written::generate;
use tfplugin::{Cx, DefaultTimeouts, Diagnostics, MovedFrom, NeverReplaced, Outcome, Plan, Text};

use crate::clients::{Age, Clients, every_second, wait_until};
use crate::diagnose::During;
use crate::envelope::{Current, Moment, Object, Prepared, delete, listed, refuse_made_anew};

/// The resource.
#[derive(Debug)]
pub struct StorageVm;

#[async_trait]
impl Object for StorageVm {
    const ERROR_ATTRIBUTES: &'static [(&'static str, &'static str)] = &[
        ("vserver", "name"),
        ("rootvolume", "root_volume_name"),
        ("aggregate", "root_volume_aggregate"),
        ("aggregates", "aggregates"),
        ("13434885", "language"),
        ("13434886", "snapshot_policy"),
        ("13434908", "name"),
    ];

    type Model = StorageVmModel;
    type Record = Svm;
    type Findings = ();

    fn generate(config: &mut StorageVmModel, state: &StorageVmModel) {
        generate(config, state);
    }

    fn move_from(source: &MovedFrom) -> Outcome<Option<StorageVmModel>> {
        moved(source).map(Some)
    }

    fn default_timeouts() -> DefaultTimeouts {
        DefaultTimeouts::of_writes(Duration::from_secs(20 * 60))
    }

    fn validate(config: &StorageVmModel, diagnostics: &mut Diagnostics) {
        validate(config, diagnostics);
    }

    fn never_replaced(model: &StorageVmModel) -> Option<NeverReplaced> {
        let name = model.name.known()?.text();
        let refusal = replacement_refused(&name);
        Some(NeverReplaced { name, refusal })
    }

    fn refuse_protected(prior: &StorageVmModel) -> Outcome<()> {
        refuse_protected(prior)
    }

    /// Records the values that a read accepts, if nothing is recorded yet.
    fn notice(cx: &Cx<Clients>, seen: &StorageVmModel, _found: &Whole) {
        for (key, value) in accepted(seen, |key| cx.private::<String>(key).is_some()) {
            cx.remember(&key, &value);
        }
    }

    async fn facts(cx: &Cx<Clients>, plan: &Plan<StorageVmModel>) -> Outcome<Option<Facts>> {
        let mut facts = Facts::default();
        if names_new_aggregates(plan) {
            let aggregates = cx.clients().ontap.aggregates().await?.iter();
            facts.aggregates = Some(aggregates.map(|found| found.name.clone()).collect());
        }
        if plan.is_create() && plan.config.ipspace.known().is_some() {
            facts.e0a_ipspaces = Some(cx.clients().ontap.e0a_ipspaces().await?);
        }
        Ok(Some(facts))
    }

    async fn whole(cx: &Cx<Clients>, ontap: &ontap::Client, svm: Svm) -> ontap::Result<Whole> {
        with_root(cx, ontap, svm).await
    }

    async fn by_uuid(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        _stored: &StorageVmModel,
        uuid: &str,
    ) -> ontap::Result<Whole> {
        let (svm, root) = futures::join!(ontap.get::<Svm>(uuid), ontap.root_volume(uuid));
        Ok(Whole::new(svm?, root?, cx.clients().ontap.known_cluster().cloned()))
    }

    /// Reads all root volumes together as well.
    async fn listed(
        cx: &Cx<Clients>,
        _ontap: &ontap::Client,
        stored: &StorageVmModel,
        age: Age,
    ) -> Option<Whole> {
        let clients = cx.clients();
        let (svm, roots) = futures::join!(listed::<Self>(cx, stored, age), clients.all_root_volumes(age));
        let svm = svm?;
        let root = roots.ok()?.iter().find(|root| root.svm.uuid.as_ref() == Some(&svm.uuid)).cloned();
        let whole = Whole::new(svm, root, clients.ontap.known_cluster().cloned());
        // A filtered list may lack it where a question about one storage VM finds it.
        Some(whole).filter(Whole::root_is_known)
    }

    async fn by_name(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        stored: &StorageVmModel,
    ) -> Outcome<Option<(Whole, Vec<String>)>> {
        let (name, described) = (stored.name.known().map(Text::text).unwrap_or_default(), stored.describe());
        let found = ontap.find::<Svm>(&[("name", &name)]).await.during(format!("look for {described}"))?;
        let Some(svm) = found else { return Ok(None) };
        let svm = when_ready(ontap, svm, &described).await?;
        let whole = with_root(cx, ontap, svm).await;
        let whole = whole.during(format!("read the root volume of {described}"))?;
        require_root(&whole)?;
        let holds = contents::contents(cx, ontap, whole.svm()).await?;
        Ok(Some((whole, holds)))
    }

    /// Refuses it without a look at what it contains.
    async fn made_anew(
        _cx: &Cx<Clients>,
        ontap: &ontap::Client,
        gone: &StorageVmModel,
    ) -> Outcome<Option<Whole>> {
        let name = gone.name.known().map(Text::text).unwrap_or_default();
        let found = ontap.find::<Svm>(&[("name", &name)]).await;
        match found.during(format!("look for {}", gone.describe()))? {
            Some(there) => Err(refuse_made_anew(gone, &there.into())),
            None => Ok(None),
        }
    }

    async fn prepare(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        planned: StorageVmModel,
    ) -> Outcome<Prepared<Self>> {
        let before = checks::before_create(cx, ontap, &planned).await?;
        let cluster = cx.clients().ontap.cluster().await?;
        let planned = StorageVmModel {
            cluster_uuid: cluster.uuid.into(),
            cluster_name: cluster.name.into(),
            ..planned
        };
        Ok(Prepared { before, ..Prepared::of(planned) })
    }

    fn refuse_answer(begun: &StorageVmModel, made: &Svm) -> Outcome<()> {
        refuse_other_name(begun, &made.name)
    }

    async fn go_on(
        _cx: &Cx<Clients>,
        ontap: &ontap::Client,
        planned: &StorageVmModel,
        made: &Svm,
    ) -> Outcome<()> {
        steps::go_on(ontap, planned, made).await
    }

    async fn finish(
        cx: &Cx<Clients>,
        planned: StorageVmModel,
        found: Whole,
        (): (),
    ) -> Outcome<StorageVmModel> {
        require_root(&found)?;
        let svm = found.svm();
        cx.clients().made.know(&svm.name, &svm.uuid);
        Ok(planned.seen(&found))
    }

    async fn prepare_change(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        planned: StorageVmModel,
        Current { now, found, .. }: Current<'_, Self>,
    ) -> Outcome<Prepared<Self>> {
        cx.clients().made.forget(&found.svm().uuid);
        checks::refuse_wanted_name_of_another(ontap, now, &planned).await?;
        checks::refuse_aggregates_in_use(ontap, &found.svm().uuid, &removed(now, &planned)).await?;
        Ok(Prepared::of(planned))
    }

    async fn send_changes(
        _cx: &Cx<Clients>,
        ontap: &ontap::Client,
        planned: &StorageVmModel,
        current: Current<'_, Self>,
    ) -> Outcome<()> {
        steps::change(ontap, planned, current).await
    }

    async fn finish_change(
        cx: &Cx<Clients>,
        planned: StorageVmModel,
        found: Whole,
        (): (),
    ) -> Outcome<StorageVmModel> {
        // Whoever asked meanwhile may have seen the old name.
        cx.clients().made.forget(&found.svm().uuid);
        if planned.root_volume_id.known().is_none() {
            require_root(&found)?;
        }
        Ok(planned.changed(&found))
    }

    async fn refuse_destroy(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        prior: &StorageVmModel,
        found: &Whole,
        moment: Moment,
    ) -> Outcome<()> {
        match moment {
            Moment::Plan => contents::refuse_plan(cx, ontap, prior, found.svm()).await,
            Moment::Apply => contents::refuse_turn(cx, prior, found.svm()).await,
        }
    }

    async fn remove(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        prior: &StorageVmModel,
        found: Whole,
    ) -> Outcome<()> {
        cx.clients().made.forget(&found.svm().uuid);
        contents::purge(ontap, prior, found.svm()).await?;
        delete::<Self>(ontap, prior, found.svm()).await
    }
}

/// Adds root volume and cluster to a storage VM that was just read.
async fn with_root(cx: &Cx<Clients>, ontap: &ontap::Client, svm: Svm) -> ontap::Result<Whole> {
    let root = ontap.root_volume(&svm.uuid).await?;
    Ok(Whole::new(svm, root, cx.clients().ontap.known_cluster().cloned()))
}

/// Waits until ONTAP has finished creating the storage VM. Before that, its values are not final, and it is
/// unknown whose it is.
async fn when_ready(ontap: &ontap::Client, svm: Svm, name: &str) -> Outcome<Svm> {
    let uuid = svm.uuid.as_str();
    if svm.state != Some(SvmState::Initializing) {
        return Ok(svm);
    }
    let look = || -> BoxFuture<'_, Outcome<_>> {
        Box::pin(async move {
            let now = ontap.get::<Svm>(uuid).await.during(format!("read {name}"))?;
            Ok(if now.state == Some(SvmState::Initializing) { Err(()) } else { Ok(now) })
        })
    };
    wait_until(every_second(), &format!("{name} to be made"), look).await?.map_err(|()| in_the_making(name))
}
