//! Fields of the objects below `/api/cluster`.

use super::{Field, any, boolean, integer, text};
use crate::world::version::OntapVersion as V;

/// Fields of the cluster.
pub const CLUSTER: &[Field] = &[
    text("uuid"),
    text("name"),
    text("contact"),
    text("location"),
    any("version"),
    any("dns_domains"),
    any("name_servers"),
    any("ntp_servers"),
    any("management_interfaces"),
    any("timezone").since(V::V9_7),
    boolean("san_optimized").since(V::V9_7),
    any("peering_policy"),
];

/// Fields of a node. The parts of `vm` other than the provider are documented for 9.12.1. That they are shown
/// only on request by name is assumed (`instance-id-on-request`).
pub const NODE: &[Field] = &[
    text("uuid").identifying(),
    text("name").identifying(),
    text("serial_number"),
    text("system_id").since(V::V9_7),
    text("model"),
    text("location"),
    text("owner"),
    text("state").since(V::V9_7),
    text("membership"),
    integer("uptime"),
    text("date"),
    any("version"),
    any("management_interfaces"),
    any("cluster_interfaces"),
    any("ha"),
    text("storage_configuration"),
    text("vm.provider_type").since(V::V9_7),
    text("vm.instance_id").expensive().since(V::V9_10_1),
    text("vm.primary_ip").expensive().since(V::V9_10_1),
];

/// Fields of a job.
pub const JOB: &[Field] = &[
    text("uuid").identifying(),
    text("description"),
    text("state"),
    text("message"),
    integer("code"),
    text("start_time"),
    text("end_time"),
    any("error").since(V::V9_9_1),
    any("node").since(V::V9_9_1),
    any("svm"),
];

/// Fields of a licensed package.
pub const LICENSE: &[Field] =
    &[text("name").identifying(), text("scope"), text("state"), text("description"), any("licenses")];
