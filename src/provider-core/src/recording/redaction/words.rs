//! The words of the two APIs: names of members, and values that are enumerations.
//!
//! Source: NetApp's Python client netapp-ontap 9.19.1, whose schemas name the members and the choices of the
//! objects that a recording asks for, and the fields that the API descriptions of 9.10.1 to 9.16.1 list;
//! below, what the private CLI and EC2 add.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const ENUMERATIONS: &str = include_str!("enumerations.txt");

/// Members of objects, as ONTAP's REST API has them.
static MEMBERS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| include_str!("members.txt").split_whitespace().chain(FURTHER.iter().copied()).collect());

/// Values by member. A line that begins with spaces continues the one before.
static CHOICES: LazyLock<BTreeMap<&str, BTreeSet<&str>>> = LazyLock::new(|| {
    let mut choices: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut member = "";
    for line in ENUMERATIONS.lines() {
        let words = match line.split_once(": ") {
            Some((name, words)) => {
                member = name;
                words
            }
            None => line,
        };
        choices.entry(member).or_default().extend(words.split_whitespace());
    }
    for (member, words) in CHOICES_OF_CLI_AND_EC2 {
        choices.entry(member).or_default().extend(words.iter());
    }
    choices
});

/// Members of the private CLI and of EC2, and those of errors.
const FURTHER: &[&str] = &[
    "Associations",
    "Association",
    "Attachment",
    "AvailabilityZone",
    "CarrierGatewayId",
    "CidrBlock",
    "CidrBlockAssociationSet",
    "Description",
    "DestinationCidrBlock",
    "DeviceIndex",
    "GatewayId",
    "InstanceId",
    "InstanceType",
    "InstanceTypes",
    "Instances",
    "Ipv4AddressesPerInterface",
    "Ipv4Prefix",
    "Ipv4Prefixes",
    "LocalGatewayId",
    "Main",
    "MaximumNetworkInterfaces",
    "Name",
    "NatGatewayId",
    "NetworkInfo",
    "NetworkInterfaceId",
    "NetworkInterfaces",
    "OwnerId",
    "Placement",
    "Primary",
    "PrivateIpAddress",
    "PrivateIpAddresses",
    "PublicIp",
    "Reservations",
    "RouteTableId",
    "RouteTables",
    "Routes",
    "State",
    "Status",
    "SubnetId",
    "Subnets",
    "TransitGatewayId",
    "VpcId",
    "VpcPeeringConnectionId",
    "Vpcs",
    "address",
    "admin_state",
    "aggr_list",
    "allowed_protocols",
    "auto_revert",
    "code",
    "curr_node",
    "curr_port",
    "deletion_request_time",
    "error",
    "failover_policy",
    "gateway",
    "home_node",
    "home_port",
    "instance_id",
    "ipspace",
    "is_home",
    "junction_path",
    "lif",
    "max_volumes",
    "metric",
    "netmask",
    "netmask_length",
    "num_records",
    "operational_state",
    "partner_name",
    "policy",
    "possible",
    "primary_ip",
    "quota_policy",
    "records",
    "retention_hours",
    "rootvolume",
    "rootvolume_security_style",
    "service_allowed_addresses",
    "service_policy",
    "services",
    "snapshot_policy",
    "state_description",
    "status_admin",
    "status_oper",
    "volume_delete_retention_hours",
    "vserver",
    "vsroot",
];

const PROTOCOLS: &[&str] = &["cifs", "fcp", "iscsi", "ndmp", "nfs", "nvme", "s3"];
const SOURCES: &[&str] = &["dns", "files", "ldap", "nis"];
const LOGINS: &[&str] =
    &["certificate", "community", "domain", "nsswitch", "password", "publickey", "saml", "usm"];
const UP: &[&str] = &["down", "up"];
const RUNNING: &[&str] = &["initializing", "running", "stopped", "stopping", "starting"];

/// What the schemas do not list as choices.
const CHOICES_OF_CLI_AND_EC2: &[(&str, &[&str])] = &[
    ("GatewayId", &["local"]),
    ("Name", &["pending", "running", "shutting-down", "stopped", "stopping", "terminated"]),
    ("State", &["active", "blackhole"]),
    (
        "Status",
        &["associated", "attached", "attaching", "available", "detached", "detaching", "in-use", "pending"],
    ),
    ("admin_state", RUNNING),
    ("allowed_protocols", PROTOCOLS),
    (
        "failover",
        &["broadcast_domain_only", "default", "home_node_only", "home_port_only", "sfo_partners_only"],
    ),
    (
        "failover_policy",
        &[
            "broadcast_domain_wide",
            "broadcast-domain-wide",
            "disabled",
            "local-only",
            "local_only",
            "sfo-partner-only",
            "sfo_partner_only",
            "system-defined",
            "system_defined",
        ],
    ),
    ("authentication_methods", LOGINS),
    ("dns_zone", &["none"]),
    ("family", &["ipv4", "ipv6"]),
    ("group", SOURCES),
    ("hosts", SOURCES),
    ("max_volumes", &["unlimited"]),
    ("namemap", SOURCES),
    ("netgroup", SOURCES),
    ("passwd", SOURCES),
    ("operational_state", RUNNING),
    ("provider_type", &["aws", "azure", "azure_metadata", "google", "openstack", "unknown", "vsphere"]),
    ("rootvolume_security_style", &["mixed", "ntfs", "unified", "unix"]),
    ("status_admin", UP),
    ("status_oper", UP),
    ("type", &["admin", "data", "del", "node", "system"]),
];

/// Whether a word is the name of a member of an object in one of the APIs.
pub fn is_member(word: &str) -> bool {
    MEMBERS.contains(word)
}

/// Whether a value of this member is one of its choices.
pub fn is_choice(member: &str, value: &str) -> bool {
    CHOICES.get(member).is_some_and(|words| words.contains(value))
}
