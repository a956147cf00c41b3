//! Which attributes no API knows: a change of these alone contacts nobody.

use tfplugin_core::{Model, Path, Value};

use crate::lif::LifModel;
use crate::linux_kvm_drivers::LinuxKvmDriversModel;
use crate::route::RouteModel;
use crate::secondary_ip::SecondaryIpModel;
use crate::service_policy_move::MoveModel;
use crate::storage_vm::StorageVmModel;

/// Returns the attributes of which a change is local.
fn local<M: Model>() -> Vec<String> {
    let before = M::defaults();
    let is_local = |name: &str| {
        let Value::Map(mut attributes) = before.to_value() else { unreachable!("a model is an object") };
        attributes.insert(name.to_owned(), Value::Unknown);
        let changed = M::from_value(&Value::Map(attributes), &Path::default()).unwrap();
        changed.differs_only_locally(&before)
    };
    let mut names: Vec<_> = M::attributes().into_iter().map(|attribute| attribute.name).collect();
    names.retain(|name| is_local(name));
    names.sort();
    names
}

#[test]
fn each_resource_says_which_attributes_no_api_knows() {
    assert_eq!(local::<StorageVmModel>(), ["deletion_protection", "timeouts"]);
    assert_eq!(local::<RouteModel>(), ["timeouts"]);
    assert_eq!(
        local::<LifModel>(),
        ["additional_cidrs", "allow_during_takeover", "require_private_lifs", "route_table_ids", "timeouts"]
    );
    assert_eq!(local::<SecondaryIpModel>(), [""; 0]);
    assert_eq!(
        local::<MoveModel>(),
        ["allow_during_takeover", "on_missing_carrier", "restore_on_destroy", "timeouts"]
    );
    assert_eq!(
        local::<LinuxKvmDriversModel>(),
        [
            "allow_chroot",
            "become",
            "host_keys",
            "keep_previous_image",
            "on_destroy",
            "on_unreachable",
            "reboot",
            "security_software",
            "ssh_profile",
            "timeouts",
            "user",
            "wait_for_ssh",
        ]
    );
}
