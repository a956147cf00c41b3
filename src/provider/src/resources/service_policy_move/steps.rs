//! The writes, one service after the other, and what is true when one of them fails.

use ontap::{ServiceName, ServicePolicy, TransportFailure};
use provider_core::service_policy_move::{Change, Edit, messages, networks, steps};
use tfplugin::Outcome;

use super::policy_change::{Acted, Found, Operation, PolicyChange};
use crate::diagnose::During;

/// ONTAP's error codes, and the attributes that they are about.
const ERROR_ATTRIBUTES: [(&str, &str); 2] = [("53281932", "services"), ("53281929", "to_policies")];

impl PolicyChange<'_> {
    /// Carries out the edits in their order, and keeps as state how far it came.
    pub async fn send(&self, edits: &[Edit], found: &Found<'_>, acted: &mut Acted) -> Outcome<()> {
        let mut now = found.policies.to_vec();
        for (edit, service) in steps::one_by_one(edits, found.policies) {
            self.keep(&now, messages::in_flight(&edit, found.svm()));
            match self.send_one(&edit, &service, found).await {
                Ok(()) => steps::carry_out(&edit, &mut now),
                Err(error) => now = self.after(&edit, error, now, found, *acted).await?,
            }
            *acted = Acted::Perhaps;
        }
        self.keep(&now, messages::unread(found.svm()));
        Ok(())
    }

    /// Keeps as state what the policies are, and of a create what is open should it come to no more.
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

    /// The policies after a write that was not confirmed, if they show what it was to do: somebody else may have done
    /// the same, or only its answer was lost. Else what is told, and what is kept as state: the policies as they are now,
    /// as far as that can be found out, or nothing if certainly nothing was done.
    async fn after(
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
        let looked = if was_sent { self.read_back().await } else { Ok(assumed.clone()) };
        if let Ok(now) = &looked
            && edit.is_done(now)
        {
            return looked;
        }
        let is_certain = looked.is_ok() && !is_ambiguous;
        let now = looked.unwrap_or(assumed);
        match (is_certain, acted) {
            (true, Acted::No) => self.cx.withdraw(),
            (true, Acted::Perhaps) => self.keep(&now, messages::half(self.model, &self.desired, &now)),
            (false, _) => self.keep(&now, messages::in_flight(edit, found.svm())),
        }
        let in_use = is_in_use.then(|| messages::in_use(edit, &found.lifs));
        let standing = messages::standing(&self.desired, &now, is_certain);
        Err(messages::with_more(&failed.err().unwrap_or_default(), in_use.as_deref(), &standing))
    }
}

/// Whether the request may have reached ONTAP.
fn was_sent(error: &ontap::Error) -> bool {
    match error {
        ontap::Error::Transport { failure, .. } => *failure == TransportFailure::Lost,
        ontap::Error::Stopped { unknown_outcome, .. } => *unknown_outcome,
        ontap::Error::AnotherCluster { .. } | ontap::Error::Config(_) | ontap::Error::Argument { .. } => {
            false
        }
        _ => true,
    }
}
