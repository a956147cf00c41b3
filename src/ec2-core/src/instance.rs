//! Instances and the address limits of their types.

/// An instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// `i-...`.
    pub id: String,
    /// For example `m5.2xlarge`.
    pub instance_type: String,
    /// For example `eu-central-1a`.
    pub availability_zone: String,
    /// `running`, `stopped` and others, as EC2 spells it.
    pub state: String,
    /// Subnet of the primary interface; `None` once the instance is terminated.
    pub subnet_id: Option<String>,
    /// VPC of the primary interface; `None` once the instance is terminated.
    pub vpc_id: Option<String>,
}

/// What an instance type allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceType {
    /// For example `m5.2xlarge`.
    pub name: String,
    /// IPv4 addresses per interface, including the primary one. A prefix counts as one.
    pub ipv4_addresses_per_interface: usize,
    /// Interfaces per instance.
    pub maximum_network_interfaces: usize,
    /// Where the limits come from.
    pub source: LimitSource,
}

/// Where the limits of an instance type come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitSource {
    /// EC2 (`DescribeInstanceTypes`).
    Ec2,
    /// The table in this crate, because the permission for `DescribeInstanceTypes` is missing. Worth telling
    /// the user.
    Table,
}

/// Interfaces, IPv4 addresses per interface, and the types from NetApp's "Supported configurations for Cloud
/// Volumes ONTAP in AWS" (9.17.1) that have them. The figures are those of `DescribeInstanceTypes` in July
/// 2026.
const TABLE: &[(usize, usize, &[&str])] = &[
    (
        4,
        15,
        &["m5.xlarge", "r5.xlarge", "m5a.2xlarge", "m5.2xlarge", "m5n.2xlarge", "r5.2xlarge", "r5d.2xlarge"],
    ),
    (
        8,
        30,
        &[
            "c5d.4xlarge",
            "m5.4xlarge",
            "m5dn.4xlarge",
            "m5d.8xlarge",
            "r5.8xlarge",
            "c5.9xlarge",
            "c5d.9xlarge",
            "c5n.9xlarge",
            "c5a.12xlarge",
            "m5d.12xlarge",
            "m5dn.12xlarge",
            "r5.12xlarge",
        ],
    ),
    (
        15,
        50,
        &[
            "c5.18xlarge",
            "c5d.18xlarge",
            "c5n.18xlarge",
            "m5.16xlarge",
            "m5a.16xlarge",
            "m5dn.24xlarge",
            "m6id.32xlarge",
        ],
    ),
];

impl InstanceType {
    /// Returns the limits of a type that Cloud Volumes ONTAP supports, without a call to EC2; `None` for any
    /// other type.
    pub fn documented(name: &str) -> Option<Self> {
        let (interfaces, addresses, _) = TABLE.iter().find(|(_, _, names)| names.contains(&name))?;
        Some(Self {
            name: name.to_owned(),
            ipv4_addresses_per_interface: *addresses,
            maximum_network_interfaces: *interfaces,
            source: LimitSource::Table,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_the_supported_types_and_names_itself_as_the_source() {
        for (name, limits) in [
            ("m5.xlarge", Some((4, 15))),
            ("m5.4xlarge", Some((8, 30))),
            ("m6id.32xlarge", Some((15, 50))),
            ("t3.micro", None),
        ] {
            let found = InstanceType::documented(name);
            assert!(found.iter().all(|found| found.source == LimitSource::Table), "{name}");
            let figures =
                found.map(|found| (found.maximum_network_interfaces, found.ipv4_addresses_per_interface));
            assert_eq!(figures, limits, "{name}");
        }
    }

    #[test]
    fn no_type_is_in_the_table_twice() {
        let mut names: Vec<_> = TABLE.iter().flat_map(|(_, _, names)| names.iter()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!((names.len(), count), (26, 26));
    }
}
