//! Attribute values that are one of a few words.

use kvm_drivers::plan::Style;

use crate::values::Choices;

/// How the drivers are written into the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ConfigStyle(pub Style);

/// The reaction to running security software.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SecuritySoftware {
    /// Warn, and go on.
    #[default]
    Warn,
    /// Change nothing.
    Fail,
    /// Go on without a warning.
    Ignore,
}

/// When the machine is restarted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reboot {
    /// Never.
    #[default]
    Never,
    /// After a change of an image.
    IfChanged,
}

/// The effect of a destroy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnDestroy {
    /// Leave the system as it is.
    #[default]
    Keep,
    /// Remove the configuration, and keep the images.
    RemoveConfig,
    /// Remove the configuration, and rebuild the images without it.
    Restore,
}

impl Choices for ConfigStyle {
    const ALL: &'static [(&'static str, Self)] =
        &[("drop_in", Self(Style::Modern)), ("seed", Self(Style::Seed))];
}

impl Choices for SecuritySoftware {
    const ALL: &'static [(&'static str, Self)] =
        &[("warn", Self::Warn), ("fail", Self::Fail), ("ignore", Self::Ignore)];
}

impl Choices for Reboot {
    const ALL: &'static [(&'static str, Self)] = &[("never", Self::Never), ("if_changed", Self::IfChanged)];
}

impl Choices for OnDestroy {
    const ALL: &'static [(&'static str, Self)] =
        &[("keep", Self::Keep), ("remove_config", Self::RemoveConfig), ("restore", Self::Restore)];
}
