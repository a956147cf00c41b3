//! The choice of the kernels to inspect.

use kvm_drivers::Kernel;
use kvm_drivers::root::KernelSurvey;
use tfplugin_core::Diagnostics;

use crate::values::kernels::Chosen;

/// The kernels that the configuration chooses.
#[derive(Debug, PartialEq)]
pub struct ChosenKernels {
    /// The chosen kernels that exist.
    pub kernels: Vec<KernelSurvey>,
    /// The error if a chosen kernel does not exist or no kernel is bootable. Without it, an empty choice
    /// would count as lacking nothing.
    pub absent: Option<Diagnostics>,
}

/// Chooses among the kernels of a system. `running` is the kernel that is running, which counts as bootable
/// whatever the boot loader's configuration says. `place` names the system in messages.
pub fn choose(
    kernels: Vec<KernelSurvey>,
    chosen: &Chosen,
    running: Option<&Kernel>,
    place: &str,
) -> ChosenKernels {
    let is_bootable = |survey: &KernelSurvey| {
        running == Some(&survey.kernel) || survey.image.as_ref().is_ok_and(|image| image.bootable)
    };
    match chosen {
        Chosen::All => ChosenKernels { kernels, absent: None },
        Chosen::Bootable => {
            // A kernel with an ambiguous image may be bootable.
            let may_be_bootable = |survey: &KernelSurvey| survey.image.is_err() || is_bootable(survey);
            let absent = (!kernels.iter().any(is_bootable)).then(|| none_bootable(&kernels, place));
            ChosenKernels { kernels: kernels.into_iter().filter(may_be_bootable).collect(), absent }
        }
        Chosen::Named(names) => {
            let exists = |name: &Kernel| kernels.iter().any(|found| found.kernel == *name);
            let absent =
                names.iter().find(|name| !exists(name)).map(|name| no_such_kernel(name, &kernels, place));
            let is_named = |found: &KernelSurvey| names.contains(&found.kernel);
            ChosenKernels { kernels: kernels.into_iter().filter(is_named).collect(), absent }
        }
    }
}

fn none_bootable(kernels: &[KernelSurvey], place: &str) -> Diagnostics {
    Diagnostics::error_at(
        "kernels",
        "No kernel is known to be bootable",
        format!(
            "No entry of a boot loader was found for any kernel of {place}, which has {}. Is /boot mounted, \
             and is the boot loader configured? Otherwise name the kernels, or set kernels = \"all\".",
            names(kernels)
        ),
    )
}

fn no_such_kernel(absent: &Kernel, kernels: &[KernelSurvey], place: &str) -> Diagnostics {
    Diagnostics::error_at(
        "kernels",
        format!("{place} has no kernel {absent}"),
        format!("It has {}.", names(kernels)),
    )
}

/// Lists the first names only, because a system may have any number of kernels.
fn names(kernels: &[KernelSurvey]) -> String {
    const NAMED: usize = 20;
    let names: Vec<&str> = kernels.iter().take(NAMED).map(|found| found.kernel.as_str()).collect();
    match kernels.len().checked_sub(NAMED) {
        None | Some(0) => names.join(", "),
        Some(more) => format!("{} and {more} more", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use kvm_drivers::root::{Memory, survey};

    use super::*;

    /// Returns one kernel that a boot entry starts, one that no entry starts, and one with two images.
    fn kernels() -> Vec<KernelSurvey> {
        let entry = "menuentry 'Linux' {\n linux /vmlinuz-6.1.0\n initrd /initrd.img-6.1.0\n}\n";
        let mut root = Memory::default().with("/boot/grub/grub.cfg", entry);
        for kernel in ["6.1.0", "6.1.1", "6.1.2"] {
            root = root.with(&format!("/boot/vmlinuz-{kernel}"), "");
            root = root.with(&format!("/boot/initrd.img-{kernel}"), "");
            root = root.with(&format!("/lib/modules/{kernel}/modules.dep"), "");
        }
        survey(&root.with("/boot/initrd-6.1.2", "")).unwrap().kernels
    }

    fn chosen(chosen: &Chosen) -> Vec<String> {
        let choice = choose(kernels(), chosen, None, "builder");
        assert_eq!(choice.absent, None);
        choice.kernels.iter().map(|found| found.kernel.to_string()).collect()
    }

    fn named(names: &[&str]) -> Chosen {
        Chosen::Named(names.iter().map(|name| Kernel::parse(name).unwrap()).collect())
    }

    #[test]
    fn kernels_are_chosen_by_name_or_by_what_the_boot_loader_starts() {
        assert_eq!(chosen(&Chosen::All), ["6.1.0", "6.1.1", "6.1.2"]);
        assert_eq!(chosen(&Chosen::Bootable), ["6.1.0", "6.1.2"], "6.1.2 may be bootable");
        assert_eq!(chosen(&named(&["6.1.1"])), ["6.1.1"]);
    }

    #[test]
    fn only_the_first_of_many_kernels_are_named() {
        let one = kernels().remove(0);
        let named = names(&vec![one; 1_000]);
        assert!(named.len() < 300 && named.ends_with(" and 980 more"), "{named}");
    }

    #[test]
    fn the_running_kernel_is_bootable() {
        let without_entry = kernels().split_off(1);
        let running = Kernel::parse("6.1.1").unwrap();
        let choice = choose(without_entry, &Chosen::Bootable, Some(&running), "builder");
        assert_eq!(choice.absent, None);
        let names: Vec<_> = choice.kernels.iter().map(|found| found.kernel.as_str()).collect();
        assert_eq!(names, ["6.1.1", "6.1.2"]);
    }

    #[test]
    fn the_error_of_a_missing_kernel_lists_the_existing_ones() {
        let without_entry = kernels().split_off(1);
        let cases = [
            (choose(without_entry, &Chosen::Bootable, None, "builder"), "6.1.1, 6.1.2"),
            (choose(kernels(), &named(&["6.1.0", "6.1.9"]), None, "builder"), "6.1.0, 6.1.1, 6.1.2"),
        ];
        for (choice, expected) in cases {
            let absent = choice.absent.unwrap();
            assert!(absent.iter().all(|only| only.detail.contains(expected)), "{absent:?}");
        }
    }
}
