//! Stacks and module when a create fails or stays unfinished: each is told once, what depends on it is kept
//! away, and one apply goes on.

use acceptance_tests::{Fault, Finished, Workdir, World, example, scenario};
use anyhow::{Context, Result, ensure};

const LIFS: &str = "/api/network/ip/interfaces";
const ROUTES: &str = "/api/network/ip/routes";

/// The stack and the module for a preset.
fn both(world: &World, preset: &str) -> Result<[Workdir; 2]> {
    let mut stack = world.workdir(&example("stacks").join(preset))?;
    stack.set("TF_VAR_deletion_protection", "false");
    let mut layout = world.workdir(&scenario("layout"))?;
    layout.set("TF_VAR_topology", &preset.replace('-', "_")).set("TF_VAR_number", "1");
    layout.set("TF_VAR_outbound_lifs", "true");
    Ok([stack, layout])
}

/// Expects a failed run that says nothing about instances that are not there.
fn fails_plainly(finished: Finished, parts: &[&str]) -> Result<Finished> {
    let failed = finished.failed_saying(parts)?;
    let noise = ["Invalid index", "Invalid function argument", "Error in function call"];
    ensure!(!noise.iter().any(|noise| failed.stderr.contains(noise)), "{failed}");
    Ok(failed)
}

/// Applies without the fault, which must finish everything and leave nothing to do, and destroys it.
fn is_finished(work: &Workdir) -> Result<()> {
    work.apply()?;
    work.expect_no_changes()?;
    work.destroy()?;
    Ok(())
}

/// Refuses one kind of create after the other, and then lets everything be made.
fn refusals_are_told_plainly(preset: &str) -> Result<()> {
    let world = World::of(preset, "9.15.1")?;
    let before = world.state()?;
    let refused =
        |path| Fault::error(403, "6", "not authorized for that command").on_ontap(Some("POST"), path);
    let [stack, layout] = both(&world, preset)?;
    let made_in_order: [(_, &[&str]); 2] =
        [(stack, &["/api/private/cli/vserver", LIFS]), (layout, &["/api/private/cli/vserver", ROUTES, LIFS])];
    for (work, paths) in made_in_order {
        let of_ontap = paths.iter().map(|path| refused(path).at(1, 0));
        let of_ec2 = Fault::error(403, "UnauthorizedOperation", "not authorized").on_ec2("Assign*").at(1, 0);
        for fault in of_ontap.chain([of_ec2]) {
            world.fault(&fault)?;
            fails_plainly(work.try_apply()?, &["not authorized"]).with_context(|| format!("{fault:?}"))?;
            world.clear_faults()?;
            // Everything but the LIFs may be there by now; addresses are to be refused too.
            if work.objects()?.iter().any(|object| object["type"] == "cvo_secondary_ip") {
                work.destroy()?;
            }
        }
        is_finished(&work)?;
        assert_eq!(world.state()?, before);
    }
    Ok(())
}

#[test]
fn on_a_single_node_a_refused_create_is_told_without_noise() -> Result<()> {
    refusals_are_told_plainly("single-node")
}

#[test]
fn in_one_zone_a_refused_create_is_told_without_noise() -> Result<()> {
    refusals_are_told_plainly("ha-single-az")
}

#[test]
fn in_several_zones_a_refused_create_is_told_without_noise() -> Result<()> {
    refusals_are_told_plainly("ha-multi-az")
}

/// Whether the state has an object whose address contains this.
fn has(work: &Workdir, part: &str) -> Result<bool> {
    Ok(work.run(&["state", "list"])?.succeeded()?.stdout.contains(part))
}

/// What is done in the end.
type End = dyn Fn(&Workdir) -> Result<()>;

/// A create whose outcome is unknown: the apply fails, and what depends on the object is not made. While it is
/// so, it can be refreshed, and destroyed (the stack) or finished (the module).
fn unfinished_creates_keep_the_rest_away(preset: &str, path: &str, away: &str) -> Result<()> {
    let world = World::of(preset, "9.15.1")?;
    let before = world.state()?;
    let [stack, layout] = both(&world, preset)?;
    let is_destroyed = |work: &Workdir| work.destroy().map(drop);
    let ends: [(_, &End); 2] = [(stack, &is_destroyed), (layout, &is_finished)];
    for (work, ends) in ends {
        world.fault(&Fault::cut().on_ontap(Some("POST"), path).at(1, 0))?;
        fails_plainly(work.try_apply()?, &["is not complete", "apply again"])?;
        ensure!(!has(&work, away)?, "{away} must not be made");
        world.clear_faults()?;
        ensure!(!std::fs::read_to_string(work.state_file())?.contains("tainted"), "it is tainted");
        work.run(&["plan", "-refresh-only", "-input=false"])?.succeeded()?;
        ends(&work)?;
        assert_eq!(world.state()?, before);
    }
    Ok(())
}

#[test]
fn on_a_single_node_lifs_are_not_made_before_their_route_is_complete() -> Result<()> {
    unfinished_creates_keep_the_rest_away("single-node", "/api/private/cli/vserver", "cvo_lif.")
}

#[test]
fn in_one_zone_services_are_not_moved_before_all_lifs_are_complete() -> Result<()> {
    unfinished_creates_keep_the_rest_away("ha-single-az", LIFS, "cvo_service_policy_move.")
}

#[test]
fn in_several_zones_floating_lifs_are_not_made_before_those_that_stay_are_complete() -> Result<()> {
    unfinished_creates_keep_the_rest_away("ha-multi-az", LIFS, "cvo_service_policy_move.")
}
