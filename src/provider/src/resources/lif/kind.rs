//! What a service policy's name says of its LIFs.

/// The built-in policies that serve blocks. Their LIFs never leave their home port.
const BLOCK_POLICIES: [&str; 3] = ["default-data-blocks", "default-data-iscsi", "default-data-nvme-tcp"];

/// The only failover that ONTAP allows to a LIF for blocks on Cloud Volumes ONTAP.
pub(super) const STAYS_AT_HOME: &str = "home_port_only";

/// Whether the policy serves blocks. Policies that somebody made themselves count as not doing so.
pub(super) fn serves_blocks(policy: &str) -> bool {
    BLOCK_POLICIES.contains(&policy)
}
