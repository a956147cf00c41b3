//! The AWS half: what surrounds the addresses of the cluster's LIFs.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ec2::{Ec2, Error, InstanceType, InterfaceFilter, LimitSource, NetworkInterface, RouteTableFilter};
use provider_core::recording::{Described, Read};

use super::progress::{Progress, found};
use crate::clients::Clients;
use crate::diagnose::During;

/// The action that finds everything else.
const FIRST: &str = "DescribeNetworkInterfaces";

/// Reads everything that a recording has of EC2.
pub async fn read(clients: &Clients, ontap: &[Read], progress: &mut Progress) -> Vec<Described> {
    let mut reading = Reading { ec2: clients.aws.ec2(), progress, done: Vec::new() };
    let addresses = addresses(ontap);
    if addresses.is_empty() {
        reading.progress.part("skipped", "EC2", "not asked, because no address of a LIF is known.");
        return reading.done;
    }
    if let Some(interfaces) = reading.interfaces(addresses).await {
        reading.around(&interfaces).await;
    }
    reading.done
}

/// Returns the addresses of all LIFs that were read.
fn addresses(ontap: &[Read]) -> Vec<Ipv4Addr> {
    let lifs = ontap.iter().filter(|read| read.path == "/api/network/ip/interfaces");
    let records = lifs.filter_map(|read| read.answer["records"].as_array()).flatten();
    let addresses = records.filter_map(|lif| lif["ip"]["address"].as_str()?.parse().ok());
    addresses.collect::<BTreeSet<_>>().into_iter().collect()
}

struct Reading<'a> {
    ec2: &'a dyn Ec2,
    progress: &'a mut Progress,
    done: Vec<Described>,
}

impl Reading<'_> {
    /// Reads the interfaces with these addresses, and those beside them: of the same instances and subnets.
    /// Returns those of the instances.
    async fn interfaces(&mut self, addresses: Vec<Ipv4Addr>) -> Option<Vec<NetworkInterface>> {
        let mut interfaces = self.selected(InterfaceFilter::PrivateIps(addresses)).await?;
        let instances = unique(&interfaces, |found| found.instance_id());
        if !instances.is_empty() {
            interfaces.extend(self.selected(InterfaceFilter::Instances(instances)).await.unwrap_or_default());
        }
        let own = distinct(interfaces);
        let mut all = own.clone();
        for subnet in unique(&own, |found| Some(&found.subnet_id)) {
            all.extend(self.selected(InterfaceFilter::Subnet(subnet)).await.unwrap_or_default());
        }
        self.add(Described::interfaces(&distinct(all)));
        Some(own)
    }

    async fn selected(&mut self, filter: InterfaceFilter) -> Option<Vec<NetworkInterface>> {
        let answer = self.ec2.network_interfaces(filter).await;
        self.answered(FIRST, answer)
    }

    /// Reads what these interfaces are in.
    async fn around(&mut self, interfaces: &[NetworkInterface]) {
        let mut subnets = Vec::new();
        for id in unique(interfaces, |found| Some(&found.subnet_id)) {
            let answer = self.ec2.subnet(&id).await;
            subnets.extend(self.answered("DescribeSubnets", answer));
        }
        self.add_some(Described::subnets(&subnets));
        let own = unique(interfaces, |found| Some(&found.vpc_id));
        let answer = self.ec2.vpcs().await;
        if let Some(vpcs) = self.answered("DescribeVpcs", answer) {
            let vpcs: Vec<_> = vpcs.into_iter().filter(|vpc| own.contains(&vpc.id)).collect();
            self.add(Described::vpcs(&vpcs));
        }
        self.instances(unique(interfaces, |found| found.instance_id())).await;
        let mut tables = Vec::new();
        for vpc in own {
            let answer = self.ec2.route_tables(RouteTableFilter::Vpc(vpc)).await;
            tables.extend(self.answered("DescribeRouteTables", answer).unwrap_or_default());
        }
        self.add_some(Described::route_tables(&tables));
    }

    async fn instances(&mut self, ids: Vec<String>) {
        let answer = self.ec2.instances(&ids).await;
        let Some(instances) = self.answered("DescribeInstances", answer) else { return };
        self.add(Described::instances(&instances));
        let names: BTreeSet<_> = instances.iter().map(|instance| &instance.instance_type).collect();
        let mut types = Vec::new();
        for name in names {
            let answer = self.ec2.instance_type(name).await.and_then(of_ec2);
            types.extend(self.answered("DescribeInstanceTypes", answer));
        }
        self.add_some(Described::instance_types(&types));
    }

    /// Counts and tells a call that failed.
    fn answered<T>(&mut self, action: &str, answer: Result<T, Error>) -> Option<T> {
        self.progress.count(1);
        let code = answer.as_ref().err().map(code);
        match answer.during(format!("ask EC2 for {action}")) {
            Ok(found) => Some(found),
            Err(why) => {
                self.progress.diagnostics("refused", action, &why);
                self.done.push(Described::refused(action, &code.unwrap_or_default()));
                None
            }
        }
    }

    fn add(&mut self, described: Described) {
        let text = found(described.records(), described.cut);
        self.progress.part("read", &described.action, &text);
        self.done.push(described);
    }

    /// Adds an answer that was put together, unless every part of it was refused.
    fn add_some(&mut self, described: Described) {
        if described.records() != Some(0) || !self.done.iter().any(|done| done.action == described.action) {
            self.add(described);
        }
    }
}

/// The limits as EC2 says them. Those of a table are no answer of EC2, which has refused it.
fn of_ec2(found: InstanceType) -> Result<InstanceType, Error> {
    match found.source {
        LimitSource::Ec2 => Ok(found),
        LimitSource::Table => Err(Error::answered(
            "DescribeInstanceTypes",
            "UnauthorizedOperation",
            "The permission ec2:DescribeInstanceTypes is missing.",
            None,
        )),
    }
}

/// EC2's code, or what happened without an answer.
fn code(error: &Error) -> String {
    error.code.clone().unwrap_or_else(|| format!("{:?}", error.kind))
}

fn unique<'a>(
    interfaces: &'a [NetworkInterface],
    of: impl Fn(&'a NetworkInterface) -> Option<&'a str>,
) -> Vec<String> {
    interfaces.iter().filter_map(of).map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Returns each interface once, where it stands first.
fn distinct(mut interfaces: Vec<NetworkInterface>) -> Vec<NetworkInterface> {
    let mut seen = BTreeSet::new();
    interfaces.retain(|interface| seen.insert(interface.id.clone()));
    interfaces
}
