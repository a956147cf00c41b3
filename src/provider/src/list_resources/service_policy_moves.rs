//! The list of `cvo_service_policy_move`.

use async_trait::async_trait;
use ontap::ServicePolicy;
use provider_core::estate::listed::moves;
use provider_core::service_policy_move::MoveIdentity;
use provider_core::values::NamePattern;
use tfplugin::{Attr, Cx, ListResource, Model, Outcome, Query};

use super::query::{Scope, all, pass, sound};
use crate::clients::Clients;
use crate::resources::service_policy_move::ServicePolicyMove;

/// The moves of services out of `default-data-files` that took place, whoever made them: each with the services
/// that did move.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct ServicePolicyMovesQuery {
    /// Only moves on storage VMs of this name; `*` stands for any text and `?` for one character.
    #[attr(optional)]
    pub svm_name: Attr<NamePattern>,
    /// Whether a move on the storage VM that the system was deployed with is listed, too. One on a storage VM
    /// that `svm_name` names without `*` and `?` always is.
    #[attr(optional, default = false)]
    pub include_system: Attr<bool>,
}

/// The list resource.
#[derive(Debug)]
pub struct ServicePolicyMoves;

#[async_trait]
impl ListResource for ServicePolicyMoves {
    type Resource = ServicePolicyMove;
    type Config = ServicePolicyMovesQuery;

    async fn list(
        cx: &Cx<Clients>,
        config: ServicePolicyMovesQuery,
        query: &mut Query<Self::Resource>,
    ) -> Outcome<()> {
        let cluster = cx.clients().ontap.cluster().await?;
        let (scope, found) = futures::join!(
            Scope::of(cx, config.svm_name, &config.include_system),
            all::<ServicePolicy>(cx, "service policies")
        );
        let (scope, found) =
            (scope?, sound(cx, found?, "service policy", |policy| Some(policy.uuid.as_str())));
        let found = moves(&found, cluster.version, &scope.filter()).into_iter().map(|found| {
            let identity = MoveIdentity::of(&found.object, &cluster.uuid);
            (found, identity)
        });
        pass(query, found.collect()).await;
        Ok(())
    }
}
