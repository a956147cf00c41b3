//! `data.cvo_routes`: the routes of every storage VM, or of one.

use async_trait::async_trait;
use ontap::{IpRoute, Scope};
use provider_core::values::SvmName;
use tfplugin::{Attr, Cx, DataSource, Model, Outcome, Recorded, shown};

use super::storage_vm;
use crate::clients::{Age, Clients};

/// The routes of every storage VM and of the cluster, or of one storage VM.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct RoutesData {
    /// Only the routes of the storage VM of this name.
    #[attr(optional)]
    pub svm_name: Attr<SvmName>,
    /// The routes: those of the cluster first, then by name of storage VM and destination. Of several routes
    /// to one network the one that is used first comes first.
    #[attr(computed)]
    pub routes: Attr<Vec<RouteData>>,
}

/// One route.
#[derive(Debug, Clone, PartialEq, Default, Model)]
#[model(record = IpRoute)]
pub struct RouteData {
    /// UUID of the route.
    #[attr(computed, api(uuid))]
    pub id: Attr<String>,
    /// Storage VM that it belongs to; null for routes of the cluster.
    #[attr(computed, derived)]
    pub svm_name: Attr<String>,
    /// UUID of that storage VM; null for routes of the cluster.
    #[attr(computed, derived)]
    pub svm_id: Attr<String>,
    /// `svm` or `cluster`.
    #[attr(computed, api(scope, read = shown))]
    pub scope: Attr<String>,
    /// IPspace.
    #[attr(computed, api(ipspace.name))]
    pub ipspace: Attr<String>,
    /// Network that the route leads to, in CIDR notation; `0.0.0.0/0` is the default route.
    #[attr(computed, derived)]
    pub destination: Attr<String>,
    /// Address of the router.
    #[attr(computed, api(gateway, read = shown))]
    pub gateway: Attr<String>,
    /// Rank among the routes to the same network; the lowest is used first. Null below ONTAP 9.11.1, which
    /// does not say.
    #[attr(computed, api(metric))]
    pub metric: Attr<i64>,
}

/// The data source.
#[derive(Debug)]
pub struct Routes;

#[async_trait]
impl DataSource for Routes {
    const NAME: &'static str = "routes";

    type Model = RoutesData;
    type Clients = Clients;

    async fn read(cx: &Cx<Clients>, config: RoutesData) -> Outcome<RoutesData> {
        let svm_name = config.svm_name.known().map(SvmName::as_str);
        let all = cx.clients().all::<IpRoute>("routes", Age::Now).await?;
        let is_wanted = |route: &&IpRoute| svm_name.is_none() || route.svm.name.as_deref() == svm_name;
        let mut found: Vec<_> = all.iter().filter(is_wanted).collect();
        if let Some(name) = svm_name.filter(|_| found.is_empty()) {
            storage_vm::by_name(cx, "svm_name", name).await?;
        }
        found.sort_by_cached_key(|route| {
            (svm_of(route), route.destination_net(), route.metric, route.gateway)
        });
        Ok(RoutesData {
            svm_name: config.svm_name,
            routes: Attr::Known(found.into_iter().map(entry).collect()),
        })
    }
}

fn svm_of(route: &IpRoute) -> Option<String> {
    route.svm.name.clone().filter(|_| route.scope != Some(Scope::Cluster))
}

fn entry(route: &IpRoute) -> RouteData {
    let svm_name = svm_of(route);
    let svm_id = route.svm.uuid.clone().filter(|_| svm_name.is_some());
    let destination = route.destination_net().map(|network| network.to_string());
    let derived = RouteData {
        svm_name: svm_name.into(),
        svm_id: svm_id.into(),
        destination: destination.into(),
        ..RouteData::default()
    };
    derived.observed(route)
}
