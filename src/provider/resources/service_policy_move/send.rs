//! The writes, one service after the other, and what is true when one of them fails.

use ontap::{ServiceName, ServicePolicy};
use tfplugin::Outcome;

use super::goal::{self, Change, Edit};
use super::networks;
use super::task::{Found, Task, policies_of};
use super::told;
use crate::diagnose::During;

/// ONTAP's error codes, and the attributes that they are about.
const BLAMED: [(&str, &str); 2] = [("53281932", "services"), ("53281929", "to_policies")];

impl Task<'_> {
    /// Carries out the edits in their order, and keeps as state how far it came.
    pub(super) async fn send(&self, edits: &[Edit], found: &Found<'_>) -> Outcome<()> {
        let mut now = found.policies.to_vec();
        self.keep(&now);
        for (edit, service) in goal::one_by_one(edits, found.policies) {
            match self.send_one(&edit, &service, found).await {
                Ok(()) => goal::carry_out(&edit, &mut now),
                Err(error) => now = self.after(&edit, error, now, found).await?,
            }
            self.keep(&now);
        }
        Ok(())
    }

    fn keep(&self, policies: &[ServicePolicy]) {
        self.cx.checkpoint(&self.model.observed(policies));
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
                let networks = networks::carried(service, &self.goals, &found.allowed);
                self.ontap.add_service(svm, &edit.policy, service, &networks).await
            }
            Change::Remove => self.ontap.remove_service(svm, &edit.policy, service).await,
        }
    }

    /// The policies after a write that was not confirmed, if they show what it was to do: somebody else may have done
    /// the same, or only its answer was lost. Else what is told, and what is kept as state: the policies as they are now,
    /// as far as that can be found out.
    async fn after(
        &self,
        edit: &Edit,
        error: ontap::Error,
        assumed: Vec<ServicePolicy>,
        found: &Found<'_>,
    ) -> Outcome<Vec<ServicePolicy>> {
        let (is_in_use, is_ambiguous) = (error.is_policy_in_use(), error.is_ambiguous());
        let what = format!("{} of storage VM {}", edit.describe(), found.svm());
        let failed: Outcome<()> = Err(error).during_with(what, &BLAMED);
        let read = policies_of(self.ontap, self.model).await;
        if let Ok(now) = &read
            && edit.is_done(now)
        {
            return read;
        }
        let is_certain = read.is_ok() || !is_ambiguous;
        let now = read.unwrap_or(assumed);
        if is_certain && goal::edits(&self.goals, &now) == goal::edits(&self.goals, found.start) {
            self.cx.withdraw();
        } else {
            self.keep(&now);
        }
        let in_use = is_in_use.then(|| told::in_use(edit, &found.lifs));
        let standing = told::standing(&self.goals, &now, is_certain);
        Err(told::with_more(&failed.err().unwrap_or_default(), in_use.as_deref(), &standing))
    }
}
