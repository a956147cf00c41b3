//! How many round trips must follow each other: the critical path of a command.
//!
//! Of each kind of object it is known which calls need the answer of another one. Calls that wait for none
//! go at the same time (which cluster this is, too), and what several objects ask alike is asked once: a plan
//! reads the collections of a kind with its first object. Terraform does ten things at once, so that each
//! further ten instances add the calls that are of one object alone.

use std::collections::BTreeMap;

use super::graph::Graph;
use super::step::Step;

/// Instances that Terraform handles at once.
const AT_ONCE: usize = 10;

/// Round trips of one kind of object that follow each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Trips {
    /// Reads that serve all instances.
    shared: usize,
    /// Calls of each instance alone.
    own: usize,
}

const fn trips(shared: usize, own: usize) -> Trips {
    Trips { shared, own }
}

/// The parts of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    PlanToCreate,
    Create,
    Refresh,
    PlanToDestroy,
    Destroy,
}

fn parts(step: Step) -> &'static [Part] {
    match step {
        Step::Plan => &[Part::PlanToCreate],
        Step::Apply => &[Part::PlanToCreate, Part::Create],
        Step::EmptyPlan => &[Part::Refresh],
        Step::Destroy => &[Part::PlanToDestroy, Part::Destroy],
    }
}

/// Returns the trips of an object of this type, such as `cvo_lif` or `data.cvo_system`.
fn of(kind: &str, part: Part) -> Trips {
    use Part::{Create, Destroy, PlanToCreate, PlanToDestroy, Refresh};
    match (kind, part) {
        // Cluster; nodes; instances and interfaces; subnets and types; LIFs with what is on the interfaces.
        ("data.cvo_system", PlanToCreate | Refresh | PlanToDestroy) => trips(5, 0),
        // The storage VM, and what belongs to it.
        ("data.cvo_storage_vm", PlanToCreate | Refresh | PlanToDestroy) => trips(2, 0),
        (data, PlanToCreate | Refresh | PlanToDestroy) if data.starts_with("data.") => trips(1, 0),
        (data, Create | Destroy) if data.starts_with("data.") => trips(0, 0),
        // Whether the name is free; the POST, whose answer waits for the job; the storage VM as it is now.
        ("cvo_storage_vm", Create) => trips(1, 2),
        // What is in it; the DELETE, whose answer waits for the job; whether it is gone.
        ("cvo_storage_vm", Destroy) => trips(1, 2),
        // The list; what stands in the way of a destroy.
        ("cvo_storage_vm" | "cvo_lif", PlanToDestroy) => trips(2, 0),
        // What the interface has; one assign (or unassign) for all of them; whether EC2 shows it.
        ("cvo_secondary_ip", Create | Destroy) => trips(3, 0),
        // Addresses and LIFs that are there.
        ("cvo_secondary_ip" | "cvo_lif", PlanToCreate) => trips(1, 0),
        // The list; the POST, which answers with the whole record, or the DELETE.
        ("cvo_lif" | "cvo_route", Create | Destroy) => trips(1, 1),
        // Policies and LIFs; the writes, side by side; the policies as they are now.
        ("cvo_service_policy_move", Create | Destroy) => trips(1, 2),
        (_, Refresh | PlanToDestroy) => trips(1, 0),
        _ => trips(0, 0),
    }
}

/// Returns the round trips that must follow each other in a command. `instances` are counted by the address
/// of their resource, such as `module.a.cvo_lif.this`; a resource without instances costs nothing.
pub fn critical_path(graph: &Graph, instances: &BTreeMap<String, usize>, step: Step) -> usize {
    let of_part = |part: &Part| {
        graph.heaviest(|address| {
            let kind = kind(address);
            let changes = matches!(part, Part::Create | Part::Destroy);
            if !changes && graph.below(address).iter().any(|earlier| self::kind(earlier) == kind) {
                return 0;
            }
            weight(of(kind, *part), instances.get(address).copied().unwrap_or(0))
        })
    };
    parts(step).iter().map(of_part).sum()
}

fn weight(trips: Trips, instances: usize) -> usize {
    if instances == 0 { 0 } else { trips.shared + trips.own * instances.div_ceil(AT_ONCE) }
}

/// Returns `data.cvo_system` of `module.a.data.cvo_system.this`, and `cvo_lif` of `cvo_lif.nas`.
fn kind(address: &str) -> &str {
    let Some((before, _)) = address.rsplit_once('.') else { return address };
    let parts: Vec<_> = before.rmatch_indices('.').map(|(at, _)| at).take(2).collect();
    let last = parts.first().map_or(before, |at| &before[at + 1..]);
    let from = parts.get(1).map_or(0, |at| at + 1);
    if before[from..].starts_with("data.") { &before[from..] } else { last }
}

/// Counts the instances of each resource in the output of `terraform state list`.
pub fn instances(listed: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for line in listed.lines().filter(|line| !line.is_empty()) {
        *counts.entry(without_keys(line)).or_default() += 1;
    }
    counts
}

/// Returns `module.a.cvo_lif.this` of `module.a["x"].cvo_lif.this["y/z"]`.
fn without_keys(address: &str) -> String {
    let (mut plain, mut depth, mut quoted) = (String::new(), 0_usize, false);
    for letter in address.chars() {
        match letter {
            '"' => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(letter),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOT: &str = r#"
  "cvo_lif.nas" -> "cvo_secondary_ip.nas";
  "cvo_lif.nas" -> "cvo_storage_vm.this";
  "cvo_secondary_ip.nas" -> "data.cvo_system.this";
"#;

    fn counted(all: &[(&str, usize)]) -> BTreeMap<String, usize> {
        all.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
    }

    #[test]
    fn the_critical_path_adds_the_parts_of_a_command() {
        let all = ["cvo_lif.nas", "cvo_secondary_ip.nas", "cvo_storage_vm.this", "data.cvo_system.this"];
        let all = counted(&all.map(|name| (name, 1)));
        for (step, expected) in [
            // 5 of the system, 1 of the address, 1 of the LIF.
            (Step::Plan, 7),
            // The plan; 3 of the address or the storage VM, 2 of the LIF.
            (Step::Apply, 7 + 5),
            // 5 of the system, the address, the LIF.
            (Step::EmptyPlan, 7),
            // 5 of the system, the address, 2 of the LIF; the LIF, the address or the storage VM.
            (Step::Destroy, 8 + 5),
        ] {
            assert_eq!(critical_path(&Graph::parse(DOT), &all, step), expected, "{step:?}");
        }
    }

    #[test]
    fn every_ten_instances_wait_for_those_before_them() {
        let graph = Graph::parse("\"cvo_route.this\" [label=\"cvo_route.this\"];");
        for (count, expected) in [(0, 0), (1, 2), (10, 2), (11, 3), (100, 11)] {
            let there = counted(&[("cvo_route.this", count)]);
            assert_eq!(critical_path(&graph, &there, Step::Apply), expected, "{count}");
        }
    }

    #[test]
    fn a_plan_reads_a_kind_once_and_an_apply_looks_before_each_change() {
        let graph = Graph::parse("\"cvo_route.b\" -> \"cvo_lif.c\";\n\"cvo_lif.c\" -> \"cvo_route.a\";");
        let there = counted(&[("cvo_route.a", 1), ("cvo_route.b", 1), ("cvo_lif.c", 1)]);
        for (step, expected) in [(Step::Plan, 1), (Step::EmptyPlan, 2), (Step::Apply, 1 + 6)] {
            assert_eq!(critical_path(&graph, &there, step), expected, "{step:?}");
        }
    }

    #[test]
    fn what_has_no_instance_costs_nothing() {
        let graph = Graph::parse("\"cvo_lif.a\" -> \"data.cvo_storage_vm.there\";");
        let there = counted(&[("cvo_lif.a", 1)]);
        assert_eq!(critical_path(&graph, &there, Step::EmptyPlan), 1);
    }

    #[test]
    fn kinds_are_told_with_and_without_modules() {
        for (address, expected) in [
            ("cvo_lif.nas", "cvo_lif"),
            ("data.cvo_system.this", "data.cvo_system"),
            ("module.a.cvo_lif.nas", "cvo_lif"),
            ("module.a.module.b.cvo_lif.nas", "cvo_lif"),
            ("module.a.data.cvo_system.this", "data.cvo_system"),
            ("odd", "odd"),
        ] {
            assert_eq!(kind(address), expected);
        }
    }

    #[test]
    fn instances_are_counted_without_their_keys() {
        let listed =
            "data.cvo_system.this\ncvo_lif.a[0]\ncvo_lif.a[1]\nmodule.m[\"x.y\"].cvo_lif.b[\"[1]/nas\"]\n";
        let expected = counted(&[("cvo_lif.a", 2), ("data.cvo_system.this", 1), ("module.m.cvo_lif.b", 1)]);
        assert_eq!(instances(listed), expected);
    }
}
