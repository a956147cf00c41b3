//! [`Work`]: carries out on a system what was decided, and looks again.

use std::sync::Arc;
use std::time::Duration;

use linux_machine::{Error, Undone, carry_out};
use provider_core::initrds::{DriverRequest, Inspection};
use provider_core::linux_kvm_drivers::steps::{Change, Manner, bring, take_away};
use provider_core::linux_kvm_drivers::{LinuxKvmDriversModel, OnDestroy, Reboot};
use provider_core::values::Choice;
use ssh::Host;
use tfplugin::{Attr, Cx, Diagnostics, Model, Outcome, Resource};

use super::{LinuxKvmDrivers, messages, restart};
use crate::clients::{Clients, Held};
use crate::diagnose::{During, of_unusable};
use crate::initrds::{Place, Reached};

/// What it is done for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Create,
    Update,
    Delete,
}

/// A system on which something is done.
pub struct Work<'a> {
    cx: &'a Cx<Clients>,
    model: &'a LinuxKvmDriversModel,
    question: DriverRequest,
    act: Act,
    place: Place,
    reached: Reached,
    /// Another object on the same system waits.
    _held: Held,
}

impl<'a> Work<'a> {
    /// Reaches the system. Only a create waits for it: it may be starting.
    pub async fn begin(cx: &'a Cx<Clients>, model: &'a LinuxKvmDriversModel, act: Act) -> Outcome<Self> {
        let wait_for = if act == Act::Create { model.patience() } else { Duration::ZERO };
        let place = Place::of(&model.location, wait_for)?;
        let question = DriverRequest::of(&model.request)?;
        let held = cx.clients().locks.hold(&format!("the initrds of {}", place.name())).await?;
        let reached = place.reach(cx).await.map_err(Diagnostics::from)?;
        Ok(Self { cx, model, question, act, place, reached, _held: held })
    }

    /// Brings the drivers to where they are missing.
    pub async fn bring(&self) -> Outcome<LinuxKvmDriversModel> {
        let seen = self.look().await?;
        let change = bring(&seen, self.manner())?;
        if change.transaction.stages.is_empty() {
            return self.done(&seen);
        }
        let machine = self.machine()?;
        if self.act == Act::Create {
            self.checkpoint(&seen);
        }
        self.carry_out(machine.as_ref(), &change, "bring the drivers").await?;
        let now = self.look().await?;
        if !(change.makes_images && self.restarts()) {
            messages::of_restart(self.cx, &change);
            return self.done(&now);
        }
        let restarted = restart::restart(self.cx, &self.place, &self.reached, &now.facts.boot_id).await?;
        let again = restarted.look(self.cx, &self.question).await?;
        self.done(&again)
    }

    /// Takes the configuration away, and makes the images without it if that is wanted.
    pub async fn take_away(&self, makes_images: bool) -> Outcome<()> {
        let seen = self.look().await?;
        let change = take_away(&seen, self.manner(), makes_images)?;
        if change.transaction.stages.is_empty() {
            return Ok(());
        }
        self.carry_out(self.machine()?.as_ref(), &change, "take the drivers away").await
    }

    async fn look(&self) -> Outcome<Inspection> {
        let seen = self.reached.look(self.cx, &self.question).await?;
        match (&seen.absent, self.act) {
            (Some(absent), Act::Create | Act::Update) => Err(absent.clone()),
            _ => Ok(seen),
        }
    }

    /// The state, if it is as planned.
    fn done(&self, seen: &Inspection) -> Outcome<LinuxKvmDriversModel> {
        let state = self.model.observed(seen);
        if seen.is_compliant() {
            return Ok(state);
        }
        self.checkpoint(seen);
        Err(messages::not_reached(&self.place.name(), &seen.reasons()))
    }

    /// Keeps what was seen. What a failed create stores must be no reason to take anything away.
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
        if self.act == Act::Create && outcome.as_ref().is_err_and(is_as_before) {
            self.cx.withdraw();
        }
        outcome.during(format!("{action} on {}", self.place.name()))
    }

    /// What runs the commands.
    fn machine(&self) -> Outcome<Arc<dyn Host>> {
        match &self.reached {
            Reached::Host(machine) => Ok(Arc::clone(machine)),
            Reached::Image(image) if self.model.allow_chroot == Attr::Known(true) => {
                Ok(Arc::new(image.programs().map_err(|why| of_unusable(&why))?))
            }
            Reached::Image(_) => Err(messages::no_chroot(&self.place.name())),
        }
    }

    fn manner(&self) -> Manner {
        Manner {
            style: self.model.style(),
            security: self.model.security_software.value_or_default().0,
            keep_previous: self.model.keep_previous_image != Attr::Known(false),
            is_image: matches!(self.reached, Reached::Image(_)),
        }
    }

    fn restarts(&self) -> bool {
        self.model.reboot == Attr::Known(Choice(Reboot::IfChanged))
    }

    /// How long the operation may take.
    fn time(&self) -> Duration {
        let all = LinuxKvmDrivers::default_timeouts().overridden_by(self.model.timeouts());
        match self.act {
            Act::Create => all.create,
            Act::Update => all.update,
            Act::Delete => all.delete,
        }
    }
}

/// Whether it is certain that nothing was changed, or that all of it was put back.
fn is_as_before(error: &Error) -> bool {
    matches!(
        error,
        Error::Failed { undone: Undone::Whole, .. }
            | Error::Busy { .. }
            | Error::Host(ssh::Error::NotStarted { .. })
    )
}
