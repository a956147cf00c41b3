//! Sends the requests that make or change a storage VM, step by step.

use ontap::{Svm, SvmBody, Volume};
use provider_core::object::OntapModel;
use provider_core::storage_vm::{AggregateNames, Step, StorageVmModel, no_root_volume, steps};
use tfplugin::Outcome;

use super::StorageVm;
use crate::diagnose::DuringOf;
use crate::envelope::Current;

/// Sends the steps that remain once the storage VM exists.
pub async fn go_on(ontap: &ontap::Client, planned: &StorageVmModel, made: &Svm) -> Outcome<()> {
    for step in steps(&planned.as_made(made), planned, &made.aggregate_names()) {
        perform(ontap, &made.uuid, None, &step, &planned.describe()).await?;
    }
    Ok(())
}

/// Sends the steps of a change.
pub async fn change(
    ontap: &ontap::Client,
    planned: &StorageVmModel,
    Current { prior, now, found }: Current<'_, StorageVm>,
) -> Outcome<()> {
    for step in steps(now, planned, &found.aggregate_names()) {
        let root = now.root_volume_id.known();
        perform(ontap, &found.svm().uuid, root, &step, &prior.describe()).await?;
    }
    Ok(())
}

async fn perform(
    ontap: &ontap::Client,
    uuid: &str,
    root_volume: Option<&String>,
    step: &Step,
    name: &str,
) -> Outcome<()> {
    let done = match step {
        Step::Rename(new) => {
            ontap.patch::<Svm>(uuid, &SvmBody { name: Some(new.clone()), ..SvmBody::default() }).await
        }
        Step::Patch(patch) => ontap.patch::<Svm>(uuid, patch).await,
        Step::RootVolume(patch) => match root_volume {
            Some(root) => ontap.patch::<Volume>(root, patch).await,
            None => return Err(no_root_volume(name)),
        },
    };
    done.during_of::<StorageVm>(step.action(name))
}
