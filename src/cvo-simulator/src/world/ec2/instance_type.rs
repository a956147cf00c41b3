//! Instance types and their limits, in the format of `DescribeInstanceTypes`.

use serde::Serialize;

use super::describe::{Described, Paging, Tag};
use super::error::Ec2Error;
use super::filter::Field;
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::InstanceTypeSpec;

/// Name, virtual CPUs, memory in GiB, interfaces, IPv4 addresses per interface (including the primary one).
struct Row(&'static str, u32, u64, u32, usize);

/// The types that NetApp lists as supported by Cloud Volumes ONTAP in AWS, and a few small ones for other
/// applications. Limits: EC2 user guide, IP addresses per network interface.
const TYPES: &[Row] = &[
    Row("c5.18xlarge", 72, 144, 15, 50),
    Row("c5.9xlarge", 36, 72, 8, 30),
    Row("c5a.12xlarge", 48, 96, 8, 30),
    Row("c5d.18xlarge", 72, 144, 15, 50),
    Row("c5d.4xlarge", 16, 32, 8, 30),
    Row("c5d.9xlarge", 36, 72, 8, 30),
    Row("c5n.18xlarge", 72, 192, 15, 50),
    Row("c5n.9xlarge", 36, 96, 8, 30),
    Row("m5.16xlarge", 64, 256, 15, 50),
    Row("m5.2xlarge", 8, 32, 4, 15),
    Row("m5.4xlarge", 16, 64, 8, 30),
    Row("m5.large", 2, 8, 3, 10),
    Row("m5.xlarge", 4, 16, 4, 15),
    Row("m5a.16xlarge", 64, 256, 15, 50),
    Row("m5a.2xlarge", 8, 32, 4, 15),
    Row("m5d.12xlarge", 48, 192, 8, 30),
    Row("m5d.8xlarge", 32, 128, 8, 30),
    Row("m5dn.12xlarge", 48, 192, 8, 30),
    Row("m5dn.24xlarge", 96, 384, 15, 50),
    Row("m5dn.4xlarge", 16, 64, 8, 30),
    Row("m5n.2xlarge", 8, 32, 4, 15),
    Row("m6id.32xlarge", 128, 512, 15, 50),
    Row("r5.12xlarge", 48, 384, 8, 30),
    Row("r5.2xlarge", 8, 64, 4, 15),
    Row("r5.8xlarge", 32, 256, 8, 30),
    Row("r5.xlarge", 4, 32, 4, 15),
    Row("r5d.2xlarge", 8, 64, 4, 15),
    Row("t3.micro", 2, 1, 2, 2),
    Row("t3.small", 2, 2, 3, 4),
];

/// Maximum number of addresses of an unattached interface: the largest limit of any type is assumed
/// (`ec2-unattached-limit`).
const UNATTACHED_LIMIT: usize = 50;

/// Returns the number of slots of an interface. Each address (including the primary one) and each prefix
/// takes one.
pub fn slots(account: &Ec2Inventory, instance_type: Option<&str>) -> usize {
    let Some(name) = instance_type else { return UNATTACHED_LIMIT };
    let own = account.instance_types.iter().find(|own| own.name == name).map(|own| own.addresses);
    let row = || TYPES.iter().find(|row| row.0 == name).map(|row| row.4);
    own.or_else(row).unwrap_or(UNATTACHED_LIMIT)
}

/// An instance type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InstanceTypeInfo {
    /// For example `m5.2xlarge`.
    pub instance_type: String,
    /// Whether AWS counts it among the current generation.
    pub current_generation: bool,
    /// Whether it runs without a hypervisor.
    pub bare_metal: bool,
    /// Always `nitro` here.
    pub hypervisor: &'static str,
    /// Processors.
    pub v_cpu_info: VCpuInfo,
    /// Memory.
    pub memory_info: MemoryInfo,
    /// Interfaces and addresses.
    pub network_info: NetworkInfo,
}

/// Processors of an instance type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VCpuInfo {
    /// Virtual processors.
    #[serde(rename = "defaultVCpus")]
    pub default_v_cpus: u32,
}

/// Memory of an instance type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemoryInfo {
    /// In MiB.
    #[serde(rename = "sizeInMiB")]
    pub size_in_mib: u64,
}

/// Network limits of an instance type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkInfo {
    /// Maximum number of interfaces.
    pub maximum_network_interfaces: u32,
    /// Network cards.
    pub maximum_network_cards: u32,
    /// Maximum number of IPv4 addresses per interface, including the primary one.
    pub ipv4_addresses_per_interface: usize,
    /// Maximum number of IPv6 addresses per interface.
    pub ipv6_addresses_per_interface: usize,
    /// Whether it can have IPv6 addresses.
    pub ipv6_supported: bool,
    /// Always `required` here.
    pub ena_support: &'static str,
}

impl Described for InstanceTypeInfo {
    const ACTION: &'static str = "DescribeInstanceTypes";
    const PAGING: Paging = Paging { least: 5, most: 100, excludes: None };
    const FIELDS: &'static [Field<Self>] = &[
        Field("bare-metal", |info| vec![info.bare_metal.to_string()]),
        Field("current-generation", |info| vec![info.current_generation.to_string()]),
        Field("hypervisor", |info| vec![info.hypervisor.into()]),
        Field("instance-type", |info| vec![info.instance_type.clone()]),
        Field("memory-info.size-in-mib", |info| vec![info.memory_info.size_in_mib.to_string()]),
        Field("network-info.ena-support", |info| vec![info.network_info.ena_support.into()]),
        Field("network-info.ipv4-addresses-per-interface", |info| {
            vec![info.network_info.ipv4_addresses_per_interface.to_string()]
        }),
        Field("network-info.ipv6-supported", |info| vec![info.network_info.ipv6_supported.to_string()]),
        Field("network-info.maximum-network-interfaces", |info| {
            vec![info.network_info.maximum_network_interfaces.to_string()]
        }),
        Field("vcpu-info.default-vcpus", |info| vec![info.v_cpu_info.default_v_cpus.to_string()]),
    ];
    const TAGGED: bool = false;
    /// EC2 API reference, `DescribeInstanceTypes`.
    const MOST_IDS: usize = 100;

    fn all(account: &Ec2Inventory) -> Vec<Self> {
        let own = &account.instance_types;
        let others = TYPES.iter().filter(|row| own.iter().all(|own| own.name != row.0));
        let mut all: Vec<_> = own.iter().map(shown).chain(others.map(Row::shown)).collect();
        all.sort_by(|a, b| a.instance_type.cmp(&b.instance_type));
        all
    }

    fn key(&self) -> String {
        self.instance_type.clone()
    }

    fn not_found(names: &[&str]) -> Ec2Error {
        Ec2Error::invalid_instance_type(names)
    }

    fn tags(&self) -> &[Tag] {
        &[]
    }
}

/// Shows a type by its own limits. Processors and memory of a type that is in no row are assumed
/// (`deployed-texts`).
fn shown(own: &InstanceTypeSpec) -> InstanceTypeInfo {
    let row = TYPES.iter().find(|row| row.0 == own.name);
    let (cpus, gibibytes) = row.map_or((8, 32), |row| (row.1, row.2));
    let known = Row("", cpus, gibibytes, own.interfaces, own.addresses);
    InstanceTypeInfo { instance_type: own.name.clone(), ..known.shown() }
}

impl Row {
    fn shown(&self) -> InstanceTypeInfo {
        let Self(name, cpus, gibibytes, interfaces, addresses) = *self;
        InstanceTypeInfo {
            instance_type: name.to_owned(),
            current_generation: true,
            bare_metal: false,
            hypervisor: "nitro",
            v_cpu_info: VCpuInfo { default_v_cpus: cpus },
            memory_info: MemoryInfo { size_in_mib: gibibytes * 1024 },
            network_info: NetworkInfo {
                maximum_network_interfaces: interfaces,
                maximum_network_cards: 1,
                ipv4_addresses_per_interface: addresses,
                ipv6_addresses_per_interface: addresses,
                ipv6_supported: true,
                ena_support: "required",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Preset;

    #[test]
    fn the_limits_of_the_account_win_and_are_shown() {
        let mut account = Preset::SingleNode.inventory().ec2;
        let own = |name: &str| InstanceTypeSpec { name: name.into(), interfaces: 5, addresses: 7 };
        account.instance_types = vec![own("x9.large"), own("m5.2xlarge")];
        for name in ["x9.large", "m5.2xlarge"] {
            assert_eq!(slots(&account, Some(name)), 7);
            let all = InstanceTypeInfo::all(&account);
            let shown: Vec<_> = all.iter().filter(|shown| shown.instance_type == name).collect();
            assert_eq!(shown.len(), 1, "{name}");
            assert_eq!(shown[0].network_info.ipv4_addresses_per_interface, 7);
        }
        assert_eq!(slots(&account, Some("t3.micro")), 2);
    }

    #[test]
    fn the_limits_match_the_user_guide() {
        let account = Preset::SingleNode.inventory().ec2;
        for (name, expected) in
            [(Some("m5.xlarge"), 15), (Some("m5.4xlarge"), 30), (Some("m6id.32xlarge"), 50), (None, 50)]
        {
            assert_eq!(slots(&account, name), expected, "{name:?}");
        }
    }

    #[test]
    fn types_are_listed_once_and_in_order() {
        assert!(TYPES.is_sorted_by(|a, b| a.0 < b.0));
    }
}
