//! `cvo_storage_vm`: one storage VM (SVM) with its root volume.

mod claim;
mod create_only;
mod guard;
mod make;
mod model;
mod observe;
mod plan;
mod steps;

use std::collections::BTreeSet;

use async_trait::async_trait;
use ontap::Svm;
use tfplugin::{Attr, Cx, Diagnostics, NeverReplaced, Outcome, Plan, Resource, Text, Timeouts};

pub(crate) use model::StorageVmModel;
pub(crate) use plan::Facts;

use crate::clients::Clients;
use crate::diagnose::During;
use crate::identity;
use crate::unfinished::Sent;
use observe::Whole;

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
pub(crate) struct StorageVm;

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
        plan::validate(config, diagnostics);
    }

    async fn facts(cx: &Cx<Clients>, plan: &Plan<StorageVmModel>) -> Outcome<Facts> {
        let mut facts = Facts::default();
        if plan::names_new_aggregates(plan) {
            facts.aggregates =
                Some(Clients::aggregates(cx).await?.iter().map(|found| found.name.clone()).collect());
        }
        if plan.is_create() && plan.config.ipspace.known().is_some() {
            facts.e0a_ipspaces = Some(Clients::e0a_ipspaces(cx).await?);
        }
        Ok(facts)
    }

    fn plan(plan: &mut Plan<StorageVmModel>, facts: Option<&Facts>) {
        plan::rules(plan, facts);
    }

    fn never_replaced(model: &StorageVmModel) -> Option<NeverReplaced> {
        let name = model.name.known()?.text();
        let refusal = plan::replacement_refused(&name);
        Some(NeverReplaced { name, refusal })
    }

    async fn plan_destroy(cx: &Cx<Clients>, prior: &StorageVmModel) -> Outcome<()> {
        guard::refuse_protected(prior)?;
        let recorded = Clients::recorded_cluster(cx);
        let ontap = Clients::ontap_of(cx, &describe(prior)).await?;
        match stored(cx, &ontap, prior).await? {
            Some(whole) => {
                guard::refuse_unlike(prior, &whole)?;
                guard::refuse_unless_empty(&ontap, whole.svm(), guard::Lifs::MayGoFirst).await
            }
            None if prior.id.is_null() => Ok(()),
            None => Clients::gone(cx, &describe(prior), recorded),
        }
    }

    async fn create(cx: &Cx<Clients>, planned: StorageVmModel) -> Outcome<StorageVmModel> {
        let ontap = Clients::ontap(cx).await?;
        make::make(cx, &ontap, planned).await
    }

    async fn read(cx: &Cx<Clients>, prior: StorageVmModel) -> Outcome<Option<StorageVmModel>> {
        let recorded = Clients::recorded_cluster(cx);
        let ontap = Clients::ontap_of(cx, &describe(&prior)).await?;
        let cluster = Clients::cluster(cx).await?;
        identity::refuse_another(cx, &describe(&prior), &prior.id)?;
        if let Some(unchanged) = observe::unchanged(cx, &prior, &cluster).await {
            create_only::accept_found(cx, &unchanged);
            return Ok(Some(unchanged));
        }
        let whole = match (stored(cx, &ontap, &prior).await?, &prior.id) {
            (Some(whole), _) => whole,
            (None, Attr::Known(_)) => return Clients::gone(cx, &describe(&prior), recorded).map(|()| None),
            // It was never made, or does not show yet: the next apply makes it.
            (None, _) => return Ok(Some(prior)),
        };
        observe::refuse_another(cx, &prior, &whole)?;
        let observed = prior.observed(&whole, &cluster);
        create_only::accept_found(cx, &observed);
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
        let ontap = Clients::ontap_of(cx, &describe(&prior)).await?;
        identity::refuse_another(cx, &describe(&prior), &prior.id)?;
        match stored(cx, &ontap, &prior).await? {
            Some(before) => change(cx, &ontap, (&prior, planned), &before).await,
            None if prior.id.is_null() => make::make(cx, &ontap, planned).await,
            None => Err(identity::gone(&describe(&prior))),
        }
    }

    async fn delete(cx: &Cx<Clients>, prior: StorageVmModel) -> Outcome<()> {
        guard::refuse_protected(&prior)?;
        let recorded = Clients::recorded_cluster(cx);
        let ontap = Clients::ontap_of(cx, &describe(&prior)).await?;
        let Some(whole) = stored(cx, &ontap, &prior).await? else {
            return Clients::gone(cx, &describe(&prior), recorded);
        };
        guard::refuse_unlike(&prior, &whole)?;
        guard::refuse_unless_empty(&ontap, whole.svm(), guard::Lifs::InTheWay).await?;
        ontap.delete::<Svm>(&whole.svm().uuid).await.during(format!("delete {}", describe(&prior)))
    }

    async fn import(cx: &Cx<Clients>, id: &str) -> Outcome<StorageVmModel> {
        let ontap = Clients::ontap(cx).await?;
        let cluster = Clients::cluster(cx).await?;
        let found = observe::by_name_or_uuid(&ontap, id).await?;
        Clients::remember_cluster(cx, &cluster);
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
    let cluster = Clients::cluster(cx).await?;
    let (now, uuid, name) = (prior.observed(before, &cluster), &before.svm().uuid, describe(prior));
    observe::refuse_another(cx, prior, before)?;
    refuse_wanted_name_of_another(ontap, &now, &planned).await?;
    guard::refuse_aggregates_in_use(ontap, uuid, &steps::removed(&now, &planned)).await?;
    for step in steps::steps(&now, &planned, &before.aggregate_names()) {
        perform(ontap, uuid, now.root_volume_id.known(), &step, &name).await?;
    }
    let whole = observe::whole(ontap, uuid, &name).await?;
    identity::remember(cx, uuid);
    Sent::forget(cx);
    Ok(planned.changed(&whole, &cluster))
}

/// `storage VM svm_2`, for messages.
fn describe(model: &StorageVmModel) -> String {
    format!("storage VM {}", model.name.known().map(Text::text).unwrap_or_default())
}

async fn perform(
    ontap: &ontap::Client,
    uuid: &str,
    root_volume: Option<&String>,
    step: &steps::Step,
    name: &str,
) -> Outcome<()> {
    let done = match step {
        steps::Step::Rename(new) => {
            let body = ontap::SvmBody { name: Some(new.clone()), ..Default::default() };
            ontap.patch::<Svm>(uuid, &body).await
        }
        steps::Step::Patch(patch) => ontap.patch::<Svm>(uuid, patch).await,
        steps::Step::RootVolume(patch) => match root_volume {
            Some(root) => ontap.patch::<ontap::Volume>(root, patch).await,
            None => return Err(no_root_volume(name)),
        },
    };
    done.during_with(step.action(name), &BLAMED)
}

fn no_root_volume(name: &str) -> Diagnostics {
    Diagnostics::error(
        format!("The root volume of {name} cannot be changed"),
        "ONTAP shows none: the destination of a disaster recovery relationship gets it with the first transfer. Leave \
         root_volume_name and root_volume_security_style out.",
    )
}

async fn refuse_taken_name(ontap: &ontap::Client, name: &str) -> Outcome<()> {
    match ontap.find::<Svm>(&[("name", name)]).await.during(format!("look for a storage VM named {name}"))? {
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

fn name_taken(taken: &Svm) -> Diagnostics {
    Diagnostics::error_at(
        "name",
        format!("A storage VM named {} exists already", taken.name),
        format!(
            "It has uuid {}. Nothing was changed. Choose another name, or take that one over with \
             \"terraform import\" and its name as id.",
            taken.uuid
        ),
    )
}

/// Names of the aggregates on a storage VM's list.
trait AggregateNames {
    fn aggregate_names(&self) -> BTreeSet<String>;
}

impl AggregateNames for Svm {
    fn aggregate_names(&self) -> BTreeSet<String> {
        self.aggregates.iter().filter_map(|aggregate| aggregate.name.clone()).collect()
    }
}
