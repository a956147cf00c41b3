//! The storage VM that the system was deployed with, if all storage VMs are known.

use ontap_core::Volume;

use crate::storage_vm::Whole;
use crate::system::{Oldest, oldest_svm};

/// Returns the storage VM with the oldest of these root volumes, out of all storage VMs. One whose root volume is not
/// listed may be the oldest; the destination of a replication has none and was not deployed.
#[must_use]
pub fn oldest_of(storage_vms: &[Whole], roots: &[Volume]) -> Oldest {
    match storage_vms.iter().find(|whole| !whole.root_is_known()) {
        Some(whole) => {
            let name = &whole.svm().name;
            Oldest::Untold(format!("ONTAP lists no root volume of storage VM {name}"))
        }
        None => oldest_svm(roots),
    }
}

#[cfg(test)]
mod tests {
    use ontap_core::Svm;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_storage_vm_without_a_listed_root_volume_may_be_the_oldest() {
        let svm = |name: &str, subtype: &str| -> Svm {
            let svm = json!({"uuid": format!("u-{name}"), "name": name, "subtype": subtype});
            serde_json::from_value(svm).unwrap()
        };
        let made: Volume = serde_json::from_value(json!({
            "uuid": "u", "name": "root", "svm": {"name": "a", "uuid": "u-a"}, "create_time": "2026-01-01T00:00:00Z"
        }))
        .unwrap();
        let whole = Whole::new(svm("a", "default"), Some(made.clone()), None);
        let copy = Whole::from(svm("c", "dp_destination"));
        let known = oldest_of(&[whole.clone(), copy], std::slice::from_ref(&made)).known().unwrap();
        assert_eq!(known.name, "a");
        let lacking = oldest_of(&[whole, Whole::from(svm("b", "default"))], &[made]);
        assert_eq!(lacking, Oldest::Untold("ONTAP lists no root volume of storage VM b".to_owned()));
    }
}
