//! The list of `cvo_route`.

use async_trait::async_trait;
use ontap::IpRoute;
use provider_core::estate::listed::routes;
use provider_core::object::OntapModel;
use provider_core::values::NamePattern;
use tfplugin::{Attr, Cx, ListResource, Model, Outcome, Query};

use super::query::{Scope, all, pass, sound};
use crate::clients::Clients;
use crate::envelope::Enveloped;
use crate::resources::route::Route;

/// The routes of storage VMs. Those of the cluster belong to the system and are never listed.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct RoutesQuery {
    /// Only routes of storage VMs of this name; `*` stands for any text and `?` for one character.
    #[attr(optional)]
    pub svm_name: Attr<NamePattern>,
    /// Whether routes of the storage VM that the system was deployed with are listed, too. Those of one that
    /// `svm_name` names without `*` and `?` always are.
    #[attr(optional, default = false)]
    pub include_system: Attr<bool>,
}

/// The list resource.
#[derive(Debug)]
pub struct Routes;

#[async_trait]
impl ListResource for Routes {
    type Resource = Enveloped<Route>;
    type Config = RoutesQuery;

    async fn list(cx: &Cx<Clients>, config: RoutesQuery, query: &mut Query<Self::Resource>) -> Outcome<()> {
        let cluster = cx.clients().ontap.cluster().await?;
        let (scope, found) = futures::join!(
            Scope::of(cx, config.svm_name, &config.include_system),
            all::<IpRoute>(cx, "routes")
        );
        let (scope, found) = (scope?, sound(cx, found?, "route", |route| Some(route.uuid.as_str())));
        let found = routes(&found, &scope.filter()).into_iter();
        let found = found.map(|found| {
            let identity = found.object.identity(&cluster.uuid);
            (found, identity)
        });
        pass(query, found.collect()).await;
        Ok(())
    }
}
