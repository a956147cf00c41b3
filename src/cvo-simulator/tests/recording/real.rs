//! A file as a real system gives it: a patched release, more members than the simulator has room for,
//! refusals, and objects that it cannot have.

use std::path::PathBuf;

use cvo_simulator::Options;
use cvo_simulator::world::ec2::{AssignRequest, DescribeRequest};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Client, names};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/recordings/pair_in_several_zones.json");

fn start() -> Client {
    Client::start(Options { recording: Some(PathBuf::from(FILE)), ..Options::default() })
}

fn recorded(path: &str) -> Vec<Value> {
    let file: Value = serde_json::from_slice(&std::fs::read(FILE).unwrap()).unwrap();
    let answers = file["ontap"].as_array().unwrap();
    let answer = answers.iter().find(|answer| answer["path"] == path).unwrap();
    answer["answer"]["records"].as_array().unwrap().clone()
}

#[tokio::test]
async fn it_says_what_it_leaves_out_and_makes_up() {
    let client = start();
    let ready = client.simulator.ready();
    let left_out = [
        "1 volume of an unknown storage VM (volume-3)",
        "1 constituent of volumes, which are FlexVol volumes (volume-2)",
        "1 state of LIFs, which are up (lif-10)",
        "1 IPv6 LIF (lif-11)",
        "1 IPv6 route (through 2001:db8::2)",
        "1 record of /api/storage/luns in an unknown volume (/vol/volume-8/lun-2)",
        "2 collections that could not be recorded (/api/snapmirror/relationships: status 403, \
         /api/svm/peers: status 403)",
        "1 answer that nothing is made of (/api/network/fc/interfaces: 1 record)",
        "1 route in route tables to an unknown kind of target (10.250.0.0/16 in rtb-0000000000000002)",
        "1 route in route tables to other than IPv4 blocks (rtb-0000000000000002)",
        "1 set of IPv6 addresses of interfaces (eni-0000000000000004)",
        "1 attachment of interfaces to other than instances (eni-0000000000000005)",
    ];
    let sorted = |lines: &[String]| {
        let mut lines = lines.to_vec();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&ready.left_out), sorted(&left_out.map(str::to_owned)));
    assert_eq!(ready.made_up, ["1 instance (i-0000000000000003)"]);
    assert_eq!(ready.region, "eu-west-1");
    assert_eq!(ready.nodes.keys().collect::<Vec<_>>(), ["node-1", "node-2"]);
}

#[tokio::test]
async fn its_answers_are_those_that_were_recorded() {
    let client = start();
    let cluster = client.get("/api/cluster").await;
    assert_eq!(cluster["name"], "cluster-1");
    assert_eq!(cluster["version"]["full"], "NetApp Release 9.15.1P3: Fri Aug 23 09:12:51 UTC 2024");
    for (path, members) in [
        ("/api/cluster/nodes", &["name", "uuid", "serial_number", "state", "ha.partners"][..]),
        (
            "/api/network/ethernet/ports",
            &["name", "uuid", "node", "state", "mac_address", "broadcast_domain.ipspace"],
        ),
        ("/api/network/ethernet/broadcast-domains", &["name", "uuid", "ipspace"]),
        ("/api/network/ip/service-policies", &["name", "uuid", "svm", "services", "is_built_in", "ipspace"]),
        (
            "/api/private/cli/network/interface/service-policy",
            &["policy", "services", "service_allowed_addresses"],
        ),
        ("/api/storage/aggregates", &["name", "uuid", "home_node", "space.block_storage.available"]),
        ("/api/storage/snapshot-policies", &["name", "uuid"]),
        (
            "/api/svm/svms",
            &[
                "name",
                "uuid",
                "aggregates",
                "snapshot_policy",
                "comment",
                "nsswitch",
                "is_space_reporting_logical",
            ],
        ),
    ] {
        let fields = if path.contains("/cli/") { "services,service_allowed_addresses" } else { "**" };
        let shown = client.get(&format!("{path}?fields={fields}")).await;
        let (shown, recorded) = (shown["records"].as_array().unwrap().clone(), recorded(path));
        assert_eq!(shown.len(), recorded.len(), "{path}");
        for (shown, recorded) in shown.iter().zip(&recorded) {
            for member in members {
                let at = format!("/{}", member.replace('.', "/"));
                assert_eq!(shown.pointer(&at), recorded.pointer(&at), "{path} {member}");
            }
        }
    }
    let nodes = client.get("/api/cluster/nodes?fields=cluster_interfaces,management_interfaces").await;
    let lifs = |kind: &str| nodes["records"][0][kind][0]["name"].clone();
    assert_eq!([lifs("management_interfaces"), lifs("cluster_interfaces")], ["node-1_mgmt1", "lif-3"]);
    let routes = client.get("/api/network/ip/routes?fields=metric,destination").await;
    let metrics: Vec<_> =
        routes["records"].as_array().unwrap().iter().map(|route| &route["metric"]).collect();
    assert_eq!(metrics, [20, 30, 20, 5]);
    assert_eq!(routes["records"][3]["destination"]["netmask"], "16");
    let volumes = client.get("/api/storage/volumes?fields=state,create_time").await;
    assert_eq!(names(&volumes), ["svm-1_root", "svm-2_root", "volume-1", "volume-2"]);
    assert_eq!(volumes["records"][2]["state"], "offline");
    assert_eq!(volumes["records"][0]["create_time"], "2025-06-01T10:30:00Z");
    let dns = client.get("/api/name-services/dns?fields=servers,svm.name").await;
    assert_eq!(dns["records"][0]["svm"]["name"], "svm-2");
    assert_eq!(dns["num_records"], 1);
    client.control(Method::POST, "/upgrade", Some(json!({"version": "9.16.1"}))).await;
    let upgraded = client.get("/api/cluster").await;
    assert!(upgraded["version"]["full"].as_str().unwrap().starts_with("NetApp Release 9.16.1:"));
}

#[tokio::test]
async fn its_account_has_the_addresses_routes_and_limits_that_were_recorded() {
    let client = start();
    let world = client.simulator.world();
    let mut world = world.lock();
    let now = world.clock.now();
    let first = "eni-0000000000000001";
    let found = world.ec2.describe_network_interfaces(now, &DescribeRequest::ids([first])).unwrap();
    let addresses = found.items[0].private_ip_addresses.len();
    assert_eq!((addresses, found.items[0].vpc_id.as_str()), (6, "vpc-0000000000000001"), "two are unused");
    let blocks = &world.ec2.account().vpcs[0].cidrs;
    assert_eq!(
        blocks.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["10.100.0.0/16", "100.64.0.0/16"]
    );
    let more = |count: u8| AssignRequest {
        network_interface_id: first.to_owned(),
        private_ip_addresses: (0..count).map(|host| format!("10.100.1.{}", 100 + host)).collect(),
        ..AssignRequest::default()
    };
    let refused = world.ec2.assign_private_ip_addresses(now, &more(2)).unwrap_err();
    assert_eq!(refused.code, "PrivateIpAddressLimitExceeded", "seven are the recorded limit of the type");
    world.ec2.assign_private_ip_addresses(now, &more(1)).unwrap();
    let tables = world.ec2.describe_route_tables(now, &DescribeRequest::default()).unwrap();
    let routes = &tables.items[1].routes;
    let target =
        |block: &str| routes.iter().find(|route| route.destination_cidr_block.to_string() == block).unwrap();
    assert_eq!(target("0.0.0.0/0").nat_gateway_id.as_deref(), Some("nat-0000000000000001"));
    assert_eq!(target("10.0.0.0/8").transit_gateway_id.as_deref(), Some("tgw-0000000000000001"));
    assert_eq!(target("192.168.7.2/32").network_interface_id.as_deref(), Some(first));
}

#[tokio::test]
async fn its_floating_lifs_move_in_a_takeover_with_their_routes_in_the_table_that_has_them() {
    let client = start();
    client.control(Method::POST, "/takeover", Some(json!({"node": "node-1"}))).await;
    let state = client.state().await;
    let place = |name: &str| {
        state["lifs"].as_array().unwrap().iter().find(|lif| lif["name"] == name).unwrap()["node"].clone()
    };
    assert_eq!(
        ["cluster_mgmt", "lif-5", "lif-7", "lif-3"].map(place),
        ["node-2", "node-2", "node-1", "node-1"]
    );
    let routes = |table: usize| state["route_tables"][table]["routes"].as_array().unwrap().clone();
    let moved = json!({"destination": "192.168.7.2/32", "target": "eni-0000000000000003"});
    assert!(routes(1).contains(&moved), "{:?}", routes(1));
    assert_eq!(routes(0).len(), 2, "the main table had none");
}

#[tokio::test]
async fn lifs_of_the_traffic_between_the_nodes_get_no_routes_wherever_they_go() {
    let client = start();
    let lif = client.get("/api/network/ip/interfaces?name=lif-3").await;
    let path = format!("/api/network/ip/interfaces/{}", lif["records"][0]["uuid"].as_str().unwrap());
    let home = json!({"home_node": {"name": "node-2"}, "home_port": {"name": "e0b"}});
    let (status, body) = client.send(Method::PATCH, &path, Some(&json!({"location": home}))).await;
    assert_eq!(status, 200, "{body}");
    client.control(Method::POST, "/clock", Some(json!({"advance_ms": 1000}))).await;
    let state = client.state().await;
    let lifs = state["lifs"].as_array().unwrap();
    assert_eq!(lifs.iter().find(|lif| lif["name"] == "lif-3").unwrap()["node"], "node-2");
    assert!(!state["route_tables"].to_string().contains("169.254."), "{state}");
}
