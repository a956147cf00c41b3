//! Moves from NetApp's provider, with state files that it wrote. Terraform asks for that provider as long as the
//! state names it: ours stands in for it, which no call of the move needs.

use acceptance_tests::{Workdir, World, scenario};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

const SOURCE: &str = "netapp/netapp-ontap";

/// Makes the objects of the state, and returns a folder whose state is that of NetApp's provider.
fn taken_over(world: &World, version: &str) -> Result<Workdir> {
    let made = world.workdir(&scenario("moved/made"))?;
    made.apply()?;
    made.add(&scenario("moved/objects.tf"))?;
    made.apply()?;
    let folder = scenario("moved").join(version);
    let work = world.workdir_of(SOURCE, &world.programs().plugin, &folder)?;
    work.add(&scenario("moved/objects.tf"))?;
    let state = std::fs::read_to_string(folder.join("netapp-ontap.tfstate"))?;
    let state = with_ids_of(serde_json::from_str(&state)?, &made.objects()?)?;
    std::fs::write(work.state_file(), state.to_string())?;
    Ok(work)
}

/// Returns the state with the uuids of these objects, and with an attribute of a later version.
fn with_ids_of(mut state: Value, objects: &[Value]) -> Result<Value> {
    for resource in state["resources"].as_array_mut().context("a state has resources")? {
        let target = match resource["type"].as_str().unwrap_or_default() {
            "netapp-ontap_svm" | "netapp-ontap_svm_resource" => "cvo_storage_vm",
            other if other.contains("route") => "cvo_route",
            _ => "cvo_lif",
        };
        let address = format!("{target}.{}", resource["name"].as_str().unwrap_or_default());
        let found = objects.iter().find(|object| object["address"] == *address);
        let attributes = &mut resource["instances"][0]["attributes"];
        attributes["id"] = found.with_context(|| format!("{address} was not made"))?["values"]["id"].clone();
        attributes["added_later"] = json!("something");
    }
    Ok(state)
}

fn is_moved_without_a_change(version: &str) -> Result<()> {
    let world = World::single_node()?;
    let work = taken_over(&world, version)?;
    world.forget_requests()?;
    let before = world.state()?;
    let plan = work.plan()?;
    ensure!(plan.changes().is_empty(), "{:?}", plan.changes());
    work.apply()?;
    work.expect_no_changes()?;
    let objects = work.objects()?;
    ensure!(objects.len() == 10, "{objects:#?}");
    for object in objects {
        ensure!(object["type"].as_str().is_some_and(|of| of.starts_with("cvo_")), "{object}");
        ensure!(object["identity"].is_object(), "{object}");
    }
    assert_eq!(world.writes()?, Vec::<String>::new());
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn a_state_of_version_1_is_moved_without_a_change() -> Result<()> {
    is_moved_without_a_change("v1")
}

#[test]
fn a_state_of_version_2_is_moved_without_a_change() -> Result<()> {
    is_moved_without_a_change("v2")
}

#[test]
fn objects_that_this_cluster_lacks_are_not_made_anew() -> Result<()> {
    let world = World::single_node()?;
    let folder = scenario("moved/v2");
    let work = world.workdir_of(SOURCE, &world.programs().plugin, &folder)?;
    work.add(&scenario("moved/objects.tf"))?;
    std::fs::copy(folder.join("netapp-ontap.tfstate"), work.state_file())?;
    let plan = work.run(&["plan", "-input=false"])?;
    plan.failed_saying(&["Storage VM peer_0 is not on this cluster", "CVO_ENDPOINT", "terraform state rm"])?;
    Ok(())
}

#[test]
fn what_is_moved_to_another_type_is_refused_with_the_other_way() -> Result<()> {
    let world = World::single_node()?;
    let folder = scenario("moved/v2");
    let work = world.workdir_of(SOURCE, &world.programs().plugin, &folder)?;
    std::fs::copy(folder.join("netapp-ontap.tfstate"), work.state_file())?;
    let wrong = std::fs::read_to_string(folder.join("main.tf"))?;
    let wrong = wrong.replace("to   = cvo_storage_vm.s0", "to   = cvo_route.s0");
    std::fs::write(work.path().join("main.tf"), wrong)?;
    let objects = std::fs::read_to_string(scenario("moved/objects.tf"))?;
    let objects = objects.replace("\"cvo_storage_vm\" \"s0\"", "\"cvo_storage_vm\" \"other\"");
    let objects = objects.replace("cvo_storage_vm.s0.name", "cvo_storage_vm.other.name");
    let route = "resource \"cvo_route\" \"s0\" {\n  svm_name = \"peer_0\"\n  gateway  = \"10.20.1.1\"\n}\n";
    std::fs::write(work.path().join("objects.tf"), format!("{objects}\n{route}"))?;
    work.run(&["plan", "-input=false"])?.failed_saying(&[
        "cannot be moved to cvo_route",
        "import {",
        "removed {",
    ])?;
    Ok(())
}
