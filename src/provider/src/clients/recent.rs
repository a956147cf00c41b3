//! Answers that the refreshes of many objects share: each collection is read whole, once within a few
//! seconds, and no longer after this process has begun to write (docs/decisions/0008).
//!
//! A refresh uses a recent answer to find that an object is unchanged, and a plan to refuse early or to warn.
//! What else plans, guards and applies decide by, they read for themselves, and so does a refresh whose
//! object looks changed or absent in the recent answer. A data source also reads for itself, and refreshes
//! share its answer.

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, HashMap};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use ec2::{InterfaceFilter, NetworkInterface};
use ontap::{Listed, Volume};
use provider_core::system::E0a;
use tfplugin::Outcome;
use tokio::sync::Mutex;

use super::Clients;
use super::locks::Held;
use super::shared::{Age, Shared};
use crate::diagnose::During;

/// A whole collection.
type All<T> = Arc<Listed<T>>;

/// The last answer for one collection.
type Collection<T> = Shared<Listed<T>>;

/// The last answer about some network interfaces.
type Interfaces = Shared<Vec<NetworkInterface>>;

/// The last answers of all collections.
#[derive(Debug, Default)]
pub struct Recent {
    /// By the type of the object; each value is a [`Collection`] of that type.
    collections: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    root_volumes: Collection<Volume>,
    /// By their ids.
    interfaces: Mutex<BTreeMap<Vec<String>, Interfaces>>,
    changes_interfaces: AtomicBool,
}

impl Recent {
    async fn collection<T: Send + Sync + 'static>(&self) -> Arc<Collection<T>> {
        let mut collections = self.collections.lock().await;
        let of_kind = collections.entry(TypeId::of::<T>()).or_insert_with(|| Arc::<Collection<T>>::default());
        Arc::clone(of_kind).downcast().unwrap_or_default()
    }
}

impl Clients {
    /// Returns every object of a type, in every scope. `what` is the plural for an error, such as `routes`.
    pub async fn all<T: ontap::Object + Sync + 'static>(&self, what: &str, age: Age) -> Outcome<All<T>> {
        let shared = self.recent.collection().await;
        self.listed(&shared, age, &[], format!("list the {what}")).await
    }

    /// Returns the root volume of every data storage VM.
    pub async fn all_root_volumes(&self, age: Age) -> Outcome<All<Volume>> {
        let of_roots = &[("is_svm_root", "true")];
        self.listed(&self.recent.root_volumes, age, of_roots, "list the root volumes".to_owned()).await
    }

    async fn listed<T: ontap::Object + Sync + 'static>(
        &self,
        shared: &Collection<T>,
        age: Age,
        filter: &'static [(&'static str, &'static str)],
        what: String,
    ) -> Outcome<All<T>> {
        let of_all = self.ontap.of_all_operations().await?;
        let (own, for_all) = (what.clone(), what);
        let question = async move { of_all.listed::<T>(filter).await.during(for_all) };
        let answer = shared.get(self.at_most(age), question).await;
        if answer.is_err() && tfplugin::writes().any() {
            // What has begun is not given up because of what others met.
            return self.ontap.client().await?.listed::<T>(filter).await.during(own).map(Arc::new);
        }
        answer
    }

    /// Nothing recent serves a process that has written since.
    fn at_most(&self, age: Age) -> Age {
        if age == Age::Recent && !self.only_reads() { Age::Now } else { age }
    }

    /// Returns the interfaces behind e0a of all nodes.
    pub async fn e0a_interfaces(&self, age: Age) -> Outcome<Arc<Vec<NetworkInterface>>> {
        let ids = self.e0a().await?.iter().map(|e0a| e0a.interface_id.clone());
        self.interfaces_of_age(ids.collect(), age).await
    }

    /// Records the interfaces behind e0a of all nodes, as the look for them at this moment found them.
    pub async fn learn_e0a_interfaces(&self, asked: Instant, e0a: &[E0a], found: &[NetworkInterface]) {
        let ids: Vec<_> = e0a.iter().map(|e0a| e0a.interface_id.clone()).collect();
        let of_id = |id: &String| found.iter().find(|interface| interface.id == *id).cloned();
        if let Some(found) = ids.iter().map(of_id).collect::<Option<Vec<_>>>() {
            self.recent.interfaces.lock().await.entry(ids).or_default().learn(asked, found);
        }
    }

    /// Returns the interface as a plan needs it that began at this moment: from a recent read or, in a process that
    /// has written, from one since then.
    pub async fn interface_ahead(&self, id: &str, began: Instant) -> Outcome<NetworkInterface> {
        let age = if self.only_reads() { Age::Recent } else { Age::Since(began) };
        self.interface_of_age(id, age).await
    }

    /// Returns the interface as a read of this age shows it.
    pub async fn interface_of_age(&self, id: &str, age: Age) -> Outcome<NetworkInterface> {
        let found = self.interface_and_siblings(id, age).await.ok();
        match found.iter().flat_map(|found| found.iter()).find(|found| found.id == id) {
            Some(found) => Ok(found.clone()),
            None => self.aws.interface(id).await,
        }
    }

    /// Returns the interface as a read of this age shows it. If it is known to be one behind e0a, the others
    /// behind e0a are read with it.
    pub async fn interface_and_siblings(&self, id: &str, age: Age) -> Outcome<Arc<Vec<NetworkInterface>>> {
        let e0a: Vec<_> = self.e0a.get().into_iter().flatten().map(|e0a| e0a.interface_id.clone()).collect();
        let is_e0a = e0a.iter().any(|e0a| e0a == id);
        self.interfaces_of_age(if is_e0a { e0a } else { vec![id.to_owned()] }, age).await
    }

    async fn interfaces_of_age(&self, ids: Vec<String>, age: Age) -> Outcome<Arc<Vec<NetworkInterface>>> {
        let shared = {
            let mut known = self.recent.interfaces.lock().await;
            known.entry(ids.clone()).or_default().clone()
        };
        let (aws, what) = (Arc::clone(&self.aws), format!("read {}", ids.join(" and ")));
        let question = async move { aws.interfaces(InterfaceFilter::Ids(ids), &what).await };
        shared.get(self.at_most(age), question).await
    }

    /// Waits until no other operation of this run works on the address: one that assigns or releases it, and one
    /// that gives it to a LIF.
    pub async fn hold_address(&self, address: Ipv4Addr) -> Outcome<Held> {
        self.changes_addresses();
        self.locks.hold(&format!("address {address}")).await
    }

    /// Records that this process is about to change what EC2 shows: from now on nothing recent is believed.
    pub fn changes_addresses(&self) {
        self.recent.changes_interfaces.store(true, Ordering::SeqCst);
    }

    /// Returns whether this process has written nothing yet, neither to ONTAP nor to EC2.
    pub fn only_reads(&self) -> bool {
        !self.ontap.has_written() && !self.recent.changes_interfaces.load(Ordering::SeqCst)
    }
}
