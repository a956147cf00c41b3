//! Ctrl-C in the middle of an apply.

use std::os::unix::process::CommandExt;
use std::process::Stdio;
use std::time::{Duration, Instant};

use acceptance_tests::{Fault, World, scenario};
use anyhow::{Result, ensure};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// How long a stopped apply may take to end.
const END: Duration = Duration::from_secs(30);

#[test]
fn an_interrupted_create_is_in_the_state_and_the_next_apply_resumes() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("storage_vm/minimal"))?;
    world.fault(&Fault::delay(Duration::from_secs(8)).on_ontap(Some("PATCH"), "*").at(1, 0))?;
    world
        .fault(&Fault::delay(Duration::from_secs(8)).on_ontap(Some("GET"), "/api/cluster/jobs/*").at(1, 0))?;
    let mut command = work.command(&["apply", "-auto-approve", "-input=false"]);
    // A terminal signals the whole foreground process group, including plugins.
    let mut apply = command.process_group(0).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    wait_for(|| Ok(!world.writes()?.is_empty()))?;
    killpg(Pid::from_raw(i32::try_from(apply.id())?), Signal::SIGINT)?;
    wait_for(|| Ok(apply.try_wait()?.is_some()))?;
    world.clear_faults()?;
    work.apply()?;
    work.expect_no_changes()?;
    let state = world.state()?;
    let made = state["svms"].as_array().into_iter().flatten().filter(|svm| svm["name"] == "svm_2").count();
    ensure!(made == 1, "{state:#}");
    Ok(())
}

fn wait_for(mut condition: impl FnMut() -> Result<bool>) -> Result<()> {
    let start = Instant::now();
    while !condition()? {
        ensure!(start.elapsed() < END, "nothing happened within {END:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
