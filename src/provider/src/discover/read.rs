//! Everything that is read of a system: each collection once and whole, and the interfaces with their limits.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use ec2::NetworkInterface;
use futures::future::try_join_all;
use ipnet::Ipv4Net;
use ontap::{Cluster, IpInterface, IpRoute, Listed, Node, ServicePolicy, Svm, Volume};
use provider_core::estate::{System, oldest_of};
use provider_core::storage_vm::Whole;
use provider_core::system::{E0a, Oldest};
use tfplugin::{Diagnostics, Outcome};

use crate::clients::{Age, Clients};
use crate::diagnose::During;

/// What was read.
pub struct Estate {
    cluster: Cluster,
    nodes: Vec<Node>,
    e0a: Vec<E0a>,
    interfaces: Arc<Vec<NetworkInterface>>,
    subnets: BTreeMap<String, Ipv4Net>,
    limits: BTreeMap<String, usize>,
    storage_vms: Vec<Whole>,
    lifs: Arc<Listed<IpInterface>>,
    routes: Arc<Listed<IpRoute>>,
    policies: Arc<Listed<ServicePolicy>>,
    default_svm: Oldest,
}

impl Estate {
    /// Returns the system.
    pub fn system(&self) -> System<'_> {
        System {
            cluster: &self.cluster,
            nodes: &self.nodes,
            e0a: &self.e0a,
            interfaces: &self.interfaces,
            subnets: &self.subnets,
            limits: &self.limits,
            storage_vms: &self.storage_vms,
            lifs: &self.lifs,
            routes: &self.routes,
            policies: &self.policies,
            default_svm: &self.default_svm,
        }
    }

    /// Returns the system with only these storage VMs, and everything else.
    pub fn narrowed(&mut self, names: &BTreeSet<String>) -> System<'_> {
        self.storage_vms.retain(|whole| names.contains(&whole.svm().name));
        self.system()
    }
}

/// Reads the system.
pub async fn estate(clients: &Clients) -> Outcome<Estate> {
    let began = Instant::now();
    let cluster = clients.ontap.cluster().await?;
    // Reads the LIFs as well, if the nodes do not tell their addresses.
    let e0a = clients.e0a().await?.to_vec();
    let age = Age::Since(began);
    let (svms, roots, lifs, routes, policies, ec2) = futures::join!(
        clients.all::<Svm>("storage VMs", age),
        clients.all_root_volumes(age),
        clients.all::<IpInterface>("LIFs", age),
        clients.all::<IpRoute>("routes", age),
        clients.all::<ServicePolicy>("service policies", age),
        halves(clients, &e0a, age)
    );
    let (svms, roots) = (whole(svms?, "storage VM")?, whole(roots?, "root volume")?);
    let (interfaces, subnets, limits) = ec2?;
    let storage_vms = with_roots(&svms, &roots, &cluster);
    Ok(Estate {
        nodes: clients.ontap.nodes().await?.to_vec(),
        e0a,
        interfaces,
        subnets,
        limits,
        default_svm: oldest_of(&storage_vms, &roots),
        storage_vms,
        lifs: whole(lifs?, "LIF")?,
        routes: whole(routes?, "route")?,
        policies: whole(policies?, "service policy")?,
        cluster,
    })
}

/// Refuses a listing with a record of which only a part can be read: what is written for it, or left out
/// because of it, could be wrong.
fn whole<T>(listed: Arc<Listed<T>>, what: &str) -> Outcome<Arc<Listed<T>>> {
    let faulty = listed.faults.first().cloned();
    let name = faulty.as_ref().and_then(|fault| fault.uuid.clone()).unwrap_or_default();
    let read = faulty.map_or(Ok(()), |fault| Err(ontap::Error::from(fault)));
    read.during(format!("read {}", format!("{what} {name}").trim_end()))?;
    Ok(listed)
}

fn with_roots(svms: &[Svm], roots: &[Volume], cluster: &Cluster) -> Vec<Whole> {
    let root = |svm: &Svm| roots.iter().find(|root| root.svm.uuid.as_ref() == Some(&svm.uuid)).cloned();
    svms.iter().map(|svm| Whole::new(svm.clone(), root(svm), Some(cluster.clone()))).collect()
}

type Halves = (Arc<Vec<NetworkInterface>>, BTreeMap<String, Ipv4Net>, BTreeMap<String, usize>);

/// Reads the interfaces behind e0a, the ranges of their subnets, and how many addresses they can have.
async fn halves(clients: &Clients, e0a: &[E0a], age: Age) -> Outcome<Halves> {
    let interfaces = clients.e0a_interfaces(age).await?;
    let range = async |e0a: &E0a| {
        let subnet = clients.aws.subnet(&e0a.subnet_id).await?;
        Ok::<_, Diagnostics>((subnet.id, subnet.cidr))
    };
    let limit = async |interface: &NetworkInterface| {
        let limit = clients.address_limit(interface).await?;
        Ok::<_, Diagnostics>(limit.map(|limit| (interface.id.clone(), limit)))
    };
    let (subnets, limits) =
        futures::join!(try_join_all(e0a.iter().map(range)), try_join_all(interfaces.iter().map(limit)));
    let (subnets, limits) = (subnets?.into_iter().collect(), limits?.into_iter().flatten().collect());
    Ok((interfaces, subnets, limits))
}
