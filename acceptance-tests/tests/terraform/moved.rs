//! Moves from NetApp's provider, with state files that it wrote. Terraform asks for that provider as long as the
//! state names it: ours stands in for it, which no call of the move needs.

use acceptance_tests::{Workdir, World, scenario};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

const SOURCE: &str = "netapp/netapp-ontap";

/// A system, and what the texts about a single node become there.
struct Place {
    preset: &'static str,
    texts: &'static [(&'static str, &'static str)],
    /// Whether EC2 has the addresses of the LIFs.
    private: bool,
}

const SINGLE_NODE: Place = Place { preset: "single-node", texts: &[], private: true };

const ONE_ZONE: Place = Place {
    preset: "ha-single-az",
    texts: &[("\"cvo-node\"", "\"cvo-node1\""), ("\"10.20.1.", "\"10.30.1.")],
    private: true,
};

/// The addresses of the LIFs are outside of the VPC here, and so float.
const SEVERAL_ZONES: Place = Place {
    preset: "ha-multi-az",
    texts: &[("\"cvo-node\"", "\"cvo-node1\""), ("\"10.20.1.1\"", "\"10.40.1.1\"")],
    private: false,
};

impl Place {
    /// Returns a file of a scenario as it is here.
    fn read(&self, file: &str) -> Result<String> {
        let text = std::fs::read_to_string(scenario("moved").join(file)).with_context(|| file.to_owned())?;
        Ok(self.texts.iter().fold(text, |text, (old, new)| text.replace(old, new)))
    }
}

/// Makes the objects of the state, and returns a folder whose state is that of NetApp's provider.
fn taken_over(world: &World, place: &Place, version: &str) -> Result<Workdir> {
    let made = world.workdir(&scenario("moved/made"))?;
    if place.private {
        std::fs::write(made.path().join("main.tf"), place.read("made/main.tf")?)?;
        made.apply()?;
    } else {
        made.configure(&scenario("estate/nothing"))?;
    }
    let objects = place.read("objects.tf")?;
    std::fs::write(made.path().join("objects.tf"), &objects)?;
    made.apply()?;
    let work = world.workdir_of(SOURCE, &world.programs().plugin, &scenario("moved").join(version))?;
    std::fs::write(work.path().join("objects.tf"), objects)?;
    let state = place.read(&format!("{version}/netapp-ontap.tfstate"))?;
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

/// Moves the objects and returns them.
fn moved_without_a_change(place: &Place, version: &str) -> Result<Vec<Value>> {
    let world = World::of(place.preset, "9.15.1")?;
    let work = taken_over(&world, place, version)?;
    world.forget_requests()?;
    let before = world.state()?;
    let plan = work.plan()?;
    ensure!(plan.changes().is_empty(), "{:?}", plan.changes());
    work.apply()?;
    work.expect_no_changes()?;
    let objects = work.objects()?;
    ensure!(objects.len() == 10, "{objects:#?}");
    ensure!(objects.iter().all(|object| object["type"].as_str().is_some_and(|of| of.starts_with("cvo_"))));
    assert_eq!(world.writes()?, Vec::<String>::new());
    assert_eq!(world.state()?, before);
    Ok(objects)
}

fn are_moved_without_a_change(place: &Place) -> Result<()> {
    for version in ["v1", "v2"] {
        moved_without_a_change(place, version).with_context(|| version.to_owned())?;
    }
    Ok(())
}

#[test]
fn states_of_both_versions_are_moved_on_a_single_node_without_a_change() -> Result<()> {
    are_moved_without_a_change(&SINGLE_NODE)
}

#[test]
fn states_of_both_versions_are_moved_in_one_zone_without_a_change() -> Result<()> {
    are_moved_without_a_change(&ONE_ZONE)
}

#[test]
fn states_of_both_versions_are_moved_in_several_zones_without_a_change() -> Result<()> {
    are_moved_without_a_change(&SEVERAL_ZONES)
}

#[test]
fn moved_objects_have_an_identity() -> Result<()> {
    let objects = moved_without_a_change(&SEVERAL_ZONES, "v2")?;
    ensure!(objects.iter().all(|object| object["identity"].is_object()), "{objects:#?}");
    Ok(())
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
