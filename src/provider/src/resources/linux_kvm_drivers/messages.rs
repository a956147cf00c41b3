//! Messages for the user.

use kvm_drivers::system::Engine;
use provider_core::linux_kvm_drivers::LinuxKvmDriversModel;
use provider_core::linux_kvm_drivers::steps::Change;
use tfplugin::{Cx, Diagnostics};

use crate::clients::Clients;

/// Warns that a destroy leaves the drivers on the system.
pub fn drivers_stay(cx: &Cx<Clients>, prior: &LinuxKvmDriversModel) {
    cx.warn(
        "The drivers stay",
        format!(
            "{} stays as it is: a machine may start from these drivers. To take the configuration away as \
             well, apply on_destroy = \"remove_config\" or \"restore\" first.",
            prior.id.value_or_default()
        ),
    );
}

/// Recommends a restart with SUSE's mkinitrd, because the manual restarts the machine and checks again.
pub fn recommend_restart(cx: &Cx<Clients>, change: &Change) {
    if change.makes_images && change.engine == Engine::Mkinitrd {
        cx.warn(
            "The manual restarts the machine",
            "The new initrd was looked into and is in place. For this tool the manual restarts the machine \
             and looks once more, which proves that the boot loader loads it; reboot = \"if_changed\" does \
             so.",
        );
    }
}

/// The error if the system is still not compliant after the change.
pub fn still_not_compliant(name: &str, reasons: &[String]) -> Diagnostics {
    let listed: String = reasons.iter().map(|reason| format!("\n- {reason}")).collect();
    Diagnostics::error(
        format!("{name} still lacks drivers"),
        format!(
            "Every step ended well, and yet:{listed}\nSomebody else may have changed it meanwhile. Apply \
             again."
        ),
    )
}

pub fn no_chroot(name: &str) -> Diagnostics {
    Diagnostics::error_at(
        "allow_chroot",
        format!("The programs of {name} may not be run"),
        "Making an initrd runs the image's own programs, as root, on the machine that runs Terraform. If the \
         image is trusted as much as that, set allow_chroot = true; else make the change inside the image \
         when it is built: the function kvm_driver_plan has the commands.",
    )
}

/// Adds how to destroy the object without the system, because a system that is gone must not block a destroy.
pub fn with_way_out(error: Diagnostics) -> Diagnostics {
    error.with_sentence(
        "It is kept in the state. To let it go without touching the system, apply on_destroy = \"keep\", or \
         take it out of the configuration with a removed block.",
    )
}
