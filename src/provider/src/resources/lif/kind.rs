//! What a service policy's name says of its LIFs.

/// The built-in policies that serve blocks. Their LIFs never leave their home port.
const BLOCK_POLICIES: [&str; 3] = ["default-data-blocks", "default-data-iscsi", "default-data-nvme-tcp"];

/// The only failover that ONTAP allows to a LIF for blocks on Cloud Volumes ONTAP.
pub(super) const STAYS_AT_HOME: &str = "home_port_only";

/// Whether the policy serves blocks. Policies that somebody made themselves count as not doing so.
pub(super) fn serves_blocks(policy: &str) -> bool {
    BLOCK_POLICIES.contains(&policy)
}

/// Whether this failover value allows another port of the same node, which Cloud Volumes ONTAP does not support.
pub(super) fn may_change_port_on_its_node(failover: &str) -> bool {
    matches!(failover, "home_node_only" | "broadcast_domain_only")
}

/// Whether this failover value allows a port of another node.
pub(super) fn may_leave_its_node(failover: &str) -> bool {
    !matches!(failover, "home_port_only" | "home_node_only")
}
