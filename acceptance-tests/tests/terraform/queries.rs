//! `terraform query` (Terraform 1.14 and newer): what it finds, and the configuration that it writes.

use acceptance_tests::{World, example, scenario};
use anyhow::Result;

#[test]
fn what_a_query_finds_is_imported_with_the_configuration_that_it_writes() -> Result<()> {
    for (preset, objects) in [("single-node", 6), ("ha-single-az", 7), ("ha-multi-az", 10)] {
        let world = World::of(preset, "9.15.1")?;
        world.workdir(&example("stacks").join(preset))?.apply()?;
        world.forget_requests()?;
        let work = world.workdir(&scenario("queries"))?;
        let found = work.run(&["query", "-generate-config-out=generated.tf"])?.succeeded()?;
        let found = found.saying("svm_2")?.saying("list.cvo_route.all")?;
        assert!(!found.stdout.contains("svm_cvo"), "{found}");
        let plan = work.plan()?;
        assert_eq!(plan.changes(), [], "{preset}");
        assert_eq!(plan.imports().len(), objects, "{preset}: {:?}", plan.imports());
        work.apply()?;
        work.expect_no_changes()?;
        assert_eq!(world.writes()?, Vec::<String>::new(), "{preset}");
    }
    Ok(())
}

#[test]
fn the_queries_of_the_manual_are_accepted() -> Result<()> {
    let world = World::single_node()?;
    for kind in ["cvo_lif", "cvo_route", "cvo_secondary_ip", "cvo_service_policy_move", "cvo_storage_vm"] {
        let work = world.workdir(&scenario("queries"))?;
        std::fs::remove_file(work.path().join("all.tfquery.hcl"))?;
        work.add(&example("list-resources").join(kind).join("list-resource.tfquery.hcl"))?;
        work.run(&["query"])?.succeeded()?;
    }
    Ok(())
}
