//! `cvo_storage_vm`: one storage VM (SVM) with its root volume.

mod claim;
mod guard;
mod make;
mod observe;

use async_trait::async_trait;
use provider_core::identity::gone;
use provider_core::storage_vm::{
    Facts, Step, StorageVmModel, Whole, accepted, describe, name_taken, names_new_aggregates, no_root_volume,
    refuse_protected, refuse_unlike, removed, replacement_refused, rules, steps, validate,
};
use tfplugin::{Attr, Cx, Diagnostics, NeverReplaced, Outcome, Plan, Resource, Text, Timeouts};

use crate::clients::Clients;
use crate::diagnose::During;
use crate::identity;
use crate::unfinished;

/// ONTAP's fields and error codes, and the attributes that they are about.
const BLAMED: [(&str, &str); 15] = [
    ("name", "name"),
    ("vserver", "name"),
    ("13434885", "language"),
    ("13434886", "snapshot_policy"),
    ("13434908", "name"),
    ("aggregates", "aggregates"),
    ("aggregates.name", "aggregates"),
    ("aggregate", "root_volume_aggregate"),
    ("rootvolume", "root_volume_name"),
    ("snapshot_policy", "snapshot_policy"),
    ("snapshot_policy.name", "snapshot_policy"),
    ("language", "language"),
    ("ipspace", "ipspace"),
    ("ipspace.name", "ipspace"),
    ("comment", "comment"),
];

/// The resource.
#[derive(Debug)]
pub struct StorageVm;

#[async_trait]
impl Resource for StorageVm {
    const NAME: &'static str = "storage_vm";

    type Model = StorageVmModel;
    type Clients = Clients;
    type Facts = Facts;

    fn timeouts(model: &StorageVmModel) -> Option<&Timeouts> {
        model.timeouts.known()
    }

    fn validate(config: &StorageVmModel, diagnostics: &mut Diagnostics) {
        validate(config, diagnostics);
    }

    async fn facts(cx: &Cx<Clients>, plan: &Plan<StorageVmModel>) -> Outcome<Facts> {
        let mut facts = Facts::default();
        if names_new_aggregates(plan) {
            facts.aggregates =
                Some(cx.clients().ontap.aggregates().await?.iter().map(|found| found.name.clone()).collect());
        }
        if plan.is_create() && plan.config.ipspace.known().is_some() {
            facts.e0a_ipspaces = Some(cx.clients().ontap.e0a_ipspaces().await?);
        }
        Ok(facts)
    }

    fn plan(plan: &mut Plan<StorageVmModel>, facts: Option<&Facts>) {
        rules(plan, facts);
    }

    fn never_replaced(model: &StorageVmModel) -> Option<NeverReplaced> {
        let name = model.name.known()?.text();
        let refusal = replacement_refused(&name);
        Some(NeverReplaced { name, refusal })
    }

    async fn plan_destroy(cx: &Cx<Clients>, prior: &StorageVmModel) -> Outcome<()> {
        refuse_protected(prior)?;
        let recorded = identity::recorded_cluster(cx);
        let ontap = identity::on_its_cluster(cx, &describe(prior)).await?;
        match stored(cx, &ontap, prior).await? {
            Some(whole) => {
                refuse_unlike(prior, &whole)?;
                guard::refuse_unless_empty(&ontap, whole.svm(), guard::Lifs::MayGoFirst).await
            }
            None if prior.id.is_null() => Ok(()),
            None => identity::gone_from_its_cluster(cx, &describe(prior), recorded),
        }
    }

    async fn create(cx: &Cx<Clients>, planned: StorageVmModel) -> Outcome<StorageVmModel> {
        let ontap = cx.clients().ontap.client().await?;
        make::make(cx, &ontap, planned).await
    }

    async fn read(cx: &Cx<Clients>, prior: StorageVmModel) -> Outcome<Option<StorageVmModel>> {
        let recorded = identity::recorded_cluster(cx);
        let ontap = identity::on_its_cluster(cx, &describe(&prior)).await?;
        let cluster = cx.clients().ontap.cluster().await?;
        identity::refuse_another(cx, &describe(&prior), &prior.id)?;
        if let Some(unchanged) = observe::unchanged(cx, &prior, &cluster).await {
            accept_found(cx, &unchanged);
            return Ok(Some(unchanged));
        }
        let whole = match (stored(cx, &ontap, &prior).await?, &prior.id) {
            (Some(whole), _) => whole,
            (None, Attr::Known(_)) => {
                return identity::gone_from_its_cluster(cx, &describe(&prior), recorded).map(|()| None);
            }
            // It was never made, or does not show yet: the next apply makes it.
            (None, _) => return Ok(Some(prior)),
        };
        observe::refuse_another(cx, &prior, &whole)?;
        let observed = prior.observed(&whole, &cluster);
        accept_found(cx, &observed);
        Ok(Some(observed))
    }

    async fn update(
        cx: &Cx<Clients>,
        prior: StorageVmModel,
        planned: StorageVmModel,
    ) -> Outcome<StorageVmModel> {
        if planned.differs_only_here(&prior) {
            return Ok(planned);
        }
        let ontap = identity::on_its_cluster(cx, &describe(&prior)).await?;
        identity::refuse_another(cx, &describe(&prior), &prior.id)?;
        match stored(cx, &ontap, &prior).await? {
            Some(before) => change(cx, &ontap, (&prior, planned), &before).await,
            None if prior.id.is_null() => make::make(cx, &ontap, planned).await,
            None => Err(gone(&describe(&prior))),
        }
    }

    async fn delete(cx: &Cx<Clients>, prior: StorageVmModel) -> Outcome<()> {
        refuse_protected(&prior)?;
        let recorded = identity::recorded_cluster(cx);
        let ontap = identity::on_its_cluster(cx, &describe(&prior)).await?;
        let Some(whole) = stored(cx, &ontap, &prior).await? else {
            return identity::gone_from_its_cluster(cx, &describe(&prior), recorded);
        };
        refuse_unlike(&prior, &whole)?;
        guard::refuse_unless_empty(&ontap, whole.svm(), guard::Lifs::InTheWay).await?;
        ontap.delete_svm(&whole.svm().uuid).await.during(format!("delete {}", describe(&prior)))
    }

    async fn import(cx: &Cx<Clients>, id: &str) -> Outcome<StorageVmModel> {
        let ontap = cx.clients().ontap.client().await?;
        let cluster = cx.clients().ontap.cluster().await?;
        let found = observe::by_name_or_uuid(&ontap, id).await?;
        identity::remember_cluster(cx, &cluster);
        identity::remember(cx, &found.uuid);
        let whole = observe::whole(&ontap, &found.uuid, &found.name).await?;
        Ok(StorageVmModel::imported(&whole, &cluster))
    }
}

/// What there is of a stored state: the storage VM of its uuid, or what an unfinished create made.
async fn stored(cx: &Cx<Clients>, ontap: &ontap::Client, prior: &StorageVmModel) -> Outcome<Option<Whole>> {
    identity::refuse_another(cx, &describe(prior), &prior.id)?;
    match prior.id.known() {
        Some(uuid) => observe::by_uuid(ontap, prior, uuid).await,
        None => claim::look(cx, ontap, prior).await?.into_ours(),
    }
}

/// Changes what is there into what is planned.
async fn change(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    (prior, planned): (&StorageVmModel, StorageVmModel),
    before: &Whole,
) -> Outcome<StorageVmModel> {
    let cluster = cx.clients().ontap.cluster().await?;
    let (now, uuid, name) = (prior.observed(before, &cluster), &before.svm().uuid, describe(prior));
    observe::refuse_another(cx, prior, before)?;
    refuse_wanted_name_of_another(ontap, &now, &planned).await?;
    guard::refuse_aggregates_in_use(ontap, uuid, &removed(&now, &planned)).await?;
    for step in steps(&now, &planned, &before.aggregate_names()) {
        perform(ontap, uuid, now.root_volume_id.known(), &step, &name).await?;
    }
    let whole = observe::whole(ontap, uuid, &name).await?;
    identity::remember(cx, uuid);
    unfinished::forget(cx);
    Ok(planned.changed(&whole, &cluster))
}

/// Remembers what a read found as accepted, where nothing is remembered yet.
fn accept_found(cx: &Cx<Clients>, found: &StorageVmModel) {
    for (key, value) in accepted(found, |key| cx.private::<String>(key).is_some()) {
        cx.remember(&key, &value);
    }
}

async fn perform(
    ontap: &ontap::Client,
    uuid: &str,
    root_volume: Option<&String>,
    step: &Step,
    name: &str,
) -> Outcome<()> {
    let done = match step {
        Step::Rename(new) => ontap.rename_svm(uuid, new).await,
        Step::Patch(patch) => ontap.patch_svm(uuid, patch).await,
        Step::RootVolume(patch) => match root_volume {
            Some(root) => ontap.patch_volume(root, patch).await,
            None => return Err(no_root_volume(name)),
        },
    };
    done.during_with(step.action(name), &BLAMED)
}

async fn refuse_taken_name(ontap: &ontap::Client, name: &str) -> Outcome<()> {
    match ontap.svm_by_name(name).await.during(format!("look for a storage VM named {name}"))? {
        None => Ok(()),
        Some(taken) => Err(name_taken(&taken)),
    }
}

async fn refuse_wanted_name_of_another(
    ontap: &ontap::Client,
    prior: &StorageVmModel,
    planned: &StorageVmModel,
) -> Outcome<()> {
    match planned.name.known().filter(|_| planned.name != prior.name) {
        Some(wanted) => refuse_taken_name(ontap, wanted.as_str()).await,
        None => Ok(()),
    }
}
