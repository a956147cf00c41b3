//! Imports by identity.

use acceptance_tests::{Workdir, World, example, scenario};
use anyhow::{Result, ensure};

fn stack(world: &World, name: &str) -> Result<Workdir> {
    world.workdir(&example("stacks").join(name))
}

fn is_imported_by_identity(name: &str) -> Result<()> {
    let world = World::of(name, "9.15.1")?;
    let made = stack(&world, name)?;
    made.apply()?;
    world.forget_requests()?;
    let work = stack(&world, name)?;
    work.import_all_of_by_identity(&made)?;
    work.apply()?;
    work.expect_no_changes()?;
    assert_eq!(world.writes()?, Vec::<String>::new());
    let identities = |work: &Workdir| -> Result<Vec<_>> {
        let objects = work.objects()?.into_iter().filter(|object| object["mode"] == "managed");
        Ok(objects.map(|object| (object["address"].clone(), object["identity"].clone())).collect())
    };
    let found = identities(&work)?;
    assert_eq!(found, identities(&made)?);
    ensure!(found.iter().all(|(_, identity)| identity.is_object()), "{found:?}");
    Ok(())
}

#[test]
fn the_stack_of_a_single_node_is_imported_by_identity_without_a_write() -> Result<()> {
    is_imported_by_identity("single-node")
}

#[test]
fn the_stack_of_one_zone_is_imported_by_identity_without_a_write() -> Result<()> {
    is_imported_by_identity("ha-single-az")
}

#[test]
fn the_stack_of_several_zones_is_imported_by_identity_without_a_write() -> Result<()> {
    is_imported_by_identity("ha-multi-az")
}

#[test]
fn an_identity_of_another_cluster_is_not_imported() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("storage_vm/minimal"))?;
    let foreign = "import {\n  to = cvo_storage_vm.svm_2\n  identity = {\n    \
                   cluster_uuid = \"0000aaaa-0000-11ee-8000-00000000aaaa\"\n    \
                   uuid = \"0000bbbb-0000-11ee-8000-00000000bbbb\"\n  }\n}\n";
    std::fs::write(work.path().join("imports.tf"), foreign)?;
    work.run(&["plan", "-input=false"])?.failed_saying(&[
        "The storage VM to import is on another cluster",
        "0000aaaa-0000-11ee-8000-00000000aaaa",
        "CVO_ENDPOINT",
    ])?;
    Ok(())
}
