//! Connection problems: a cluster that cannot be reached or trusted, and invalid answers.

use acceptance_tests::{Fault, Workdir, World, scenario};
use anyhow::{Context, Result, ensure};

/// Expects an apply to fail with all `parts` in its error, and nothing to change.
fn fails(world: &World, work: &Workdir, parts: &[&str]) -> Result<()> {
    let before = world.state()?;
    work.try_apply()?.failed_saying(parts)?;
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn a_connection_that_cannot_work_is_explained() -> Result<()> {
    let world = World::single_node()?;
    let other_authority = World::single_node()?;
    let elsewhere = other_authority.ready().ca_file.display().to_string();
    let nobody_listens = "https://127.0.0.1:9";
    for (variable, value, parts) in [
        ("CVO_PASSWORD", "wrong", &["401", "CVO_PASSWORD"][..]),
        ("CVO_CA_FILE", &elsewhere, &["certificate"]),
        ("CVO_CA_FILE", "/nowhere/ca.pem", &["/nowhere/ca.pem"]),
        ("CVO_EXPECTED_CLUSTER_UUID", "11111111-2222-3333-4444-555555555555", &["expected_cluster_uuid"]),
        ("CVO_ENDPOINT", nobody_listens, &["127.0.0.1:9"]),
        ("CVO_ENDPOINT", "http://127.0.0.1", &["https"]),
    ] {
        let mut work = world.workdir(&scenario("storage_vm/minimal"))?;
        work.set(variable, value);
        fails(&world, &work, parts).with_context(|| format!("{variable}={value}"))?;
    }
    Ok(())
}

#[test]
fn invalid_answers_of_ontap_are_explained() -> Result<()> {
    let world = World::single_node()?;
    let html = "<html><body>Service unavailable</body></html>";
    for (fault, parts) in [
        (Fault::error(500, "2", "internal error"), &["500"][..]),
        (Fault::error(503, "4", "service unavailable"), &["503"]),
        (Fault::body(200, "text/html", html), &["HTML"]),
        (Fault::body(200, "application/hal+json", "{\"records\": [{\"na"), &["JSON"]),
    ] {
        let work = world.workdir(&scenario("storage_vm/minimal"))?;
        world.fault(&fault.on_ontap(None, "*").at(1, 0))?;
        let outcome = fails(&world, &work, parts);
        world.clear_faults()?;
        outcome.with_context(|| parts.join(" "))?;
    }
    Ok(())
}

#[test]
fn throttling_is_waited_out_and_missing_rights_are_named() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("secondary_ip/explicit/1-create"))?;
    let message = "You are not authorized to perform this operation.";
    world.fault(&Fault::error(403, "UnauthorizedOperation", message).on_ec2("Assign*").at(1, 0))?;
    fails(&world, &work, &["UnauthorizedOperation", "AssignPrivateIpAddresses", "permission"])?;
    world.clear_faults()?;
    let throttled = Fault::error(503, "RequestLimitExceeded", "Request limit exceeded.");
    world.fault(&throttled.on_ec2("*").at(1, 3))?;
    work.apply()?;
    work.expect_no_changes()
}

#[test]
fn a_state_file_from_a_newer_schema_is_refused() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("storage_vm/minimal"))?;
    work.apply()?;
    let text = std::fs::read_to_string(work.state_file())?;
    let newer = text.replace("\"schema_version\": 0", "\"schema_version\": 7");
    ensure!(newer != text, "the state file has no schema version");
    std::fs::write(work.state_file(), newer)?;
    fails(&world, &work, &["cvo_storage_vm.svm_2", "version"])
}
