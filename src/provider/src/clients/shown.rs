//! Network interfaces for tests, as EC2 shows them.

use std::net::Ipv4Addr;

use ec2::{NetworkInterface, PrivateAddress};

/// Returns an address of the subnet of tests.
pub fn address(host: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, 0, 1, host)
}

/// Returns an interface that has these addresses.
pub fn interface(id: &str, hosts: &[u8]) -> NetworkInterface {
    let held = |host: &u8| PrivateAddress { address: address(*host), primary: false, elastic_ip: None };
    NetworkInterface {
        id: id.to_owned(),
        description: String::new(),
        owner_id: String::new(),
        subnet_id: String::new(),
        vpc_id: String::new(),
        availability_zone: String::new(),
        attachment: None,
        addresses: hosts.iter().map(held).collect(),
        prefixes: Vec::new(),
        status: String::new(),
    }
}
