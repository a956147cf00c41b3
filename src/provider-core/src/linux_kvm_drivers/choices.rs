//! Words of the configuration that choose between ways.

use kvm_drivers::plan::Style;

use crate::values::Choices;

/// How the configuration is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ConfigStyle(pub Style);

/// What security software at work means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SecuritySoftware {
    /// It is reported.
    #[default]
    Warn,
    /// Nothing is changed.
    Fail,
    /// It is not mentioned.
    Ignore,
}

/// Whether the machine is restarted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reboot {
    /// Never.
    #[default]
    Never,
    /// After an image was changed.
    IfChanged,
}

/// What a destroy does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnDestroy {
    /// Nothing.
    #[default]
    Keep,
    /// The configuration is taken away, images stay.
    RemoveConfig,
    /// The configuration is taken away, and the images are made without it.
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
