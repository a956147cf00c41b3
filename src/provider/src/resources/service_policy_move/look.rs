//! The reads. Those that do not depend on each other go at the same time, and moves on several storage VMs share
//! them.

use std::sync::Arc;

use ontap::{AllowedAddresses, IpInterface, Listed, PolicyAddresses, ServicePolicy};
use provider_core::service_policy_move::MoveModel;
use tfplugin::{Cx, Outcome};

use crate::clients::{Age, Clients};
use crate::diagnose::During;

/// What was read of the storage VM.
pub struct Seen {
    /// Its service policies.
    pub policies: Vec<ServicePolicy>,
    /// What decides how they may be changed, if it was read with them.
    pub around: Option<Around>,
}

/// What decides how policies may be changed. An error matters only where the answer is needed.
pub struct Around {
    lifs: Outcome<Arc<Listed<IpInterface>>>,
    allowed: Outcome<Arc<Listed<PolicyAddresses>>>,
}

/// The system immediately before writes.
pub struct Found {
    /// The service policies of the storage VM.
    pub policies: Vec<ServicePolicy>,
    /// The LIFs of the storage VM.
    pub lifs: Vec<IpInterface>,
    /// The networks that may use each service.
    pub allowed: Vec<AllowedAddresses>,
}

impl Seen {
    /// Reads everything.
    pub async fn look(cx: &Cx<Clients>, model: &MoveModel) -> Outcome<Self> {
        let (policies, around) = futures::join!(policies_now(cx, model), Around::look(cx));
        Ok(Self { policies: policies?, around: Some(around) })
    }
}

impl Around {
    /// Reads it.
    pub async fn look(cx: &Cx<Clients>) -> Self {
        let lifs = cx.clients().all::<IpInterface>("LIFs", Age::Now);
        let (lifs, allowed) = futures::join!(lifs, Self::allowed(cx));
        Self { lifs, allowed }
    }

    /// Reads who may use the services, and takes the LIFs as they were.
    pub async fn look_again(cx: &Cx<Clients>, lifs: Vec<IpInterface>) -> Self {
        let lifs = Ok(Arc::new(Listed { records: lifs, faults: Vec::new() }));
        Self { lifs, allowed: Self::allowed(cx).await }
    }

    async fn allowed(cx: &Cx<Clients>) -> Outcome<Arc<Listed<PolicyAddresses>>> {
        let what = "addresses that may use services, which must not become more by a move";
        cx.clients().all::<PolicyAddresses>(what, Age::Now).await
    }

    /// Returns what concerns the storage VM with these policies. Without an answer about allowed addresses, none
    /// are known, unless they are `needed`.
    pub fn of(self, policies: Vec<ServicePolicy>, are_addresses_needed: bool) -> Outcome<Found> {
        let svm = policies.first().map(|policy| policy.svm.clone()).unwrap_or_default();
        let lifs = self.lifs?.iter().filter(|lif| lif.svm.uuid == svm.uuid).cloned().collect();
        let allowed = match self.allowed {
            Err(unread) if are_addresses_needed => return Err(unread),
            answer => answer.unwrap_or_default(),
        };
        let ours = allowed.iter().filter(|policy| policy.vserver == svm.name);
        let what = format!(
            "read who may use the services of storage VM {}",
            svm.name.as_deref().unwrap_or_default()
        );
        Ok(Found { allowed: PolicyAddresses::all_services(ours).during(what)?, policies, lifs })
    }
}

impl Found {
    /// Returns the current name of the storage VM.
    pub fn svm(&self) -> &str {
        name_of(&self.policies)
    }
}

/// Returns the name of the storage VM with these policies.
pub fn name_of(policies: &[ServicePolicy]) -> &str {
    policies.first().and_then(|policy| policy.svm.name.as_deref()).unwrap_or_default()
}

/// Returns the service policies of the move's storage VM, from a look that other operations may share.
pub async fn policies_now(cx: &Cx<Clients>, model: &MoveModel) -> Outcome<Vec<ServicePolicy>> {
    let svm_uuid = model.svm_id.value_or_default();
    let all = cx.clients().policies_of_svm(&svm_uuid).await?;
    refuse_faulty(&all, model).during(reading(model))?;
    Ok(all.records.into_iter().filter(|policy| policy.svm.uuid.as_ref() == Some(&svm_uuid)).collect())
}

/// Returns the service policies of the move's storage VM.
pub async fn policies_of(ontap: &ontap::Client, model: &MoveModel) -> Outcome<Vec<ServicePolicy>> {
    read(ontap, model).await.during(reading(model))
}

/// Reads the service policies of the move's storage VM.
pub async fn read(ontap: &ontap::Client, model: &MoveModel) -> ontap::Result<Vec<ServicePolicy>> {
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

/// Completes "Could not …".
pub fn reading(model: &MoveModel) -> String {
    format!("read the service policies of storage VM {}", model.svm_label())
}
