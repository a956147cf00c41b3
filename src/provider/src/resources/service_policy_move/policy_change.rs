//! Bringing the policies of a storage VM to where they shall be: what is read and decided before the writes, and the
//! read that finds what was lost.

use ontap::{AllowedAddresses, IpInterface, ServicePolicy};
use provider_core::service_policy_move::{
    Change, DesiredPolicy, Direction, Edit, MoveModel, OnMissing, messages, networks, steps, without_carriers,
};
use tfplugin::{Cx, Outcome};

use crate::clients::Clients;
use crate::diagnose::During;
use crate::envelope::read_back;

/// How often the writes are begun when the read after them does not show them: another program may have changed the
/// same policies in between.
const ROUNDS: usize = 2;

/// What is to be reached, and with what.
pub struct PolicyChange<'a> {
    pub cx: &'a Cx<Clients>,
    pub ontap: &'a ontap::Client,
    /// The move: its storage VM, and what is stored of it meanwhile.
    pub model: &'a MoveModel,
    /// Whether it is made or changed.
    pub operation: Operation,
    /// What each policy is to have and to lack.
    pub desired: Vec<DesiredPolicy>,
    /// Which way the services go.
    pub direction: Direction,
    /// What happens when a service loses its carriers.
    pub on_missing: OnMissing,
}

/// What an error means once something took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// The move is not complete, and that is no error.
    Create,
    /// An update or a destroy failed.
    Change,
}

/// Whether a write may have taken effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acted {
    /// None has.
    No,
    /// One has, or may have.
    Perhaps,
}

/// What was found right before the writes.
pub struct Found<'a> {
    /// The policies.
    pub policies: &'a [ServicePolicy],
    /// The LIFs of the storage VM.
    pub lifs: Vec<IpInterface>,
    /// Who may use which service; not asked where nothing is added.
    pub allowed: Vec<AllowedAddresses>,
}

impl Found<'_> {
    /// Name of the storage VM as it is called now.
    pub fn svm(&self) -> &str {
        name_of(self.policies)
    }
}

fn name_of(policies: &[ServicePolicy]) -> &str {
    policies.first().and_then(|policy| policy.svm.name.as_deref()).unwrap_or_default()
}

/// The service policies of the storage VM of a move.
pub async fn policies_of(ontap: &ontap::Client, model: &MoveModel) -> Outcome<Vec<ServicePolicy>> {
    ontap
        .list::<ServicePolicy>(&[("svm.uuid", &model.svm_id.value_or_default())])
        .await
        .during(reading(model))
}

fn reading(model: &MoveModel) -> String {
    format!("read the service policies of storage VM {}", model.svm_label())
}

impl PolicyChange<'_> {
    /// Carries out what these policies lack, until they are read as desired; they are then the answer. The caller holds the lock
    /// of the policies.
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
            policies = read.map_err(|unread| messages::with_more(&unread, None, messages::WRITTEN))?;
            self.keep(&policies, messages::half(self.model, &self.desired, &policies));
        }
        if steps::edits(&self.desired, &policies).is_empty() {
            Ok(policies)
        } else {
            Err(messages::lost(name_of(&policies), &self.desired, &policies))
        }
    }

    /// The policies after a write. A read that fails is repeated as long as the operation has time: whether the write took
    /// effect is worth the wait.
    pub async fn read_back(&self) -> Outcome<Vec<ServicePolicy>> {
        let uuid = self.model.svm_id.value_or_default();
        let of_svm = [("svm.uuid", uuid.as_str())];
        let read = read_back(|| Box::pin(self.ontap.list::<ServicePolicy>(&of_svm))).await;
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
