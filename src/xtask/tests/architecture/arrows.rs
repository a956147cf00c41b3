//! The dependencies between our crates.

use std::collections::{BTreeMap, BTreeSet};

use super::cargo::packages;

/// Each of our crates, with those of our crates that it may depend on. The second list is for its tests.
const ARROWS: &[(&str, &[&str], &[&str])] = &[
    ("tfplugin-core", &["tfplugin-derive"], &[]),
    ("tfplugin", &["tfplugin-core", "tfplugin-derive"], &[]),
    ("tfplugin-derive", &[], &[]),
    ("ontap", &["ontap-core", "waiting"], &["captured-log", "cvo-simulator"]),
    ("ontap-core", &[], &[]),
    ("ec2-core", &[], &[]),
    ("ec2", &["ec2-core", "waiting"], &["captured-log"]),
    ("ec2-sdk", &["ec2", "waiting"], &["captured-log", "cvo-simulator"]),
    ("kvm-drivers", &[], &[]),
    ("ssh-core", &[], &[]),
    ("ssh", &["ssh-core"], &["ssh"]),
    ("linux-machine", &["kvm-drivers", "ssh"], &["linux-machine"]),
    ("provider-core", &["ec2-core", "kvm-drivers", "ontap-core", "ssh-core", "tfplugin-core"], &[]),
    (
        "provider",
        &["ec2", "kvm-drivers", "linux-machine", "ontap", "provider-core", "ssh", "tfplugin", "waiting"],
        &["captured-log", "cvo-simulator", "linux-machine", "ssh"],
    ),
    ("waiting", &[], &["captured-log"]),
    ("captured-log", &[], &[]),
    ("terraform-provider-cvo", &["ec2", "ec2-sdk", "provider", "tfplugin"], &["cvo-simulator"]),
    ("cvo-simulator", &[], &[]),
    ("terraform-launcher", &[], &[]),
    ("acceptance-tests", &[], &["kvm-drivers", "ssh"]),
    ("xtask", &["acceptance-tests", "provider", "tfplugin"], &[]),
];

#[test]
fn crates_depend_on_each_other_as_the_table_says() {
    let set = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    let table: BTreeMap<_, _> =
        ARROWS.iter().map(|(name, product, tests)| (name.to_string(), (set(product), set(tests)))).collect();
    let dependencies = packages().into_iter().map(|package| {
        let ours = package.dependencies.into_iter().filter(|needed| needed.is_ours);
        let (tests, product): (Vec<_>, Vec<_>) = ours.partition(|needed| needed.for_tests);
        let names =
            |needed: Vec<super::cargo::Dependency>| needed.into_iter().map(|needed| needed.name).collect();
        (package.name, (names(product), names(tests)))
    });
    assert_eq!(dependencies.collect::<BTreeMap<_, (BTreeSet<_>, BTreeSet<_>)>>(), table);
}
