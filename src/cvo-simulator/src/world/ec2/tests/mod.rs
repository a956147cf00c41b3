//! Tables of requests and EC2's answers.

mod assign;
mod consistency;
mod describe;
mod invariants;
mod route;
mod tags;

use std::net::Ipv4Addr;

use super::*;
use crate::inventory::Preset;
use crate::inventory::ec2::{ElasticAddressSpec, InstanceSpec, NetworkInterfaceSpec};
use crate::world::clock::{Clock, ClockMode};

/// Interface of the node: 10.20.1.11, secondaries .12 to .16, on an m5.2xlarge with 15 slots.
const E0A: &str = "eni-0c0a51de00000e0a1";
/// Interface of another application: 10.20.1.200, secondaries .201 and .202.
const FOREIGN: &str = "eni-0f0e1a00000000021";
const SUBNET: &str = "subnet-0c0a51de00000001a";
const TABLE: &str = "rtb-0c0a51de000000001";

fn world() -> Ec2World {
    Ec2World::new(Preset::SingleNode.inventory().ec2)
}

fn now() -> Moment {
    Clock::new(ClockMode::Explicit).now()
}

fn spec<'a>(ec2: &'a mut Ec2World, id: &str) -> &'a mut NetworkInterfaceSpec {
    ec2.account_mut().interfaces.iter_mut().find(|eni| eni.id == id).unwrap()
}

fn secondaries(ec2: &Ec2World, id: &str) -> Vec<u8> {
    let interface = ec2.account().interfaces.iter().find(|eni| eni.id == id).unwrap();
    interface.secondary_addresses.iter().map(|address| address.octets()[3]).collect()
}

fn address(host: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, 20, 1, host)
}

fn node_instance(ec2: &mut Ec2World) -> &mut InstanceSpec {
    &mut ec2.account_mut().instances[0]
}

/// Associates an Elastic IP with an address of the foreign interface.
fn with_elastic_ip(ec2: &mut Ec2World, host: u8) {
    spec(ec2, FOREIGN).elastic_addresses.push(ElasticAddressSpec {
        allocation_id: "eipalloc-0f0e1a00000000001".into(),
        association_id: "eipassoc-0f0e1a00000000001".into(),
        public_address: Ipv4Addr::new(203, 0, 113, 7),
        private_address: address(host),
    });
}
