//! Looks at single objects that many operations of a run need at the same time: each is found in a listing of all,
//! which serves all who ask at once.

use std::time::{Duration, Instant};

use ontap::{IpInterface, IpRoute, Listed, Node, Reference, Scope, ServicePolicy, Svm};
use tfplugin::Outcome;

use super::{Age, Clients};
use crate::diagnose::During;

/// How long the name of a storage VM is believed to belong to the same one, unless this process changes it.
const NAMES_LAST: Duration = Duration::from_secs(5);

impl Clients {
    /// Reads the LIFs of a storage VM, and those whose records do not tell whose they are.
    pub async fn lifs_of_svm(&self, svm_uuid: &str) -> Outcome<Vec<IpInterface>> {
        if !tfplugin::calls().are_others_under_way() {
            let lifs = self.ontap.client().await?.list::<IpInterface>(&[("svm.uuid", svm_uuid)]).await;
            return lifs.during("list the LIFs of the storage VM");
        }
        let all = self.all::<IpInterface>("LIFs", Age::Now).await?;
        let is_faulty = |lif: &IpInterface| lif.uuid.is_empty() || all.refuse_faulty(&lif.uuid).is_err();
        let may_be_ours = |lif: &&IpInterface| match lif.svm.uuid.as_deref() {
            Some(svm) => svm == svm_uuid,
            None => lif.scope != Some(Scope::Cluster) && is_faulty(lif),
        };
        Ok(all.iter().filter(may_be_ours).cloned().collect())
    }

    /// Reads the routes of a storage VM.
    pub async fn routes_of_svm(&self, svm_uuid: &str) -> Outcome<Vec<IpRoute>> {
        if !tfplugin::calls().are_others_under_way() {
            let routes = self.ontap.client().await?.list::<IpRoute>(&[("svm.uuid", svm_uuid)]).await;
            return routes.during("list the routes of the storage VM");
        }
        let all = self.all::<IpRoute>("routes", Age::Now).await?;
        Ok(all.iter().filter(|route| route.svm.uuid.as_deref() == Some(svm_uuid)).cloned().collect())
    }

    /// Reads the nodes again, because a takeover changes their state. A single node has no takeover and is
    /// not read again.
    pub async fn nodes_now(&self) -> Outcome<Vec<Node>> {
        let known = self.ontap.nodes().await?;
        if known.len() < 2 {
            return Ok(known.to_vec());
        }
        Ok(self.all::<Node>("nodes with their state", Age::Now).await?.to_vec())
    }

    /// Returns the storage VM that had this name a few seconds ago or has it now, if there is one. What is made in it is
    /// made by its uuid: if it is gone meanwhile, ONTAP refuses that.
    pub async fn svm_lately_named(&self, name: &str) -> Outcome<Option<Svm>> {
        let began = Instant::now();
        let lately = began.checked_sub(NAMES_LAST).max(self.made.names_changed());
        match self.svm_named_at(name, lately.map_or(Age::Now, Age::Since)).await? {
            None => self.svm_named_at(name, Age::Since(began)).await,
            found => Ok(found),
        }
    }

    /// Reads the storage VM with this name, if there is one.
    pub async fn svm_named(&self, name: &str) -> Outcome<Option<Svm>> {
        self.svm_named_at(name, Age::Now).await
    }

    async fn svm_named_at(&self, name: &str, age: Age) -> Outcome<Option<Svm>> {
        let what = format!("look for storage VM {name}");
        let all = self.all::<Svm>("storage VMs", age).await?;
        match all.iter().find(|svm| svm.name == name) {
            Some(svm) => all.refuse_faulty(&svm.uuid).during(what).map(|()| Some(svm.clone())),
            None if all.faults.is_empty() => Ok(None),
            // A record that cannot be read in full may be the one.
            None => self.ontap.client().await?.find::<Svm>(&[("name", name)]).await.during(what),
        }
    }

    /// Reads the service policies of a storage VM, and those whose records do not tell whose they are.
    pub async fn policies_of_svm(&self, svm_uuid: &str) -> Outcome<Listed<ServicePolicy>> {
        self.policies_where(|svm| svm.uuid.as_ref().map(|uuid| uuid == svm_uuid)).await
    }

    /// Does the same for the storage VM with this name; none if it does not exist yet.
    pub async fn policies_of_svm_named(&self, name: &str) -> Outcome<Listed<ServicePolicy>> {
        self.policies_where(|svm| svm.name.as_ref().map(|of| of == name)).await
    }

    async fn policies_where(
        &self,
        is_of: impl Fn(&Reference) -> Option<bool>,
    ) -> Outcome<Listed<ServicePolicy>> {
        let all = self.all::<ServicePolicy>("service policies", Age::Now).await?;
        let is_faulty =
            |policy: &ServicePolicy| policy.uuid.is_empty() || all.refuse_faulty(&policy.uuid).is_err();
        let may_be = |policy: &&ServicePolicy| is_of(&policy.svm).unwrap_or_else(|| is_faulty(policy));
        Ok(Listed { records: all.iter().filter(may_be).cloned().collect(), faults: all.faults.clone() })
    }
}
