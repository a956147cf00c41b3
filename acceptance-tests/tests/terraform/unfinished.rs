//! Creates with an unknown outcome: they cause no error, taint or replacement, and a postcondition makes the
//! run fail before anything depends on them.

use acceptance_tests::{Action, Fault, Workdir, World, scenario};
use anyhow::{Result, ensure};

const SVM: &str = "cvo_storage_vm.this";

fn begun(fault: &Fault) -> Result<(World, Workdir)> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("storage_vm/demanding"))?;
    world.fault(fault)?;
    work.try_apply()?.failed_saying(&["Storage VM svm_2 is not complete", "self.complete is false"])?;
    ensure!(
        !work.run(&["state", "list"])?.succeeded()?.stdout.contains("cvo_route"),
        "nothing is built on it"
    );
    ensure!(!std::fs::read_to_string(work.state_file())?.contains("tainted"), "it is tainted");
    world.clear_faults()?;
    Ok((world, work))
}

/// Expects the next plain apply to change it in place, and no changes after that.
fn is_finished(world: &World, work: &Workdir) -> Result<()> {
    let plan = work.plan()?;
    assert!(plan.changes().contains(&(SVM, Action::Update)), "{:?}", plan.changes());
    work.apply()?;
    work.expect_no_changes()?;
    let state = world.state()?;
    let made = state["svms"].as_array().into_iter().flatten().filter(|svm| svm["name"] == "svm_2");
    assert_eq!(made.count(), 1);
    work.destroy()?;
    Ok(())
}

#[test]
fn a_storage_vm_that_was_not_created_is_created_by_the_next_apply() -> Result<()> {
    let (world, work) = begun(&Fault::cut().on_ontap(Some("POST"), "*").at(1, 0))?;
    is_finished(&world, &work)
}

#[test]
fn a_storage_vm_that_could_not_be_read_is_completed_by_the_next_apply() -> Result<()> {
    let html = Fault::body(200, "text/html", "<html>Bad gateway</html>");
    let (world, work) = begun(&html.on_ontap(Some("GET"), "/api/svm/svms/*").at(1, 0))?;
    is_finished(&world, &work)
}

#[test]
fn a_partly_configured_storage_vm_is_completed_by_the_next_apply() -> Result<()> {
    let refused = Fault::error(500, "262145", "internal error");
    let (world, work) = begun(&refused.on_ontap(Some("PATCH"), "*").at(1, 0))?;
    is_finished(&world, &work)
}
