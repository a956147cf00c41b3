//! Which attributes no API knows: a change of these alone contacts nobody, unless a check depends on them.

use tfplugin_core::{Model, Path, Value};

use crate::lif::LifModel;
use crate::linux_kvm_drivers::LinuxKvmDriversModel;
use crate::object::OntapModel;
use crate::route::RouteModel;
use crate::secondary_ip::SecondaryIpModel;
use crate::service_policy_move::MoveModel;
use crate::storage_vm::StorageVmModel;

/// Returns the object of an empty configuration with one attribute changed.
fn changed<M: Model>(name: &str) -> M {
    let Value::Map(mut attributes) = M::defaults().to_value() else { unreachable!("a model is an object") };
    attributes.insert(name.to_owned(), Value::Unknown);
    M::from_value(&Value::Map(attributes), &Path::default()).unwrap()
}

/// Returns the attributes of which a change is local.
fn local<M: Model>() -> Vec<String> {
    let mut names: Vec<_> = M::attributes().into_iter().map(|attribute| attribute.name).collect();
    names.retain(|name| changed::<M>(name).differs_only_locally(&M::defaults()));
    names.sort();
    names
}

/// Asserts that the local attributes are those that no check depends on, and those whose change runs one.
fn assert_local<M: OntapModel>(free: &[&str], checked: &[&str]) {
    let mut all = [free, checked].concat();
    all.sort_unstable();
    assert_eq!(local::<M>(), all, "{}: say here which checks depend on a new attribute", M::TYPE);
    for name in all {
        let runs_its_check = changed::<M>(name).checks_locally(&M::defaults());
        assert_eq!(runs_its_check, checked.contains(&name), "{}.{name}", M::TYPE);
    }
}

#[test]
fn a_local_attribute_runs_its_check_when_it_alone_changes() {
    // What counts when the storage VM is destroyed is looked at then, in its plan.
    assert_local::<StorageVmModel>(
        &["contents_check", "deletion_protection", "recovery_queue", "timeouts"],
        &[],
    );
    assert_local::<RouteModel>(&["timeouts"], &[]);
    // A takeover matters to the create alone.
    assert_local::<LifModel>(
        &["allow_during_takeover", "timeouts"],
        &["additional_cidrs", "require_private_lifs", "route_table_ids"],
    );
}

#[test]
fn no_check_depends_on_the_local_attributes_of_the_others() {
    assert_eq!(local::<SecondaryIpModel>(), [""; 0]);
    // Carriers are looked at when services move, in either direction, with the value that counts then.
    assert_eq!(
        local::<MoveModel>(),
        ["allow_during_takeover", "on_missing_carrier", "restore_on_destroy", "timeouts"]
    );
    // These say how to get there, and what an image is changed with; a machine is looked at when it is changed.
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
