//! Errors of `AssignPrivateIpAddresses` and `UnassignPrivateIpAddresses`.

use std::net::Ipv4Addr;

use super::Ec2Error;

impl Ec2Error {
    /// Not an IPv4 address (text seen with `CreateNetworkInterface`).
    pub fn malformed_address(text: &str) -> Self {
        Self::invalid_parameter_value(format!("invalid value for parameter address: {text}"))
    }

    /// The address belongs to another subnet or to none (text seen).
    pub fn address_outside_subnet() -> Self {
        Self::invalid_parameter_value("Address does not fall within the subnet's address range")
    }

    /// One of the first four addresses of the subnet or its last (text seen with `RunInstances`).
    pub fn reserved_address(address: Ipv4Addr) -> Self {
        Self::invalid_parameter_value(format!("Address {address} is in subnet's reserved address range"))
    }

    /// Another interface has the addresses, and the request does not allow moving them (text seen; clients
    /// parse it).
    pub fn move_not_allowed(addresses: &[Ipv4Addr]) -> Self {
        let list: Vec<_> = addresses.iter().map(ToString::to_string).collect();
        Self::invalid_parameter_value(format!("[{}] assigned, but move is not allowed.", list.join(", ")))
    }

    /// A primary address cannot become a secondary one (text seen; that this is its cause is assumed
    /// (`ec2-primary-stays`)).
    pub fn primary_cannot_move() -> Self {
        Self::invalid_parameter_value("secondary-addresses")
    }

    /// The interface would have more addresses than its instance type allows (code and text seen).
    pub fn private_ip_address_limit_exceeded() -> Self {
        Self::client("PrivateIpAddressLimitExceeded", "Number of private addresses will exceed limit.")
    }

    /// The subnet does not have enough free addresses (code: EC2 API reference; text seen).
    pub fn insufficient_free_addresses() -> Self {
        let message = "The specified subnet does not have enough free addresses to satisfy the request.";
        Self::client("InsufficientFreeAddressesInSubnet", message)
    }

    /// The subnet does not have enough free prefixes (code and text seen).
    pub fn insufficient_cidr_blocks() -> Self {
        let message = "The specified subnet does not have enough free cidr blocks to satisfy the request.";
        Self::client("InsufficientCidrBlocks", message)
    }

    /// More than one way of specifying what to assign (EC2 API reference: they exclude each other; text
    /// assumed (`ec2-error-texts`)).
    pub fn several_ways_to_assign() -> Self {
        Self::invalid_parameter_combination(ONE_OF)
    }

    /// Nothing to assign (EC2 API reference: one is required; code and text assumed (`ec2-error-codes`)).
    pub fn nothing_to_assign() -> Self {
        Self::client("InvalidParameter", ONE_OF)
    }

    /// Not a /28 block (EC2 user guide, prefix delegation; text assumed (`ec2-error-texts`)).
    pub fn malformed_prefix(text: &str) -> Self {
        Self::invalid_parameter_value(format!("invalid value for parameter ipv4Prefix: {text}"))
    }

    /// An address of the prefix is in use (text assumed (`ec2-error-texts`)).
    pub fn prefix_in_use(prefix: ipnet::Ipv4Net) -> Self {
        Self::invalid_parameter_value(format!("Prefix {prefix} overlaps with addresses in use"))
    }

    /// Nothing to unassign (code and text assumed (`ec2-error-codes`)).
    pub fn nothing_to_unassign() -> Self {
        Self::missing_parameter_text("Either privateIpAddress or ipv4Prefix must be specified.")
    }

    /// The interface does not have all of the addresses (text seen; clients match its beginning).
    pub fn not_assigned(network_interface_id: &str) -> Self {
        let message =
            format!("Some of the specified addresses are not assigned to interface {network_interface_id}");
        Self::invalid_parameter_value(message)
    }

    /// The primary address stays for the lifetime of the interface (EC2 user guide; text assumed
    /// (`ec2-error-texts`)).
    pub fn primary_cannot_be_unassigned(address: Ipv4Addr) -> Self {
        let message =
            format!("Address {address} is the primary address of the interface and cannot be unassigned");
        Self::invalid_parameter_value(message)
    }
}

const ONE_OF: &str = "One of privateIpAddressSet or privateIpAddressCount or ipv4PrefixSet or \
     ipv4PrefixCount must be specified.";
