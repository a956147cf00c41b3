//! The list of `cvo_lif`.

use async_trait::async_trait;
use ontap::IpInterface;
use provider_core::estate::listed::lifs;
use provider_core::object::OntapModel;
use provider_core::values::{NamePattern, name};
use tfplugin::{Attr, Cx, ListResource, Model, Outcome, Query};

use super::query::{Scope, all, pass, sound};
use crate::clients::Clients;
use crate::envelope::Enveloped;
use crate::resources::lif::Lif;

/// The LIFs of storage VMs. Those of the cluster and its nodes belong to the system and are never listed.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct LifsQuery {
    /// Only LIFs of storage VMs of this name; `*` stands for any text and `?` for one character.
    #[attr(optional)]
    pub svm_name: Attr<NamePattern>,
    /// Only LIFs that are at home on this node.
    #[attr(optional, check_new = name)]
    pub node: Attr<String>,
    /// Only LIFs with the service policy of this name.
    #[attr(optional, check_new = name)]
    pub service_policy: Attr<String>,
    /// Whether LIFs of the storage VM that the system was deployed with are listed, too. Those of one that
    /// `svm_name` names without `*` and `?` always are.
    #[attr(optional, default = false)]
    pub include_system: Attr<bool>,
}

/// The list resource.
#[derive(Debug)]
pub struct Lifs;

#[async_trait]
impl ListResource for Lifs {
    type Resource = Enveloped<Lif>;
    type Config = LifsQuery;

    async fn list(cx: &Cx<Clients>, config: LifsQuery, query: &mut Query<Self::Resource>) -> Outcome<()> {
        let cluster = cx.clients().ontap.cluster().await?;
        let (scope, found) = futures::join!(
            Scope::of(cx, config.svm_name, &config.include_system),
            all::<IpInterface>(cx, "LIFs")
        );
        let (scope, found) = (scope?, sound(cx, found?, "LIF", |lif| Some(lif.uuid.as_str())));
        let (node, policy) = (config.node.known(), config.service_policy.known());
        let found =
            lifs(&found, &scope.filter(), (node.map(String::as_str), policy.map(String::as_str))).into_iter();
        let found = found.map(|found| {
            let identity = found.object.identity(&cluster.uuid);
            (found, identity)
        });
        pass(query, found.collect()).await;
        Ok(())
    }
}
