//! What stands at a place of an answer, told by the members that lead to it.

use super::names::Kind;
use super::own;

/// What a text is, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// A name of this kind, unless it is one of those that ONTAP gives itself.
    Name(Kind, &'static [&'static str]),
    /// The name of a port, which the hardware gives.
    Port,
    /// Names with slashes between them, the last of this kind.
    Path(Kind),
    /// A storage VM, a colon and a volume.
    SvmPath,
    /// The name of a service.
    Service,
    /// A service, a colon and the networks that may use it.
    Allowed,
    /// What a role allows: a path of the API.
    Privilege,
    /// How a node is doing, in words of the command line.
    FailoverState,
    /// A release.
    Release,
    /// The length of a netmask.
    Netmask,
    /// The code of an error.
    Code,
    /// A Region, a zone or an instance type of AWS.
    PlaceOrType,
    /// A choice of this member, or anything else.
    Other,
}

/// Whether a service is one of ONTAP's own, in either spelling.
pub fn is_service(text: &str) -> bool {
    own::SERVICES.contains(&text.replace('-', "_").as_str())
}

/// Whether a port has a name that its hardware gives it, such as `e0a`, or one of a VLAN on it, such as
/// `e0a-100`.
pub fn is_port(text: &str) -> bool {
    let (port, vlan) = text.split_once('-').unwrap_or((text, "1"));
    let digits = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let slot =
        port.strip_prefix('e').and_then(|rest| rest.strip_suffix(|last: char| last.is_ascii_lowercase()));
    slot.is_some_and(|slot| digits(slot) && slot.len() <= 2) && digits(vlan)
}

/// Returns the rule for the text at these members, below the answer to this path (without `/api`) or action.
pub fn rule(of: &str, members: &[&str]) -> Rule {
    let Some((last, before)) = members.split_last() else { return Rule::Other };
    if members == ["error", "code"] {
        return Rule::Code;
    }
    // Choices of members that are names elsewhere.
    if matches!((before.last(), *last), (Some(&"tiering"), "policy") | (_, "role")) {
        return Rule::Other;
    }
    // A reference may be a bare name.
    let holder = match (*last, before.last()) {
        ("name", Some(holder)) => *holder,
        ("name", None) => of,
        (other, _) => other,
    };
    match of_member(of, last).or_else(|| of_holder(holder)) {
        Some(rule) => rule,
        None if *last == "name" => Rule::Name(Kind::Name, own::NONE),
        None => Rule::Other,
    }
}

/// Texts that are no name of one object.
fn of_member(of: &str, member: &str) -> Option<Rule> {
    Some(match (of, member) {
        ("/storage/luns", "name") => Rule::Path(Kind::Lun),
        ("/storage/namespaces", "name") => Rule::Path(Kind::Namespace),
        ("/snapmirror/relationships", "path") => Rule::SvmPath,
        ("/security/roles", "path") => Rule::Privilege,
        (_, "junction_path" | "path") => Rule::Path(Kind::Name),
        (_, "services") => Rule::Service,
        (_, "service_allowed_addresses") => Rule::Allowed,
        (_, "state_description") => Rule::FailoverState,
        (_, "full" | "version") => Rule::Release,
        (_, "netmask" | "netmask_length") => Rule::Netmask,
        (_, "AvailabilityZone" | "InstanceType") => Rule::PlaceOrType,
        ("/private/cli/network/interface/service-policy", "policy") => {
            Rule::Name(Kind::Policy, own::SERVICE_POLICIES)
        }
        _ => return None,
    })
}

/// Names, by the member that refers to an object, or by the path of the object itself.
fn of_holder(holder: &str) -> Option<Rule> {
    let (kind, own) = match holder {
        "/cluster" | "cluster" => (Kind::Cluster, own::NONE),
        "/cluster/nodes" | "node" | "nodes" | "home_node" | "curr_node" | "partner_name" | "partners"
        | "partner" | "dr_home_node" | "auxiliary" => (Kind::Node, own::NONE),
        "/cluster/licensing/licenses" => (Kind::Name, own::LICENSES),
        "/network/ethernet/broadcast-domains" | "broadcast_domain" | "reachable_broadcast_domains" => {
            (Kind::BroadcastDomain, own::BROADCAST_DOMAINS)
        }
        "/network/ipspaces" | "ipspace" => (Kind::Ipspace, own::IPSPACES),
        "/network/ip/interfaces"
        | "/network/fc/interfaces"
        | "lif"
        | "ip_interface"
        | "ip_interfaces"
        | "fc_interfaces"
        | "management_interface"
        | "management_interfaces"
        | "cluster_interface"
        | "cluster_interfaces"
        | "interfaces"
        | "source_interface" => (Kind::Lif, own::LIFS),
        "/network/ip/service-policies" | "service_policy" => (Kind::Policy, own::SERVICE_POLICIES),
        "/storage/aggregates" | "aggregate" | "aggregates" | "aggr_list" => (Kind::Aggregate, own::NONE),
        "/storage/snapshot-policies" | "snapshot_policy" => (Kind::Policy, own::SNAPSHOT_POLICIES),
        "/storage/volumes" | "volume" | "volumes" | "rootvolume" => (Kind::Volume, own::NONE),
        "/svm/svms" | "svm" | "vserver" => (Kind::Svm, own::NONE),
        "/protocols/cifs/shares" | "share" => (Kind::Name, own::SHARES),
        "/security/accounts" | "account" => (Kind::Account, own::NONE),
        "/security/roles" | "role" => (Kind::Role, own::ROLES),
        "policy" | "quota_policy" | "export_policy" | "qos_policy" => (Kind::Policy, own::POLICIES),
        "schedule" | "transfer_schedule" => (Kind::Name, own::SCHEDULES),
        "/network/ethernet/ports"
        | "port"
        | "ports"
        | "home_port"
        | "curr_port"
        | "base_port"
        | "member_ports" => return Some(Rule::Port),
        _ => return None,
    };
    Some(Rule::Name(kind, own))
}
