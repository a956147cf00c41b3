//! Looks at a machine that runs.

use std::collections::BTreeSet;

use kvm_drivers::root::survey;
use kvm_drivers::verdict::judge;
use linux_machine::{Error, listings, probe};
use provider_core::initrds::{ChosenKernels, DriverRequest, Inspection, choose};
use ssh::Host;
use tfplugin::Diagnostics;

use crate::diagnose::of_machine;
use crate::linux::NotReached;

/// Looks. Two commands, nothing is written.
pub async fn look(host: &dyn Host, question: &DriverRequest) -> Result<Inspection, NotReached> {
    let action = || format!("look at the initrds of {}", host.name());
    let probe = probe(host).await.map_err(|error| not_seen(&error, &action()))?;
    let surveyed = survey(&probe.files);
    let mut survey = surveyed.map_err(|error| {
        let detail = format!("{error}.");
        NotReached::Refused(Diagnostics::error(format!("Could not {}", action()), detail))
    })?;
    let running = probe.facts.running.as_ref();
    let ChosenKernels { kernels, absent } = choose(survey.kernels, &question.chosen, running, &host.name());
    survey.kernels = kernels;
    let told = survey.kernels.iter().filter_map(|kernel| kernel.image.as_ref().ok());
    // One that several kernels load is listed once.
    let images: Vec<String> =
        told.map(|image| image.path.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    let lists = match survey.engine {
        Some(engine) => listings(host, engine, &images).await.map_err(|error| not_seen(&error, &action()))?,
        None => Default::default(),
    };
    let wanted = question.wanted(&survey);
    let no_lister = || Err("there is no tool that lists it".to_owned());
    let verdict = judge(&survey, &wanted, |_, path| lists.get(path).cloned().unwrap_or_else(no_lister));
    Ok(Inspection { survey, absent, wanted, verdict, facts: probe.facts, files: Box::new(probe.files) })
}

/// A machine that goes away in the midst of a look is as silent as one that never answered.
fn not_seen(error: &Error, action: &str) -> NotReached {
    match error {
        Error::Host(error) => NotReached::during(action, error, &[]),
        other => NotReached::Refused(of_machine(other, action, &[])),
    }
}
