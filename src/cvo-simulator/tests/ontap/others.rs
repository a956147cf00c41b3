//! What clients of others send, and rely on.

use crate::client::Client;
use cvo_simulator::world::version::OntapVersion;
use cvo_simulator::{Options, Preset};
use reqwest::Method;
use serde_json::{Value, json};

const LIFS: &str = "/api/network/ip/interfaces";
const ROUTES: &str = "/api/network/ip/routes";

fn lif(policy: Value) -> Value {
    json!({"name": "nas", "svm": "svm_cvo", "service_policy": policy,
           "ip": {"address": "10.20.1.30", "netmask": "24"},
           "location": {"home_node": "cvo-node", "home_port": "e0a"}})
}

#[tokio::test]
async fn a_reference_may_be_a_bare_name() {
    let client = Client::start();
    let svm =
        json!({"name": "svm_2", "ipspace": "Default", "snapshot_policy": "none", "aggregates": ["aggr2"]});
    assert_eq!(client.post("/api/svm/svms?return_timeout=15", svm).await.status, 201);
    let shown = client.get("/api/svm/svms?name=svm_2&fields=aggregates.name,snapshot_policy.name").await;
    let record = &shown.body["records"][0];
    assert_eq!(
        (&record["aggregates"][0]["name"], &record["snapshot_policy"]["name"]),
        (&json!("aggr2"), &json!("none"))
    );
    assert_eq!(client.post(LIFS, lif(json!("default-data-iscsi"))).await.status, 201);
    let shown =
        client.get(&format!("{LIFS}?name=nas&fields=service_policy.name,location.home_port.name")).await;
    let record = &shown.body["records"][0];
    assert_eq!(record["service_policy"]["name"], "default-data-iscsi");
    assert_eq!(record["location"]["home_port"]["name"], "e0a");
    let policy =
        json!({"name": "p", "ipspace": "Default", "scope": "cluster", "services": ["management_https"]});
    assert_eq!(client.post("/api/network/ip/service-policies", policy).await.status, 201);
}

#[tokio::test]
async fn a_value_of_the_wrong_form_is_refused_without_names_of_types() {
    let client = Client::start();
    for body in [json!({"name": "x", "aggregates": [7]}), json!({"name": "x", "aggregates": "aggr1"})] {
        let answer = client.post("/api/svm/svms", body).await;
        assert_eq!(answer.refusal(), (400, "262185"));
        let message = answer.body["error"]["message"].as_str().unwrap();
        assert!(!message.contains("struct") && !message.contains("variant"), "{message}");
    }
}

#[tokio::test]
async fn there_are_no_fc_interfaces() {
    let fields = "fields=uuid,location.home_port.name,data_protocol";
    let answer = Client::start().get(&format!("/api/network/fc/interfaces?name=x&{fields}")).await;
    assert_eq!((answer.status, &answer.body), (200, &json!({"records": [], "num_records": 0})));
}

#[tokio::test]
async fn published_fields_without_a_value_are_accepted_and_left_out() {
    let client = Client::start();
    for (path, fields) in [
        (
            "/api/storage/volumes",
            "encryption.enabled,space.logical_space.used,space.snapshot.reserve_percent",
        ),
        ("/api/network/ethernet/ports", "vlan.base_port,vlan.tag"),
        ("/api/snapmirror/relationships", "transfer.bytes_transferred,unhealthy_reason"),
        ("/api/cluster/nodes", "controller.memory_size,controller.cpu.count"),
        ("/api/storage/aggregates", "data_encryption.software_encryption_enabled"),
        ("/api/storage/luns", "create_time"),
        ("/api/protocols/nfs/services", "protocol.v41_features.pnfs_enabled"),
        ("/api/protocols/cifs/services", "default_unix_user"),
        ("/api/protocols/cifs/shares", "unix_symlink"),
        ("/api/name-services/ldap", "preferred_ad_servers"),
    ] {
        let shown = client.get(&format!("{path}?fields={fields}")).await;
        assert_eq!(shown.status, 200, "{path}: {}", shown.body);
        let first = fields.split(',').next().unwrap();
        assert!(
            shown.body["records"].as_array().unwrap().iter().all(|record| record[first].is_null()),
            "{path}"
        );
        let filtered = client.get(&format!("{path}?{first}=x")).await;
        assert_eq!((filtered.status, &filtered.body["num_records"]), (200, &json!(0)), "{path}");
    }
}

#[tokio::test]
async fn a_published_field_of_a_later_release_is_refused() {
    let field = "anti_ransomware.attack_detection_parameters.file_delete_op_rate_surge_notify_percent";
    let path = &format!("/api/storage/volumes?fields={field}");
    for (version, status) in [(OntapVersion::V9_10_1, 400), (OntapVersion::V9_16_1, 200)] {
        let client = Client::with(Options { ontap_version: version, ..Options::default() });
        assert_eq!(client.get(path).await.status, status, "{version}");
    }
}

#[tokio::test]
async fn options_is_answered_everywhere() {
    let client = Client::start();
    for path in ["/api/cluster", LIFS, "/api/svm/svms/any", "/api/private/cli/vserver"] {
        assert_eq!(client.send(Method::OPTIONS, path, None).await.unwrap().status, 200, "{path}");
    }
    assert_eq!(client.send(Method::OPTIONS, "/api/none", None).await.unwrap().status, 404);
}

#[tokio::test]
async fn lifs_of_a_stopped_svm_are_down() {
    let client = Client::start();
    let uuid = client.get("/api/svm/svms").await.body["records"][0]["uuid"].as_str().unwrap().to_owned();
    let states = async || {
        let lifs = client.get(&format!("{LIFS}?svm.name=svm_cvo&fields=state,enabled")).await.body;
        let of = |lif: &Value| (lif["state"].as_str().unwrap().to_owned(), lif["enabled"] == true);
        lifs["records"].as_array().unwrap().iter().map(of).collect::<Vec<_>>()
    };
    for (state, expected) in [("stopped", "down"), ("running", "up")] {
        client.patch(&format!("/api/svm/svms/{uuid}?return_timeout=15"), json!({"state": state})).await;
        assert_eq!(states().await, vec![(expected.to_owned(), true); 3]);
    }
}

#[tokio::test]
async fn a_destination_is_created_stopped_and_has_its_settings_from_its_source() {
    let client = Client::start();
    let body = json!({"name": "svm_dr", "subtype": "dp_destination"});
    let made = client.post("/api/svm/svms?return_timeout=15&return_records=true", body).await;
    let path = format!("/api/svm/svms/{}", made.body["records"][0]["uuid"].as_str().unwrap());
    assert_eq!(client.get(&path).await.body["state"], "stopped");
    assert_eq!(client.get("/api/storage/volumes?svm.name=svm_dr").await.body["num_records"], 0);
    let patch = async |body: Value| client.patch(&format!("{path}?return_timeout=15"), body).await;
    assert_eq!(patch(json!({"language": "c.utf_8"})).await.refusal(), (400, "2621580"));
    assert_eq!(patch(json!({"snapshot_policy": "none"})).await.refusal(), (400, "2621580"));
    assert_eq!(patch(json!({"comment": "c"})).await.status, 200);
}

#[tokio::test]
async fn what_netapps_sources_disagree_on_is_lenient_until_a_variant_is_chosen() {
    let client = Client::start();
    let uuid = client.svm("svm_2").await;
    let route = |address: &str, svm: &str| {
        json!({"svm": {"name": svm}, "gateway": "10.20.1.1",
               "destination": {"address": address, "netmask": "20"}})
    };
    let rename =
        |name: &str| json!({"name": name, "aggregates": [{"name": "aggr2"}], "snapshot_policy": "none"});
    let svm = format!("/api/svm/svms/{uuid}?return_timeout=15");
    assert_eq!(client.post(ROUTES, route("10.10.10.254", "none")).await.refusal(), (404, "2621462"));
    assert_eq!(client.post(ROUTES, route("10.10.10.254", "svm_2")).await.status, 201);
    let stored = client.get(&format!("{ROUTES}?svm.name=svm_2&fields=destination")).await;
    assert_eq!(stored.body["records"][0]["destination"]["address"], "10.10.0.0");
    assert_eq!(client.patch(&svm, rename("svm_3")).await.status, 200);
    let all = json!({"published_svm_code": true, "rename_only_alone": true, "host_bits_refused": true,
        "svm_delete_takes_data": true, "recovery_queue_keeps_names": true,
        "lifs_stay_on_failed_nodes": true, "failures_only_in_jobs": true});
    assert_eq!(client.control(Method::POST, "/variants", Some(all.clone())).await, (200, all));
    assert_eq!(client.post(ROUTES, route("10.11.0.0", "none")).await.refusal(), (400, "1967146"));
    assert_eq!(client.post(ROUTES, route("10.11.10.254", "svm_3")).await.refusal(), (400, "53282375"));
    assert_eq!(client.patch(&svm, rename("svm_4")).await.refusal(), (400, "13434881"));
    assert_eq!(client.control(Method::POST, "/variants", Some(json!({"none": true}))).await.0, 400);
}

#[tokio::test]
async fn a_pair_has_an_ipspace_for_its_nodes() {
    for preset in [Preset::HaSingleAz, Preset::HaMultiAz] {
        let client = Client::with(Options { preset, ..Options::default() });
        let ports = client.get("/api/network/ethernet/ports?node.name=cvo-node1&fields=*").await.body;
        let domain =
            |port: &Value| (port["name"].clone(), port["broadcast_domain"]["ipspace"]["name"].clone());
        let domains: Vec<_> = ports["records"].as_array().unwrap().iter().map(domain).collect();
        let expected = [
            ("e0a", json!("Default")),
            ("e0b", json!("Cluster")),
            ("e0c", Value::Null),
            ("e0d", Value::Null),
        ];
        assert_eq!(domains, expected.map(|(port, ipspace)| (json!(port), ipspace)));
        let lifs = client.get(&format!("{LIFS}?ipspace.name=Cluster&fields=*")).await;
        assert_eq!(lifs.column("name"), ["cvo-node1_clus1", "cvo-node2_clus1"]);
        let first = &lifs.body["records"][0];
        assert_eq!(
            (&first["scope"], &first["services"], &first["svm"]),
            (&json!("cluster"), &json!(["cluster_core"]), &Value::Null)
        );
        assert_eq!(first["service_policy"]["name"], "default-cluster");
        let node = client.get("/api/cluster/nodes?name=cvo-node1&fields=*").await.body["records"][0].clone();
        assert_eq!(node["cluster_interfaces"][0]["name"], "cvo-node1_clus1");
        assert_eq!(node["management_interfaces"].as_array().unwrap().len(), 1);
        let misplaced = json!({"name": "x", "svm": "svm_cvo", "ip": {"address": "192.168.40.77", "netmask": "24"},
                               "location": {"home_node": "cvo-node1", "home_port": "e0b"}});
        assert_eq!(client.post(LIFS, misplaced).await.refusal(), (400, "1966373"));
    }
}
