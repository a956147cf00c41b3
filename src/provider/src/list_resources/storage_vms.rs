//! The list of `cvo_storage_vm`.

use async_trait::async_trait;
use ontap::Svm;
use provider_core::estate::listed::storage_vms;
use provider_core::object::OntapModel;
use provider_core::storage_vm::Whole;
use provider_core::values::NamePattern;
use tfplugin::{Attr, Cx, ListResource, Model, Outcome, Query};

use super::query::{Scope, all, pass, roots, sound};
use crate::clients::Clients;
use crate::envelope::Enveloped;
use crate::resources::storage_vm::StorageVm;

/// The data storage VMs of the cluster, whoever made them.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct StorageVmsQuery {
    /// Only storage VMs of this name; `*` stands for any text and `?` for one character.
    #[attr(optional)]
    pub name: Attr<NamePattern>,
    /// Whether the storage VM that the system was deployed with is listed, too. One that `name` names without
    /// `*` and `?` always is.
    #[attr(optional, default = false)]
    pub include_system: Attr<bool>,
}

/// The list resource.
#[derive(Debug)]
pub struct StorageVms;

#[async_trait]
impl ListResource for StorageVms {
    type Resource = Enveloped<StorageVm>;
    type Config = StorageVmsQuery;

    async fn list(
        cx: &Cx<Clients>,
        config: StorageVmsQuery,
        query: &mut Query<Self::Resource>,
    ) -> Outcome<()> {
        let cluster = cx.clients().ontap.cluster().await?;
        let (svms, roots) = futures::join!(all::<Svm>(cx, "storage VMs"), roots(cx));
        let (svms, roots) = (sound(cx, svms?, "storage VM", |svm| Some(svm.uuid.as_str())), roots?);
        let root = |svm: &Svm| roots.iter().find(|root| root.svm.uuid.as_ref() == Some(&svm.uuid)).cloned();
        let whole = |svm: Svm| {
            let root = root(&svm);
            Whole::new(svm, root, Some(cluster.clone()))
        };
        let wholes: Vec<_> = svms.into_iter().map(whole).collect();
        let scope = Scope::with(cx, config.name, &config.include_system, (&wholes, &roots));
        let found = storage_vms(&wholes, &scope.filter()).into_iter();
        let found = found.map(|found| {
            let identity = found.object.identity(&cluster.uuid);
            (found, identity)
        });
        pass(query, found.collect()).await;
        Ok(())
    }
}
