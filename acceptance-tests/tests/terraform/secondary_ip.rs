//! `cvo_secondary_ip`.

use std::fs;

use acceptance_tests::{Action, World, scenario};
use anyhow::Result;

const ADDRESS: &str = "cvo_secondary_ip.nas";

#[test]
fn an_automatic_choice_is_kept_and_released_by_a_destroy() -> Result<()> {
    let world = World::single_node()?;
    let before = world.state()?;
    let work = world.workdir(&scenario("secondary_ip/automatic"))?;
    work.apply()?;
    work.expect_no_changes()?;
    let attributes = work.attributes(ADDRESS)?;
    assert_eq!(attributes["release_on_destroy"], true);
    assert_eq!(attributes["assigned"], true);
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn another_address_replaces_the_resource() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("secondary_ip/explicit/1-create"))?;
    work.apply()?;
    work.expect_no_changes()?;
    work.configure(&scenario("secondary_ip/explicit/2-other-address"))?;
    assert_eq!(work.plan()?.changes(), [(ADDRESS, Action::Replace)]);
    work.apply()?;
    work.expect_no_changes()?;
    assert_eq!(work.attributes(ADDRESS)?["private_ip"], "10.20.1.61");
    Ok(())
}

#[test]
fn release_on_destroy_false_leaves_the_address_where_reuse_unused_adopts_it() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("secondary_ip/explicit/2-other-address"))?;
    work.apply()?;
    let assigned = world.state()?;
    world.forget_requests()?;
    work.configure(&scenario("secondary_ip/explicit/3-kept-on-destroy"))?;
    assert_eq!(work.plan()?.changes(), [(ADDRESS, Action::Update)]);
    work.apply()?;
    work.destroy()?;
    let adopting = world.workdir(&scenario("secondary_ip/reused"))?;
    adopting.apply()?;
    adopting.expect_no_changes()?;
    assert_eq!(adopting.attributes(ADDRESS)?["release_on_destroy"], false);
    adopting.destroy()?;
    assert_eq!(world.writes()?, Vec::<String>::new());
    assert_eq!(world.state()?, assigned);
    Ok(())
}

#[test]
fn an_address_unassigned_outside_terraform_is_assigned_again_in_place() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("secondary_ip/automatic"))?;
    work.apply()?;
    let (address, assigned) = (work.attributes(ADDRESS)?["private_ip"].clone(), world.state()?);
    work.twin()?.destroy()?;
    let plan = work.plan()?;
    assert_eq!(plan.changes(), [(ADDRESS, Action::Update)]);
    assert_eq!(plan.changed_attributes(ADDRESS), ["assigned"]);
    work.apply()?;
    work.expect_no_changes()?;
    assert_eq!(work.attributes(ADDRESS)?["private_ip"], address);
    assert_eq!(world.state()?, assigned);
    Ok(())
}

#[test]
fn it_is_imported_with_an_empty_plan_and_kept_by_a_destroy() -> Result<()> {
    let world = World::single_node()?;
    let made = world.workdir(&scenario("secondary_ip/automatic"))?;
    made.apply()?;
    let assigned = world.state()?;
    let id = made.attributes(ADDRESS)?["id"].as_str().unwrap_or_default().to_owned();
    let work = world.workdir(&scenario("secondary_ip/automatic"))?;
    work.import(ADDRESS, &id)?;
    work.expect_no_changes()?;
    assert_eq!(work.attributes(ADDRESS)?["release_on_destroy"], false);
    work.destroy()?;
    assert_eq!(world.state()?, assigned);
    Ok(())
}

#[test]
fn a_full_interface_is_reported_with_limit_and_users_and_not_changed() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("secondary_ip/full/1-fill"))?;
    work.apply()?;
    work.expect_no_changes()?;
    let full = world.state()?;
    work.configure(&scenario("secondary_ip/full/2-one-more"))?;
    work.try_apply()?.failed_saying(&[
        "cvo_secondary_ip.one_more",
        "allows 15 private IPv4 addresses",
        "ip_nas_1",
    ])?;
    assert_eq!(world.state()?, full);
    Ok(())
}

#[test]
fn on_a_full_interface_what_is_tainted_or_replaced_is_planned_and_a_destroy_has_a_way() -> Result<()> {
    let world = World::single_node()?;
    let before = world.state()?;
    let work = world.workdir(&scenario("secondary_ip/full/1-fill"))?;
    work.apply()?;
    let filler = "cvo_secondary_ip.filler[0]";
    let replaced = [(filler, Action::Replace)];
    assert_eq!(work.plan_with(&[&format!("-replace={filler}")])?.changes(), replaced);
    work.run(&["taint", filler])?.succeeded()?;
    assert_eq!(work.plan_with(&["-refresh=false"])?.changes(), replaced);
    work.run(&["plan", "-destroy", "-input=false"])?.succeeded()?;
    work.apply()?;
    work.expect_no_changes()?;
    work.configure(&scenario("secondary_ip/full/2-one-more"))?;
    let destroy = ["destroy", "-auto-approve", "-input=false", "-refresh=false"];
    work.run(&destroy[..3])?.failed_saying(&["is full", "terraform destroy -refresh=false"])?;
    work.run(&destroy)?.succeeded()?;
    assert_eq!(world.state()?, before);
    Ok(())
}

/// Such a block has Terraform validate, plan and apply with one configuration of the provider.
#[test]
fn a_terraform_test_with_a_provider_block_fills_an_interface() -> Result<()> {
    let world = World::single_node()?;
    let before = world.state()?;
    for step in ["secondary_ip/full/1-fill", "secondary_ip/explicit/1-create"] {
        let work = world.workdir(&scenario(step))?;
        fs::create_dir_all(work.path().join("tests"))?;
        let file = "provider \"cvo\" {}\n\nrun \"planned\" {\n  command = plan\n}\n\nrun \"made\" {}\n";
        fs::write(work.path().join("tests/made.tftest.hcl"), file)?;
        work.run(&["test"])?.succeeded()?.saying("2 passed, 0 failed.")?;
        assert_eq!(world.state()?, before);
    }
    Ok(())
}

#[test]
fn one_after_the_other_another_key_for_the_same_address_is_planned() -> Result<()> {
    let world = World::single_node()?;
    let mut work = world.workdir(&scenario("secondary_ip/keyed"))?;
    // Only a plugin that Terraform starts sees how many objects Terraform works on at once.
    work.let_terraform_start_the_plugin();
    work.set("TF_VAR_key", "former").apply()?;
    work.set("TF_VAR_key", "new");
    for options in [&["-parallelism=1"][..], &["-parallelism=1"], &[]] {
        assert_eq!(work.plan_with(options)?.changes().len(), 2, "{options:?}");
    }
    work.set("TF_CLI_ARGS_plan", "-parallelism=1");
    assert_eq!(work.plan()?.changes().len(), 2);
    Ok(())
}

#[test]
fn another_address_that_only_the_apply_knows_is_refused_and_planned_next() -> Result<()> {
    let world = World::single_node()?;
    let mut work = world.workdir(&scenario("secondary_ip/unknown"))?;
    work.set("TF_VAR_address", "10.20.1.60").apply()?;
    work.set("TF_VAR_address", "10.20.1.61");
    work.try_apply()?.failed_saying(&["10.20.1.60 was not to be replaced", "Plan again"])?;
    assert_eq!(work.attributes(ADDRESS)?["private_ip"], "10.20.1.60");
    assert_eq!(work.plan()?.changes(), [(ADDRESS, Action::Replace)]);
    work.apply()?;
    work.expect_no_changes()?;
    assert_eq!(work.attributes(ADDRESS)?["private_ip"], "10.20.1.61");
    Ok(())
}
