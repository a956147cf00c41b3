//! Inspection of a running machine.

use std::collections::BTreeSet;

use kvm_drivers::root::survey;
use kvm_drivers::verdict::judge;
use linux_machine::{Error, listings, probe};
use provider_core::initrds::{ChosenKernels, DriverRequest, Inspection, choose};
use ssh::Host;
use tfplugin::Diagnostics;

use crate::diagnose::of_machine;
use crate::linux::NotReached;

/// Inspects the machine with two commands. Writes nothing.
pub async fn look(host: &dyn Host, request: &DriverRequest) -> Result<Inspection, NotReached> {
    let action = || format!("look at the initrds of {}", host.name());
    let probe = probe(host).await.map_err(|error| inspection_failed(&error, &action()))?;
    let surveyed = survey(&probe.files);
    let mut survey = surveyed.map_err(|error| {
        let detail = format!("{error}.");
        NotReached::Refused(Diagnostics::error(format!("Could not {}", action()), detail))
    })?;
    let running = probe.facts.running.as_ref();
    let ChosenKernels { kernels, absent } = choose(survey.kernels, &request.chosen, running, &host.name());
    survey.kernels = kernels;
    let loaded = survey.kernels.iter().filter_map(|kernel| kernel.image.as_ref().ok());
    // An image that several kernels load is listed once.
    let images: Vec<String> =
        loaded.map(|image| image.path.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    let lists = match survey.engine {
        Some(engine) => {
            listings(host, engine, &images).await.map_err(|error| inspection_failed(&error, &action()))?
        }
        None => Default::default(),
    };
    let wanted = request.wanted(&survey);
    let without_lister = || Err("there is no tool that lists it".to_owned());
    let verdict = judge(&survey, &wanted, |_, path| lists.get(path).cloned().unwrap_or_else(without_lister));
    Ok(Inspection { survey, absent, wanted, verdict, facts: probe.facts, files: Box::new(probe.files) })
}

/// Treats a machine that disappears during the inspection like one that never answered.
fn inspection_failed(error: &Error, action: &str) -> NotReached {
    match error {
        Error::Host(error) => NotReached::during(action, error, &[]),
        other => NotReached::Refused(of_machine(other, action, &[])),
    }
}
