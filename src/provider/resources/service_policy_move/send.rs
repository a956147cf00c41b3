//! The writes, one policy after the other, and what is true when one of them fails.

use ontap::{ServiceName, ServicePolicy};
use tfplugin::{Diagnostics, Outcome};

use super::goal::{self, Change, Edit};
use super::task::{Found, Task, policies_of};
use super::told;
use super::ways::{self, Way};
use crate::diagnose::During;

/// ONTAP's error codes, and the attributes that they are about.
const BLAMED: [(&str, &str); 2] = [("53281932", "services"), ("53281929", "to_policies")];

impl Task<'_> {
    /// Carries out the edits in their order, and keeps as state how far it came.
    pub(super) async fn send(&self, edits: &[Edit], found: &Found<'_>) -> Outcome<()> {
        let mut now = found.policies.to_vec();
        self.keep(&now);
        for edit in edits {
            if let Err(error) = self.send_one(edit, &mut now, found).await {
                return Err(self.failed(edit, error, now, found).await);
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
        now: &mut [ServicePolicy],
        found: &Found<'_>,
    ) -> Result<(), ontap::Error> {
        let services = match ways::way(edit, &self.goals, now, &found.allowed) {
            Way::OneByOne(services) => services,
            Way::WholeList(list) => match self.ontap.patch_service_policy(&edit.uuid, &list).await {
                Ok(()) => {
                    goal::carry_out(edit, now);
                    return Ok(());
                }
                // The CLI takes what REST calls a forbidden mix.
                Err(error) if error.is_service_mix_refused() => {
                    ways::with_networks(edit, &self.goals, &found.allowed)
                }
                Err(error) => return Err(error),
            },
        };
        for (service, networks) in services {
            self.send_service(edit, (&service, &networks), found.svm()).await?;
            goal::carry_out(&edit.of(&service), now);
            self.keep(now);
        }
        Ok(())
    }

    async fn send_service(
        &self,
        edit: &Edit,
        (service, networks): (&ServiceName, &[String]),
        svm: &str,
    ) -> Result<(), ontap::Error> {
        match edit.change {
            Change::Add => self.ontap.add_service(svm, &edit.policy, service, networks).await,
            Change::Remove => self.ontap.remove_service(svm, &edit.policy, service).await,
        }
    }

    /// What is told after a failed write, and what is kept as state: the policies as they are now, as far as that can be
    /// found out.
    async fn failed(
        &self,
        edit: &Edit,
        error: ontap::Error,
        assumed: Vec<ServicePolicy>,
        found: &Found<'_>,
    ) -> Diagnostics {
        let (is_in_use, is_ambiguous) = (error.is_policy_in_use(), error.is_ambiguous());
        let what = format!("{} of storage VM {}", edit.describe(), found.svm());
        let failed: Outcome<()> = Err(error).during_with(what, &BLAMED);
        let read = policies_of(self.ontap, self.model).await;
        let is_certain = read.is_ok() || !is_ambiguous;
        let now = read.unwrap_or(assumed);
        if is_certain && goal::edits(&self.goals, &now) == goal::edits(&self.goals, found.start) {
            self.cx.withdraw();
        } else {
            self.keep(&now);
        }
        let in_use = is_in_use.then(|| told::in_use(edit, &found.lifs));
        let standing = told::standing(&self.goals, &now, is_certain);
        told::with_more(&failed.err().unwrap_or_default(), in_use.as_deref(), &standing)
    }
}
