//! Change of a storage VM's policies to what is desired: the decisions before the writes, and the read that
//! finds what was undone.

use ontap::ServicePolicy;
use provider_core::service_policy_move::{
    Change, DesiredPolicy, Direction, Edit, Missing, MoveModel, OnMissing, Way, messages, networks, steps,
    waves, without_carriers,
};
use tfplugin::{Cx, Outcome};

use super::look::{Around, Found, Seen, name_of, policies_now, read, reading};
use super::steps::Wave;
use crate::clients::Clients;
use crate::diagnose::During;
use crate::envelope::read_back;

/// Number of attempts. The read after the writes may not show them, because another program may have changed
/// the same policies in between.
const ROUNDS: usize = 2;

/// A change of policies, and what it needs.
pub struct PolicyChange<'a> {
    pub cx: &'a Cx<Clients>,
    pub ontap: &'a ontap::Client,
    /// The move: its storage VM, and the state that is stored during the change.
    pub model: &'a MoveModel,
    /// The operation.
    pub operation: Operation,
    /// The services that each policy must have or lack.
    pub desired: Vec<DesiredPolicy>,
    /// The direction of the move.
    pub direction: Direction,
    /// What to do if a service loses its carriers.
    pub on_missing: OnMissing,
}

/// The operation, which decides what an error means once something took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// The move is incomplete, which is not an error.
    Create,
    /// An update or a destroy fails.
    Change,
}

/// Whether a write may have taken effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Acted {
    /// None has taken effect.
    #[default]
    No,
    /// One has, or may have.
    Perhaps,
}

/// The course of a change so far.
#[derive(Default)]
pub struct Course {
    /// Whether a write may have taken effect.
    pub acted: Acted,
    /// Services without carriers that the user knows of.
    told: Vec<Missing>,
}

impl PolicyChange<'_> {
    /// Makes the edits that these policies need until they read as desired, and returns them. The caller
    /// holds the lock of the policies.
    pub async fn carry_out_until_reached(&self, mut seen: Seen) -> Outcome<Vec<ServicePolicy>> {
        let mut course = Course::default();
        if self.is_of_new_svm() {
            seen = self.by_lists(seen, &mut course).await?;
        }
        for _ in 0..ROUNDS {
            let edits = steps::edits(&self.desired, &seen.policies);
            if edits.is_empty() {
                return Ok(seen.policies);
            }
            let found = self.check(&edits, seen, &mut course).await?;
            let waves = waves::waves(Way::ByService, &edits, &found.policies);
            self.send(&waves, &found, &mut course).await?;
            let policies = self.read_written().await?;
            self.keep(&policies, messages::unfinished(self.model, &self.desired, &policies));
            seen = Seen { policies, around: None };
        }
        if steps::edits(&self.desired, &seen.policies).is_empty() {
            Ok(seen.policies)
        } else {
            Err(messages::lost(name_of(&seen.policies), &self.desired, &seen.policies))
        }
    }

    /// Returns whether this run has made the storage VM, so that nobody else knows its policies yet.
    fn is_of_new_svm(&self) -> bool {
        let svm = self.model.svm_id.known();
        self.operation == Operation::Create && svm.is_some_and(|svm| self.cx.clients().made.has(svm))
    }

    /// Replaces the lists of the targets, and then that of the source, as far as this is possible. Returns what
    /// was read last: what is still to do is done service by service.
    async fn by_lists(&self, mut seen: Seen, course: &mut Course) -> Outcome<Seen> {
        for _ in [Change::Add, Change::Remove] {
            let edits = steps::edits(&self.desired, &seen.policies);
            if edits.is_empty() {
                break;
            }
            let found = self.check(&edits, seen, course).await?;
            let way = waves::way(true, &found.policies, &found.allowed);
            let mut waves = waves::waves(Way::WholeLists, &edits, &found.policies).into_iter();
            let (Way::WholeLists, Some(wave)) = (way, waves.next()) else {
                return Ok(Seen { policies: found.policies, around: None });
            };
            let is_last = waves.next().is_none();
            match self.send_wave(Way::WholeLists, &wave, found.policies.clone(), &found, course).await? {
                Wave::Accepted(now) => self.keep(&now, messages::unread(found.svm())),
                Wave::Settled(policies) => return Ok(Seen { policies, around: None }),
            }
            seen = self.see_written(&wave, found, is_last).await?;
            if !wave.iter().all(|edit| edit.is_done(&seen.policies)) {
                break;
            }
        }
        Ok(seen)
    }

    /// Reads the policies after their lists were replaced, and compares them. The next lists are computed from this
    /// read, so that what was added or restricted meanwhile is seen.
    async fn see_written(&self, wave: &[Edit], before: Found, is_last: bool) -> Outcome<Seen> {
        let lifs = before.lifs;
        let around = async { if is_last { None } else { Some(Around::look_again(self.cx, lifs).await) } };
        let (policies, around) = futures::join!(self.read_written(), around);
        let policies = policies?;
        if let Some((policy, services)) = waves::dropped(wave, &before.policies, &policies) {
            let svm = name_of(&policies);
            self.keep(&policies, messages::not_as_written(svm));
            return Err(messages::dropped(svm, &policy, &services));
        }
        self.keep(&policies, messages::unfinished(self.model, &self.desired, &policies));
        Ok(Seen { policies, around })
    }

    /// Returns the policies after writes that ONTAP accepted.
    async fn read_written(&self) -> Outcome<Vec<ServicePolicy>> {
        self.read_back().await.map_err(|unread| messages::with_sentences(&unread, None, messages::WRITTEN))
    }

    /// Returns the policies after a write. Repeats a failed read as long as the operation has time, because
    /// knowing whether the write took effect is worth the wait.
    pub async fn read_back(&self) -> Outcome<Vec<ServicePolicy>> {
        if let Ok(policies) = policies_now(self.cx, self.model).await {
            return Ok(policies);
        }
        let read = read_back(|| Box::pin(read(self.ontap, self.model))).await;
        read.during(reading(self.model))
    }

    /// Checks whether the edits are possible, and returns what decides how they are made.
    async fn check(&self, edits: &[Edit], seen: Seen, course: &mut Course) -> Outcome<Found> {
        let around = match seen.around {
            Some(around) => around,
            None => Around::look(self.cx).await,
        };
        let found = around.of(seen.policies, edits.iter().any(|edit| edit.change == Change::Add))?;
        if let Some(unknown) = networks::unknown(edits, &self.desired, &found.policies, &found.allowed) {
            return Err(messages::unknown_allowed(found.svm(), &unknown));
        }
        let missing = without_carriers(edits, &found.policies, &found.lifs);
        if missing != course.told {
            self.refuse_missing_carriers(&missing, found.svm()).await?;
            course.told = missing;
        }
        Ok(found)
    }
}
