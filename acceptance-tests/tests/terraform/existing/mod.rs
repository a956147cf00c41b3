//! Estates of twenty-four storage VMs that others made, on every topology: queried, generated, imported and
//! planned empty by the newest Terraform, by way of `discover` by the oldest, without a write.

mod client;
mod estate;

use acceptance_tests::{Workdir, World, scenario};
use anyhow::{Context, Result, ensure};

use self::client::Client;
use self::estate::{NUMBER, Node, Place};

const SINGLE_NODE: Place = Place {
    preset: "single-node",
    nodes: &[Node { name: "cvo-node", interface: "eni-0c0a51de00000e0a1", network: "10.20.1" }],
    floating: None,
};

const ONE_ZONE: Place = Place {
    preset: "ha-single-az",
    nodes: &[
        Node { name: "cvo-node1", interface: "eni-0c0a51de00021e0a0", network: "10.30.1" },
        Node { name: "cvo-node2", interface: "eni-0c0a51de00022e0a0", network: "10.30.1" },
    ],
    floating: None,
};

const SEVERAL_ZONES: Place = Place {
    preset: "ha-multi-az",
    nodes: &[
        Node { name: "cvo-node1", interface: "eni-0c0a51de00031e0a0", network: "10.40.1" },
        Node { name: "cvo-node2", interface: "eni-0c0a51de00032e0a0", network: "10.40.2" },
    ],
    floating: Some("192.168.40"),
};

/// Makes the estate and expects that both ways bring all of it under Terraform, also after a takeover of this
/// node.
fn settles(place: &Place, failing: Option<&str>) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let world = place.start(folder.path())?;
    let objects = place.settle(&Client::of(world.ready())?)?;
    ensure!(objects >= 5 * NUMBER, "{objects} objects");
    world.forget_requests()?;
    comes_under_terraform(&world, objects)?;
    if let Some(node) = failing {
        world.takeover(node)?;
        comes_under_terraform(&world, objects).context("during a takeover")?;
    }
    Ok(())
}

fn comes_under_terraform(world: &World, objects: usize) -> Result<()> {
    is_queried(world, objects).context("query")?;
    is_discovered(world, objects).context("discover")?;
    assert_eq!(world.writes()?, Vec::<String>::new());
    Ok(())
}

fn is_queried(world: &World, objects: usize) -> Result<()> {
    let work = world.workdir(&scenario("estate/all"))?;
    work.run(&["query", "-generate-config-out=generated.tf"])?.succeeded()?;
    is_imported(&work, objects)
}

fn is_discovered(world: &World, objects: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let out = folder.path().to_str().context("no text")?;
    world.by_hand(&["discover", "--out", out])?.succeeded()?.saying("were written to")?;
    let oldest = world.programs().terraform_matrix.last().context("there are releases")?;
    is_imported(&world.workdir_with(oldest, folder.path())?, objects)
}

fn is_imported(work: &Workdir, objects: usize) -> Result<()> {
    let plan = work.plan()?;
    assert_eq!(plan.changes(), []);
    ensure!(plan.imports().len() == objects, "{} of {objects}: {:?}", plan.imports().len(), plan.imports());
    work.apply()?;
    work.expect_no_changes()
}

#[test]
fn twenty_four_storage_vms_of_a_single_node_come_under_terraform() -> Result<()> {
    settles(&SINGLE_NODE, None)
}

#[test]
fn twenty_four_storage_vms_of_one_zone_come_under_terraform_also_during_a_takeover() -> Result<()> {
    settles(&ONE_ZONE, Some("cvo-node1"))
}

#[test]
fn twenty_four_storage_vms_of_several_zones_come_under_terraform_also_during_a_takeover() -> Result<()> {
    settles(&SEVERAL_ZONES, Some("cvo-node1"))
}
