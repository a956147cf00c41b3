//! Configuration that Terraform writes for imports (`plan -generate-config-out`).

use acceptance_tests::{World, example, scenario};
use anyhow::{Result, ensure};

/// What no configuration needs, because only the provider sets it or because it goes without saying.
const NEEDLESS: [&str; 6] = [
    "complete ",
    "cluster_uuid ",
    "svm_id ",
    "deletion_protection = true",
    "enabled = true",
    "home_port = \"e0a\"",
];

fn is_written_and_left_alone(name: &str) -> Result<()> {
    let world = World::of(name, "9.15.1")?;
    let made = world.workdir(&example("stacks").join(name))?;
    made.apply()?;
    let replica = world.workdir(&scenario("storage_vm/dp_destination"))?;
    replica.apply()?;
    world.forget_requests()?;
    for other in [&made, &replica] {
        let work = world.workdir(&scenario("estate/nothing"))?;
        let number = work.import_all_of_under_new_names(other)?;
        ensure!(number > 0, "nothing was made");
        work.run(&["plan", "-input=false", "-generate-config-out=generated.tf"])?.succeeded()?;
        let written = std::fs::read_to_string(work.path().join("generated.tf"))?;
        assert_eq!(written.matches("\nresource \"").count(), number, "{written}");
        let plan = work.plan()?;
        ensure!(plan.changes().is_empty(), "{:?}\n{written}", plan.changes());
        let lines: Vec<_> =
            written.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        for needless in NEEDLESS {
            let is_said = |line: &&String| line.starts_with(needless) && !line.ends_with("= null");
            ensure!(!lines.iter().any(|line| is_said(&line)), "{needless}\n{written}");
        }
        work.apply()?;
        work.expect_no_changes()?;
    }
    assert_eq!(world.writes()?, Vec::<String>::new());
    Ok(())
}

#[test]
fn what_is_written_for_a_single_node_plans_no_change() -> Result<()> {
    is_written_and_left_alone("single-node")
}

#[test]
fn what_is_written_for_a_pair_in_one_zone_plans_no_change() -> Result<()> {
    is_written_and_left_alone("ha-single-az")
}

#[test]
fn what_is_written_for_a_pair_in_several_zones_plans_no_change() -> Result<()> {
    is_written_and_left_alone("ha-multi-az")
}
