//! Ids of a pair's AWS objects: 17 hexadecimal digits, one or two of which identify the preset and the
//! object.

use super::{PORTS, Pair};

impl Pair {
    pub(super) fn vpc_id(&self) -> String {
        format!("vpc-0c0a51de00000000{}", self.digit)
    }

    pub(super) fn other_vpc_id(&self) -> String {
        format!("vpc-0f0e1a0000000000{}", self.digit)
    }

    pub(super) fn subnet_id(&self, subnet: u8) -> String {
        format!("subnet-0c0a51de0000000{}{subnet}", self.digit)
    }

    pub(super) fn instance_id(&self, node: usize) -> String {
        format!("i-0c0a51de0000000{}{}", self.digit, node + 1)
    }

    pub(super) fn mediator_id(&self) -> String {
        format!("i-0c0a51de0000000{}f", self.digit)
    }

    /// An instance of another application in a subnet.
    pub(super) fn foreign_id(&self, subnet: u8) -> String {
        format!("i-0f0e1a000000000{}{subnet}", self.digit)
    }

    pub(super) fn interface_id(&self, node: usize, port: usize) -> String {
        format!("eni-0c0a51de000{}{}{}0", self.digit, node + 1, PORTS[port])
    }

    pub(super) fn mac_address(&self, node: usize, port: usize) -> String {
        format!("02:0a:{:02x}:{:02x}:0b:e{}", self.network, node + 1, port + 1)
    }

    /// The main table of the VPC, and the table associated with the subnets of the nodes.
    pub(super) fn route_table_ids(&self) -> Vec<String> {
        (1..=2).map(|table| format!("rtb-0c0a51de0000000{}{table}", self.digit)).collect()
    }

    pub(super) fn other_route_table_id(&self) -> String {
        format!("rtb-0f0e1a0000000000{}", self.digit)
    }

    pub(super) fn gateway_id(&self) -> String {
        format!("igw-0c0a51de00000000{}", self.digit)
    }
}
