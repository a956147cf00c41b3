//! `kvm_driver_plan`: what is written and run to get KVM drivers into a Linux system's initrd.

use kvm_drivers::Driver;
use kvm_drivers::plan::{Options as CoreOptions, Plan, PlanError, plan};
use provider_core::values::kvm::{DriverName, EngineName, KernelRelease, PresetName, StyleName};
use tfplugin::{Attr, Function, FunctionError, Model, Options, Parameters};

/// What is written and run to get KVM (VirtIO) drivers into the initrd of a Linux system.
///
/// For those who make images with Packer or cloud-init: which file gets which lines, which command makes the
/// initrd anew, and which commands show that it worked. Without its drivers an image does not find its disk
/// or its network on KVM. Nothing is connected to and nothing is run; the answer depends on the arguments
/// alone.
///
/// The kernel must be later than 2.6.24. Where the manual leads to a machine that does not boot, such as
/// several names in one line of Debian's file, the answer is the way that works, and `notes` says so.
#[derive(Debug, Parameters)]
pub struct KvmDriverPlan {
    /// The system, as `ID` of `/etc/os-release` has it, such as `centos`, `debian` or `sles`.
    os_id: String,
    /// Its version, as `VERSION_ID` of `/etc/os-release` has it, such as `7.0` or `12.1`; empty for a rolling
    /// release.
    version_id: String,
    /// An object with any of these attributes, or null.
    options: Options<PlanOptions>,
}

/// What may be asked of a plan.
#[derive(Debug, Clone, PartialEq, Model)]
pub struct PlanOptions {
    /// Release of the kernel, such as `6.1.0-50-amd64`. By default commands ask the running machine with
    /// `$(uname -r)`.
    #[attr(optional)]
    kernel: Attr<KernelRelease>,
    /// Tool that makes the initrd: `dracut`, `initramfs-tools` or `mkinitrd`. By default the one that the
    /// version is expected to have.
    #[attr(optional)]
    engine: Attr<EngineName>,
    /// `modern` writes a file or a marked block of its own and verifies strictly; `seed` changes the file that
    /// the manual changes and verifies with the manual's commands.
    #[attr(optional, default = "modern")]
    style: Attr<StyleName>,
    /// Which drivers: `virtio`, `aws_nitro`, or `none` for those in `drivers` alone.
    #[attr(optional, default = "virtio")]
    preset: Attr<PresetName>,
    /// Further drivers.
    #[attr(optional)]
    drivers: Attr<Vec<DriverName>>,
    /// Drivers that are put in where the kernel has them. By default `ata_piix` and `ata_generic` on SUSE,
    /// none elsewhere.
    #[attr(optional)]
    optional_drivers: Attr<Vec<DriverName>>,
    /// The initrd, as the boot loader's entry names it, where it is not the usual one, such as
    /// `/boot/initrd.vmx`.
    #[attr(optional)]
    image: Attr<String>,
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Model)]
pub struct PlanResult {
    /// `redhat`, `debian` or `suse`.
    #[attr(computed)]
    family: Attr<String>,
    /// Tool that makes the initrd: `dracut`, `initramfs-tools` or `mkinitrd`.
    #[attr(computed)]
    engine: Attr<String>,
    /// Drivers that the initrd must have, unless the kernel has them built in.
    #[attr(computed)]
    drivers: Attr<Vec<String>>,
    /// Drivers that are put in where the kernel has them.
    #[attr(computed)]
    optional_drivers: Attr<Vec<String>>,
    /// The file to change.
    #[attr(computed)]
    config_path: Attr<String>,
    /// How: `own_file` (the content is the whole file), `own_block` (a marked block in it), `append_lines`
    /// (lines at its end) or `set_variable` (an assignment, in which names that are there already stay).
    #[attr(computed)]
    config_mode: Attr<String>,
    /// What comes into the file, ending with a line break.
    #[attr(computed)]
    config_content: Attr<String>,
    /// Shell commands that make the initrd anew.
    #[attr(computed)]
    regenerate: Attr<Vec<String>>,
    /// Shell commands that show whether the drivers are in it.
    #[attr(computed)]
    verify: Attr<Vec<String>>,
    /// Shell commands that show which drivers the kernel has built in: these no initrd needs.
    #[attr(computed)]
    builtin_check: Attr<Vec<String>>,
    /// The same commands as text, one command a line.
    #[attr(computed)]
    text: Attr<PlanText>,
    /// The initrd.
    #[attr(computed)]
    image_path: Attr<String>,
    /// Whether the manual restarts the machine and then verifies again.
    #[attr(computed)]
    restart: Attr<bool>,
    /// What must hold before.
    #[attr(computed)]
    preconditions: Attr<Vec<String>>,
    /// What differs from the manual and why, and what is left to verify.
    #[attr(computed)]
    notes: Attr<Vec<String>>,
}

/// The commands of a plan as text.
#[derive(Debug, Clone, PartialEq, Model)]
pub struct PlanText {
    /// `regenerate` as text.
    #[attr(computed)]
    regenerate: Attr<String>,
    /// `verify` as text.
    #[attr(computed)]
    verify: Attr<String>,
    /// `builtin_check` as text.
    #[attr(computed)]
    builtin_check: Attr<String>,
}

impl Function for KvmDriverPlan {
    const NAME: &'static str = "kvm_driver_plan";
    type Output = PlanResult;

    fn call(self) -> Result<PlanResult, FunctionError> {
        let options = plan_options(self.options.0);
        plan(&self.os_id, &self.version_id, &options).map(result).map_err(error_at_argument)
    }
}

fn plan_options(options: PlanOptions) -> CoreOptions {
    let names = |names: Vec<DriverName>| names.into_iter().map(|name| name.0).collect();
    CoreOptions {
        kernel: options.kernel.into_known().map(|kernel| kernel.0),
        engine: options.engine.into_known().map(|engine| engine.0),
        style: options.style.value_or_default().0,
        preset: options.preset.value_or_default().0,
        drivers: options.drivers.into_known().map(names).unwrap_or_default(),
        optional_drivers: options.optional_drivers.into_known().map(names),
        image: options.image.into_known(),
    }
}

fn result(plan: Plan) -> PlanResult {
    let names = |drivers: &[Driver]| Attr::Known(drivers.iter().map(ToString::to_string).collect());
    let text = PlanText {
        regenerate: plan.regenerate.join("\n").into(),
        verify: plan.verify.join("\n").into(),
        builtin_check: plan.builtin_check.join("\n").into(),
    };
    PlanResult {
        family: plan.family.as_str().into(),
        engine: plan.engine.as_str().into(),
        drivers: names(&plan.drivers),
        optional_drivers: names(&plan.optional_drivers),
        config_path: plan.config.path.into(),
        config_mode: plan.config.mode.as_str().into(),
        config_content: plan.config.content.into(),
        regenerate: plan.regenerate.into(),
        verify: plan.verify.into(),
        builtin_check: plan.builtin_check.into(),
        text: text.into(),
        image_path: plan.image_path.into(),
        restart: plan.restart.into(),
        preconditions: plan.preconditions.into(),
        notes: plan.notes.into(),
    }
}

fn error_at_argument(error: PlanError) -> FunctionError {
    use kvm_drivers::system::UnknownSystem::{Id, TooOld, Version};
    let path = match &error {
        PlanError::System(Id(_)) => "os_id",
        PlanError::System(Version { .. } | TooOld { .. }) => "version_id",
        PlanError::Kernel(_) => "options.kernel",
        PlanError::Image(_) => "options.image",
        PlanError::NoDrivers => "options.drivers",
        PlanError::Engine { .. } => "options.engine",
    };
    FunctionError::at(path, error.to_string())
}

#[cfg(test)]
mod tests {
    use tfplugin::{Passed, Path, Type, Value};

    use super::*;

    fn called(os_id: &str, version_id: &str, options: &[(&str, Value)]) -> Result<PlanResult, FunctionError> {
        let object = options.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let options = match options {
            [] => Value::Null,
            _ => Value::Dynamic(Type::Object([].into()), Box::new(Value::Map(object))),
        };
        let options = Options::read(&options, &Path::attribute("options"))?;
        KvmDriverPlan { os_id: os_id.into(), version_id: version_id.into(), options }.call()
    }

    #[test]
    fn without_options_the_plan_is_the_modern_style_for_virtio() {
        let plan = called("debian", "12", &[]).unwrap();
        assert_eq!(plan.config_path, "/etc/initramfs-tools/modules".into());
        assert_eq!(plan.config_mode, "own_block".into());
        let block = "# BEGIN cvo kvm \
             drivers\nvirtio_blk\nvirtio_scsi\nvirtio_net\nvirtio_pci\nvirtio_ring\nvirtio\n# END cvo kvm \
             drivers\n";
        assert_eq!(plan.config_content, block.into());
        assert_eq!(plan.regenerate, vec!["update-initramfs -u -k $(uname -r)".to_owned()].into());
    }

    #[test]
    fn options_reach_the_plan() {
        let options = [
            ("style", "seed".into()),
            ("kernel", "3.0.101-63-default".into()),
            ("image", "/boot/initrd.vmx".into()),
            ("optional_drivers", Value::List(Vec::new())),
            ("drivers", Value::List(vec!["hv_storvsc".into()])),
        ];
        let plan = called("sles", "11.4", &options).unwrap();
        let content =
            "INITRD_MODULES=\"virtio_blk virtio_scsi virtio_net virtio_pci virtio_ring virtio hv_storvsc\"\n";
        assert_eq!(plan.config_content, content.into());
        let text = plan.text.into_known().unwrap();
        assert_eq!(text.regenerate, "mkinitrd -k vmlinuz-3.0.101-63-default -i initrd.vmx".into());
        assert_eq!(plan.restart, true.into());
    }

    #[test]
    fn the_result_can_be_sent() {
        let sent = called("rocky", "9.4", &[]).unwrap().write();
        assert_eq!(
            PlanResult::read(&sent, &Path::default()),
            called("rocky", "9.4", &[]).map_err(|_| unreachable!())
        );
        assert_eq!(sent.at("engine"), &Value::from("dracut"));
    }

    #[test]
    fn an_invalid_argument_is_refused_at_that_argument() {
        let one = |name, value: &str| [(name, Value::from(value))];
        /// System, version and options, then the argument at fault and a part of the message.
        type Case<'a> = (&'a str, &'a str, &'a [(&'a str, Value)], &'a str, &'a str);
        let cases: [Case<'_>; 9] = [
            ("beos", "5", &[], "os_id", "not a known system"),
            ("debian", "bookworm", &[], "version_id", "VERSION_ID"),
            ("centos", "5.11", &[], "version_id", "2.6.24"),
            ("centos", "7", &one("kernel", "2.6.24"), "options.kernel", "2.6.25 or later"),
            ("centos", "7", &one("kernel", "$(reboot)"), "options.kernel", "uname -r"),
            ("centos", "7", &one("engine", "booster"), "options.engine", "dracut, initramfs-tools, mkinitrd"),
            ("centos", "7", &one("engine", "mkinitrd"), "options.engine", "does not make the initrd"),
            ("centos", "7", &one("image", "initrd; reboot"), "options.image", "/boot/initrd.vmx"),
            ("centos", "7", &one("preset", "none"), "options.drivers", "no driver"),
        ];
        for (os_id, version_id, options, path, says) in cases {
            let error = called(os_id, version_id, options).unwrap_err();
            assert_eq!(error.path.to_string(), path);
            assert!(error.text.contains(says), "{}", error.text);
        }
    }
}
