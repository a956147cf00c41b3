//! The writes, wave by wave, and the handling of those that fail.

use std::sync::{Mutex, PoisonError};

use futures::future::join_all;
use ontap::{ServicePolicy, TransportFailure};
use provider_core::service_policy_move::{Change, Edit, Way, messages, networks, steps};
use tfplugin::{Diagnostics, Outcome};

use super::look::Found;
use super::policy_change::{Acted, Course, Operation, PolicyChange};
use crate::diagnose::During;

/// ONTAP's error codes, each with the attribute that it concerns.
const ERROR_ATTRIBUTES: [(&str, &str); 2] = [("53281932", "services"), ("53281929", "to_policies")];

/// The policies after a wave of writes.
pub enum Wave {
    /// ONTAP accepted all of them; the policies are as they should be now.
    Accepted(Vec<ServicePolicy>),
    /// Some failed, and these policies were read afterwards.
    Settled(Vec<ServicePolicy>),
}

/// What is known while a wave is on its way.
struct Progress {
    /// The policies, as far as ONTAP has answered.
    now: Vec<ServicePolicy>,
    /// The edits that it has not accepted yet.
    open: Vec<Edit>,
}

/// An edit that failed.
type Failed = (Edit, ontap::Error);

impl PolicyChange<'_> {
    /// Sends the waves in order, service by service, and stores the progress in the state.
    pub async fn send(&self, waves: &[Vec<Edit>], found: &Found, course: &mut Course) -> Outcome<()> {
        let mut now = found.policies.clone();
        for wave in waves {
            now = match self.send_wave(Way::ByService, wave, now, found, course).await? {
                Wave::Accepted(now) | Wave::Settled(now) => now,
            };
        }
        self.keep(&now, messages::unread(found.svm()));
        Ok(())
    }

    /// Sends edits of several policies at the same time. One that fails does not end the others; when all have
    /// ended, the policies tell what became of those that failed.
    pub async fn send_wave(
        &self,
        way: Way,
        wave: &[Edit],
        now: Vec<ServicePolicy>,
        found: &Found,
        course: &mut Course,
    ) -> Outcome<Wave> {
        self.keep(&now, messages::in_flight(wave, found.svm()));
        let progress = Mutex::new(Progress { now, open: wave.to_vec() });
        let sends: Vec<_> = wave.iter().map(|edit| self.send_and_note(way, edit, found, &progress)).collect();
        let failed: Vec<Failed> = join_all(sends).await.into_iter().filter_map(Result::err).collect();
        if failed.len() < wave.len() {
            course.acted = Acted::Perhaps;
        }
        let Progress { now, .. } = progress.into_inner().unwrap_or_else(PoisonError::into_inner);
        if failed.is_empty() {
            return Ok(Wave::Accepted(now));
        }
        self.after_errors(way, failed, now, found, course).await.map(Wave::Settled)
    }

    /// Stores the policies in the state. For a create, also stores what remains open if it does not get any
    /// further.
    pub fn keep(&self, policies: &[ServicePolicy], open: String) {
        let seen = self.model.observed(policies);
        match self.operation {
            Operation::Create => self.cx.pending(&seen, open),
            Operation::Change => self.cx.checkpoint(&seen),
        }
    }

    /// Sends an edit, and stores at once that it is done.
    async fn send_and_note(
        &self,
        way: Way,
        edit: &Edit,
        found: &Found,
        progress: &Mutex<Progress>,
    ) -> Result<(), Failed> {
        self.send_one(way, edit, found).await.map_err(|error| (edit.clone(), error))?;
        let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
        steps::carry_out(edit, &mut progress.now);
        progress.open.retain(|open| open != edit);
        // What comes after the last one is stored by whoever sent the wave.
        if !progress.open.is_empty() {
            self.keep(&progress.now, messages::in_flight(&progress.open, found.svm()));
        }
        Ok(())
    }

    async fn send_one(&self, way: Way, edit: &Edit, found: &Found) -> Result<(), ontap::Error> {
        if way == Way::WholeLists {
            let policy = found.policies.iter().find(|policy| policy.uuid == edit.uuid);
            return match policy {
                Some(policy) => self.ontap.replace_services(policy, &edit.applied_to(policy)).await,
                None => Ok(()),
            };
        }
        let svm = found.svm();
        for service in &edit.services {
            match edit.change {
                Change::Add => {
                    let networks = networks::carried(service, &self.desired, &found.allowed);
                    self.ontap.add_service(svm, &edit.policy, service, &networks).await?;
                }
                Change::Remove => self.ontap.remove_service(svm, &edit.policy, service).await?,
            }
        }
        Ok(())
    }

    /// Returns the policies after failed writes, if they show their effect: another program may have made the
    /// same changes, or only the answers were lost. What a whole list did not change can still be changed
    /// service by service.
    ///
    /// Otherwise returns the diagnostics, and stores the policies as far as they can be determined. If
    /// certainly nothing was done, withdraws the stored state.
    async fn after_errors(
        &self,
        way: Way,
        failed: Vec<Failed>,
        assumed: Vec<ServicePolicy>,
        found: &Found,
        course: &mut Course,
    ) -> Outcome<Vec<ServicePolicy>> {
        let was_sent = failed.iter().any(|(_, error)| was_sent(error));
        let read = if was_sent { self.read_back().await } else { Ok(assumed.clone()) };
        let is_read = read.is_ok();
        let now = read.unwrap_or(assumed);
        let number = failed.len();
        let open: Vec<_> = failed.into_iter().filter(|(edit, _)| !(is_read && edit.is_done(&now))).collect();
        let is_certain = is_read && !open.iter().any(|(_, error)| error.is_ambiguous());
        if open.len() < number {
            course.acted = Acted::Perhaps;
        }
        if open.is_empty() {
            return Ok(now);
        }
        match (is_certain, course.acted) {
            (true, Acted::No) => self.cx.withdraw(),
            (true, Acted::Perhaps) => self.keep(&now, messages::unfinished(self.model, &self.desired, &now)),
            (false, _) => {
                course.acted = Acted::Perhaps;
                self.keep(&now, messages::in_flight(open.iter().map(|(edit, _)| edit), found.svm()));
            }
        }
        if way == Way::WholeLists && is_read {
            return Ok(now);
        }
        Err(self.failure(open, found, &messages::progress(&self.desired, &now, is_certain)))
    }

    /// Returns what could not be done and why, and how far the policies are.
    fn failure(&self, open: Vec<Failed>, found: &Found, progress: &str) -> Diagnostics {
        let mut all = Diagnostics::new();
        let last = open.len().saturating_sub(1);
        for (at, (edit, error)) in open.into_iter().enumerate() {
            let in_use = error.is_policy_in_use().then(|| messages::in_use(&edit, &found.lifs));
            let what = format!("{} of storage VM {}", edit.describe(), found.svm());
            let failed: Outcome<()> = Err(error).during_with(what, &ERROR_ATTRIBUTES);
            let sentences = in_use.into_iter().chain((at == last).then(|| progress.to_owned()));
            all.extend(
                sentences.fold(failed.err().unwrap_or_default(), |failed, sentence| {
                    failed.with_sentence(&sentence)
                }),
            );
        }
        all
    }
}

/// Returns whether the request may have reached ONTAP.
fn was_sent(error: &ontap::Error) -> bool {
    match error {
        ontap::Error::Transport { failure, .. } => *failure == TransportFailure::Lost,
        ontap::Error::Stopped { unknown_outcome, .. } => *unknown_outcome,
        ontap::Error::AnotherCluster { .. }
        | ontap::Error::NotSent { .. }
        | ontap::Error::Config(_)
        | ontap::Error::Argument { .. } => false,
        _ => true,
    }
}
