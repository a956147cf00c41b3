//! What is concluded from a recording, and what counts where two answers show the same.

use cvo_simulator::recording::Simulated;
use serde_json::{Value, json};

use crate::file::{add, answer, changed, entry, remove};

const NODES: &str = "/api/cluster/nodes";

/// Each node with its partners and whether it is up.
fn nodes(simulated: &Simulated) -> Vec<(&str, Vec<&str>, bool)> {
    let nodes = simulated.world.cluster.nodes.iter();
    nodes.map(|node| (&*node.name, node.partners.iter().map(|it| &**it).collect(), node.is_up())).collect()
}

/// Simulates the file with other members in the records of both nodes.
fn with_nodes(change: impl Fn(usize, &mut Value)) -> Simulated {
    changed(|file| {
        let records = answer(file, NODES)["records"].as_array_mut().unwrap();
        records.iter_mut().enumerate().for_each(|(at, record)| change(at, record));
    })
}

#[test]
fn two_nodes_are_partners_unless_they_deny_it() {
    let silent = with_nodes(|_, node| drop(node.as_object_mut().unwrap().remove("ha")));
    let pair = [("node-1", vec!["node-2"], true), ("node-2", vec!["node-1"], true)];
    assert_eq!(nodes(&silent), pair);
    let one_shows = with_nodes(|at, node| {
        if at == 0 {
            node["ha"] = Value::Null;
        }
    });
    assert_eq!(nodes(&one_shows), pair);
    let denied = with_nodes(|_, node| node["ha"] = json!({"enabled": false}));
    assert_eq!(nodes(&denied), [("node-1", vec![], true), ("node-2", vec![], true)]);
    assert!(denied.world.mediator.is_none());
}

#[test]
fn a_node_is_taken_over_if_it_says_so_or_its_partner_does() {
    for state in ["taken_over", "waiting_for_giveback"] {
        let told = with_nodes(|at, node| {
            if at == 0 {
                node["state"] = json!(state);
            }
        });
        let now = told.world.clock.now();
        assert_eq!(told.world.cluster.nodes[0].state(now), state);
        assert!(told.world.cluster.nodes[1].is_up());
    }
    let only_by_partner = with_nodes(|at, node| {
        if at == 1 {
            node["ha"]["takeover"] = json!({"state": "in_takeover"});
        }
    });
    assert!(!only_by_partner.world.cluster.nodes[0].is_up());
    let down = with_nodes(|at, node| {
        if at == 0 {
            node["state"] = json!("down");
        }
    });
    assert!(down.world.cluster.nodes[0].is_up());
    let told = down.report.left_out_lines();
    assert!(told.contains(&"1 state of nodes, which are up (node-1: down)".to_owned()), "{told:?}");
}

#[test]
fn a_node_that_shows_no_instance_runs_on_the_one_with_its_addresses() {
    let simulated = with_nodes(|_, node| drop(node.as_object_mut().unwrap().remove("vm")));
    let instances: Vec<_> = simulated.world.cluster.nodes.iter().map(|node| &*node.instance_id).collect();
    assert_eq!(instances, ["i-0000000000000001", "i-0000000000000002"]);
    assert_eq!(simulated.report.made_up_lines(), ["1 instance (i-0000000000000003)"]);
}

#[test]
fn a_subnet_that_only_its_interfaces_show_has_the_netmask_of_their_lifs() {
    let simulated = changed(|file| {
        file["ec2"].as_array_mut().unwrap().retain(|answer| answer["action"] != "DescribeSubnets");
        let lifs = answer(file, "/api/network/ip/interfaces")["records"].as_array_mut().unwrap();
        lifs.iter_mut().for_each(|lif| lif["ip"]["netmask"] = json!("26"));
    });
    let subnets = &simulated.world.ec2.account().subnets;
    let shown: Vec<_> = subnets.iter().map(|it| (it.cidr.to_string(), &*it.availability_zone)).collect();
    let zone = |cidr: &str, zone: &'static str| (cidr.to_owned(), zone);
    assert_eq!(shown, [zone("10.100.1.0/26", "eu-west-1a"), zone("10.100.2.0/26", "eu-west-1b")]);
}

#[test]
fn who_may_use_a_service_comes_from_the_command_line_and_without_it_everybody_may() {
    let allowed = |simulated: &Simulated| {
        let policy = simulated.world.cluster.policies.iter().find(|policy| policy.name == "name-4").unwrap();
        policy.entries.iter().map(|entry| entry.allowed_addresses.join(", ")).collect::<Vec<_>>()
    };
    let both = changed(|_| {});
    assert_eq!(allowed(&both), ["0.0.0.0/0, ::/0", "10.100.0.0/16, 192.168.7.0/24"]);
    let rest = changed(|file| remove(file, "/api/private/cli/network/interface/service-policy"));
    assert_eq!(allowed(&rest), ["0.0.0.0/0", "0.0.0.0/0"]);
    let cli = changed(|file| remove(file, "/api/network/ip/service-policies"));
    assert_eq!(allowed(&cli), allowed(&both));
    assert_eq!(cli.world.cluster.policies.len(), both.world.cluster.policies.len());
}

#[test]
fn a_deleted_volume_is_in_the_recovery_queue_whichever_command_shows_it() {
    let row =
        json!({"vserver": "svm-2", "volume": "volume-7_1025", "aggregate": "aggregate-2", "type": "del"});
    let queue = "/api/private/cli/volume/recovery-queue";
    let all: [&[&str]; 3] = [&["/api/private/cli/volume"], &[queue], &["/api/private/cli/volume", queue]];
    for paths in all {
        let simulated = changed(|file| paths.iter().for_each(|path| add(file, path, json!([row]))));
        let names: Vec<_> = simulated.world.cluster.recovery_queue().map(|volume| &*volume.name).collect();
        assert_eq!(names, ["volume-7_1025"], "{paths:?}");
    }
}

#[test]
fn what_was_recorded_in_part_or_not_at_all_is_told() {
    let cut = changed(|file| entry(file, "/api/storage/volumes")["cut"] = json!(true));
    let line = "1 collection recorded in part (/api/storage/volumes)".to_owned();
    assert!(cut.report.left_out_lines().contains(&line), "{:?}", cut.report.left_out_lines());
    let unusable = changed(|file| *answer(file, "/api/network/ip/routes") = json!({"error": {}}));
    assert!(unusable.world.cluster.routes.is_empty());
    let silent = changed(|file| remove(file, "/api/storage/aggregates"));
    let told = silent.report.left_out_lines().join("\n");
    assert!(told.contains("(/api/storage/aggregates: no answer, /api/"), "{told}");
}
