//! Converts the SDK's records to the port's, without any IO. The SDK declares nearly every field optional;
//! here a field that EC2 always sends is required, and an error names it if it is missing.

use std::net::Ipv4Addr;
use std::str::FromStr;

use aws_sdk_ec2::types;
use ec2::{
    Attachment, CidrReservation, Error, ErrorKind, Instance, InstanceType, LimitSource, NetworkInterface,
    PrivateAddress, Subnet,
};

/// How many characters of an unreadable field an error quotes.
const MAX_QUOTE: usize = 80;

/// Extracts fields from an answer to the operation with this name.
#[derive(Clone, Copy)]
pub struct Answer(pub(crate) &'static str);

impl Answer {
    pub fn required<T>(self, field: &str, value: Option<T>) -> Result<T, Error> {
        value.ok_or_else(|| {
            Error::local(self.0, ErrorKind::BadAnswer, format!("EC2's answer has no {field}."))
        })
    }

    /// Returns a text that must not be empty.
    pub fn text(self, field: &str, value: Option<&str>) -> Result<String, Error> {
        self.required(field, value.filter(|text| !text.is_empty())).map(str::to_owned)
    }

    pub fn parsed<T: FromStr>(self, field: &str, value: Option<&str>) -> Result<T, Error> {
        let text = self.required(field, value)?;
        text.parse().map_err(|_| {
            let text: String = text.chars().take(MAX_QUOTE).collect();
            let what = format!("EC2's answer has the {field} {text:?}, which cannot be read.");
            Error::local(self.0, ErrorKind::BadAnswer, what)
        })
    }

    fn number(self, field: &str, value: Option<i32>) -> Result<usize, Error> {
        self.required(field, value.and_then(|number| usize::try_from(number).ok()))
    }

    pub fn network_interface(self, found: &types::NetworkInterface) -> Result<NetworkInterface, Error> {
        let addresses = self.private_addresses(found)?;
        let prefixes = found.ipv4_prefixes().iter();
        Ok(NetworkInterface {
            id: self.text("networkInterfaceId", found.network_interface_id())?,
            description: found.description().unwrap_or_default().to_owned(),
            owner_id: self.text("ownerId", found.owner_id())?,
            subnet_id: self.text("subnetId", found.subnet_id())?,
            vpc_id: self.text("vpcId", found.vpc_id())?,
            availability_zone: self.text("availabilityZone", found.availability_zone())?,
            attachment: found.attachment().map(|attached| self.attachment(attached)).transpose()?,
            addresses,
            prefixes: prefixes
                .map(|prefix| self.parsed("ipv4Prefix", prefix.ipv4_prefix()))
                .collect::<Result<_, _>>()?,
            status: self.text("status", found.status().map(types::NetworkInterfaceStatus::as_str))?,
        })
    }

    /// Every interface has a primary address unless its subnet is IPv6-only. A list without it would make
    /// addresses seem free.
    fn private_addresses(self, found: &types::NetworkInterface) -> Result<Vec<PrivateAddress>, Error> {
        let set = self.required("privateIpAddressesSet", found.private_ip_addresses.as_ref())?;
        let mut addresses =
            set.iter().map(|held| self.private_address(held)).collect::<Result<Vec<_>, _>>()?;
        addresses.sort_by_key(|held| !held.primary);
        let primary = addresses.iter().filter(|held| held.primary).count();
        if primary != 1 && found.ipv6_native() != Some(true) {
            let what = format!("EC2's answer has an interface with {primary} primary addresses.");
            return Err(Error::local(self.0, ErrorKind::BadAnswer, what));
        }
        Ok(addresses)
    }

    fn private_address(
        self,
        held: &types::NetworkInterfacePrivateIpAddress,
    ) -> Result<PrivateAddress, Error> {
        // A public address that AWS lends to the instance also appears here; only an Elastic IP belongs to an
        // account.
        let elastic = held.association().filter(|tied| tied.ip_owner_id() != Some("amazon"));
        Ok(PrivateAddress {
            address: self.parsed("privateIpAddress", held.private_ip_address())?,
            primary: self.required("primary of an address", held.primary())?,
            elastic_ip: elastic
                .and_then(|tied| tied.public_ip())
                .map(|public| self.parsed::<Ipv4Addr>("publicIp", Some(public)))
                .transpose()?,
        })
    }

    fn attachment(self, attached: &types::NetworkInterfaceAttachment) -> Result<Attachment, Error> {
        Ok(Attachment {
            instance_id: attached.instance_id().map(str::to_owned),
            device_index: self.required("deviceIndex", attached.device_index())?,
            status: self.text("attachment status", attached.status().map(types::AttachmentStatus::as_str))?,
        })
    }

    pub fn instance(self, found: &types::Instance) -> Result<Instance, Error> {
        let placement = found.placement().and_then(types::Placement::availability_zone);
        let state = found.state().and_then(types::InstanceState::name);
        Ok(Instance {
            id: self.text("instanceId", found.instance_id())?,
            instance_type: self
                .text("instanceType", found.instance_type().map(types::InstanceType::as_str))?,
            availability_zone: self.text("availabilityZone", placement)?,
            state: self.text("instanceState", state.map(types::InstanceStateName::as_str))?,
            subnet_id: found.subnet_id().map(str::to_owned),
            vpc_id: found.vpc_id().map(str::to_owned),
        })
    }

    pub fn instance_type(self, found: &types::InstanceTypeInfo) -> Result<InstanceType, Error> {
        let network = self.required("networkInfo", found.network_info())?;
        let addresses = network.ipv4_addresses_per_interface();
        let interfaces = network.maximum_network_interfaces();
        Ok(InstanceType {
            name: self.text("instanceType", found.instance_type().map(types::InstanceType::as_str))?,
            ipv4_addresses_per_interface: self.number("ipv4AddressesPerInterface", addresses)?,
            maximum_network_interfaces: self.number("maximumNetworkInterfaces", interfaces)?,
            source: LimitSource::Ec2,
        })
    }

    pub fn subnet(self, found: &types::Subnet) -> Result<Subnet, Error> {
        Ok(Subnet {
            id: self.text("subnetId", found.subnet_id())?,
            vpc_id: self.text("vpcId", found.vpc_id())?,
            cidr: self.parsed("cidrBlock", found.cidr_block())?,
            availability_zone: self.text("availabilityZone", found.availability_zone())?,
        })
    }

    pub fn reservation(self, found: &types::SubnetCidrReservation) -> Result<CidrReservation, Error> {
        let kind = found.reservation_type().map(types::SubnetCidrReservationType::as_str);
        Ok(CidrReservation {
            id: self.text("subnetCidrReservationId", found.subnet_cidr_reservation_id())?,
            cidr: self.parsed("cidr", found.cidr())?,
            reservation_type: self.text("reservationType", kind)?,
            description: found.description().unwrap_or_default().to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_ec2::types::builders::NetworkInterfaceBuilder;
    use aws_sdk_ec2::types::{Ipv4PrefixSpecification, NetworkInterfaceAssociation, NetworkInterfaceStatus};

    use super::*;

    const ANSWER: Answer = Answer("DescribeNetworkInterfaces");

    fn address(text: &str, primary: bool, owner: Option<&str>) -> types::NetworkInterfacePrivateIpAddress {
        let tied = |owner: &str| {
            NetworkInterfaceAssociation::builder().public_ip("203.0.113.7").ip_owner_id(owner).build()
        };
        types::NetworkInterfacePrivateIpAddress::builder()
            .private_ip_address(text)
            .primary(primary)
            .set_association(owner.map(tied))
            .build()
    }

    fn complete() -> NetworkInterfaceBuilder {
        types::NetworkInterface::builder()
            .network_interface_id("eni-1")
            .owner_id("123456789012")
            .subnet_id("subnet-1")
            .vpc_id("vpc-1")
            .availability_zone("eu-central-1a")
            .status(NetworkInterfaceStatus::Available)
    }

    fn with_primary() -> NetworkInterfaceBuilder {
        complete().private_ip_addresses(address("10.0.1.8", true, None))
    }

    #[test]
    fn the_primary_address_is_first_and_a_lent_public_address_is_not_an_elastic_ip() {
        let interface = complete()
            .private_ip_addresses(address("10.0.1.9", false, Some("123456789012")))
            .private_ip_addresses(address("10.0.1.8", true, Some("amazon")))
            .ipv4_prefixes(Ipv4PrefixSpecification::builder().ipv4_prefix("10.0.1.16/28").build())
            .build();
        let interface = ANSWER.network_interface(&interface).unwrap();
        let held: Vec<_> =
            interface.addresses.iter().map(|held| (held.address.octets()[3], held.elastic_ip)).collect();
        assert_eq!(held, [(8, None), (9, Some(Ipv4Addr::new(203, 0, 113, 7)))]);
        assert_eq!(interface.prefixes, ["10.0.1.16/28".parse().unwrap()]);
        assert_eq!((interface.used_slots(), interface.attachment), (3, None));
    }

    #[test]
    fn missing_and_unreadable_fields_are_named() {
        for absent in [None, Some(String::new())] {
            let missing = with_primary().set_subnet_id(absent).build();
            let missing = ANSWER.network_interface(&missing).unwrap_err();
            assert_eq!(missing.kind, ErrorKind::BadAnswer);
            assert_eq!(missing.message, "EC2's answer has no subnetId.");
        }
        let odd = complete().private_ip_addresses(address("10.0.1", true, None)).build();
        let odd = ANSWER.network_interface(&odd).unwrap_err();
        assert!(odd.message.contains("the privateIpAddress \"10.0.1\""), "{odd}");
    }
    #[test]
    fn missing_addresses_are_not_an_empty_list() {
        let unmarked =
            types::NetworkInterfacePrivateIpAddress::builder().private_ip_address("10.0.1.9").build();
        let cases = [
            (complete(), "no privateIpAddressesSet"),
            (complete().set_private_ip_addresses(Some(Vec::new())), "0 primary addresses"),
            (complete().private_ip_addresses(address("10.0.1.9", false, None)), "0 primary addresses"),
            (with_primary().private_ip_addresses(address("10.0.1.9", true, None)), "2 primary addresses"),
            (complete().private_ip_addresses(unmarked), "no primary of an address"),
            (
                complete().private_ip_addresses(types::NetworkInterfacePrivateIpAddress::builder().build()),
                "no privateIpAddress.",
            ),
        ];
        for (interface, says) in cases {
            let error = ANSWER.network_interface(&interface.build()).unwrap_err();
            assert_eq!(error.kind, ErrorKind::BadAnswer);
            assert!(error.message.contains(says), "{says}: {}", error.message);
        }
        let only_ipv6 = complete().ipv6_native(true).set_private_ip_addresses(Some(Vec::new())).build();
        assert_eq!(ANSWER.network_interface(&only_ipv6).unwrap().addresses, []);
    }
}
