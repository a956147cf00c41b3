//! Helpers that turn a machine into a transaction in the same way as the provider.

use std::time::Duration;

use kvm_drivers::plan::{Config, Preset, Style};
use kvm_drivers::root::{Files, Survey, survey};
use kvm_drivers::script::{HOOKS, Request, Transaction, targets, transaction};
use kvm_drivers::verdict::{Verdict, Wanted, judge};
use linux_machine::testing::Machine;
use linux_machine::{Probe, Result, carry_out, listings, probe};

pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Returns the state of the machine and the verdict about it.
pub(crate) async fn look(machine: &Machine) -> (Probe, Survey, Verdict) {
    let probe = probe(machine).await.unwrap();
    let survey = survey(&probe.files).unwrap();
    let images: Vec<String> =
        survey.kernels.iter().filter_map(|kernel| Some(kernel.image.as_ref().ok()?.path.clone())).collect();
    let lists = listings(machine, survey.engine.unwrap(), &images).await.unwrap();
    let verdict = judge(&survey, &wanted(), |_, path| lists[path].clone());
    (probe, survey, verdict)
}

pub(crate) fn wanted() -> Wanted {
    Wanted { preset: Preset::Virtio, ..Wanted::default() }
}

/// Returns the transaction that adds the drivers.
pub(crate) async fn planned(machine: &Machine, style: Style) -> Transaction {
    planned_with(machine, style, true).await
}

/// Does the same, and chooses whether to keep the previous images.
pub(crate) async fn planned_with(machine: &Machine, style: Style, keep_previous: bool) -> Transaction {
    let (probe, survey, verdict) = look(machine).await;
    let (engine, targets) = targets(&survey, &verdict, false).unwrap();
    let config = Config::new(engine, style, &wanted().drivers());
    let before = machine.read(config.path);
    let sized: Vec<_> = targets
        .into_iter()
        .map(|target| {
            let size = probe.files.size(&target.image).unwrap().unwrap();
            (target, size)
        })
        .collect();
    transaction(&Request {
        engine,
        config: &config,
        config_before: machine.path().join(&config.path[1..]).exists().then_some(before.as_str()),
        is_configured: survey.configured.gives(&wanted().drivers()),
        targets: &sized,
        is_image_root: false,
        has_hooks: !probe.files.list(HOOKS).unwrap().is_empty(),
        has_selinux: probe.facts.has_selinux,
        keep_previous,
    })
    .unwrap()
}

/// Adds the drivers.
pub(crate) async fn bring(machine: &Machine, style: Style) -> Result<()> {
    let transaction = planned(machine, style).await;
    carry_out(machine, &transaction, PATIENCE).await
}
