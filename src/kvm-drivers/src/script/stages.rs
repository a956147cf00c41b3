//! The stages of a transaction.

use super::build::{NEW, ORIGINAL, PREVIOUS, command, lister};
use super::{Stage, Step, Target, Transaction};
use crate::plan::{CannotEdit, Config};
use crate::system::Engine;

/// Where the first state of a configuration file is kept, and the lock that keeps two changes apart.
pub const BACKUPS: &str = "/var/lib/cvo-kvm";
/// Where programs lie that copy images elsewhere, on systems that load them from there.
pub const HOOKS: &str = "/etc/initramfs/post-update.d";

/// What a transaction is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request<'a> {
    /// The tool.
    pub engine: Engine,
    /// The configuration that gives the drivers to every image from now on.
    pub config: &'a Config,
    /// The configuration file as it is; `None` when there is none.
    pub config_before: Option<&'a str>,
    /// Whether the configuration already gives the drivers, here or elsewhere: then it stays as it is.
    pub is_configured: bool,
    /// The images, in the order in which they are changed, and the size of each.
    pub targets: &'a [(Target, u64)],
    /// Whether all this happens in an image's root, and not on the machine that runs.
    pub is_image_root: bool,
    /// Whether there are hooks that copy images elsewhere.
    pub has_hooks: bool,
    /// Whether files have SELinux labels.
    pub has_selinux: bool,
    /// Whether the image before stays, beside the new one.
    pub keep_previous: bool,
}

/// The transaction; without stages when there is nothing to do.
///
/// # Errors
/// When the configuration file is not understood.
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

/// Before anything is touched: room for all new images beside the old ones, a quarter larger, and once more the largest
/// one, which newer tools write twice.
fn checks(stale: &[&(Target, u64)]) -> Stage {
    let folder = stale.first().map_or("/boot", |(target, _)| folder_of(&target.image)).to_owned();
    let largest = stale.iter().map(|(_, size)| *size).max().unwrap_or(0);
    // One that is not there yet becomes as large as the others.
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

/// Where a configuration file is kept as it was before its first change.
///
/// Not beside the file: dracut reads all that ends in .conf, initramfs-tools everything in its folders.
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
    // A stage of its own: when it fails, there is nothing to undo.
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

/// Whoever changes the file between the look and now has not seen what comes next, and would lose the change.
fn as_seen(path: &str, before: Option<&str>) -> Step {
    Step::AsSeen { path: path.to_owned(), content: before.map(str::to_owned) }
}

/// The steps that take the configuration away again and leave the images as they are; without stages when nothing in the
/// file is ours alone.
///
/// # Errors
/// When the file is not understood.
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

/// The steps that take the configuration away again and make every image without it. An image comes into place only when
/// it has the drivers of its target, which are those that the machine cannot do without.
///
/// # Errors
/// When the configuration file is not understood.
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
            // A tool that went astray and ended well leaves a stump.
            Step::AtLeast { path: new.clone(), bytes: size / 3 },
            Step::NotEfi { path: new.clone() },
            list(&new),
            Step::Sync { path: new.clone() },
        ],
        undo: vec![remove(&new)],
    };
    if !target.exists {
        // A package may have made one meanwhile.
        build.steps.push(Step::AsSeen { path: image.clone(), content: None });
    }
    let link = |from: &str, to: &str, unless_exists| Step::Link {
        from: from.to_owned(),
        to: to.to_owned(),
        unless_exists,
    };
    // A stage of its own: the next one's undo may rely on the previous image being today's. When it is undone no second
    // name stays: tools write into an image in place, and would write into all of its names.
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

/// What has to follow whenever the image changes, forward or back.
fn after_swap(request: &Request<'_>, target: &Target) -> Vec<Step> {
    let run = |words: &[&str]| Step::Run { argv: words.iter().map(|word| (*word).to_owned()).collect() };
    let mut steps = Vec::new();
    if request.engine == Engine::InitramfsTools {
        // update-initramfs of before Debian 10 refuses an image that is not its own (assumed from its manual page).
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
