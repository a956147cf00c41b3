//! What a refresh asks for all objects at once: each collection is read whole, once within some seconds, and no longer once
//! this process has begun to write (docs/decisions/0008).
//!
//! A recent answer is for refreshes only, and only to find that an object is as it was. Plans, guards and applies ask for
//! themselves; so does a refresh whose object looks changed or absent here, and a data source, whose answer then serves
//! the refreshes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ec2::{InterfaceFilter, NetworkInterface};
use ontap::{IpInterface, IpRoute, ServicePolicy, Svm, Volume};
use tfplugin::{Cx, Outcome};
use tokio::sync::Mutex;

use super::Clients;
use super::shared::{Age, Shared};
use crate::diagnose::During;

/// A whole collection.
type All<T> = Arc<Vec<T>>;

/// Some interfaces, asked for by their ids.
type Interfaces = Shared<Vec<NetworkInterface>>;

/// The last answers.
#[derive(Debug, Default)]
pub(super) struct Refresh {
    svms: Shared<Vec<Svm>>,
    root_volumes: Shared<Vec<Volume>>,
    lifs: Shared<Vec<IpInterface>>,
    routes: Shared<Vec<IpRoute>>,
    policies: Shared<Vec<ServicePolicy>>,
    interfaces: Mutex<BTreeMap<Vec<String>, Arc<Interfaces>>>,
    changes_interfaces: AtomicBool,
}

impl Refresh {
    /// From now on everybody looks at network interfaces for himself.
    pub(super) fn interfaces_change(&self) {
        self.changes_interfaces.store(true, Ordering::SeqCst);
    }
}

impl Clients {
    /// Every data storage VM.
    pub(crate) async fn all_svms(cx: &Cx<Self>, age: Age) -> Outcome<All<Svm>> {
        let question = async { Self::ontap(cx).await?.list::<Svm>(&[]).await.during("list the storage VMs") };
        let clients = cx.clients();
        clients.refresh.svms.get(age, || clients.only_reads(), question).await
    }

    /// The root volume of every data storage VM.
    pub(crate) async fn all_root_volumes(cx: &Cx<Self>, age: Age) -> Outcome<All<Volume>> {
        let question = async {
            Self::ontap(cx)
                .await?
                .list::<Volume>(&[("is_svm_root", "true")])
                .await
                .during("list the root volumes")
        };
        let clients = cx.clients();
        clients.refresh.root_volumes.get(age, || clients.only_reads(), question).await
    }

    /// Every LIF of every scope.
    pub(crate) async fn all_lifs(cx: &Cx<Self>, age: Age) -> Outcome<All<IpInterface>> {
        let question = async {
            let ontap = Self::ontap(cx).await?;
            ontap.list::<IpInterface>(&[]).await.during("list the LIFs")
        };
        let clients = cx.clients();
        clients.refresh.lifs.get(age, || clients.only_reads(), question).await
    }

    /// Every route of every scope.
    pub(crate) async fn all_routes(cx: &Cx<Self>, age: Age) -> Outcome<All<IpRoute>> {
        let question = async { Self::ontap(cx).await?.list::<IpRoute>(&[]).await.during("list the routes") };
        let clients = cx.clients();
        clients.refresh.routes.get(age, || clients.only_reads(), question).await
    }

    /// Every service policy of every scope.
    pub(crate) async fn all_policies(cx: &Cx<Self>, age: Age) -> Outcome<All<ServicePolicy>> {
        let question = async {
            let ontap = Self::ontap(cx).await?;
            ontap.list::<ServicePolicy>(&[]).await.during("list the service policies")
        };
        let clients = cx.clients();
        clients.refresh.policies.get(age, || clients.only_reads(), question).await
    }

    /// The interfaces behind e0a of all nodes, as they are now.
    pub(crate) async fn e0a_interfaces(cx: &Cx<Self>) -> Outcome<All<NetworkInterface>> {
        let ids = Self::e0a(cx).await?.iter().map(|e0a| e0a.interface_id.clone());
        cx.clients().interfaces_of_age(ids.collect(), Age::Now).await
    }

    /// A recent look at the interface, together with the others behind e0a if it is known to be one of them.
    pub(crate) async fn interface_and_siblings(&self, id: &str) -> Outcome<All<NetworkInterface>> {
        let e0a: Vec<_> = self.e0a.get().into_iter().flatten().map(|e0a| e0a.interface_id.clone()).collect();
        let is_e0a = e0a.iter().any(|e0a| e0a == id);
        self.interfaces_of_age(if is_e0a { e0a } else { vec![id.to_owned()] }, Age::Recent).await
    }

    async fn interfaces_of_age(&self, ids: Vec<String>, age: Age) -> Outcome<All<NetworkInterface>> {
        let shared = {
            let mut known = self.refresh.interfaces.lock().await;
            Arc::clone(known.entry(ids.clone()).or_default())
        };
        let what = format!("read {}", ids.join(" and "));
        let question = self.interfaces(InterfaceFilter::Ids(ids), &what);
        shared.get(age, || self.only_reads(), question).await
    }

    /// Whether this process has written nothing yet, on either side.
    fn only_reads(&self) -> bool {
        let has_written = self.ontap.as_ref().is_ok_and(ontap::Client::has_written);
        !has_written && !self.refresh.changes_interfaces.load(Ordering::SeqCst)
    }
}
