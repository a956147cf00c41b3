//! From the findings to the change: pure.

use std::collections::BTreeMap;

use kvm_drivers::plan::{Config, Preset, Style};
use kvm_drivers::root::{package_manager, security_software};
use kvm_drivers::script::{self, Refusal, Request, Target, Transaction};
use kvm_drivers::system::Engine;
use kvm_drivers::verdict::{KernelVerdict, State, Wanted, judge};
use kvm_drivers::{Driver, Kernel};
use tfplugin_core::{Diagnostics, Outcome};

use super::choices::SecuritySoftware;
use super::messages;
use crate::initrds::Inspection;

/// Options of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeOptions {
    pub style: Style,
    pub security: SecuritySoftware,
    pub keep_previous: bool,
    /// Whether the system is a mounted image instead of a running machine.
    pub is_image: bool,
}

/// A change of a system.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub transaction: Transaction,
    pub engine: Engine,
    /// Whether images are built.
    pub makes_images: bool,
    /// Warnings for the user, if the change is made.
    pub warnings: Diagnostics,
}

/// Returns the configuration for this tool.
pub fn config(seen: &Inspection, engine: Engine, style: Style) -> Config {
    Config::new(engine, style, &seen.wanted.to_configure(&seen.survey))
}

/// Returns the change that adds the missing drivers.
///
/// # Errors
/// Returns the reason if the system may not be changed.
pub fn add_drivers(seen: &Inspection, options: ChangeOptions) -> Outcome<Change> {
    let (engine, targets) = changeable(seen, options)?;
    let unfixable = seen.beyond_help();
    if !unfixable.is_empty() {
        return Err(messages::beyond_help(&unfixable));
    }
    let config = config(seen, engine, options.style);
    let before = text_of(seen, &config)?;
    // The part that is ours must match the attributes even if the drivers are configured elsewhere too.
    let matches_attributes =
        |file: &str| !config.is_ours(file) || config.applied_to(file).as_deref() == Ok(file);
    let is_configured = seen.is_configured() && before.as_deref().is_none_or(matches_attributes);
    let targets = with_sizes(seen, targets);
    let request =
        Request { is_configured, ..request(seen, engine, options, &config, before.as_deref(), &targets) };
    let transaction = script::transaction(&request).map_err(|why| messages::not_edited(&why))?;
    change(seen, engine, options, transaction, targets.iter().any(|(target, _)| target.is_stale))
}

/// Returns the change that removes the configuration and, if `makes_images`, rebuilds the images without it.
///
/// # Errors
/// Returns the reason if the system may not be changed.
pub fn remove_config(seen: &Inspection, options: ChangeOptions, makes_images: bool) -> Outcome<Change> {
    refuse_while_busy(seen)?;
    let engine = seen.survey.engine.ok_or_else(|| messages::refused(&Refusal::NoEngine))?;
    let config = config(seen, engine, options.style);
    let before = text_of(seen, &config)?;
    if !makes_images {
        let removal = script::removal(&config, before.as_deref().unwrap_or_default());
        let transaction = removal.map_err(|why| messages::not_edited(&why))?;
        return change(seen, engine, options, transaction, false);
    }
    if !options.is_image && !seen.facts.knows_root_disk {
        return Err(messages::unknown_disk());
    }
    let (_, targets) = changeable(seen, options)?;
    script::refuse_shared(&targets).map_err(|refusal| messages::refused(&refusal))?;
    let targets = with_sizes(seen, with_required_drivers(seen, targets));
    let request = request(seen, engine, options, &config, before.as_deref(), &targets);
    let transaction = script::restoration(&request).map_err(|why| messages::not_edited(&why))?;
    change(seen, engine, options, transaction, true)
}

/// Returns the tool and the images to change, or the reason why they may not be changed.
fn changeable(seen: &Inspection, options: ChangeOptions) -> Outcome<(Engine, Vec<Target>)> {
    let targets = script::targets(&seen.survey, &seen.verdict, options.is_image);
    let targets = targets.map_err(|refusal| messages::refused(&refusal))?;
    refuse_while_busy(seen)?;
    Ok(targets)
}

fn refuse_while_busy(seen: &Inspection) -> Outcome<()> {
    match package_manager(seen.facts.processes.iter().map(String::as_str)) {
        Some(name) => Err(messages::busy(name)),
        None => Ok(()),
    }
}

fn change(
    seen: &Inspection,
    engine: Engine,
    options: ChangeOptions,
    transaction: Transaction,
    makes_images: bool,
) -> Outcome<Change> {
    let mut warnings = Diagnostics::new();
    if makes_images {
        let running = security_software(seen.facts.processes.iter().map(String::as_str));
        match options.security {
            SecuritySoftware::Fail if !running.is_empty() => {
                return Err(messages::security_software_refused(&running));
            }
            SecuritySoftware::Warn => warnings.extend(messages::security_software_warning(&running)),
            _ => {}
        }
    }
    Ok(Change { transaction, engine, makes_images, warnings })
}

/// Returns the text of the configuration file. Refuses a file that is not text, because it could not be
/// restored exactly.
fn text_of(seen: &Inspection, config: &Config) -> Outcome<Option<String>> {
    if !seen.has(config.path) {
        return Ok(None);
    }
    let read = seen.files.read(config.path, kvm_drivers::root::LIMIT);
    let bytes = read.map_err(|error| messages::unreadable(config.path, &error.to_string()))?;
    let text = String::from_utf8(bytes);
    text.map(Some).map_err(|_| messages::unreadable(config.path, "it is no text in UTF-8"))
}

fn with_sizes(seen: &Inspection, targets: Vec<Target>) -> Vec<(Target, u64)> {
    let with_sizes = |target: Target| {
        let size = seen.size(&target.image);
        (target, size)
    };
    targets.into_iter().map(with_sizes).collect()
}

fn request<'a>(
    seen: &Inspection,
    engine: Engine,
    options: ChangeOptions,
    config: &'a Config,
    before: Option<&'a str>,
    targets: &'a [(Target, u64)],
) -> Request<'a> {
    Request {
        engine,
        config,
        config_before: before,
        is_configured: false,
        targets,
        is_image_root: options.is_image,
        has_hooks: seen.files.list(script::HOOKS).is_ok_and(|hooks| !hooks.is_empty()),
        has_selinux: seen.facts.has_selinux,
        keep_previous: options.keep_previous,
    }
}

/// Adds to each target the drivers that the machine cannot do without: those of the disk that it runs from,
/// and VirtIO's if it is a guest of KVM. For an image they are unknown, because it may run anywhere.
fn with_required_drivers(seen: &Inspection, targets: Vec<Target>) -> Vec<Target> {
    let mut named = seen.facts.root_drivers.clone();
    if seen.facts.is_kvm_guest {
        named.extend(Preset::Virtio.drivers());
    }
    let wanted = Wanted { preset: Preset::None, optional: named, ..Wanted::default() };
    let judged = judge(&seen.survey, &wanted, |_, _| Ok(Default::default())).kernels;
    let as_module = |(driver, state): (_, State)| (state == State::Available).then_some(driver);
    let of_kernel = |kernel: KernelVerdict| {
        (kernel.kernel, kernel.drivers.into_iter().filter_map(as_module).collect::<Vec<_>>())
    };
    let mut drivers: BTreeMap<Kernel, Vec<Driver>> = judged.into_iter().map(of_kernel).collect();
    let with_drivers = |target: Target| {
        let drivers = drivers.remove(&target.kernel).unwrap_or_default();
        Target { drivers, ..target }
    };
    targets.into_iter().map(with_drivers).collect()
}

#[cfg(test)]
#[path = "steps_tests.rs"]
mod tests;
