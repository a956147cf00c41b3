//! Whichever step fails, the machine starts as before. Naive methods do not guarantee this.

use std::collections::BTreeMap;

use super::*;
use crate::plan::{Config, Preset, Style};
use crate::system::Engine;

const IMAGE: &str = "/boot/initrd.img-6.1.0";
const CONFIG: &str = "/etc/initramfs-tools/modules";

/// A machine whose images are lists of their drivers.
#[derive(Debug, Clone, PartialEq)]
struct Machine {
    files: BTreeMap<String, String>,
    free: u64,
    calls: usize,
}

impl Machine {
    fn new() -> Self {
        let files = [(IMAGE, "ext4"), ("/boot/initrd.img-6.0.0", "ext4"), (CONFIG, "# mine\next4\n")];
        let files = files.map(|(path, content)| (path.to_owned(), content.to_owned())).into();
        Self { files, free: 1000, calls: 0 }
    }

    fn at(&self, path: &str) -> Result<&String, String> {
        self.files.get(path).ok_or_else(|| format!("{path}: no such file"))
    }

    fn carry_out(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Writable { .. }
            | Step::PrivateFolder { .. }
            | Step::Sync { .. }
            | Step::Checksum { .. } => {}
            Step::AsSeen { path, content } if self.files.get(path) != content.as_ref() => {
                return Err(format!("{path} was changed"));
            }
            Step::AsSeen { .. } => {}
            Step::Space { bytes, .. } if *bytes > self.free => return Err(format!("{} free", self.free)),
            Step::Space { .. } => {}
            Step::Write { path, content } => {
                self.files.insert(path.clone(), content.clone());
            }
            Step::Remove { path } => {
                self.files.remove(path);
            }
            Step::Run { argv } => self.run(argv)?,
            Step::AtLeast { path, bytes } if (self.at(path)?.len() as u64) < *bytes => {
                return Err("a stump".into());
            }
            Step::AtLeast { .. } => {}
            Step::NotEfi { path } if self.at(path)?.starts_with("MZ") => {
                return Err(format!("{path} is an EFI program"));
            }
            Step::NotEfi { .. } => {}
            Step::PutBack { from, to } => {
                if let Some(content) = self.files.remove(from) {
                    self.files.insert(to.clone(), content);
                }
            }
            Step::NoTwin { path, of } => {
                if self.files.get(path) == self.files.get(of) {
                    self.files.remove(path);
                }
            }
            Step::List { argv, drivers, .. } => {
                let image = self.at(&argv[1])?;
                let lacks = drivers.iter().find(|driver| !image.contains(driver.as_str()));
                if let Some(driver) = lacks {
                    return Err(format!("lacks {driver}"));
                }
            }
            Step::Link { to, unless_exists: true, .. } if self.files.contains_key(to) => {}
            Step::Link { from, to, .. } => {
                let content = self.at(from)?.clone();
                self.files.insert(to.clone(), content);
            }
            Step::Rename { from, to } => {
                let content = self.files.remove(from).ok_or("no such file")?;
                self.files.insert(to.clone(), content);
            }
        }
        Ok(())
    }

    /// mkinitramfs adds the drivers listed in the configuration.
    fn run(&mut self, argv: &[String]) -> Result<(), String> {
        self.calls += 1;
        if argv[0] == "mkinitramfs" {
            let content = self.at(CONFIG)?.clone();
            self.files.insert(argv[2].clone(), content);
        }
        Ok(())
    }

    /// Carries out a transaction. The step with the number in `failing` fails, before or after taking effect.
    fn commit(&mut self, transaction: &Transaction, failing: Option<(usize, bool)>) -> Result<(), String> {
        let mut number = 0;
        for (at, stage) in transaction.stages.iter().enumerate() {
            for step in &stage.steps {
                let fails = failing.filter(|(which, _)| *which == number);
                let outcome = match fails {
                    Some((_, false)) => Err("injected".to_owned()),
                    Some((_, true)) => self.carry_out(step).and(Err("injected".to_owned())),
                    None => self.carry_out(step),
                };
                number += 1;
                if let Err(why) = outcome {
                    for stage in transaction.stages[..=at].iter().rev() {
                        for step in &stage.undo {
                            self.carry_out(step).unwrap();
                        }
                    }
                    return Err(format!("{}: {why}", stage.name));
                }
            }
        }
        Ok(())
    }

    /// Returns the files that determine how the machine starts, now and with the next kernel.
    fn essential(&self) -> BTreeMap<String, String> {
        let kept = |path: &str| {
            path.ends_with(".cvo-prev") || path.ends_with(".cvo-orig") || path.ends_with(".orig")
        };
        self.files.iter().filter(|(path, _)| !kept(path)).map(|(a, b)| (a.clone(), b.clone())).collect()
    }
}

fn target(release: &str, is_stale: bool) -> (Target, u64) {
    let target = Target {
        kernel: Kernel::parse(release).unwrap(),
        image: format!("/boot/initrd.img-{release}"),
        kernel_image: format!("/boot/vmlinuz-{release}"),
        drivers: Preset::Virtio.drivers(),
        is_stale,
        is_default: false,
        exists: true,
    };
    (target, 30)
}

fn made<'a>(change: impl FnOnce(&mut Request<'a>), style: Style) -> Transaction {
    let config: &'a Config =
        Box::leak(Box::new(Config::new(Engine::InitramfsTools, style, &Preset::Virtio.drivers())));
    let targets: &'a [_] = Box::leak(Box::new([target("6.0.0", true), target("6.1.0", true)]));
    let mut request = Request {
        engine: Engine::InitramfsTools,
        config,
        config_before: Some("# mine\next4\n"),
        is_configured: false,
        targets,
        is_image_root: false,
        has_hooks: true,
        has_selinux: false,
        keep_previous: true,
    };
    change(&mut request);
    transaction(&request).unwrap()
}

#[test]
fn the_steps_are_these() {
    let one = made(|request| request.targets = &request.targets[1..], Style::Modern);
    let lines: Vec<String> = one
        .stages
        .iter()
        .flat_map(|stage| {
            let steps = stage.steps.iter().map(|step| format!("  {step:?}"));
            let undo = stage.undo.iter().map(|step| format!("  undo {step:?}"));
            std::iter::once(stage.name.clone()).chain(steps).chain(undo).collect::<Vec<_>>()
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_transaction_succeeds_and_can_be_repeated_safely() {
    let mut machine = Machine::new();
    let transaction = made(|_| {}, Style::Modern);
    machine.commit(&transaction, None).unwrap();
    assert!(machine.files[IMAGE].contains("virtio_pci"));
    assert_eq!(machine.files[&format!("{IMAGE}.cvo-prev")], "ext4");
    let now: &str = Box::leak(machine.files[CONFIG].clone().into_boxed_str());
    machine.commit(&made(|request| request.config_before = Some(now), Style::Modern), None).unwrap();
    let original = &machine.files[&format!("{IMAGE}.cvo-orig")];
    assert_eq!(original, "ext4", "the first image is kept permanently");
}

#[test]
fn whichever_step_fails_the_machine_starts_as_before() {
    let transaction = made(|_| {}, Style::Modern);
    let steps: usize = transaction.stages.iter().map(|stage| stage.steps.len()).sum();
    for failing in 0..steps {
        for carried_out in [false, true] {
            let mut machine = Machine::new();
            // An old previous image, which must not be restored.
            machine.files.insert(format!("{IMAGE}.cvo-prev"), "ancient".to_owned());
            let before = machine.essential();
            machine.commit(&transaction, Some((failing, carried_out))).unwrap_err();
            assert_eq!(machine.essential(), before, "step {failing}, carried out: {carried_out}");
        }
    }
}

#[test]
fn after_an_interruption_every_image_is_the_old_one_or_a_verified_one() {
    let transaction = made(|_| {}, Style::Modern);
    let steps: Vec<&Step> = transaction.stages.iter().flat_map(|stage| &stage.steps).collect();
    for done in 0..=steps.len() {
        let mut machine = Machine::new();
        for step in &steps[..done] {
            machine.carry_out(step).unwrap();
        }
        for path in [IMAGE, "/boot/initrd.img-6.0.0"] {
            let image = &machine.files[path];
            let complete = Preset::Virtio.drivers().iter().all(|driver| image.contains(driver.as_str()));
            assert!(image == "ext4" || complete, "{done} steps: {path} is {image:?}");
        }
    }
}

#[test]
fn a_file_changed_since_it_was_read_is_left_alone() {
    let transaction = made(|_| {}, Style::Modern);
    for change in ["# mine\next4\nxfs\n", ""] {
        let mut machine = Machine::new();
        machine.files.insert(CONFIG.to_owned(), change.to_owned());
        let before = machine.essential();
        assert!(machine.commit(&transaction, None).unwrap_err().contains("was changed"));
        assert_eq!(machine.essential(), before);
    }
}

#[test]
fn a_kernel_without_an_image_gets_one_that_undo_removes() {
    let (mut new, _) = target("6.2.0", true);
    new.exists = false;
    let targets: &[_] = Box::leak(Box::new([target("6.1.0", true), (new, 0)]));
    let transaction = made(|request| request.targets = targets, Style::Modern);
    let steps: usize = transaction.stages.iter().map(|stage| stage.steps.len()).sum();
    for failing in 0..steps {
        let mut machine = Machine::new();
        let before = machine.essential();
        machine.commit(&transaction, Some((failing, true))).unwrap_err();
        assert_eq!(machine.essential(), before, "step {failing}");
    }
    let mut machine = Machine::new();
    machine.commit(&transaction, None).unwrap();
    assert!(machine.files["/boot/initrd.img-6.2.0"].contains("virtio_pci"));
}

#[test]
fn a_full_disk_is_refused_with_numbers_before_any_change() {
    let mut machine = Machine { free: 103, ..Machine::new() };
    let before = machine.clone();
    let error = machine.commit(&made(|_| {}, Style::Modern), None).unwrap_err();
    assert!(error.contains("/boot") && error.contains("103 free"), "{error}");
    assert_eq!(machine, before);
}

#[test]
fn an_image_from_names_on_one_line_is_not_installed() {
    let mut machine = Machine::new();
    let before = machine.essential();
    let mut literal = made(|_| {}, Style::Modern);
    for step in literal.stages.iter_mut().flat_map(|stage| &mut stage.steps) {
        if let Step::Write { content, .. } = step {
            // The tool's reading of the line: only the first name.
            *content = "# mine\next4\nvirtio_blk\n".to_owned();
        }
    }
    let error = machine.commit(&literal, None).unwrap_err();
    assert!(error.contains("make an image") && error.contains("lacks virtio_scsi"), "{error}");
    assert_eq!(machine.essential(), before);
}

#[test]
fn no_tool_ever_overwrites_the_working_image() {
    for engine in Engine::ALL {
        let transaction = made(|request| request.engine = engine, Style::Modern);
        for stage in &transaction.stages {
            for step in &stage.steps {
                if let Step::Run { argv } = step {
                    let builds = ["dracut", "mkinitramfs", "mkinitrd"].contains(&argv[0].as_str());
                    let is_image =
                        |word: &String| word.contains("initrd.img-") && !word.ends_with(".cvo-new");
                    assert!(!builds || !argv.iter().any(is_image), "{argv:?}");
                }
            }
        }
    }
}

#[test]
fn the_kernel_is_passed_to_every_tool() {
    let call = |engine, is_image_root| {
        let (mut target, _) = target("6.1.0", true);
        target.kernel_image = "/boot/linux.vmx".to_owned();
        build::command(engine, &target, "/boot/initrd.vmx.cvo-new", is_image_root).join(" ")
    };
    assert_eq!(call(Engine::Dracut, false), "dracut --force /boot/initrd.vmx.cvo-new 6.1.0");
    assert_eq!(call(Engine::Dracut, true), "dracut --force --no-hostonly /boot/initrd.vmx.cvo-new 6.1.0");
    assert_eq!(call(Engine::InitramfsTools, false), "mkinitramfs -o /boot/initrd.vmx.cvo-new 6.1.0");
    assert_eq!(call(Engine::Mkinitrd, false), "mkinitrd -k linux.vmx -i initrd.vmx.cvo-new");
}

#[test]
fn if_images_have_their_drivers_only_the_configuration_is_written() {
    let fresh = [target("6.1.0", false)];
    let stages = made(|request| request.targets = &fresh, Style::Modern).stages;
    assert_eq!(
        stages.iter().map(|stage| stage.name.as_str()).collect::<Vec<_>>(),
        [format!("look at {CONFIG} once more"), format!("write {CONFIG}")]
    );
    let nothing = made(
        |request| {
            request.targets = &fresh;
            request.is_configured = true;
        },
        Style::Modern,
    );
    assert_eq!(nothing, Transaction::default());
}

#[test]
fn undo_removes_our_own_file() {
    let config = Config::new(Engine::Dracut, Style::Modern, &Preset::Virtio.drivers());
    let transaction = made(
        |request| {
            request.engine = Engine::Dracut;
            request.config = &config;
            request.config_before = None;
        },
        Style::Modern,
    );
    let undo: Vec<&Step> = transaction.stages.iter().flat_map(|stage| &stage.undo).collect();
    assert!(undo.contains(&&Step::Remove { path: config.path.to_owned() }));
}

#[test]
fn our_own_configuration_can_be_removed() {
    let drivers = Preset::Virtio.drivers();
    let block = Config::new(Engine::InitramfsTools, Style::Modern, &drivers);
    let mut machine = Machine::new();
    let before = machine.clone();
    let with = block.applied_to(&machine.files[CONFIG]).unwrap();
    machine.files.insert(CONFIG.to_owned(), with.clone());
    machine.commit(&removal(&block, &with).unwrap(), None).unwrap();
    assert_eq!(machine, before);
    assert_eq!(removal(&block, "# mine\n"), Ok(Transaction::default()));
    let file = Config::new(Engine::Dracut, Style::Modern, &drivers);
    let steps = removal(&file, &file.content).unwrap().stages.remove(1).steps;
    assert_eq!(steps, [Step::Remove { path: file.path.to_owned() }]);
    let seed = Config::new(Engine::Mkinitrd, Style::Seed, &drivers);
    assert_eq!(
        removal(&seed, &seed.content),
        Ok(Transaction::default()),
        "the owner of the names is unknown"
    );
}

#[test]
fn backups_are_where_no_tool_reads_them() {
    for style in [Style::Seed, Style::Modern] {
        for step in made(|_| {}, style).stages.iter().flat_map(|stage| &stage.steps) {
            if let Step::Link { to, .. } = step {
                assert!(!to.ends_with(".conf") && !to.starts_with("/etc/"), "{to}");
            }
        }
    }
}

#[test]
fn an_image_is_restored_only_with_the_drivers_that_the_machine_needs() {
    let config = Config::new(Engine::InitramfsTools, Style::Modern, &Preset::Virtio.drivers());
    let mut machine = Machine::new();
    let original = machine.files[CONFIG].clone();
    let with = config.applied_to(&original).unwrap();
    for path in [CONFIG, IMAGE] {
        machine.files.insert(path.to_owned(), with.clone());
    }
    let restored = |needed: &[&str]| {
        let (mut target, size) = target("6.1.0", true);
        target.drivers = needed.iter().map(|name| Driver::parse(name).unwrap()).collect();
        let request = Request {
            engine: Engine::InitramfsTools,
            config: &config,
            config_before: Some(&with),
            is_configured: true,
            targets: &[(target, size)],
            is_image_root: false,
            has_hooks: false,
            has_selinux: false,
            keep_previous: true,
        };
        restoration(&request).unwrap()
    };
    let before = machine.essential();
    let error = machine.commit(&restored(&["virtio_blk"]), None).unwrap_err();
    assert!(error.contains("lacks virtio_blk"), "{error}");
    assert_eq!(machine.essential(), before);
    machine.commit(&restored(&["ext4"]), None).unwrap();
    assert_eq!((&machine.files[CONFIG], &machine.files[IMAGE]), (&original, &original));
}
