//! Spellings that can be checked offline.

use std::collections::BTreeSet;

use ipnet::Ipv4Net;
use ontap::Failover;
use tfplugin::Invalid;

/// Longest name of a LIF for blocks (ONTAP's error 1966300 beyond it); the same is asked of all.
const LONGEST: usize = 254;

/// A name for a LIF. A slash would make `svm_name/lif_name` ambiguous, and ONTAP takes `*`, `|` and others for
/// patterns; what exactly it allows is not documented.
pub(super) fn lif(name: &String) -> Result<(), Invalid> {
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

/// One of ONTAP's failover values.
pub(super) fn failover(value: &String) -> Result<(), Invalid> {
    if Failover::VALUES.contains(&value.as_str()) {
        return Ok(());
    }
    Err(Invalid(format!("{value:?} is no value of failover. ONTAP knows {}.", Failover::VALUES.join(", "))))
}

/// IPv4 ranges.
pub(super) fn cidrs(value: &BTreeSet<String>) -> Result<(), Invalid> {
    match value.iter().find(|cidr| cidr.parse::<Ipv4Net>().is_err()) {
        Some(wrong) => {
            Err(Invalid(format!("{wrong:?} is no IPv4 range. Write one such as \"10.50.0.0/16\".")))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_stand_for_one_lif_are_taken() {
        for name in ["ip_nas_2", "cvo-node_mgmt1", "a.b:c", &"a".repeat(254)] {
            assert_eq!(lif(&name.to_owned()), Ok(()), "{name}");
        }
        for name in ["", "a b", "svm/lif", "ip_*", "a|b", "ü", &"a".repeat(255)] {
            assert!(lif(&name.to_owned()).is_err(), "{name}");
        }
    }

    #[test]
    fn only_the_words_of_the_rest_api_are_failover_values() {
        for value in Failover::VALUES {
            assert_eq!(failover(&(*value).to_owned()), Ok(()));
        }
        for value in ["disabled", "system-defined", "", "Default"] {
            let refusal = failover(&value.to_owned()).unwrap_err().to_string();
            assert!(refusal.contains("home_port_only"), "{refusal}");
        }
    }

    #[test]
    fn only_ipv4_ranges_are_ranges() {
        let set = |text: &str| BTreeSet::from([text.to_owned()]);
        assert_eq!(cidrs(&set("10.50.0.0/16")), Ok(()));
        for wrong in ["10.50.0.0", "nonsense", "fd00::/8", "10.0.0.0/33"] {
            assert!(cidrs(&set(wrong)).unwrap_err().to_string().contains("10.50.0.0/16"), "{wrong}");
        }
    }
}
