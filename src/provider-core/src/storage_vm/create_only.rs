//! Attributes that ONTAP cannot change: `ipspace`, `subtype` and `root_volume_aggregate`.
//!
//! The last accepted value of the configuration is kept in private state. If the configuration changes, the
//! plan is refused. If the system changed (the console moved the root volume), the new value is kept, with
//! one warning.

use tfplugin_core::{Attr, Plan};

use super::model::StorageVmModel;

/// One create-only attribute.
struct CreateOnly {
    name: &'static str,
    of: fn(&mut StorageVmModel) -> &mut Attr<String>,
}

const ALL: [CreateOnly; 3] = [
    CreateOnly { name: "ipspace", of: |model| &mut model.ipspace },
    CreateOnly { name: "subtype", of: |model| &mut model.subtype },
    CreateOnly { name: "root_volume_aggregate", of: |model| &mut model.root_volume_aggregate },
];

/// Refuses changed configurations, keeps the prior value otherwise, and records the accepted value.
pub fn keep(plan: &mut Plan<StorageVmModel>) {
    for attribute in ALL {
        let Attr::Known(wanted) = (attribute.of)(&mut plan.config).clone() else { continue };
        let prior = plan.prior.as_mut().map(|prior| (attribute.of)(prior).clone());
        let Some(Attr::Known(prior)) = prior else {
            plan.private.set(&key(attribute.name), &wanted);
            continue;
        };
        let accepted = plan.private.get::<String>(&key(attribute.name)).unwrap_or_else(|| prior.clone());
        if wanted != accepted && wanted != prior {
            refuse(plan, attribute.name, &accepted, &wanted);
            continue;
        }
        *(attribute.of)(&mut plan.planned) = Attr::Known(prior.clone());
        plan.private.set(&key(attribute.name), &wanted);
    }
}

/// Returns the subtype that the storage VM was made or imported with, if that is recorded.
pub fn accepted_subtype(plan: &Plan<StorageVmModel>) -> Option<String> {
    plan.private.get(&key("subtype"))
}

/// Warns about values that were changed outside of Terraform and stay as they are. The warning appears only
/// in a plan that changes something anyway.
pub fn warn_of_drift(plan: &mut Plan<StorageVmModel>) {
    for attribute in ALL {
        let wanted = (attribute.of)(&mut plan.config).clone();
        let prior = plan.prior.as_mut().map(|prior| (attribute.of)(prior).clone());
        if let (Attr::Known(wanted), Some(Attr::Known(prior))) = (wanted, prior)
            && wanted != prior
            && !plan.diagnostics.has_errors()
        {
            warn(plan, attribute.name, &wanted, &prior);
        }
    }
}

/// Returns the values that a read accepts, by their keys in private state. These are the values for which
/// nothing is recorded yet, as after an import.
pub fn accepted(found: &StorageVmModel, is_remembered: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let mut found = found.clone();
    let values = ALL
        .into_iter()
        .filter_map(|attribute| Some((key(attribute.name), (attribute.of)(&mut found).known()?.clone())));
    values.filter(|(key, _)| !is_remembered(key)).collect()
}

fn key(name: &str) -> String {
    format!("accepted_{name}")
}

fn refuse(plan: &mut Plan<StorageVmModel>, name: &str, accepted: &str, wanted: &str) {
    let detail = format!(
        "It is {accepted:?} and the configuration says {wanted:?}. ONTAP sets it when the storage VM is \
         made, and a storage VM is never replaced. Put {accepted:?} back. To rebuild the storage VM without \
         its data: put the old value back, apply deletion_protection = false, destroy, then apply the new \
         value; or plan the destroy with \"terraform plan -destroy -refresh=false\"."
    );
    plan.refuse(name, format!("{name} of a storage VM cannot change"), detail);
}

fn warn(plan: &mut Plan<StorageVmModel>, name: &str, wanted: &str, prior: &str) {
    let detail = format!(
        "The configuration says {wanted:?}, the storage VM has {prior:?}: it was changed outside of \
         Terraform. Nothing is done about it. Write {prior:?} into the configuration to make them agree."
    );
    plan.warn(name, format!("{name} was changed outside of Terraform"), detail);
}
