//! Plan rules of `cvo_linux_kvm_drivers`: pure. A plan does not contact the system, because the same run may
//! create it.

use kvm_drivers::plan::Style;
use tfplugin_core::{Attr, Diagnostics, Model, Plan};

use super::choices::{ConfigStyle, OnDestroy, Reboot};
use super::model::LinuxKvmDriversModel;
use crate::initrds::only_for_machines;
use crate::values::Choice;

/// Checks a configuration, offline.
pub fn validate(config: &LinuxKvmDriversModel, diagnostics: &mut Diagnostics) {
    config.location.validate(diagnostics);
    if config.location.image_root.known().is_some() && config.reboot == Attr::Known(Choice(Reboot::IfChanged))
    {
        only_for_machines("reboot", diagnostics);
    }
    if config.location.host.known().is_some() && config.allow_chroot == Attr::Known(true) {
        diagnostics.push_error_at(
            "allow_chroot",
            "allow_chroot is for images",
            "On a machine that is reached over SSH its programs run anyway. Leave allow_chroot out.",
        );
    }
    config.request.validate(diagnostics);
    let removes_config =
        matches!(config.on_destroy, Attr::Known(Choice(OnDestroy::RemoveConfig | OnDestroy::Restore)));
    if removes_config && config.config_style == Attr::Known(Choice(ConfigStyle(Style::Seed))) {
        diagnostics.push_error_at(
            "on_destroy",
            "What stands in the distribution's own file stays there",
            "With config_style = \"seed\" it cannot be told later which names in the file are ours. Set \
             config_style = \"drop_in\", or on_destroy = \"keep\".",
        );
    }
}

/// Applies all rules, in order.
pub fn rules(plan: &mut Plan<LinuxKvmDriversModel>) {
    if let Some(prior) = &plan.prior
        && plan.planned.is_done(prior)
    {
        plan.planned = plan.planned.clone().with_computed_of(prior);
        return;
    }
    // Terraform plans no update if only a computed attribute changed outside of it. Planning the compliant
    // values makes missing drivers show as an update.
    plan.planned.seen.compliant = Attr::Known(true);
    plan.planned.seen.reasons = Attr::Known(Vec::new());
    plan.planned.id = plan.planned.location.url();
    warn_about_another_place(plan);
}

fn warn_about_another_place(plan: &mut Plan<LinuxKvmDriversModel>) {
    let Some(prior) = &plan.prior else { return };
    let (Attr::Known(before), Attr::Known(now)) = (&prior.id, &plan.planned.id) else { return };
    if before == now {
        return;
    }
    let path = if plan.planned.location.host.is_null() { "image_root" } else { "host" };
    let detail = format!(
        "The drivers are brought to {now}. What was done at {before} stays there, and nothing looks after it \
         any more. That is as it should be where one machine has got another address."
    );
    plan.warn(path, "Another place", detail);
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
