//! Another home for a LIF and its address, on a pair in one zone.

use acceptance_tests::{Action, Fault, World, scenario};
use anyhow::Result;

const LIF: &str = "cvo_lif.nas";
const IP: &str = "cvo_secondary_ip.nas";
const E0A: [&str; 2] = ["eni-0c0a51de00021e0a0", "eni-0c0a51de00022e0a0"];

#[test]
fn lif_and_address_change_their_home_in_place_whether_ontap_moves_the_address_or_not() -> Result<()> {
    let world = World::of("ha-single-az", "9.15.1")?;
    let before = world.state()?;
    let mut work = world.workdir(&scenario("lif/rehoming"))?;
    work.set("TF_VAR_node", "cvo-node1").apply()?;
    work.expect_no_changes()?;
    let id = work.attributes(LIF)?["id"].clone();
    for (follows, to) in [(true, 1), (false, 0)] {
        world.follow_rehoming(follows)?;
        work.set("TF_VAR_node", &format!("cvo-node{}", to + 1));
        let plan = work.plan()?;
        assert_eq!(plan.changes(), [(LIF, Action::Update), (IP, Action::Update)]);
        assert_eq!(plan.changed_attributes(IP), ["id", "network_interface_id"]);
        world.forget_requests()?;
        work.apply()?;
        let assigned = world.writes()?.iter().any(|write| write.contains("AssignPrivateIpAddresses"));
        assert_eq!(assigned, !follows, "the provider assigns the address only where ONTAP does not");
        work.expect_no_changes()?;
        assert_eq!(work.attributes(IP)?["id"], format!("{}/10.30.1.70", E0A[to]));
        assert_eq!(work.attributes(LIF)?["id"], id);
        assert!(holds(&world, E0A[to])?, "the address is on the interface of its LIF's home");
    }
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn a_home_that_cannot_be_reached_is_left_again_and_the_next_apply_gets_there() -> Result<()> {
    let world = World::of("ha-single-az", "9.15.1")?;
    let mut work = world.workdir(&scenario("lif/rehoming"))?;
    work.set("TF_VAR_node", "cvo-node1").apply()?;
    world.follow_rehoming(false)?;
    work.set("TF_VAR_node", "cvo-node2");
    let message = "You are not authorized to perform this operation.";
    world.fault(&Fault::error(403, "UnauthorizedOperation", message).on_ec2("Assign*").at(1, 0))?;
    work.try_apply()?.failed_saying(&["is back on node cvo-node1", "10.30.1.70 is on", E0A[0]])?;
    assert!(holds(&world, E0A[0])?);
    world.clear_faults()?;
    work.apply()?;
    work.expect_no_changes()?;
    assert!(holds(&world, E0A[1])?);
    work.destroy()?;
    Ok(())
}

/// Returns whether the interface has the address.
fn holds(world: &World, interface: &str) -> Result<bool> {
    let state = world.state()?;
    let interfaces = state["interfaces"].as_array().cloned().unwrap_or_default();
    let own = interfaces.iter().find(|found| found["id"] == interface);
    let addresses = own.and_then(|own| own["private_ips"].as_array()).cloned().unwrap_or_default();
    Ok(addresses.iter().any(|address| address == "10.30.1.70"))
}
