//! Values in configurations about the drivers of a Linux image.

use kvm_drivers::plan::{Preset, Style};
use kvm_drivers::system::Engine;
use kvm_drivers::{Driver, Kernel};
use tfplugin_core::{Invalid, Text, is_content, quoted};

/// Longest text, in bytes, that a message repeats as a whole.
const LONGEST: usize = 100;

/// The name of a driver.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DriverName(pub Driver);

/// The release of a kernel, as `uname -r` prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KernelRelease(pub Kernel);

/// The tool that makes an initrd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EngineName(pub Engine);

/// A set of drivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PresetName(pub Preset);

/// The style in which a configuration file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StyleName(pub Style);

impl Text for DriverName {
    fn parse(text: &str) -> Result<Self, Invalid> {
        Driver::parse(text).map(Self).map_err(|error| refused(text, "name of a driver", error.to_string()))
    }

    fn text(&self) -> String {
        self.0.to_string()
    }
}

impl Text for KernelRelease {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let kernel = Kernel::parse(text).and_then(Kernel::supported);
        kernel.map(Self).map_err(|error| refused(text, "release of a kernel", error.to_string()))
    }

    fn text(&self) -> String {
        self.0.to_string()
    }
}

impl Text for EngineName {
    fn parse(text: &str) -> Result<Self, Invalid> {
        Engine::parse(text).map(Self).ok_or_else(|| one_of(text, &Engine::ALL.map(Engine::as_str)))
    }

    fn text(&self) -> String {
        self.0.as_str().to_owned()
    }
}

impl Text for PresetName {
    fn parse(text: &str) -> Result<Self, Invalid> {
        Preset::parse(text).map(Self).ok_or_else(|| one_of(text, &Preset::ALL.map(Preset::as_str)))
    }

    fn text(&self) -> String {
        self.0.as_str().to_owned()
    }
}

impl Text for StyleName {
    fn parse(text: &str) -> Result<Self, Invalid> {
        Style::parse(text).map(Self).ok_or_else(|| one_of(text, &Style::ALL.map(Style::as_str)))
    }

    fn text(&self) -> String {
        self.0.as_str().to_owned()
    }
}

/// Returns why the text is not a `what`. Only a short text is repeated as a whole, which is what `error`
/// does.
fn refused(text: &str, what: &str, error: String) -> Invalid {
    let is_short = text.len() <= LONGEST && !is_content(text);
    Invalid(if is_short { error } else { format!("{} is not the {what}.", quoted(text)) })
}

fn one_of(text: &str, names: &[&str]) -> Invalid {
    Invalid(format!("{} is not one of {}.", quoted(text), names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_accepted_as_written() {
        for name in ["virtio", "aws_nitro", "none"] {
            assert_eq!(PresetName::parse(name).unwrap().text(), name);
        }
        for name in ["dracut", "initramfs-tools", "mkinitrd"] {
            assert_eq!(EngineName::parse(name).unwrap().text(), name);
        }
        for name in ["modern", "seed"] {
            assert_eq!(StyleName::parse(name).unwrap().text(), name);
        }
        assert_eq!(KernelRelease::parse("6.1.0-50-amd64").unwrap().text(), "6.1.0-50-amd64");
        assert_eq!(DriverName::parse("virtio-rng").unwrap().text(), "virtio_rng");
    }

    #[test]
    fn a_refusal_lists_the_valid_names() {
        let refusals = [
            (PresetName::parse("kvm").err(), "virtio, aws_nitro, none"),
            (EngineName::parse("").err(), "dracut, initramfs-tools, mkinitrd"),
            (StyleName::parse("Seed").err(), "modern, seed"),
            (KernelRelease::parse("2.6.24").err(), "2.6.25 or later"),
            (DriverName::parse("virtio_blk virtio").err(), "one name"),
            (DriverName::parse(&"v ".repeat(5000)).err(), "is not the name of a driver"),
            (KernelRelease::parse("6.1\n").err(), "is not the release of a kernel"),
        ];
        for (refusal, says) in refusals {
            let refusal = refusal.unwrap().to_string();
            assert!(refusal.contains(says) && refusal.len() < 400, "{refusal}");
        }
    }
}
