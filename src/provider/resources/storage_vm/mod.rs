//! `cvo_storage_vm`: one storage VM (SVM) with its root volume.

mod create_only;
mod guard;
mod model;
pub(crate) mod observe;
mod plan;
mod steps;

use std::collections::BTreeSet;

use async_trait::async_trait;
use ontap::{Svm, UnlessGone};
use tfplugin::{Attr, Cx, Diagnostics, Outcome, Plan, Resource, Text, Timeouts};

pub(crate) use model::StorageVmModel;
pub(crate) use plan::Facts;

use crate::clients::Clients;
use crate::diagnose::During;

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
            facts.aggregates = Some(Clients::aggregates(cx).await?.iter().map(|found| found.name.clone()).collect());
        }
        if plan.is_create() && plan.config.ipspace.known().is_some() {
            facts.e0a_ipspaces = Some(Clients::e0a_ipspaces(cx).await?);
        }
        Ok(facts)
    }

    fn plan(plan: &mut Plan<StorageVmModel>, facts: Option<&Facts>) {
        plan::rules(plan, facts);
    }

    async fn plan_destroy(cx: &Cx<Clients>, prior: &StorageVmModel) -> Outcome<()> {
        guard::refuse_protected(prior)?;
        let ontap = Clients::ontap_of(cx, &describe(prior)).await?;
        guard::refuse_unless_empty(&ontap, prior, guard::Lifs::MayGoFirst).await
    }

    async fn create(cx: &Cx<Clients>, planned: StorageVmModel) -> Outcome<StorageVmModel> {
        let ontap = Clients::ontap(cx).await?;
        let cluster = Clients::cluster(cx).await?;
        let name = planned.name.known().map(Text::text).unwrap_or_default();
        refuse_taken_name(&ontap, &name).await?;
        Clients::remember_cluster(cx, &cluster);
        let made = match ontap.create_svm(&planned.create_body()).await {
            Ok(made) => made,
            Err(error) => return Err(half_made(cx, &planned, &name, error).await),
        };
        // Until the create is complete the stored state is unprotected, so that the next apply can clear it away.
        cx.checkpoint(&planned.begun(&made, &cluster));
        let on_the_list = made.aggregate_names();
        for step in steps::steps(&planned.as_made(&made), &planned, &on_the_list) {
            perform(&ontap, &made.uuid, None, &step, &name).await?;
        }
        let whole = observe::whole(&ontap, &made.uuid, &name).await?;
        let observed = planned.observed(&whole, &cluster);
        create_only::accept_found(cx, &observed);
        Ok(observed)
    }

    async fn read(cx: &Cx<Clients>, prior: StorageVmModel) -> Outcome<Option<StorageVmModel>> {
        let ontap = Clients::ontap_of(cx, &describe(&prior)).await?;
        let cluster = Clients::cluster(cx).await?;
        let Some(uuid) = prior.id.known() else {
            return read_half_made(cx, &ontap, prior).await;
        };
        let found = observe::whole_unless_gone(&ontap, uuid, &describe(&prior)).await?;
        let Some(whole) = found else { return Ok(None) };
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
        let cluster = Clients::cluster(cx).await?;
        let uuid = prior.id.value_or_default();
        let name = describe(&prior);
        let before = ontap.svm(&uuid).await.during(format!("read {name}"))?;
        refuse_wanted_name_of_another(&ontap, &prior, &planned).await?;
        guard::refuse_aggregates_in_use(&ontap, &uuid, &steps::removed(&prior, &planned)).await?;
        for step in steps::steps(&prior, &planned, &before.aggregate_names()) {
            perform(&ontap, &uuid, prior.root_volume_id.known(), &step, &name).await?;
        }
        let whole = observe::whole(&ontap, &uuid, &name).await?;
        Ok(planned.observed(&whole, &cluster))
    }

    async fn delete(cx: &Cx<Clients>, prior: StorageVmModel) -> Outcome<()> {
        guard::refuse_protected(&prior)?;
        let ontap = Clients::ontap_of(cx, &describe(&prior)).await?;
        let Some(uuid) = prior.id.known() else { return Ok(()) };
        let found = ontap.svm(uuid).await.unless_gone().during(format!("read {}", describe(&prior)))?;
        if found.is_none() {
            return Ok(());
        }
        guard::refuse_unless_empty(&ontap, &prior, guard::Lifs::InTheWay).await?;
        let deleted = ontap.delete_svm(uuid).await.unless_gone();
        deleted.during(format!("delete {}", describe(&prior)))?;
        Ok(())
    }

    async fn import(cx: &Cx<Clients>, id: &str) -> Outcome<StorageVmModel> {
        let ontap = Clients::ontap(cx).await?;
        let cluster = Clients::cluster(cx).await?;
        let found = observe::by_name_or_uuid(&ontap, id).await?;
        Clients::remember_cluster(cx, &cluster);
        let whole = observe::whole(&ontap, &found.uuid, &found.name).await?;
        Ok(StorageVmModel::imported(&whole, &cluster))
    }
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
        steps::Step::Rename(new) => ontap.rename_svm(uuid, new).await,
        steps::Step::Patch(patch) => ontap.patch_svm(uuid, patch).await,
        steps::Step::RootVolume(patch) => match root_volume {
            Some(root) => ontap.patch_volume(root, patch).await,
            None => return Ok(()),
        },
    };
    let fields = [("name", "name"), ("aggregates", "aggregates"), ("snapshot_policy", "snapshot_policy"), ("language", "language")];
    done.during_with(step.action(name), &fields)
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

/// What is known after a create that failed: nothing was made, or something that must not be lost.
async fn half_made(cx: &Cx<Clients>, planned: &StorageVmModel, name: &str, error: ontap::Error) -> Diagnostics {
    let ambiguous = error.is_ambiguous();
    let failed: Outcome<()> = Err(error).during_with(format!("create storage VM {name}"), &[("name", "name")]);
    if ambiguous {
        // The stored state names what may exist: the next run looks and clears it away, if it is empty.
        cx.checkpoint(&StorageVmModel { deletion_protection: Attr::Known(false), id: Attr::Null, ..planned.clone() });
    }
    failed.err().unwrap_or_default()
}

/// A storage VM whose create ended without an answer: found by its name, or never made.
async fn read_half_made(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    prior: StorageVmModel,
) -> Outcome<Option<StorageVmModel>> {
    let cluster = Clients::cluster(cx).await?;
    let name = prior.name.known().map(Text::text).unwrap_or_default();
    let found = ontap.svm_by_name(&name).await.during(format!("look for a storage VM named {name}"))?;
    Ok(found.map(|svm| prior.begun(&svm, &cluster)))
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
