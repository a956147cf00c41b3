//! Change of a storage VM's policies to what is desired: the reads and decisions before the writes, and the
//! read that finds what was undone.

use ontap::{AllowedAddresses, IpInterface, Listed, ServicePolicy};
use provider_core::service_policy_move::{
    Change, DesiredPolicy, Direction, Edit, MoveModel, OnMissing, messages, networks, steps, without_carriers,
};
use tfplugin::{Cx, Outcome};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acted {
    /// None has taken effect.
    No,
    /// One has, or may have.
    Perhaps,
}

/// The system immediately before the writes.
pub struct Found<'a> {
    /// The service policies of the storage VM.
    pub policies: &'a [ServicePolicy],
    /// The LIFs of the storage VM.
    pub lifs: Vec<IpInterface>,
    /// The networks that may use each service; read only if a service is added.
    pub allowed: Vec<AllowedAddresses>,
}

impl Found<'_> {
    /// Returns the current name of the storage VM.
    pub fn svm(&self) -> &str {
        name_of(self.policies)
    }
}

fn name_of(policies: &[ServicePolicy]) -> &str {
    policies.first().and_then(|policy| policy.svm.name.as_deref()).unwrap_or_default()
}

/// Returns the service policies of the move's storage VM.
pub async fn policies_of(ontap: &ontap::Client, model: &MoveModel) -> Outcome<Vec<ServicePolicy>> {
    read(ontap, model).await.during(reading(model))
}

async fn read(ontap: &ontap::Client, model: &MoveModel) -> ontap::Result<Vec<ServicePolicy>> {
    let all = ontap.listed::<ServicePolicy>(&[("svm.uuid", &model.svm_id.value_or_default())]).await?;
    refuse_faulty(&all, model)?;
    Ok(all.records)
}

/// Refuses policies of the move's storage VM of which not all can be read, if the move names them.
pub fn refuse_faulty(all: &Listed<ServicePolicy>, model: &MoveModel) -> ontap::Result<()> {
    let (source, targets) = (model.source(), model.targets());
    let is_named = |policy: &&ServicePolicy| {
        let is_of_svm = policy.svm.uuid.is_none() || policy.svm.uuid.as_ref() == model.svm_id.known();
        is_of_svm && (policy.name == source || targets.contains(&policy.name))
    };
    all.iter().filter(is_named).try_for_each(|policy| all.refuse_faulty(&policy.uuid))
}

fn reading(model: &MoveModel) -> String {
    format!("read the service policies of storage VM {}", model.svm_label())
}

impl PolicyChange<'_> {
    /// Makes the edits that these policies need until they read as desired, and returns them. The caller
    /// holds the lock of the policies.
    pub async fn carry_out_until_reached(
        &self,
        mut policies: Vec<ServicePolicy>,
    ) -> Outcome<Vec<ServicePolicy>> {
        let mut acted = Acted::No;
        for _ in 0..ROUNDS {
            let edits = steps::edits(&self.desired, &policies);
            if edits.is_empty() {
                return Ok(policies);
            }
            let found = self.look(&edits, &policies).await?;
            let missing = without_carriers(&edits, &policies, &found.lifs);
            self.refuse_missing_carriers(&missing, found.svm()).await?;
            self.send(&edits, &found, &mut acted).await?;
            let read = self.read_back().await;
            policies = read.map_err(|unread| messages::with_sentences(&unread, None, messages::WRITTEN))?;
            self.keep(&policies, messages::unfinished(self.model, &self.desired, &policies));
        }
        if steps::edits(&self.desired, &policies).is_empty() {
            Ok(policies)
        } else {
            Err(messages::lost(name_of(&policies), &self.desired, &policies))
        }
    }

    /// Returns the policies after a write. Repeats a failed read as long as the operation has time, because
    /// knowing whether the write took effect is worth the wait.
    pub async fn read_back(&self) -> Outcome<Vec<ServicePolicy>> {
        let read = read_back(|| Box::pin(read(self.ontap, self.model))).await;
        read.during(reading(self.model))
    }

    async fn look<'f>(&self, edits: &[Edit], policies: &'f [ServicePolicy]) -> Outcome<Found<'f>> {
        let svm = name_of(policies);
        let svm_uuid = self.model.svm_id.value_or_default();
        let of_svm = [("svm.uuid", svm_uuid.as_str())];
        let allowed = async {
            if edits.iter().any(|edit| edit.change == Change::Add) {
                self.ontap.service_policy_allowed_addresses(svm).await
            } else {
                Ok(Vec::new())
            }
        };
        let (lifs, allowed) = futures::join!(self.ontap.list::<IpInterface>(&of_svm), allowed);
        let lifs = lifs.during(format!("list the LIFs of storage VM {svm}"))?;
        let allowed = allowed.during(format!(
            "read who may use the services of storage VM {svm}, which must not become more by the move"
        ))?;
        match networks::unknown(edits, &self.desired, policies, &allowed) {
            Some(unknown) => Err(messages::unknown_allowed(svm, &unknown)),
            None => Ok(Found { policies, lifs, allowed }),
        }
    }
}
