//! [`Aws`]: the AWS half. Network interfaces are read anew each time and only in allowed accounts; data that
//! does not change within a run is read once.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use ec2::{Ec2, Instance, InstanceType, InterfaceFilter, NetworkInterface, Subnet, Vpc};
use provider_core::values::InterfaceId;
use tfplugin::{Diagnostics, Outcome};
use tokio::sync::{Mutex, OnceCell};

use super::ec2_reads::GatheredReads;
use super::stoppable::Stoppable;
use super::stopped;
use crate::config::AwsConfig;
use crate::diagnose::During;

/// Pause before a second read when the first does not show an address: EC2's reads can be stale.
const SECOND_LOOK: Duration = Duration::from_secs(3);

/// The AWS half of the system.
pub struct Aws {
    port: Arc<dyn Ec2>,
    allowed_account_ids: BTreeSet<String>,
    interface_ids: BTreeMap<String, InterfaceId>,
    subnets: Mutex<BTreeMap<String, Subnet>>,
    instances: Mutex<BTreeMap<String, Instance>>,
    instance_types: Mutex<BTreeMap<String, InstanceType>>,
    vpcs: OnceCell<Vec<Vpc>>,
}

impl Aws {
    /// Creates the AWS half on this port with this configuration.
    pub fn new(ec2: Arc<dyn Ec2>, config: &AwsConfig) -> Self {
        Self {
            port: Arc::new(Stoppable(Arc::new(GatheredReads::new(ec2)))),
            allowed_account_ids: config.allowed_account_ids.value_or_default(),
            interface_ids: config.network_interface_ids.value_or_default(),
            subnets: Mutex::default(),
            instances: Mutex::default(),
            instance_types: Mutex::default(),
            vpcs: OnceCell::new(),
        }
    }

    /// Returns the EC2 API.
    pub fn ec2(&self) -> &dyn Ec2 {
        self.port.as_ref()
    }

    /// Returns the interfaces behind e0a that the configuration names, by node name.
    pub fn interface_ids(&self) -> &BTreeMap<String, InterfaceId> {
        &self.interface_ids
    }

    /// Reads one interface.
    pub async fn interface(&self, id: &str) -> Outcome<NetworkInterface> {
        let found = self.ec2().network_interface(id).await;
        let named = [("InvalidNetworkInterfaceID.NotFound", "network_interface_id")];
        let interface = found.during_with(format!("read network interface {id}"), &named)?;
        self.refuse_other_accounts(&interface)?;
        Ok(interface)
    }

    /// Reads the interfaces that match a filter. `what` completes "Could not ..." in an error.
    pub async fn interfaces(&self, filter: InterfaceFilter, what: &str) -> Outcome<Vec<NetworkInterface>> {
        let interfaces = self.ec2().network_interfaces(filter).await.during(what)?;
        interfaces.iter().try_for_each(|interface| self.refuse_other_accounts(interface))?;
        Ok(interfaces)
    }

    /// Returns the interface if it has the address. If the first read does not show the address, reads a
    /// second time.
    pub async fn interface_with(&self, id: &str, address: Ipv4Addr) -> Outcome<Option<NetworkInterface>> {
        let first = self.interface(id).await?;
        let interface = if first.has(address) { first } else { self.interface_again(id, address).await? };
        Ok(Some(interface).filter(|interface| interface.has(address)))
    }

    /// Reads the interface again after a few seconds, because the first read did not show the address.
    pub async fn interface_again(&self, id: &str, address: Ipv4Addr) -> Outcome<NetworkInterface> {
        tokio::select! {
            () = tokio::time::sleep(SECOND_LOOK) => self.interface(id).await,
            () = tfplugin::stop().cancelled_owned() => Err(stopped(&format!("Looking for {address}"))),
        }
    }

    /// Returns a subnet, read once in a run.
    pub async fn subnet(&self, id: &str) -> Outcome<Subnet> {
        let mut known = self.subnets.lock().await;
        if let Some(subnet) = known.get(id) {
            return Ok(subnet.clone());
        }
        let subnet = self.ec2().subnet(id).await.during(format!("read subnet {id}"))?;
        known.insert(id.to_owned(), subnet.clone());
        Ok(subnet)
    }

    /// Returns an instance, read once in a run, together with its `siblings`: whoever needs one needs them all.
    pub async fn instance(&self, id: &str, siblings: &[String]) -> Outcome<Instance> {
        let mut known = self.instances.lock().await;
        if let Some(instance) = known.get(id) {
            return Ok(instance.clone());
        }
        let own = [id.to_owned()];
        let all: BTreeSet<_> = own.iter().chain(siblings).cloned().collect();
        if all.len() > 1 {
            // EC2 answers with none of them if it does not know one.
            let found = self.ec2().instances(&Vec::from_iter(all)).await.unwrap_or_default();
            known.extend(found.into_iter().map(|instance| (instance.id.clone(), instance)));
            if let Some(instance) = known.get(id) {
                return Ok(instance.clone());
            }
        }
        let found = self.ec2().instances(&own).await.during(format!("read instance {id}"))?;
        let Some(instance) = found.into_iter().find(|found| found.id == id) else {
            return Err(Diagnostics::error(
                format!("Could not read instance {id}"),
                "EC2 did not answer with it. Check aws.region and the account of the credentials.",
            ));
        };
        known.insert(id.to_owned(), instance.clone());
        Ok(instance)
    }

    /// Returns the limits of an instance type, read once in a run.
    pub async fn instance_type(&self, name: &str) -> Outcome<InstanceType> {
        let mut known = self.instance_types.lock().await;
        if let Some(limits) = known.get(name) {
            return Ok(limits.clone());
        }
        let limits = self.ec2().instance_type(name).await.during(format!("read the limits of {name}"))?;
        known.insert(name.to_owned(), limits.clone());
        Ok(limits)
    }

    /// Returns the VPCs of the region, read once in a run.
    pub async fn vpcs(&self) -> Outcome<&[Vpc]> {
        let read = async || self.ec2().vpcs().await.during("list the VPCs");
        self.vpcs.get_or_try_init(read).await.map(Vec::as_slice)
    }

    /// Refuses an interface that belongs to an account not among the allowed ones.
    fn refuse_other_accounts(&self, interface: &NetworkInterface) -> Outcome<()> {
        let allowed = &self.allowed_account_ids;
        if allowed.is_empty() || allowed.contains(&interface.owner_id) {
            return Ok(());
        }
        Err(Diagnostics::error(
            format!("Network interface {} belongs to an account that is not allowed", interface.id),
            format!(
                "Its owner is account {}, and aws.allowed_account_ids has {}. Correct the AWS credentials \
                 (profile, assume_role_arn) or the list.",
                interface.owner_id,
                allowed.iter().cloned().collect::<Vec<_>>().join(", ")
            ),
        ))
    }
}
