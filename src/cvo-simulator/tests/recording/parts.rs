//! Recordings in which something is missing, because a permission was: what is made up then serves.

use cvo_simulator::{Options, Preset};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Client, names};

async fn recorded(preset: Preset) -> Value {
    Client::start(Options { preset, ..Options::default() }).record().await
}

/// A recording in which EC2 refused every action.
async fn without_aws(preset: Preset) -> Client {
    let mut recording = recorded(preset).await;
    let error = json!({"code": "UnauthorizedOperation"});
    recording["ec2"] = json!([{"action": "DescribeNetworkInterfaces", "error": error}]);
    Client::from_recording(&recording)
}

/// The subnets that were made up, with their zones.
fn subnets(client: &Client) -> Vec<(String, String)> {
    let world = client.simulator.world();
    let world = world.lock();
    let subnets = world.ec2.account().subnets.iter();
    subnets.map(|subnet| (subnet.cidr.to_string(), subnet.availability_zone.clone())).collect()
}

/// The addresses of e0a of each node.
fn addresses(client: &Client) -> Vec<Vec<String>> {
    let world = client.simulator.world();
    let world = world.lock();
    let interfaces = world.ec2.account().interfaces.iter();
    let all = interfaces.map(|eni| std::iter::once(&eni.primary_address).chain(&eni.secondary_addresses));
    all.map(|all| all.map(ToString::to_string).collect()).collect()
}

#[tokio::test]
async fn without_aws_a_single_node_gets_an_instance_with_the_addresses_of_its_lifs() {
    let client = without_aws(Preset::SingleNode).await;
    assert_eq!(subnets(&client), [("10.20.1.0/24".to_owned(), "eu-central-1a".to_owned())]);
    let addresses = addresses(&client);
    assert_eq!(addresses.len(), 1);
    assert_eq!(addresses[0].len(), 6);
    let made_up = &client.simulator.ready().made_up;
    assert_eq!(made_up.len(), 5, "{made_up:?}");
    let begin = [
        "1 instance (i-",
        "1 network interface (eni-",
        "1 subnet (subnet-",
        "1 VPC (vpc-",
        "1 route table (rtb-",
    ];
    for (line, begin) in made_up.iter().zip(begin) {
        assert!(line.starts_with(begin), "{line}");
    }
}

#[tokio::test]
async fn without_aws_a_pair_in_one_zone_moves_addresses() {
    let client = without_aws(Preset::HaSingleAz).await;
    assert_eq!(subnets(&client), [("10.30.1.0/24".to_owned(), "eu-central-1a".to_owned())]);
    assert_eq!(addresses(&client)[0].len(), 5);
    client.control(Method::POST, "/takeover", Some(json!({"node": "cvo-node1"}))).await;
    assert!(addresses(&client)[1].contains(&"10.30.1.14".to_owned()));
}

#[tokio::test]
async fn without_aws_nodes_of_different_networks_are_in_zones_of_their_own_and_addresses_float() {
    let client = without_aws(Preset::HaMultiAz).await;
    let zone = |cidr: &str, zone: &str| (cidr.to_owned(), zone.to_owned());
    assert_eq!(
        subnets(&client),
        [zone("10.40.1.0/24", "eu-central-1a"), zone("10.40.2.0/24", "eu-central-1b")]
    );
    assert_eq!(
        addresses(&client),
        [["10.40.1.11", "10.40.1.12", "10.40.1.13"], ["10.40.2.11", "10.40.2.12", "10.40.2.13"]]
    );
    let floating = async || {
        let state = client.state().await;
        let routes = state["route_tables"][0]["routes"].as_array().unwrap().clone();
        let target = |address: &str| routes.iter().find(|route| route["destination"] == address).cloned();
        ["192.168.40.11/32", "192.168.40.12/32", "192.168.40.13/32", "192.168.40.14/32"]
            .map(|it| target(it).unwrap())
    };
    let before = floating().await;
    client.control(Method::POST, "/takeover", Some(json!({"node": "cvo-node1"}))).await;
    let during = floating().await;
    assert_ne!(during, before);
    assert!(during.iter().all(|route| route["target"] == during[2]["target"]), "{during:?}");
}

#[tokio::test]
async fn what_single_actions_would_have_shown_is_made_up_from_the_others() {
    for (preset, missing) in [
        (Preset::HaMultiAz, "DescribeSubnets"),
        (Preset::HaMultiAz, "DescribeVpcs"),
        (Preset::HaMultiAz, "DescribeInstances"),
        (Preset::HaMultiAz, "DescribeRouteTables"),
        (Preset::HaSingleAz, "DescribeSubnets"),
        (Preset::HaSingleAz, "DescribeNetworkInterfaces"),
    ] {
        let mut recording = recorded(preset).await;
        let answers = recording["ec2"].as_array_mut().unwrap();
        answers.retain(|answer| answer["action"] != missing);
        let client = Client::from_recording(&recording);
        assert!(!client.simulator.ready().made_up.is_empty(), "{missing}");
        client.control(Method::POST, "/takeover", Some(json!({"node": "cvo-node1"}))).await;
        let state = client.state().await;
        let lifs = state["lifs"].as_array().unwrap();
        let moved = lifs.iter().find(|lif| lif["name"] == "ip_nas_1").unwrap();
        assert_eq!(moved["node"], "cvo-node2", "{missing}");
    }
}

#[tokio::test]
async fn without_service_policies_the_built_in_ones_and_those_of_lifs_are_made() {
    let mut recording = recorded(Preset::SingleNode).await;
    let answers = recording["ontap"].as_array_mut().unwrap();
    answers.retain(|answer| !answer["path"].as_str().unwrap().contains("service-polic"));
    for answer in answers.iter_mut().filter(|answer| answer["path"] == "/api/network/ip/interfaces") {
        answer["answer"]["records"][3]["service_policy"] = json!({"name": "files-only"});
    }
    let client = Client::from_recording(&recording);
    let policies = client.get("/api/network/ip/service-policies?scope=svm&fields=services").await;
    assert!(names(&policies).contains(&"default-data-files"));
    let own = client.get("/api/network/ip/service-policies?name=files-only&fields=services,svm.name").await;
    assert_eq!(own["records"][0]["svm"]["name"], "svm_cvo");
    assert!(own["records"][0]["services"].as_array().unwrap().contains(&json!("data_nfs")));
}

#[tokio::test]
async fn a_port_that_only_a_lif_shows_is_made() {
    let mut recording = recorded(Preset::SingleNode).await;
    recording["ontap"]
        .as_array_mut()
        .unwrap()
        .retain(|answer| answer["path"] != "/api/network/ethernet/ports");
    let client = Client::from_recording(&recording);
    assert_eq!(names(&client.get("/api/network/ethernet/ports").await), ["e0a"]);
    assert!(client.simulator.ready().made_up.contains(&"1 port (e0a of cvo-node)".to_owned()));
}
