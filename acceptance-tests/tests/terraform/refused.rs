//! Invalid input: an error that names the attribute, and no changes on either side.

use acceptance_tests::{World, scenario};
use anyhow::{Context, Result};

/// A configuration below `scenarios/refused`, and parts of the error: the offending line and the reason.
type Case = (&'static str, &'static [&'static str]);

const CASES: &[Case] = &[
    ("unknown_aggregate", &["aggregates = [\"aggr9\"]", "aggr9", "aggr1"]),
    ("duplicate_svm_name", &["name = \"svm_cvo\"", "svm_cvo", "already"]),
    ("svm_name_nonsense", &["name = \"2 svm\""]),
    ("unknown_node", &["home_node = \"cvo-node-9\"", "cvo-node"]),
    ("unknown_port", &["home_port = \"e0z\"", "e0a"]),
    ("unknown_policy", &["service_policy = \"no-such-policy\"", "default-data-files"]),
    ("unknown_svm", &["svm_name = \"svm_nowhere\""]),
    ("netmask_nonsense", &["netmask = \"255.0.255.0\""]),
    ("netmask_of_another_subnet", &["netmask = \"16\""]),
    ("address_not_assigned", &["address = \"10.20.1.77\"", "cvo_secondary_ip"]),
    ("address_of_another_lif", &["address = \"10.20.1.14\"", "ip_nas_1"]),
    ("lif_address_on_the_wrong_interface", &["address = \"10.20.1.201\"", "eni-0f0e1a00000000021"]),
    ("address_on_another_interface", &["private_ip = \"10.20.1.202\"", "eni-0f0e1a00000000021"]),
    ("address_taken", &["private_ip = \"10.20.1.14\"", "ip_nas_1"]),
    ("address_outside_subnet", &["private_ip = \"10.20.9.5\"", "10.20.1.0/24"]),
    ("address_reserved", &["private_ip = \"10.20.1.2\"", "AWS"]),
    ("address_primary", &["private_ip = \"10.20.1.11\"", "primary"]),
    ("address_nonsense", &["private_ip = \"10.20.1.300\""]),
    ("unknown_interface", &["network_interface_id = \"eni-0123456789abcdef0\""]),
    ("interface_id_nonsense", &["network_interface_id = \"e0a\"", "eni-"]),
    ("destination_with_host_bits", &["destination = \"192.168.40.7/24\"", "192.168.40.0/24"]),
];

fn refused(world: &World, (case, parts): &Case) -> Result<()> {
    let before = world.state()?;
    let work = world.workdir(&scenario(&format!("refused/{case}")))?;
    work.try_apply()?.failed_saying(parts)?;
    if work.state_file().exists() {
        // Undo what other resources of the same run did.
        work.destroy()?;
    }
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn invalid_input_is_refused_with_the_attribute_and_without_changes() -> Result<()> {
    let world = World::single_node()?;
    let failed: Vec<String> = CASES
        .iter()
        .filter_map(|case| refused(&world, case).with_context(|| case.0).err())
        .map(|error| format!("{error:#}"))
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    Ok(())
}
