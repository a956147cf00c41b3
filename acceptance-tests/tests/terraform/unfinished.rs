//! Creates of which nobody knows what came of them: no error, nothing tainted, nothing replaced, and where a postcondition
//! asks for it the run fails before anything is built on them.

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

/// The next plain apply changes it in place, and then nothing is left to do.
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
fn one_that_was_never_made_is_made_by_the_next_apply() -> Result<()> {
    let (world, work) = begun(&Fault::cut().on_ontap(Some("POST"), "*").at(1, 0))?;
    is_finished(&world, &work)
}

#[test]
fn one_that_was_made_and_could_not_be_read_is_finished_by_the_next_apply() -> Result<()> {
    let html = Fault::body(200, "text/html", "<html>Bad gateway</html>");
    let (world, work) = begun(&html.on_ontap(Some("GET"), "/api/svm/svms/*").at(1, 0))?;
    is_finished(&world, &work)
}

#[test]
fn one_of_which_not_everything_could_be_done_is_finished_by_the_next_apply() -> Result<()> {
    let refused = Fault::error(500, "262145", "internal error");
    let (world, work) = begun(&refused.on_ontap(Some("PATCH"), "*").at(1, 0))?;
    is_finished(&world, &work)
}
