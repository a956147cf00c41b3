//! From what was seen to what is done: pure.

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

/// How it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    pub style: Style,
    pub security: SecuritySoftware,
    pub keep_previous: bool,
    /// Whether the system is a mounted image, and not the machine that runs.
    pub is_image: bool,
}

/// What is done.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub transaction: Transaction,
    pub engine: Engine,
    /// Whether an image is made.
    pub makes_images: bool,
    /// What the user is told if something is done.
    pub warnings: Diagnostics,
}

/// The configuration of a system with that tool.
pub fn config(seen: &Inspection, engine: Engine, style: Style) -> Config {
    Config::new(engine, style, &seen.wanted.to_configure(&seen.survey))
}

/// What brings the drivers.
///
/// # Errors
/// When nothing may be changed; nothing was.
pub fn bring(seen: &Inspection, manner: Manner) -> Outcome<Change> {
    let (engine, targets) = admitted(seen, manner)?;
    let hopeless = seen.beyond_help();
    if !hopeless.is_empty() {
        return Err(messages::beyond_help(&hopeless));
    }
    let config = config(seen, engine, manner.style);
    let before = text_of(seen, &config)?;
    // What is ours is kept as the configuration says, also where the drivers are given elsewhere.
    let is_as_wanted = |file: &str| !config.is_ours(file) || config.applied_to(file).as_deref() == Ok(file);
    let is_configured = seen.is_configured() && before.as_deref().is_none_or(is_as_wanted);
    let targets = sized(seen, targets);
    let request =
        Request { is_configured, ..request(seen, engine, manner, &config, before.as_deref(), &targets) };
    let transaction = script::transaction(&request).map_err(|why| messages::not_edited(&why))?;
    change(seen, engine, manner, transaction, targets.iter().any(|(target, _)| target.is_stale))
}

/// What takes the configuration away, and makes the images without it if that is wanted.
///
/// # Errors
/// When nothing may be changed; nothing was.
pub fn take_away(seen: &Inspection, manner: Manner, makes_images: bool) -> Outcome<Change> {
    refuse_while_busy(seen)?;
    let engine = seen.survey.engine.ok_or_else(|| messages::refused(&Refusal::NoEngine))?;
    let config = config(seen, engine, manner.style);
    let before = text_of(seen, &config)?;
    if !makes_images {
        let removal = script::removal(&config, before.as_deref().unwrap_or_default());
        let transaction = removal.map_err(|why| messages::not_edited(&why))?;
        return change(seen, engine, manner, transaction, false);
    }
    if !manner.is_image && !seen.facts.knows_root_disk {
        return Err(messages::unknown_disk());
    }
    let (_, targets) = admitted(seen, manner)?;
    script::refuse_shared(&targets).map_err(|refusal| messages::refused(&refusal))?;
    let targets = sized(seen, needed(seen, targets));
    let request = request(seen, engine, manner, &config, before.as_deref(), &targets);
    let transaction = script::restoration(&request).map_err(|why| messages::not_edited(&why))?;
    change(seen, engine, manner, transaction, true)
}

/// The tool and the images, if they may be changed at all.
fn admitted(seen: &Inspection, manner: Manner) -> Outcome<(Engine, Vec<Target>)> {
    let targets = script::targets(&seen.survey, &seen.verdict, manner.is_image);
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
    manner: Manner,
    transaction: Transaction,
    makes_images: bool,
) -> Outcome<Change> {
    let mut warnings = Diagnostics::new();
    if makes_images {
        let at_work = security_software(seen.facts.processes.iter().map(String::as_str));
        match manner.security {
            SecuritySoftware::Fail if !at_work.is_empty() => return Err(messages::guarded(&at_work)),
            SecuritySoftware::Warn => warnings.extend(messages::watched(&at_work)),
            _ => {}
        }
    }
    Ok(Change { transaction, engine, makes_images, warnings })
}

/// The configuration file as it is. One that is no text would not come back as it was.
fn text_of(seen: &Inspection, config: &Config) -> Outcome<Option<String>> {
    if !seen.has(config.path) {
        return Ok(None);
    }
    let read = seen.files.read(config.path, kvm_drivers::root::LIMIT);
    let bytes = read.map_err(|error| messages::unreadable(config.path, &error.to_string()))?;
    let text = String::from_utf8(bytes);
    text.map(Some).map_err(|_| messages::unreadable(config.path, "it is no text in UTF-8"))
}

fn sized(seen: &Inspection, targets: Vec<Target>) -> Vec<(Target, u64)> {
    let sized = |target: Target| {
        let size = seen.size(&target.image);
        (target, size)
    };
    targets.into_iter().map(sized).collect()
}

fn request<'a>(
    seen: &Inspection,
    engine: Engine,
    manner: Manner,
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
        is_image_root: manner.is_image,
        has_hooks: seen.files.list(script::HOOKS).is_ok_and(|hooks| !hooks.is_empty()),
        has_selinux: seen.facts.has_selinux,
        keep_previous: manner.keep_previous,
    }
}

/// The targets with the drivers that the machine cannot do without: those of the disk that it runs from, and VirtIO's where
/// it is a guest of KVM. Of an image nobody knows where it will run.
fn needed(seen: &Inspection, targets: Vec<Target>) -> Vec<Target> {
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
    let with_needed = |target: Target| {
        let drivers = drivers.remove(&target.kernel).unwrap_or_default();
        Target { drivers, ..target }
    };
    targets.into_iter().map(with_needed).collect()
}

#[cfg(test)]
#[path = "steps_tests.rs"]
mod tests;
