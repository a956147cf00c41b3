//! The provider block.

use acceptance_tests::{World, scenario};
use anyhow::Result;

#[test]
fn everything_can_be_configured_in_the_provider_block() -> Result<()> {
    let world = World::single_node()?;
    let ready = world.ready();
    let mut work = world.workdir(&scenario("provider/explicit"))?;
    for variable in
        ["CVO_ENDPOINT", "CVO_USERNAME", "CVO_PASSWORD", "CVO_CA_FILE", "AWS_ENDPOINT_URL_EC2", "AWS_REGION"]
    {
        work.set(variable, "");
    }
    work.set("TF_VAR_endpoint", &ready.ontap).set("TF_VAR_username", &ready.username);
    work.set("TF_VAR_password", &ready.password).set("TF_VAR_ca_file", &ready.ca_file.display().to_string());
    work.set("TF_VAR_region", &ready.region).set("TF_VAR_ec2_endpoint", &ready.ec2);
    work.apply()?;
    assert_eq!(work.outputs()?["network_interface_id"]["value"], "eni-0c0a51de00000e0a1");
    assert!(!std::fs::read_to_string(work.state_file())?.contains(&ready.password));
    Ok(())
}

#[test]
fn an_unexpected_cluster_or_account_is_refused() -> Result<()> {
    let world = World::single_node()?;
    let before = world.state()?;
    for (case, part) in
        [("another_cluster", "expected_cluster_uuid"), ("another_account", "allowed_account_ids")]
    {
        let work = world.workdir(&scenario(&format!("provider/{case}")))?;
        work.try_apply()?.failed_saying(&[part])?;
        assert_eq!(world.state()?, before);
    }
    assert_eq!(world.writes()?, Vec::<String>::new());
    Ok(())
}
