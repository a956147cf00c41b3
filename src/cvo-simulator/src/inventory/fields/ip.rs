//! Fields of the objects below `/api/network`.

use super::{Field, any, boolean, integer, text};
use crate::world::version::OntapVersion as V;

/// Fields of a LIF.
pub const IP_INTERFACE: &[Field] = &[
    text("uuid").identifying(),
    text("name").identifying().write(),
    text("ip.address").write(),
    text("ip.netmask").write(),
    text("ip.family"),
    text("svm.name").create(),
    text("svm.uuid").create(),
    text("ipspace.name").create(),
    text("ipspace.uuid").create(),
    text("scope").create(),
    boolean("enabled").write(),
    text("state"),
    text("location.home_port.name").write(),
    text("location.home_port.uuid").write(),
    text("location.home_port.node.name").write(),
    text("location.home_node.name").write(),
    text("location.home_node.uuid").write(),
    text("location.broadcast_domain.name").create().hidden(),
    text("location.broadcast_domain.uuid").create().hidden(),
    boolean("location.auto_revert").write(),
    text("location.failover").write(),
    text("location.node.name").modify(),
    text("location.node.uuid").modify(),
    text("location.port.name").modify(),
    text("location.port.uuid").modify(),
    text("location.port.node.name").modify(),
    boolean("location.is_home").modify(),
    text("service_policy.name").write(),
    text("service_policy.uuid").write(),
    any("services"),
    boolean("vip").create(),
    text("dns_zone").write().since(V::V9_9_1),
    boolean("ddns_enabled").write().since(V::V9_9_1),
    integer("probe_port").create().since(V::V9_10_1),
    any("rdma_protocols").write().since(V::V9_10_1),
    text("subnet.name").write().since(V::V9_11_1),
    text("subnet.uuid").write().since(V::V9_11_1),
    boolean("fail_if_subnet_conflicts").write().hidden().since(V::V9_11_1),
];

/// Fields of an FC LIF. There is none; the others are published.
pub const FC_INTERFACE: &[Field] = &[text("uuid").identifying(), text("name").identifying()];

/// Fields of a route. There is no PATCH.
pub const IP_ROUTE: &[Field] = &[
    text("uuid").identifying(),
    text("gateway").create(),
    text("destination.address").create(),
    text("destination.netmask").create(),
    text("destination.family"),
    text("svm.name").create(),
    text("svm.uuid").create(),
    text("ipspace.name").create(),
    text("ipspace.uuid").create(),
    text("scope").create(),
    integer("metric").create().since(V::V9_11_1),
    any("interfaces").since(V::V9_9_1),
];

/// Fields of a service policy. REST shows no allowed addresses in any release.
pub const SERVICE_POLICY: &[Field] = &[
    text("uuid").identifying(),
    text("name").identifying().write(),
    text("svm.name").create(),
    text("svm.uuid").create(),
    text("ipspace.name").create(),
    text("ipspace.uuid").create(),
    text("scope").create(),
    any("services").write(),
    boolean("is_built_in").since(V::V9_12_1),
];

/// Fields of an Ethernet port.
pub const PORT: &[Field] = &[
    text("uuid").identifying(),
    text("name").identifying(),
    text("node.name").identifying(),
    text("node.uuid").identifying(),
    text("type"),
    text("state"),
    boolean("enabled"),
    integer("mtu"),
    integer("speed"),
    text("mac_address"),
    any("broadcast_domain"),
    text("reachability").since(V::V9_8),
    integer("interface_count").since(V::V9_11_1),
];

/// Fields of a broadcast domain.
pub const BROADCAST_DOMAIN: &[Field] = &[
    text("uuid").identifying(),
    text("name").identifying(),
    text("ipspace.name"),
    text("ipspace.uuid"),
    integer("mtu"),
    any("ports"),
];

/// Fields of an IPspace.
pub const IPSPACE: &[Field] = &[text("uuid").identifying(), text("name").identifying()];
