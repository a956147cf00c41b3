//! Schema, manual and state of `cvo_linux_kvm_drivers`.

use std::time::Duration;

use kvm_drivers::plan::Style;
use tfplugin_core::{Attr, Model, Timeout, Timeouts};

use super::choices::{ConfigStyle, OnDestroy, Reboot, SecuritySoftware};
use super::steps;
use crate::initrds::{Inspection, InspectionData, LocationData, RequestData};
use crate::values::Choice;
use crate::values::ssh::OnUnreachable;

/// Native KVM (VirtIO) drivers in the initrds of a Linux system, so that it finds its disk and its network
/// when it starts as a guest of KVM: on a machine that is reached over SSH, or in an image that is mounted
/// where Terraform runs.
///
/// What counts is what the images have that the boot loader loads, kernel by kernel, and not what is
/// configured or how a tool ended. An image is made under another name, looked into, and renamed; the one
/// before is kept beside it. When anything fails, configuration and images are put back to the byte, by the
/// machine itself also when the connection breaks. A kernel that was installed later and lacks drivers shows
/// in the plan as `compliant = false -> true`.
///
/// The tool that is found decides: dracut, initramfs-tools, or SUSE's mkinitrd before dracut. Nothing is
/// installed, security software is never switched off, and the machine is restarted only on demand. How to
/// log in is set in the provider's `ssh`. The ONTAP half of the provider is not used. More is in the guide
/// [KVM drivers](../guides/kvm-drivers.md).
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct LinuxKvmDriversModel {
    /// `ssh://host:port`, or `file://` and the folder of the image.
    #[attr(computed)]
    pub id: Attr<String>,
    #[attr(flatten)]
    pub location: LocationData,
    /// Whether the programs of the image may be run, as root, on the machine that runs Terraform. They must
    /// be run to make an initrd; without it only what is there is looked at. They get namespaces of their
    /// own, no network, no disks and no other processes: enough against accidents, not against malice. Use it
    /// for images that you trust.
    #[attr(optional, default = false, local)]
    pub allow_chroot: Attr<bool>,
    #[attr(flatten)]
    pub request: RequestData,
    /// How the configuration is written: `drop_in` into a file or a marked block that is ours alone; `seed`
    /// into the distribution's own file, as the manual does.
    #[attr(optional, default = "drop_in")]
    pub config_style: Attr<Choice<ConfigStyle>>,
    /// What becomes of a change while security software runs, which may hold up or spoil it: `warn` goes on
    /// with a warning, `fail` changes nothing, `ignore` goes on. It is never switched off.
    #[attr(optional, default = "warn", local)]
    pub security_software: Attr<Choice<SecuritySoftware>>,
    /// Whether the image before a change stays beside the new one, with a name that ends in `.cvo-prev`. The
    /// very first one (`.cvo-orig`) stays in any case.
    #[attr(optional, default = true, local)]
    pub keep_previous_image: Attr<bool>,
    /// `if_changed` restarts the machine after an image was changed, waits for it, and looks once more: the
    /// proof that the boot loader loads the image. `never` does not.
    #[attr(optional, default = "never", local)]
    pub reboot: Attr<Choice<Reboot>>,
    /// What a refresh does when nobody answers: `error`, or `keep` for what is stored, with a warning. A host
    /// key that does not fit is always an error.
    #[attr(optional, default = "error", local)]
    pub on_unreachable: Attr<Choice<OnUnreachable>>,
    /// What a destroy does: `keep` leaves the system as it is and contacts nobody; `remove_config` takes the
    /// configuration away and leaves the images; `restore` takes it away and makes the images without it,
    /// unless one would then lack what the machine starts from.
    #[attr(optional, default = "keep", local)]
    pub on_destroy: Attr<Choice<OnDestroy>>,
    /// How long a create waits for a machine that does not answer yet.
    #[attr(optional, default = "5m", local)]
    pub wait_for_ssh: Attr<Timeout>,
    #[attr(flatten)]
    pub seen: InspectionData,
    /// What tells the machine from others (`/etc/machine-id`); empty for an image.
    #[attr(computed)]
    pub machine_id: Attr<String>,
    /// File that gives the drivers to every new initrd.
    #[attr(computed)]
    pub config_path: Attr<String>,
    /// What is to stand in it.
    #[attr(computed)]
    pub config_fragment: Attr<String>,
    /// Where the file is kept as it was before the first change; null when there is no such copy.
    #[attr(computed)]
    pub config_backup: Attr<String>,
    /// How long the operations may take. Default 30 minutes for a create and an update, 2 for a read, 15 for
    /// a delete.
    #[attr(optional, local)]
    pub timeouts: Attr<Timeouts>,
}

impl LinuxKvmDriversModel {
    /// Returns the state after an inspection.
    pub fn observed(&self, seen: &Inspection) -> Self {
        let config = seen.survey.engine.map(|engine| steps::config(seen, engine, self.style()));
        let backup = config.as_ref().map(kvm_drivers::script::backup_of);
        Self {
            id: self.location.url(),
            seen: InspectionData::of(seen, seen.is_compliant(), seen.reasons()),
            machine_id: seen.facts.machine_id.clone().into(),
            config_path: config.as_ref().map(|config| config.path.to_owned()).into(),
            config_fragment: config.map(|config| config.content).into(),
            config_backup: backup.filter(|path| seen.has(path)).into(),
            ..self.clone()
        }
    }

    /// Returns whether nothing remains to be done: the last inspection found the system compliant, and the
    /// plan changes only attributes that do not concern the system.
    pub fn is_done(&self, prior: &Self) -> bool {
        prior.seen.compliant == Attr::Known(true)
            && self.clone().with_computed_of(prior).differs_only_locally(prior)
    }

    /// Returns how the configuration is written.
    pub fn style(&self) -> Style {
        self.config_style.value_or_default().0.0
    }

    /// Returns how long a create waits for a machine that does not answer.
    pub fn patience(&self) -> Duration {
        self.wait_for_ssh.known().map(Timeout::duration).unwrap_or_default()
    }
}
