//! The stages of a transaction.

use super::build::{NEW, ORIGINAL, PREVIOUS, command, lister};
use super::{Stage, Step, Target, Transaction};
use crate::plan::{CannotEdit, Config};
use crate::system::Engine;

/// Folder for the original configuration files, and for the lock that prevents concurrent changes.
pub const BACKUPS: &str = "/var/lib/cvo-kvm";
/// Folder of programs that copy images elsewhere, on systems that load them from there.
pub const HOOKS: &str = "/etc/initramfs/post-update.d";

/// The input of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request<'a> {
    /// The tool.
    pub engine: Engine,
    /// Configuration that adds the drivers to every future image.
    pub config: &'a Config,
    /// Current content of the configuration file; `None` if it does not exist.
    pub config_before: Option<&'a str>,
    /// Whether the drivers are already configured, here or elsewhere. The configuration is then left as it
    /// is.
    pub is_configured: bool,
    /// Images, in the order in which they are changed, each with its size in bytes.
    pub targets: &'a [(Target, u64)],
    /// Whether this happens in the root of an image rather than on the running machine.
    pub is_image_root: bool,
    /// Whether there are hooks that copy images elsewhere.
    pub has_hooks: bool,
    /// Whether files have SELinux labels.
    pub has_selinux: bool,
    /// Whether the previous image is kept next to the new one.
    pub keep_previous: bool,
}

/// Returns the transaction; it has no stages if there is nothing to do.
///
/// # Errors
/// If the configuration file has a form that cannot be edited.
pub fn transaction(request: &Request<'_>) -> Result<Transaction, CannotEdit> {
    let stale: Vec<&(Target, u64)> = request.targets.iter().filter(|(target, _)| target.is_stale).collect();
    let config = config_stages(request)?;
    let mut stages = Vec::new();
    if !stale.is_empty() {
        stages.push(checks(&stale));
    }
    stages.extend(config);
    for (target, size) in &stale {
        stages.extend(image_stages(request, target, *size));
    }
    let previous =
        |(target, _): &&(Target, u64)| Step::Remove { path: format!("{}{PREVIOUS}", target.image) };
    let tidy = if request.keep_previous { Vec::new() } else { stale.iter().map(previous).collect() };
    Ok(Transaction { stages, tidy })
}

/// Checks the free space before any change: all new images, a quarter larger than the old ones and next to
/// them, plus the largest one again, which newer tools write twice.
fn checks(stale: &[&(Target, u64)]) -> Stage {
    let folder = stale.first().map_or("/boot", |(target, _)| folder_of(&target.image)).to_owned();
    let largest = stale.iter().map(|(_, size)| *size).max().unwrap_or(0);
    // A missing image is expected to become as large as the others.
    let sizes = || stale.iter().map(|(target, size)| if target.exists { *size } else { largest });
    let total = sizes().fold(0_u64, |sum, size| sum.saturating_add(size).saturating_add(size / 4));
    let bytes = total.saturating_add(sizes().max().unwrap_or(0));
    Stage {
        name: format!("look whether {folder} has room"),
        steps: vec![Step::Writable { folder: folder.clone() }, Step::Space { folder, bytes }],
        undo: Vec::new(),
    }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("/", |(folder, _)| folder)
}

/// Returns the path where the original of a configuration file is kept.
///
/// It is not next to the file: dracut reads every file ending in .conf, initramfs-tools every file in its
/// folders.
#[must_use]
pub fn backup_of(config: &Config) -> String {
    format!("{BACKUPS}/{}.orig", config.path.trim_start_matches('/').replace('/', "-"))
}

fn config_stages(request: &Request<'_>) -> Result<Vec<Stage>, CannotEdit> {
    let path = request.config.path.to_owned();
    let before = request.config_before;
    let content = request.config.applied_to(before.unwrap_or_default())?;
    if request.is_configured || before == Some(content.as_str()) {
        return Ok(Vec::new());
    }
    // A separate stage: if it fails, there is nothing to undo.
    let look = Stage {
        name: format!("look at {path} once more"),
        steps: vec![as_seen(&path, before)],
        undo: Vec::new(),
    };
    let mut steps = vec![Step::PrivateFolder { path: BACKUPS.to_owned() }];
    let label = || Step::Run { argv: vec!["restorecon".to_owned(), path.clone()] };
    if before.is_some() {
        steps.push(Step::Link { from: path.clone(), to: backup_of(request.config), unless_exists: true });
    }
    steps.push(Step::Write { path: path.clone(), content });
    let mut undo = vec![match before {
        Some(before) => Step::Write { path: path.clone(), content: before.to_owned() },
        None => Step::Remove { path: path.clone() },
    }];
    if request.has_selinux {
        steps.push(label());
        undo.extend(before.map(|_| label()));
    }
    let name = format!("write {}", request.config.path);
    Ok(vec![look, Stage { name, steps, undo }])
}

/// Ensures that nobody has changed the file since it was read; such a change would be lost.
fn as_seen(path: &str, before: Option<&str>) -> Step {
    Step::AsSeen { path: path.to_owned(), content: before.map(str::to_owned) }
}

/// Returns the steps that remove the configuration and leave the images as they are. There are no stages if
/// the file has no parts that belong to this tool alone.
///
/// # Errors
/// If the file has a form that cannot be edited.
pub fn removal(config: &Config, before: &str) -> Result<Transaction, CannotEdit> {
    let path = config.path.to_owned();
    let step = match config.removed_from(before)? {
        Some(content) if content == before => return Ok(Transaction::default()),
        None if before.is_empty() => return Ok(Transaction::default()),
        Some(content) => Step::Write { path: path.clone(), content },
        None => Step::Remove { path: path.clone() },
    };
    let undo = vec![Step::Write { path, content: before.to_owned() }];
    Ok(Transaction {
        stages: vec![
            Stage {
                name: format!("look at {} once more", config.path),
                steps: vec![as_seen(config.path, Some(before))],
                undo: Vec::new(),
            },
            Stage { name: format!("clear {}", config.path), steps: vec![step], undo },
        ],
        tidy: Vec::new(),
    })
}

/// Returns the steps that remove the configuration and rebuild every image without it. An image is installed
/// only if it has the drivers of its target, which are those that the machine needs.
///
/// # Errors
/// If the configuration file has a form that cannot be edited.
pub fn restoration(request: &Request<'_>) -> Result<Transaction, CannotEdit> {
    let all: Vec<&(Target, u64)> = request.targets.iter().collect();
    let mut stages = vec![checks(&all)];
    stages.extend(removal(request.config, request.config_before.unwrap_or_default())?.stages);
    for (target, size) in &all {
        stages.extend(image_stages(request, target, *size));
    }
    Ok(Transaction { stages, tidy: Vec::new() })
}

fn image_stages(request: &Request<'_>, target: &Target, size: u64) -> Vec<Stage> {
    let Target { kernel, image, drivers, .. } = target;
    let [new, previous, original] = [NEW, PREVIOUS, ORIGINAL].map(|ending| format!("{image}{ending}"));
    let list = |image: &str| Step::List {
        argv: lister(request.engine, image),
        kernel: kernel.clone(),
        drivers: drivers.clone(),
    };
    let remove = |path: &str| Step::Remove { path: path.to_owned() };
    let mut build = Stage {
        name: format!("make an image for kernel {kernel}"),
        steps: vec![
            remove(&new),
            Step::Run { argv: command(request.engine, target, &new, request.is_image_root) },
            // A tool may go wrong and still succeed, leaving a truncated image.
            Step::AtLeast { path: new.clone(), bytes: size / 3 },
            Step::NotEfi { path: new.clone() },
            list(&new),
            Step::Sync { path: new.clone() },
        ],
        undo: vec![remove(&new)],
    };
    if !target.exists {
        // A package may have made an image in the meantime.
        build.steps.push(Step::AsSeen { path: image.clone(), content: None });
    }
    let link = |from: &str, to: &str, unless_exists| Step::Link {
        from: from.to_owned(),
        to: to.to_owned(),
        unless_exists,
    };
    // A separate stage, so that the undo of the next one can rely on the previous image being today's.
    // Undoing it leaves no second name, because tools write images in place and would thereby change the file
    // under all of its names.
    let no_twin = |path: &str| Step::NoTwin { path: path.to_owned(), of: image.clone() };
    let keep = Stage {
        name: format!("keep the image of kernel {kernel}"),
        steps: vec![link(image, &original, true), link(image, &previous, false)],
        undo: vec![no_twin(&previous), no_twin(&original)],
    };
    let after = after_swap(request, target);
    let mut undo = if target.exists {
        vec![Step::PutBack { from: previous.clone(), to: image.clone() }, Step::Sync { path: image.clone() }]
    } else {
        vec![remove(image)]
    };
    if target.exists {
        undo.extend(after.iter().cloned());
    }
    let swap = Stage {
        name: format!("put the new image of kernel {kernel} in place"),
        steps: vec![Step::Rename { from: new, to: image.clone() }, Step::Sync { path: image.clone() }],
        undo,
    };
    let mut steps = after;
    steps.push(list(image));
    let confirm =
        Stage { name: format!("look at the image of kernel {kernel} once more"), steps, undo: Vec::new() };
    if target.exists { vec![build, keep, swap, confirm] } else { vec![build, swap, confirm] }
}

/// Returns the steps that must follow every change of an image, forward or back.
fn after_swap(request: &Request<'_>, target: &Target) -> Vec<Step> {
    let run = |words: &[&str]| Step::Run { argv: words.iter().map(|word| (*word).to_owned()).collect() };
    let mut steps = Vec::new();
    if request.engine == Engine::InitramfsTools {
        // update-initramfs before Debian 10 refuses an image that is not its own: assumed
        // (`initrd-checksum`) from its manual page.
        let kept_in = format!("/var/lib/initramfs-tools/{}", target.kernel);
        steps.push(Step::Checksum { of: target.image.clone(), kept_in });
    }
    if request.has_selinux {
        steps.push(run(&["restorecon", &target.image]));
    }
    if request.has_hooks && request.engine != Engine::Mkinitrd {
        let [kernel, image] = [target.kernel.as_str(), &target.image].map(|value| format!("--arg={value}"));
        steps.push(run(&["run-parts", &kernel, &image, HOOKS]));
    }
    steps
}
