//! [`Plan`]: the files to write and the commands to run, by hand or by a tool, to add drivers to a system's
//! initrd.

mod commands;
mod config;
mod edit;
mod notes;
mod options;
mod preset;

pub use config::{BLOCK_BEGIN, BLOCK_END, Config, ConfigMode, DROP_IN};
pub use edit::{CannotEdit, configured_drivers};
pub use options::{InvalidImage, Options, Style, image_path};
pub use preset::{Preset, suse_extras};

use crate::driver::Driver;
use crate::system::{Engine, Expected, Family, UnknownSystem, expected};

/// The files to write and the commands to run to add drivers to a system's initrd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Distribution family of the system.
    pub family: Family,
    /// Tool that makes the initrd.
    pub engine: Engine,
    /// Drivers that the initrd must have, unless they are built into the kernel.
    pub drivers: Vec<Driver>,
    /// Drivers added for kernels that have them.
    pub optional_drivers: Vec<Driver>,
    /// File to change, how to change it, and its new content.
    pub config: Config,
    /// Path of the initrd, containing the kernel's release or `$(uname -r)`.
    pub image_path: String,
    /// Shell commands that rebuild the initrd.
    pub regenerate: Vec<String>,
    /// Shell commands that check whether the drivers are in the initrd.
    pub verify: Vec<String>,
    /// Shell commands that list drivers built into the kernel, which no initrd needs.
    pub builtin_check: Vec<String>,
    /// Whether the manual restarts the machine and verifies again.
    pub restart: bool,
    /// Conditions that must be met beforehand.
    pub preconditions: Vec<String>,
    /// Differences from the manual with their reasons, and points left to verify.
    pub notes: Vec<String>,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The system is not in the table of known systems.
    #[error(transparent)]
    System(#[from] UnknownSystem),
    /// The kernel is too old for these drivers.
    #[error(transparent)]
    Kernel(#[from] crate::KernelError),
    /// The path is not that of an initrd.
    #[error(transparent)]
    Image(#[from] InvalidImage),
    /// The preset is `none`, and no driver is named.
    #[error(
        "there is no driver to add: the preset is \"none\", and drivers is empty. Name a driver or a preset."
    )]
    NoDrivers,
    /// The system never uses this engine.
    #[error(
        "{engine} does not make the initrd of {os_id}. Leave engine out, or set the tool that is installed."
    )]
    Engine {
        /// Requested engine.
        engine: Engine,
        /// System, as `ID` of os-release.
        os_id: String,
    },
}

/// Returns the plan for a system.
///
/// # Errors
/// If the system is unknown and no engine is given, the kernel is too old, or an option is invalid.
pub fn plan(os_id: &str, version_id: &str, options: &Options) -> Result<Plan, PlanError> {
    if let Some(kernel) = &options.kernel {
        kernel.clone().supported()?;
    }
    let expected = settle(os_id, version_id, options)?;
    let engine = options.engine.unwrap_or(match options.style {
        Style::Seed => expected.manual_engine,
        Style::Modern => expected.engine,
    });
    let drivers = options.wanted();
    if drivers.is_empty() {
        return Err(PlanError::NoDrivers);
    }
    let optional_drivers = options.optional(expected.family, &drivers);
    let kernel = options.kernel.as_ref().map_or("$(uname -r)", |kernel| kernel.as_str());
    let named = options.image.as_deref().map(image_path).transpose()?;
    let image_path = named.clone().unwrap_or_else(|| expected.family.image_path(kernel));
    let listed: Vec<Driver> = optional_drivers.iter().chain(&drivers).cloned().collect();
    let command = commands::Command {
        engine,
        kernel,
        drivers: &drivers,
        image: &image_path,
        image_named: named.is_some(),
        options,
    };
    Ok(Plan {
        family: expected.family,
        engine,
        config: Config::new(engine, options.style, &listed),
        regenerate: command.regenerate(),
        verify: command.verify(),
        builtin_check: command.builtin_check(),
        restart: expected.restart && engine == Engine::Mkinitrd,
        preconditions: notes::preconditions(engine),
        notes: notes::notes(engine, &expected, options),
        image_path,
        drivers,
        optional_drivers,
    })
}

/// Returns the expectations for the system. A given engine substitutes for an unknown system and must fit a
/// known one.
fn settle(os_id: &str, version_id: &str, options: &Options) -> Result<Expected, PlanError> {
    let Some(engine) = options.engine else { return Ok(expected(os_id, version_id)?) };
    let found = match expected(os_id, version_id) {
        Err(UnknownSystem::Id(_)) => return Ok(stand_in(engine)),
        other => other?,
    };
    let fits = match engine {
        Engine::Dracut => true,
        Engine::InitramfsTools => found.family == Family::Debian,
        Engine::Mkinitrd => found.family == Family::Suse,
    };
    if fits { Ok(found) } else { Err(PlanError::Engine { engine, os_id: os_id.to_owned() }) }
}

/// Returns what holds for an unknown system. That it keeps its initrd where the engine's main distribution
/// does is assumed (`initrd-of-unknown-system`).
fn stand_in(engine: Engine) -> Expected {
    let family = match engine {
        Engine::Dracut => Family::RedHat,
        Engine::InitramfsTools => Family::Debian,
        Engine::Mkinitrd => Family::Suse,
    };
    Expected {
        family,
        engine,
        manual_engine: engine,
        restart: false,
        doubt: Some(
            "The system is not a known one: that its initrd is called so is assumed from the engine. Set \
             image if the boot loader loads another file.",
        ),
    }
}
