//! Names and keywords of a LIF: their spelling and their meaning.

use std::collections::BTreeSet;

use ipnet::Ipv4Net;
use tfplugin_core::Invalid;

/// Length of the longest name of a LIF for blocks (ONTAP's error 1966300 beyond it); the limit applies to all
/// LIFs here.
const LONGEST: usize = 254;

/// The failover values of a LIF, as spelled by ONTAP's REST API.
pub const FAILOVERS: [&str; 5] =
    ["default", "home_port_only", "sfo_partners_only", "home_node_only", "broadcast_domain_only"];

/// Checks the name of a LIF. A slash would make `svm_name/lif_name` ambiguous, and ONTAP treats `*`, `|` and
/// others as patterns. ONTAP does not document which characters it allows.
pub fn name(name: &String) -> Result<(), Invalid> {
    let refuse = |why: String| Err(Invalid(format!("{name:?} is not a name for a LIF: {why}.")));
    if name.is_empty() {
        return refuse("it is empty".to_owned());
    }
    if name.chars().count() > LONGEST {
        return refuse(format!("it has more than {LONGEST} characters"));
    }
    match name.chars().find(|c| !(c.is_ascii_alphanumeric() || "_-.:".contains(*c))) {
        Some(wrong) => {
            refuse(format!("{wrong:?} is not allowed; use letters, digits, '_', '-', '.' and ':'"))
        }
        None => Ok(()),
    }
}

/// Checks that the value is one of ONTAP's failover values.
pub fn failover(value: &String) -> Result<(), Invalid> {
    if FAILOVERS.contains(&value.as_str()) {
        return Ok(());
    }
    Err(Invalid(format!("{value:?} is no value of failover. ONTAP knows {}.", FAILOVERS.join(", "))))
}

/// Checks that the values are IPv4 ranges.
pub fn cidrs(value: &BTreeSet<String>) -> Result<(), Invalid> {
    match value.iter().find(|cidr| cidr.parse::<Ipv4Net>().is_err()) {
        Some(wrong) => {
            Err(Invalid(format!("{wrong:?} is no IPv4 range. Write one such as \"10.50.0.0/16\".")))
        }
        None => Ok(()),
    }
}

/// The built-in policies that serve blocks. Their LIFs never leave their home port. That a storage VM without
/// an iSCSI service can have one is assumed (`block-lif-without-service`) from NetApp's procedure.
const BLOCK_POLICIES: [&str; 3] = ["default-data-blocks", "default-data-iscsi", "default-data-nvme-tcp"];

/// The only failover that ONTAP allows for a LIF for blocks on Cloud Volumes ONTAP.
pub const HOME_PORT_ONLY: &str = "home_port_only";

/// Returns whether the policy serves blocks. For a custom policy it returns `false`.
pub fn serves_blocks(policy: &str) -> bool {
    BLOCK_POLICIES.contains(&policy)
}

/// The services for blocks over IP, as ONTAP spells them in its answers.
const BLOCK_SERVICES: [&str; 2] = ["data_iscsi", "data_nvme_tcp"];

/// Returns whether one of these services, of a policy or of a LIF, is for blocks.
pub fn has_block_services(services: &[String]) -> bool {
    services.iter().any(|service| BLOCK_SERVICES.contains(&service.as_str()))
}

/// Returns whether this failover value allows another port of the same node, which Cloud Volumes ONTAP does
/// not support.
pub fn may_change_port_on_its_node(failover: &str) -> bool {
    matches!(failover, "home_node_only" | "broadcast_domain_only")
}

/// Returns whether this failover value allows a port of another node.
pub fn may_leave_its_node(failover: &str) -> bool {
    !matches!(failover, "home_port_only" | "home_node_only")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_without_patterns_and_slashes_are_accepted() {
        for text in ["ip_nas_2", "cvo-node_mgmt1", "a.b:c", &"a".repeat(254)] {
            assert_eq!(name(&text.to_owned()), Ok(()), "{text}");
        }
        for text in ["", "a b", "svm/lif", "ip_*", "a|b", "ü", &"a".repeat(255)] {
            assert!(name(&text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn only_failover_values_of_the_rest_api_are_accepted() {
        for value in FAILOVERS {
            assert_eq!(failover(&value.to_owned()), Ok(()));
        }
        for value in ["disabled", "system-defined", "", "Default"] {
            let refusal = failover(&value.to_owned()).unwrap_err().to_string();
            assert!(refusal.contains("home_port_only"), "{refusal}");
        }
    }

    #[test]
    fn only_ipv4_ranges_are_accepted() {
        let set = |text: &str| BTreeSet::from([text.to_owned()]);
        assert_eq!(cidrs(&set("10.50.0.0/16")), Ok(()));
        for wrong in ["10.50.0.0", "nonsense", "fd00::/8", "10.0.0.0/33"] {
            assert!(cidrs(&set(wrong)).unwrap_err().to_string().contains("10.50.0.0/16"), "{wrong}");
        }
    }
}
