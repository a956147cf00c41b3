//! The writes, one service at a time, and the handling of a failed write.

use ontap::{ServiceName, ServicePolicy, TransportFailure};
use provider_core::service_policy_move::{Change, Edit, messages, networks, steps};
use tfplugin::Outcome;

use super::policy_change::{Acted, Found, Operation, PolicyChange};
use crate::diagnose::During;

/// ONTAP's error codes, each with the attribute that it concerns.
const ERROR_ATTRIBUTES: [(&str, &str); 2] = [("53281932", "services"), ("53281929", "to_policies")];

impl PolicyChange<'_> {
    /// Sends the edits in order, and stores the progress in the state.
    pub async fn send(&self, edits: &[Edit], found: &Found<'_>, acted: &mut Acted) -> Outcome<()> {
        let mut now = found.policies.to_vec();
        for (edit, service) in steps::one_by_one(edits, found.policies) {
            self.keep(&now, messages::in_flight(&edit, found.svm()));
            match self.send_one(&edit, &service, found).await {
                Ok(()) => steps::carry_out(&edit, &mut now),
                Err(error) => now = self.after_error(&edit, error, now, found, *acted).await?,
            }
            *acted = Acted::Perhaps;
        }
        self.keep(&now, messages::unread(found.svm()));
        Ok(())
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

    async fn send_one(
        &self,
        edit: &Edit,
        service: &ServiceName,
        found: &Found<'_>,
    ) -> Result<(), ontap::Error> {
        let svm = found.svm();
        match edit.change {
            Change::Add => {
                let networks = networks::carried(service, &self.desired, &found.allowed);
                self.ontap.add_service(svm, &edit.policy, service, &networks).await
            }
            Change::Remove => self.ontap.remove_service(svm, &edit.policy, service).await,
        }
    }

    /// Returns the policies after a failed write, if they show its effect: another program may have made the
    /// same change, or only the answer was lost.
    ///
    /// Otherwise returns the diagnostics, and stores the policies as far as they can be determined. If
    /// certainly nothing was done, withdraws the stored state.
    async fn after_error(
        &self,
        edit: &Edit,
        error: ontap::Error,
        assumed: Vec<ServicePolicy>,
        found: &Found<'_>,
        acted: Acted,
    ) -> Outcome<Vec<ServicePolicy>> {
        let (is_in_use, is_ambiguous, was_sent) =
            (error.is_policy_in_use(), error.is_ambiguous(), was_sent(&error));
        let what = format!("{} of storage VM {}", edit.describe(), found.svm());
        let failed: Outcome<()> = Err(error).during_with(what, &ERROR_ATTRIBUTES);
        let read = if was_sent { self.read_back().await } else { Ok(assumed.clone()) };
        if let Ok(now) = &read
            && edit.is_done(now)
        {
            return read;
        }
        let is_certain = read.is_ok() && !is_ambiguous;
        let now = read.unwrap_or(assumed);
        match (is_certain, acted) {
            (true, Acted::No) => self.cx.withdraw(),
            (true, Acted::Perhaps) => self.keep(&now, messages::unfinished(self.model, &self.desired, &now)),
            (false, _) => self.keep(&now, messages::in_flight(edit, found.svm())),
        }
        let in_use = is_in_use.then(|| messages::in_use(edit, &found.lifs));
        let progress = messages::progress(&self.desired, &now, is_certain);
        Err(messages::with_sentences(&failed.err().unwrap_or_default(), in_use.as_deref(), &progress))
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
