//! [`GatheredReads`]: EC2 for operations that look at interfaces and addresses at the same time. Looks that
//! were asked for before one of them was sent go out as one (docs/decisions/0027).

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::Arc;

use async_trait::async_trait;
use ec2::{
    CidrReservation, Ec2, Error, ErrorKind, Instance, InstanceType, InterfaceFilter, NetworkInterface,
    Reassignment, RouteTable, RouteTableFilter, Subnet, Vpc,
};
use futures::future::{BoxFuture, join_all};

use super::gathered::Gathered;

const DESCRIBE: &str = "DescribeNetworkInterfaces";

/// Values of one filter; EC2 accepts no more.
const VALUES_PER_FILTER: usize = 200;

/// The answer to one caller's look.
type Looked<T> = Result<T, Error>;

/// A look at what has one key.
type Look<K, T> = fn(Arc<dyn Ec2>, K) -> BoxFuture<'static, Looked<T>>;

/// Wraps any [`Ec2`] so that looks at single interfaces, at the holders of single addresses, at whole
/// subnets and at route tables are shared.
pub struct GatheredReads {
    inner: Arc<dyn Ec2>,
    /// Whether nothing else is under way that could look at the same time.
    is_alone: fn() -> bool,
    interfaces: Gathered<String, Looked<NetworkInterface>>,
    holders: Gathered<Ipv4Addr, Looked<Vec<NetworkInterface>>>,
    subnets: Gathered<String, Looked<Vec<NetworkInterface>>>,
    reservations: Gathered<String, Looked<Vec<CidrReservation>>>,
    route_tables: Gathered<RouteTableFilter, Looked<Vec<RouteTable>>>,
}

impl GatheredReads {
    /// Shares the looks of this port among the operations of a run.
    pub fn new(inner: Arc<dyn Ec2>) -> Self {
        Self::among(inner, || !tfplugin::calls().are_others_under_way())
    }

    fn among(inner: Arc<dyn Ec2>, is_alone: fn() -> bool) -> Self {
        let (by_id, by_address) = (Arc::clone(&inner), Arc::clone(&inner));
        Self {
            is_alone,
            interfaces: Gathered::new(Arc::new(move |ids| Box::pin(interfaces(Arc::clone(&by_id), ids)))),
            holders: Gathered::new(Arc::new(move |them| Box::pin(holders(Arc::clone(&by_address), them)))),
            subnets: each(&inner, |ec2, id| {
                Box::pin(async move { ec2.network_interfaces(InterfaceFilter::Subnet(id)).await })
            }),
            reservations: each(&inner, |ec2, id: String| {
                Box::pin(async move { ec2.subnet_cidr_reservations(&id).await })
            }),
            route_tables: each(&inner, |ec2, filter| Box::pin(async move { ec2.route_tables(filter).await })),
            inner,
        }
    }
}

impl GatheredReads {
    /// Reads who has any of these addresses.
    async fn holders_of(&self, addresses: Vec<Ipv4Addr>) -> Looked<Vec<NetworkInterface>> {
        let answers = join_all(addresses.into_iter().map(|address| self.holders.get(address, false))).await;
        let mut found: Vec<NetworkInterface> = Vec::new();
        for answer in answers {
            for holder in unanswered(answer, DESCRIBE)? {
                if found.iter().all(|other| other.id != holder.id) {
                    found.push(holder);
                }
            }
        }
        Ok(found)
    }
}

/// Shared looks of which each is a call of its own.
fn each<K, T>(ec2: &Arc<dyn Ec2>, look: Look<K, T>) -> Gathered<K, Looked<T>>
where
    K: Ord + Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    let ec2 = Arc::clone(ec2);
    Gathered::new(Arc::new(move |keys| Box::pin(one_by_one(Arc::clone(&ec2), keys, look))))
}

async fn one_by_one<K: Ord + Clone, T>(
    ec2: Arc<dyn Ec2>,
    keys: Vec<K>,
    look: Look<K, T>,
) -> BTreeMap<K, Looked<T>> {
    let answers = join_all(keys.iter().map(|key| look(Arc::clone(&ec2), key.clone()))).await;
    keys.into_iter().zip(answers).collect()
}

/// Reads interfaces in one call. EC2 answers with none of them if it does not know one: then each is asked
/// for by itself, so that each caller gets its own answer.
async fn interfaces(ec2: Arc<dyn Ec2>, ids: Vec<String>) -> BTreeMap<String, Looked<NetworkInterface>> {
    let look: Look<String, NetworkInterface> =
        |ec2, id| Box::pin(async move { ec2.network_interface(&id).await });
    if ids.len() == 1 {
        return one_by_one(ec2, ids, look).await;
    }
    match ec2.network_interfaces(InterfaceFilter::Ids(ids.clone())).await {
        Ok(found) if ids.iter().all(|id| found.iter().any(|interface| interface.id == *id)) => {
            found.into_iter().map(|interface| (interface.id.clone(), Ok(interface))).collect()
        }
        Err(error) if !is_about_one(&error) => ids.into_iter().map(|id| (id, Err(error.clone()))).collect(),
        Ok(_) | Err(_) => one_by_one(ec2, ids, look).await,
    }
}

/// Whether the failure of a read may be about one of several ids.
fn is_about_one(error: &Error) -> bool {
    matches!(
        error.kind,
        ErrorKind::NotFound | ErrorKind::MalformedId | ErrorKind::BadAnswer | ErrorKind::Other
    )
}

/// Reads who has each of these addresses.
async fn holders(
    ec2: Arc<dyn Ec2>,
    addresses: Vec<Ipv4Addr>,
) -> BTreeMap<Ipv4Addr, Looked<Vec<NetworkInterface>>> {
    let mut answers = BTreeMap::new();
    for some in addresses.chunks(VALUES_PER_FILTER) {
        let found = ec2.network_interfaces(InterfaceFilter::PrivateIps(some.to_vec())).await;
        answers.extend(some.iter().map(|address| {
            let of_one = found.as_ref().map_err(Clone::clone);
            let of_one =
                of_one.map(|found| found.iter().filter(|held| held.has(*address)).cloned().collect());
            (*address, of_one)
        }));
    }
    answers
}

/// The task of a shared look ended without an answer.
fn unanswered<T>(answer: Option<Looked<T>>, operation: &'static str) -> Looked<T> {
    let why = "The look ended without an answer, which is a bug of this provider.";
    answer.unwrap_or_else(|| Err(Error::local(operation, ErrorKind::Lost, why)))
}

#[async_trait]
impl Ec2 for GatheredReads {
    async fn network_interface(&self, id: &str) -> Looked<NetworkInterface> {
        unanswered(self.interfaces.get(id.to_owned(), (self.is_alone)()).await, DESCRIBE)
    }

    async fn network_interfaces(&self, filter: InterfaceFilter) -> Looked<Vec<NetworkInterface>> {
        match filter {
            InterfaceFilter::PrivateIps(addresses) if !(self.is_alone)() => self.holders_of(addresses).await,
            InterfaceFilter::Subnet(id) => {
                unanswered(self.subnets.get(id, (self.is_alone)()).await, DESCRIBE)
            }
            other => self.inner.network_interfaces(other).await,
        }
    }

    async fn instances(&self, ids: &[String]) -> Looked<Vec<Instance>> {
        self.inner.instances(ids).await
    }

    async fn instance_type(&self, name: &str) -> Looked<InstanceType> {
        self.inner.instance_type(name).await
    }

    async fn subnet(&self, id: &str) -> Looked<Subnet> {
        self.inner.subnet(id).await
    }

    async fn subnet_cidr_reservations(&self, subnet: &str) -> Looked<Vec<CidrReservation>> {
        let answer = self.reservations.get(subnet.to_owned(), (self.is_alone)()).await;
        unanswered(answer, "GetSubnetCidrReservations")
    }

    async fn vpcs(&self) -> Looked<Vec<Vpc>> {
        self.inner.vpcs().await
    }

    async fn route_tables(&self, filter: RouteTableFilter) -> Looked<Vec<RouteTable>> {
        unanswered(self.route_tables.get(filter, (self.is_alone)()).await, "DescribeRouteTables")
    }

    async fn assign_private_ips(
        &self,
        interface: &str,
        addresses: &[Ipv4Addr],
        reassignment: Reassignment,
    ) -> Looked<()> {
        self.inner.assign_private_ips(interface, addresses, reassignment).await
    }

    async fn unassign_private_ips(&self, interface: &str, addresses: &[Ipv4Addr]) -> Looked<()> {
        self.inner.unassign_private_ips(interface, addresses).await
    }
}

#[cfg(test)]
#[path = "ec2_reads_tests.rs"]
mod tests;
