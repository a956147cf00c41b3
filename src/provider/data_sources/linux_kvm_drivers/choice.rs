//! The kernels that are looked at, out of those that there are.

use kvm_drivers::Kernel;
use kvm_drivers::root::KernelSurvey;
use tfplugin::{Diagnostics, Outcome};

use crate::values::kernels::Chosen;

/// The chosen ones. That of no kernel nothing is missing would be no answer: an empty choice is refused.
pub(super) fn choose(kernels: Vec<KernelSurvey>, chosen: &Chosen) -> Outcome<Vec<KernelSurvey>> {
    let is_bootable = |survey: &KernelSurvey| survey.image.as_ref().is_ok_and(|image| image.bootable);
    match chosen {
        Chosen::All => Ok(kernels),
        Chosen::Bootable => {
            // It may be started, if only it were sure with which image.
            let may_start = |survey: &KernelSurvey| survey.image.is_err() || is_bootable(survey);
            if !kernels.iter().any(is_bootable) {
                return Err(nothing_starts(&kernels));
            }
            Ok(kernels.into_iter().filter(may_start).collect())
        }
        Chosen::Named(names) => {
            if let Some(absent) =
                names.iter().find(|name| !kernels.iter().any(|found| found.kernel == **name))
            {
                return Err(not_there(absent, &kernels));
            }
            Ok(kernels.into_iter().filter(|found| names.contains(&found.kernel)).collect())
        }
    }
}

fn nothing_starts(kernels: &[KernelSurvey]) -> Diagnostics {
    Diagnostics::error_at(
        "kernels",
        "No kernel is known to be bootable",
        format!(
            "No entry of a boot loader was found for any kernel of the image, which has {}. Is /boot mounted, and is the \
             boot loader configured? Otherwise name the kernels, or set kernels = \"all\".",
            names(kernels)
        ),
    )
}

fn not_there(absent: &Kernel, kernels: &[KernelSurvey]) -> Diagnostics {
    Diagnostics::error_at(
        "kernels",
        format!("The image has no kernel {absent}"),
        format!("It has {}.", names(kernels)),
    )
}

fn names(kernels: &[KernelSurvey]) -> String {
    kernels.iter().map(|found| found.kernel.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use kvm_drivers::root::{Memory, survey};

    use super::*;

    /// A kernel that an entry starts, one that none does, and one with two images.
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

    fn chosen(chosen: &Chosen) -> Outcome<Vec<String>> {
        let names = |found: Vec<KernelSurvey>| found.iter().map(|found| found.kernel.to_string()).collect();
        choose(kernels(), chosen).map(names)
    }

    fn named(names: &[&str]) -> Chosen {
        Chosen::Named(names.iter().map(|name| Kernel::parse(name).unwrap()).collect())
    }

    #[test]
    fn kernels_are_chosen_by_name_or_by_what_the_boot_loader_starts() {
        assert_eq!(chosen(&Chosen::All).unwrap(), ["6.1.0", "6.1.1", "6.1.2"]);
        assert_eq!(chosen(&Chosen::Bootable).unwrap(), ["6.1.0", "6.1.2"], "6.1.2 may be started");
        assert_eq!(chosen(&named(&["6.1.1"])).unwrap(), ["6.1.1"]);
    }

    #[test]
    fn an_empty_choice_is_refused() {
        let without_entry = kernels().split_off(1);
        let refusals = [
            (choose(without_entry, &Chosen::Bootable).map(|_| ()), "6.1.1, 6.1.2"),
            (chosen(&named(&["6.1.0", "6.1.9"])).map(|_| ()), "6.1.0, 6.1.1, 6.1.2"),
        ];
        for (refusal, says) in refusals {
            let refusal = refusal.unwrap_err();
            assert!(refusal.iter().all(|only| only.detail.contains(says)), "{refusal:?}");
        }
    }
}
