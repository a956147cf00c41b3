//! `data.cvo_service_policies`: which services the LIFs of each storage VM, and of the cluster, may carry.

use std::collections::BTreeSet;

use async_trait::async_trait;
use ontap::{Scope, ServiceName, ServicePolicy};
use provider_core::values::SvmName;
use tfplugin::{Attr, Cx, DataSource, Model, Outcome, Recorded, shown};

use super::storage_vm;
use crate::clients::{Age, Clients};

/// The service policies of every storage VM and of the cluster, or of one storage VM.
///
/// Each storage VM has policies of its own: one name stands for another policy in each of them.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct ServicePoliciesData {
    /// Only the policies of the storage VM of this name.
    #[attr(optional)]
    pub svm_name: Attr<SvmName>,
    /// The policies: those of the cluster first, then by name of storage VM and policy.
    #[attr(computed)]
    pub service_policies: Attr<Vec<ServicePolicyData>>,
}

/// One service policy.
#[derive(Debug, Clone, PartialEq, Default, Model)]
#[model(record = ServicePolicy)]
pub struct ServicePolicyData {
    /// UUID of the policy.
    #[attr(computed, api(uuid))]
    pub id: Attr<String>,
    /// Name, unique in its storage VM only.
    #[attr(computed, api(name))]
    pub name: Attr<String>,
    /// Storage VM that it belongs to; null for policies of the cluster.
    #[attr(computed, derived)]
    pub svm_name: Attr<String>,
    /// UUID of that storage VM; null for policies of the cluster.
    #[attr(computed, derived)]
    pub svm_id: Attr<String>,
    /// `svm` or `cluster`.
    #[attr(computed, api(scope, read = shown))]
    pub scope: Attr<String>,
    /// IPspace.
    #[attr(computed, api(ipspace.name))]
    pub ipspace: Attr<String>,
    /// The services as the REST API writes them, with underscores.
    #[attr(computed, api(services, read = underscored))]
    pub services: Attr<BTreeSet<String>>,
    /// Whether ONTAP brought the policy along; null below ONTAP 9.12.1, which does not say.
    #[attr(computed, api(is_built_in))]
    pub built_in: Attr<bool>,
}

/// The data source.
#[derive(Debug)]
pub struct ServicePolicies;

#[async_trait]
impl DataSource for ServicePolicies {
    const NAME: &'static str = "service_policies";

    type Model = ServicePoliciesData;
    type Clients = Clients;

    async fn read(cx: &Cx<Clients>, config: ServicePoliciesData) -> Outcome<ServicePoliciesData> {
        let svm_name = config.svm_name.known().map(SvmName::as_str);
        let all = cx.clients().all::<ServicePolicy>("service policies", Age::Now).await?;
        let is_wanted =
            |policy: &&ServicePolicy| svm_name.is_none() || policy.svm.name.as_deref() == svm_name;
        let mut found: Vec<_> = all.iter().filter(is_wanted).collect();
        if let Some(name) = svm_name.filter(|_| found.is_empty()) {
            storage_vm::by_name(cx, "svm_name", name).await?;
        }
        found.sort_by_cached_key(|policy| (svm_of(policy), policy.name.clone()));
        let service_policies = Attr::Known(found.into_iter().map(entry).collect());
        Ok(ServicePoliciesData { svm_name: config.svm_name, service_policies })
    }
}

fn svm_of(policy: &ServicePolicy) -> Option<String> {
    policy.svm.name.clone().filter(|_| policy.scope != Some(Scope::Cluster))
}

fn entry(policy: &ServicePolicy) -> ServicePolicyData {
    let svm_name = svm_of(policy);
    let svm_id = policy.svm.uuid.clone().filter(|_| svm_name.is_some());
    ServicePolicyData { svm_name: svm_name.into(), svm_id: svm_id.into(), ..ServicePolicyData::default() }
        .observed(policy)
}

fn underscored(services: &[String], _: &Attr<BTreeSet<String>>) -> Attr<BTreeSet<String>> {
    let names = services.iter().map(|name| ServiceName::from(&name[..]).underscored().to_owned());
    Attr::Known(names.collect())
}
