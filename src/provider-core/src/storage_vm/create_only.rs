//! Attributes that ONTAP cannot change: `ipspace`, `subtype` and `root_volume_aggregate`.
//!
//! The last accepted configuration value is kept in private state. A configuration that changed is refused;
//! a reality that changed (the console moved the root volume) keeps its value, with one warning.

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

/// Refuses changed configurations, keeps the prior value for the others, and remembers what was accepted.
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

/// Says once, in a plan that changes something anyway, what was changed elsewhere and is left alone.
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

/// What a read found and is accepted by that, by its key in private state, where nothing is remembered yet: after an import.
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
        "It is {accepted:?} and the configuration says {wanted:?}. ONTAP sets it when the storage VM is made, and a storage \
         VM is never replaced. Put {accepted:?} back. To rebuild the storage VM without its data: put the old value back, \
         apply deletion_protection = false, destroy, then apply the new value; or plan the destroy with \
         \"terraform plan -destroy -refresh=false\"."
    );
    plan.refuse(name, format!("{name} of a storage VM cannot change"), detail);
}

fn warn(plan: &mut Plan<StorageVmModel>, name: &str, wanted: &str, prior: &str) {
    let detail = format!(
        "The configuration says {wanted:?}, the storage VM has {prior:?}: it was changed outside of Terraform. Nothing is \
         done about it. Write {prior:?} into the configuration to make them agree."
    );
    plan.warn(name, format!("{name} was changed outside of Terraform"), detail);
}
