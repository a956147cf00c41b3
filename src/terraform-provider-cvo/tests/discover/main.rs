//! `terraform-provider-cvo discover` on simulated systems.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../by_hand/mod.rs"]
mod by_hand;
mod estate;

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;

use cvo_simulator::Preset;
use hcl_edit::structure::{Block, Body};
use reqwest::Method;
use serde_json::json;

use estate::{COMMENT, Estate};

/// Returns the blocks of a kind, each with its labels as an address.
fn blocks<'a>(body: &'a Body, kind: &'a str) -> Vec<(String, &'a Block)> {
    let address = |block: &Block| {
        let labels: Vec<_> = block.labels.iter().map(|label| label.as_str().to_owned()).collect();
        labels.join(".")
    };
    body.get_blocks(kind).map(|block| (address(block), block)).collect()
}

fn value(block: &Block, name: &str) -> String {
    block.body.get_attribute(name).map(|found| found.value.to_string().trim().to_owned()).unwrap_or_default()
}

/// Returns how many resources of each type there are.
fn counts(body: &Body) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for (address, _) in blocks(body, "resource") {
        *counts.entry(address.split('.').next().unwrap().to_owned()).or_insert(0) += 1;
    }
    counts
}

/// What there is of each type beside the deployment.
fn expected(preset: Preset) -> BTreeMap<String, usize> {
    let nodes = if preset == Preset::SingleNode { 1 } else { 2 };
    // In several zones the LIF for files has a floating address.
    let addresses = if preset == Preset::HaMultiAz { 2 * nodes + 1 } else { 2 * nodes + 3 };
    let of = [
        ("cvo_storage_vm", 2),
        ("cvo_secondary_ip", addresses),
        ("cvo_lif", 2 * nodes + 2),
        ("cvo_route", 2),
        ("cvo_service_policy_move", 2),
    ];
    of.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}

#[test]
fn every_kind_of_system_is_written_with_references_and_an_import_for_each_resource() {
    for preset in Preset::ALL.iter().copied() {
        let estate = Estate::of(preset);
        let text = estate.discovered(&[]);
        assert!(!estate.reads().is_empty());
        let body: Body = text.parse().unwrap();
        assert_eq!(counts(&body), expected(preset), "{preset:?} {text}");
        let (resources, imports) = (blocks(&body, "resource"), blocks(&body, "import"));
        let imported: Vec<_> = imports.iter().map(|(_, block)| value(block, "to")).collect();
        assert_eq!(imported, resources.iter().map(|(address, _)| address.clone()).collect::<Vec<_>>());
        let of = |address: &str| resources.iter().find(|(one, _)| one == address).unwrap().1;
        assert_eq!(value(of("cvo_lif.svm_2_nas"), "svm_name"), "cvo_storage_vm.svm_2.name");
        assert_eq!(
            value(of("cvo_lif.svm_3_iscsi_0"), "address"),
            "cvo_secondary_ip.svm_3_iscsi_0.private_ip"
        );
        let comment = &of("cvo_storage_vm.svm_2").body.get_attribute("comment").unwrap().value;
        assert!(comment.as_str() == Some(COMMENT) || comment.is_string_template(), "{comment}");
        assert!(
            text.contains("# - Storage VM svm_cvo: The system was deployed with storage VM svm_cvo."),
            "{text}"
        );
    }
}

#[test]
fn each_collection_is_read_once_and_nothing_else_is_sent() {
    let estate = Estate::of(Preset::HaSingleAz);
    estate.discovered(&[]);
    let reads = estate.reads();
    let pages = |path: &str| reads.iter().filter(|read| *read == path).count();
    let records = {
        let world = estate.simulator.world();
        let cluster = &world.lock().cluster;
        [
            cluster.svms.len(),
            cluster.svms.len(),
            cluster.interfaces.len(),
            cluster.routes.len(),
            cluster.policies.len(),
        ]
    };
    let paths = [
        "/api/svm/svms",
        "/api/storage/volumes",
        "/api/network/ip/interfaces",
        "/api/network/ip/routes",
        "/api/network/ip/service-policies",
    ];
    for (path, records) in paths.into_iter().zip(records) {
        // The last page may be an empty one.
        let whole = records.div_ceil(2);
        assert!((whole..=whole + 1).contains(&pages(path)), "{path}, {records} records: {reads:#?}");
    }
    assert_eq!(pages("/DescribeNetworkInterfaces"), 1, "{reads:#?}");
}

#[test]
fn during_a_takeover_the_same_is_written_but_for_addresses_that_may_belong_to_the_other_node() {
    let estate = Estate::of(Preset::HaSingleAz);
    let attributes = |block: &Block| {
        let lines = block.body.attributes().map(|one| format!("{} = {}", one.key.as_str(), one.value));
        lines.collect::<Vec<_>>()
    };
    let resources = |text: &str| {
        let body: Body = text.parse().unwrap();
        let blocks = blocks(&body, "resource").into_iter();
        blocks.map(|(address, block)| (address, attributes(block))).collect::<BTreeMap<_, _>>()
    };
    let mut healthy = resources(&estate.discovered(&[]));
    estate.control(Method::POST, "/takeover", &json!({"node": "cvo-node1"}));
    estate.forget_requests();
    let text = estate.discovered(&[]);
    healthy.retain(|address, _| !address.contains("unused"));
    assert_eq!(resources(&text), healthy);
    assert!(text.contains("a failover is in progress"), "{text}");
    assert!(!estate.reads().is_empty());
    let tree = estate.discovered(&["--format", "tree"]);
    assert!(tree.contains("now on cvo-node2"), "{tree}");
}

#[test]
fn files_are_new_whole_and_for_their_owner() {
    let estate = Estate::of(Preset::SingleNode);
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("storage");
    let out = folder.to_str().unwrap();
    let told = estate.discovered(&["--out", out]);
    assert!(
        told.starts_with("Written: 2 storage VMs, 4 LIFs, 5 addresses, 2 routes, 2 policy moves."),
        "{told}"
    );
    assert!(told.contains("Left out:") && told.contains(out), "{told}");
    let mut whole = String::new();
    for (name, kind) in [("main.tf", "resource"), ("imports.tf", "import")] {
        let path = folder.join(name);
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(blocks(&text.parse().unwrap(), kind).len(), 15, "{text}");
        whole.push_str(&text);
    }
    let printed = estate.discovered(&[]);
    assert!(whole.lines().all(|line| printed.contains(line)), "{printed}");
    estate.forget_requests();
    let again = estate.refused(&["--out", out], &[]);
    assert!(again.contains("nothing is overwritten: main.tf"), "{again}");
    assert_eq!(estate.reads(), [""; 0]);
}

#[test]
fn storage_vms_that_are_named_are_written_alone_and_unknown_ones_are_refused() {
    let estate = Estate::of(Preset::SingleNode);
    let of = |arguments: &[&str]| {
        let text = estate.discovered(arguments);
        let body: Body = text.parse().unwrap();
        blocks(&body, "resource").into_iter().map(|(address, _)| address).collect::<Vec<_>>()
    };
    let one = of(&["--svm", "svm_3"]);
    assert!(one.len() == 7 && one.iter().all(|address| address.contains("svm_3")), "{one:?}");
    let both = of(&["--svm", "svm_3", "svm_2"]);
    assert_eq!((both.len(), &both), (14, &of(&["--svm", "svm_3", "--svm", "svm_2"])));
    assert!(of(&["--svm", "svm_cvo"]).contains(&"cvo_storage_vm.svm_cvo".to_owned()));
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let why = estate.refused(&["--svm", "svm_2", "nosuch", "--out", out], &[]);
    assert!(why.contains("There is no storage VM \"nosuch\""), "{why}");
    assert!(why.contains("The cluster has: \"svm_2\", \"svm_3\", \"svm_cvo\"."), "{why}");
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
}

#[test]
fn a_tree_has_a_line_for_everything_or_for_what_is_named() {
    for preset in Preset::ALL.iter().copied() {
        let estate = Estate::of(preset);
        let tree = estate.discovered(&["--format", "tree"]);
        for part in ["of 15 addresses in use", "storage VM svm_2", "LIF iscsi_0", "5 services moved out of"] {
            assert!(tree.contains(part), "{preset:?} {part}: {tree}");
        }
        let one = estate.discovered(&["--format", "tree", "--svm", "svm_3"]);
        assert!(one.contains("── storage VM svm_3") && !one.contains("── storage VM svm_2"), "{one}");
        assert!(!estate.reads().is_empty());
    }
    let both = Estate::of(Preset::SingleNode).refused(&["--format", "tree", "--out", "x"], &[]);
    assert!(both.contains("cannot be used together"), "{both}");
}

#[test]
fn without_the_whole_system_nothing_is_written() {
    let estate = Estate::of(Preset::SingleNode);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new");
    let arguments = ["--out", out.to_str().unwrap()];
    let cases = [
        ("CVO_ENDPOINT", "https://127.0.0.1:1", "The cluster cannot be reached"),
        ("CVO_PASSWORD", "wrong", "ONTAP refused the login"),
        ("CVO_EXPECTED_CLUSTER_UUID", "00000000-0000-4000-8000-000000000000", "not the expected cluster"),
        ("CVO_ENDPOINT", "", "CVO_ENDPOINT"),
        ("AWS_ACCESS_KEY_ID", "AKIAOTHER", "AuthFailure"),
    ];
    for (variable, value, says) in cases {
        let why = estate.refused(&arguments, &[(variable, value)]);
        assert!(why.starts_with("ERROR    discover: ") && why.contains(says), "{variable}: {why}");
        assert!(!out.exists(), "{variable}");
    }
    let error =
        json!({"kind": "error", "status": 403, "code": "6", "message": "not authorized for that command"});
    let rule = json!({"side": "ontap", "path": "/api/network/ip/routes", "effect": error});
    estate.control(Method::POST, "/faults", &rule);
    let why = estate.refused(&arguments, &[]);
    assert!(why.contains("Could not list the routes") && !out.exists(), "{why}");
}
