//! [`Work`]: carries out a change on a system, and inspects it again.

use std::sync::Arc;
use std::time::Duration;

use linux_machine::{Error, Undone, carry_out};
use provider_core::initrds::{DriverRequest, Inspection};
use provider_core::linux_kvm_drivers::steps::{Change, ChangeOptions, add_drivers, remove_config};
use provider_core::linux_kvm_drivers::{LinuxKvmDriversModel, OnDestroy, Reboot};
use provider_core::values::Choice;
use ssh::Host;
use tfplugin::{Attr, Cx, Diagnostics, Model, Outcome, Resource};

use super::{LinuxKvmDrivers, messages, restart};
use crate::clients::{Clients, Held};
use crate::diagnose::{During, of_unusable};
use crate::initrds::{Place, Reached};

/// The operation that the work belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Create,
    Update,
    Delete,
}

/// Work on one system.
pub struct Work<'a> {
    cx: &'a Cx<Clients>,
    model: &'a LinuxKvmDriversModel,
    request: DriverRequest,
    act: Act,
    place: Place,
    reached: Reached,
    /// Makes other objects on the same system wait.
    _held: Held,
}

impl<'a> Work<'a> {
    /// Connects to the system. Only a create waits for it, because the machine may be starting.
    pub async fn begin(cx: &'a Cx<Clients>, model: &'a LinuxKvmDriversModel, act: Act) -> Outcome<Self> {
        let wait_for = if act == Act::Create { model.patience() } else { Duration::ZERO };
        let place = Place::of(&model.location, wait_for)?;
        let request = DriverRequest::of(&model.request)?;
        let held = cx.clients().locks.hold(&format!("the initrds of {}", place.name())).await?;
        let reached = place.reach(cx).await.map_err(Diagnostics::from)?;
        Ok(Self { cx, model, request, act, place, reached, _held: held })
    }

    /// Adds the missing drivers. Returns the new state.
    pub async fn add_drivers(&self) -> Outcome<LinuxKvmDriversModel> {
        let seen = self.look().await?;
        let change = add_drivers(&seen, self.options())?;
        if change.transaction.stages.is_empty() {
            return self.done(&seen);
        }
        let machine = self.machine()?;
        if self.act == Act::Create {
            self.checkpoint(&seen);
        }
        self.carry_out(machine.as_ref(), &change, "bring the drivers").await?;
        let now = self.look().await?;
        if !(change.makes_images && self.wants_restart()) {
            messages::recommend_restart(self.cx, &change);
            return self.done(&now);
        }
        let restarted = restart::restart(self.cx, &self.place, &self.reached, &now.facts.boot_id).await?;
        let again = restarted.look(self.cx, &self.request).await?;
        self.done(&again)
    }

    /// Removes the configuration and, if `makes_images`, rebuilds the images without it.
    pub async fn remove_config(&self, makes_images: bool) -> Outcome<()> {
        let seen = self.look().await?;
        let change = remove_config(&seen, self.options(), makes_images)?;
        if change.transaction.stages.is_empty() {
            return Ok(());
        }
        self.carry_out(self.machine()?.as_ref(), &change, "take the drivers away").await
    }

    async fn look(&self) -> Outcome<Inspection> {
        let seen = self.reached.look(self.cx, &self.request).await?;
        match (&seen.absent, self.act) {
            (Some(absent), Act::Create | Act::Update) => Err(absent.clone()),
            _ => Ok(seen),
        }
    }

    /// Returns the state if the system is compliant; otherwise stores it and fails.
    fn done(&self, seen: &Inspection) -> Outcome<LinuxKvmDriversModel> {
        let state = self.model.observed(seen);
        if seen.is_compliant() {
            return Ok(state);
        }
        self.checkpoint(seen);
        Err(messages::still_not_compliant(&self.place.name(), &seen.reasons()))
    }

    /// Stores the findings in the state. A create that failed stores `keep`, so that destroying the tainted
    /// object removes nothing.
    fn checkpoint(&self, seen: &Inspection) {
        let state = self.model.observed(seen);
        let on_destroy = match self.act {
            Act::Create => Attr::Known(Choice(OnDestroy::Keep)),
            Act::Update | Act::Delete => state.on_destroy,
        };
        self.cx.checkpoint(&LinuxKvmDriversModel { on_destroy, ..state });
    }

    async fn carry_out(&self, machine: &dyn Host, change: &Change, action: &str) -> Outcome<()> {
        for warning in change.warnings.iter() {
            self.cx.warn(&warning.summary, &warning.detail);
        }
        self.cx.writes().note();
        let outcome = carry_out(machine, &change.transaction, self.time()).await;
        if self.act == Act::Create && outcome.as_ref().is_err_and(is_unchanged) {
            self.cx.withdraw();
        }
        outcome.during(format!("{action} on {}", self.place.name()))
    }

    /// Returns the host that runs the commands.
    fn machine(&self) -> Outcome<Arc<dyn Host>> {
        match &self.reached {
            Reached::Host(machine) => Ok(Arc::clone(machine)),
            Reached::Image(image) if self.model.allow_chroot == Attr::Known(true) => {
                Ok(Arc::new(image.programs().map_err(|why| of_unusable(&why))?))
            }
            Reached::Image(_) => Err(messages::no_chroot(&self.place.name())),
        }
    }

    fn options(&self) -> ChangeOptions {
        ChangeOptions {
            style: self.model.style(),
            security: self.model.security_software.value_or_default().0,
            keep_previous: self.model.keep_previous_image != Attr::Known(false),
            is_image: matches!(self.reached, Reached::Image(_)),
        }
    }

    fn wants_restart(&self) -> bool {
        self.model.reboot == Attr::Known(Choice(Reboot::IfChanged))
    }

    /// Returns the time limit of the operation.
    fn time(&self) -> Duration {
        let all = LinuxKvmDrivers::default_timeouts().overridden_by(self.model.timeouts());
        match self.act {
            Act::Create => all.create,
            Act::Update => all.update,
            Act::Delete => all.delete,
        }
    }
}

/// Returns whether certainly nothing was changed, or everything was restored.
fn is_unchanged(error: &Error) -> bool {
    matches!(
        error,
        Error::Failed { undone: Undone::Whole, .. }
            | Error::Busy { .. }
            | Error::Host(ssh::Error::NotStarted { .. })
    )
}
