//! NetApp's single-node procedure over HTTP, and the objects that it involves.

use crate::client::Client;
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn the_single_node_procedure_works_and_can_be_undone() {
    let client = Client::start();
    let (_, before) = client.control(Method::GET, "/state", None).await;
    let create = json!({"vserver": "svm_2", "rootvolume": "root_svm_2", "rootvolume_security_style": "unix",
                        "snapshot_policy": "default", "aggregate": "aggr1"});
    let made = client.post("/api/private/cli/vserver?return_timeout=15", create).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let route = json!({"svm": {"name": "svm_2"}, "gateway": "10.20.1.1",
                       "destination": {"address": "0.0.0.0", "netmask": "0"}});
    assert_eq!(client.post("/api/network/ip/routes", route).await.status, 201);
    for (name, address, policy) in [
        ("ip_nas_2", "10.20.1.17", "default-data-files"),
        ("ip_svm_mgmt_2", "10.20.1.18", "default-management"),
    ] {
        let lif = json!({"name": name, "svm": {"name": "svm_2"}, "service_policy": {"name": policy},
                         "ip": {"address": address, "netmask": "255.255.255.0"},
                         "location": {"home_port": {"name": "e0a", "node": {"name": "cvo-node"}}, "auto_revert": true}});
        let made = client.post("/api/network/ip/interfaces?return_records=true", lif).await;
        assert_eq!(made.body["records"][0]["ip"]["netmask"], "24", "{}", made.body);
        let found = client.get(&made.location.unwrap()).await;
        assert_eq!(found.body["location"]["is_home"], true);
    }
    let add = json!({"vserver": "svm_2", "aggregates": ["aggr1", "aggr2"]});
    assert_eq!(client.post("/api/private/cli/vserver/add-aggregates", add).await.status, 200);

    let svm = client.get("/api/svm/svms?name=svm_2&fields=aggregates.name,ip_interfaces.name").await;
    let svm = &svm.body["records"][0];
    assert_eq!(svm["aggregates"], json!([{"name": "aggr1"}, {"name": "aggr2"}]));
    assert_eq!(svm["ip_interfaces"], json!([{"name": "ip_nas_2"}, {"name": "ip_svm_mgmt_2"}]));
    let shown = client.get("/api/private/cli/vserver?vserver=svm_2&fields=rootvolume,aggregate").await;
    assert_eq!(
        shown.body["records"],
        json!([{"vserver": "svm_2", "rootvolume": "root_svm_2", "aggregate": "aggr1"}])
    );

    let path = format!("/api/svm/svms/{}?return_timeout=15", svm["uuid"].as_str().unwrap());
    assert_eq!(client.delete(&path).await.status, 200);
    assert_eq!(client.control(Method::GET, "/state", None).await.1, before);
}

#[tokio::test]
async fn the_cli_refuses_a_root_volume_with_a_name_that_volumes_cannot_have() {
    let client = Client::start();
    for name in ["svm-prod_root", "a.b", "1st", ""] {
        let create = json!({"vserver": "svm-prod", "rootvolume": name, "aggregate": "aggr1"});
        let refused = client.post("/api/private/cli/vserver?return_timeout=15", create).await;
        assert_eq!((refused.status, &refused.body["error"]["code"]), (400, &json!("13001")), "{name:?}");
    }
    let create = json!({"vserver": "svm-prod", "aggregate": "aggr1"});
    assert_eq!(client.post("/api/private/cli/vserver?return_timeout=15", create).await.status, 201);
    let shown = client.get("/api/private/cli/vserver?vserver=svm-prod&fields=rootvolume").await;
    assert_eq!(shown.body["records"][0]["rootvolume"], "svm_prod_root");
}

#[tokio::test]
async fn the_root_volume_is_found_and_renamed_over_rest() {
    let client = Client::start();
    client.svm("svm_2").await;
    let found =
        client.get("/api/storage/volumes?svm.name=svm_2&is_svm_root=true&fields=nas.security_style").await;
    let root = found.body["records"][0]["uuid"].as_str().unwrap().to_owned();
    let path = format!("/api/storage/volumes/{root}");
    let change = json!({"name": "root_svm_2", "nas": {"security_style": "mixed"}});
    assert_eq!(client.patch(&format!("{path}?return_timeout=15"), change).await.status, 200);
    let after = client.get(&path).await.body;
    assert_eq!((&after["name"], &after["nas"]["security_style"]), (&json!("root_svm_2"), &json!("mixed")));
}

#[tokio::test]
async fn a_job_reports_its_outcome() {
    let client = Client::start();
    let svm = client.svm("svm_2").await;
    let volume = json!({"name": "v1", "svm": {"name": "svm_2"}, "aggregates": [{"name": "aggr1"}]});
    assert_eq!(client.post("/api/storage/volumes?return_timeout=15", volume).await.status, 201);
    let accepted = client.delete(&format!("/api/svm/svms/{svm}")).await;
    assert_eq!(accepted.status, 202);
    let job = format!("/api/cluster/jobs/{}", accepted.body["job"]["uuid"].as_str().unwrap());
    let ended = loop {
        let job = client.get(&job).await.body;
        if job["state"] != "running" {
            break job;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    };
    assert_eq!(ended["state"], "failure");
    assert!(ended["error"]["message"].as_str().unwrap().contains("v1"), "{ended}");
    let waited = client.delete(&format!("/api/svm/svms/{svm}?return_timeout=15")).await;
    assert_eq!(waited.refusal(), (409, "2621440"));
}

#[tokio::test]
async fn objects_that_prevent_a_deletion_can_be_created_and_deleted() {
    let client = Client::start();
    let svm = client.svm("svm_2").await;
    for (path, body, key) in [
        ("/api/storage/luns", json!({"name": "/vol/v/l", "os_type": "linux"}), None),
        ("/api/storage/namespaces", json!({"name": "/vol/v/n", "os_type": "linux"}), None),
        ("/api/protocols/cifs/shares", json!({"name": "s", "path": "/"}), Some(format!("{svm}/s"))),
        ("/api/protocols/cifs/services", json!({"name": "SMB"}), Some(svm.clone())),
        ("/api/protocols/s3/services", json!({"name": "s3"}), Some(svm.clone())),
        ("/api/protocols/nfs/services", json!({}), Some(svm.clone())),
        ("/api/protocols/san/iscsi/services", json!({}), Some(svm.clone())),
        ("/api/svm/peers", json!({"peer": {"svm": {"name": "far"}}}), None),
    ] {
        let mut body = body;
        body["svm"] = json!({"name": "svm_2"});
        let made = client.post(&format!("{path}?return_timeout=15"), body).await;
        assert_eq!(made.status, 201, "{path}: {}", made.body);
        let location = made.location.unwrap();
        if let Some(key) = key {
            assert_eq!(location, format!("{path}/{key}"));
        }
        assert_eq!(client.get(&location).await.status, 200, "{location}");
        assert_eq!(client.get(&format!("{path}?svm.name=svm_2")).await.body["num_records"], 1, "{path}");
        assert_eq!(client.delete(&format!("{location}?return_timeout=15")).await.status, 200, "{location}");
        assert_eq!(client.get(&location).await.status, 404, "{location}");
    }
}

#[tokio::test]
async fn unusable_names_of_luns_peers_of_unknown_clusters_and_mirrors_of_absent_volumes_are_refused() {
    let client = Client::start();
    client.svm("svm_2").await;
    let own = client.get("/api/cluster?fields=name").await.body["name"].clone();
    let svm = json!({"name": "svm_2"});
    let lun = |name: &str| json!({"svm": svm, "name": name, "os_type": "linux"});
    let peer =
        |cluster: &Value| json!({"svm": svm, "peer": {"svm": {"name": "far"}, "cluster": {"name": cluster}}});
    let mirror = |volume: &str| json!({"source": {"path": "far:data"}, "destination": {"path": format!("svm_2:{volume}")}});
    for (path, body, refused) in [
        ("/api/storage/luns", lun("/vol/v/a b"), Some((400, "917927"))),
        ("/api/storage/luns", lun("lun1"), Some((400, "917927"))),
        ("/api/storage/luns", lun("/vol/v/q/lun-1"), None),
        ("/api/svm/peers", peer(&json!("far_cluster")), Some((404, "9895941"))),
        ("/api/svm/peers", peer(&own), None),
        ("/api/snapmirror/relationships", mirror("none"), Some((404, "6619337"))),
        ("/api/snapmirror/relationships", mirror("svm_2_root"), None),
    ] {
        let answer = client.post(&format!("{path}?return_timeout=15"), body.clone()).await;
        match refused {
            Some(refusal) => assert_eq!(answer.refusal(), refusal, "{body}"),
            None => assert!(answer.status < 300, "{body}: {}", answer.body),
        }
    }
}

#[tokio::test]
async fn the_recovery_queue_is_shown_and_purged_over_the_private_cli() {
    let client = Client::start();
    client.svm("svm_2").await;
    let volume = json!({"name": "v1", "svm": {"name": "svm_2"}, "aggregates": [{"name": "aggr1"}]});
    let made = client.post("/api/storage/volumes?return_timeout=15", volume).await;
    assert_eq!(client.delete(&format!("{}?return_timeout=15", made.location.unwrap())).await.status, 200);
    let queue = "/api/private/cli/volume/recovery-queue";
    let queued = client.get(&format!("{queue}?vserver=svm_2")).await;
    assert_eq!(queued.body["num_records"], 1);
    let name = queued.body["records"][0]["volume"].clone();
    let purge = json!({"vserver": "svm_2", "volume": name});
    assert_eq!(client.post(&format!("{queue}/purge"), purge).await.status, 200);
    assert_eq!(client.get(queue).await.body["num_records"], 0);
}

#[tokio::test]
async fn a_node_shows_its_instance() {
    let client = Client::start();
    let node = client.get("/api/cluster/nodes?fields=vm,ha.enabled,management_interfaces.ip.address").await;
    let node = &node.body["records"][0];
    assert_eq!(node["vm"]["provider_type"], "AWS_S3");
    assert_eq!(node["vm"]["instance_id"], "i-0c0a51de00000001a");
    assert_eq!(node["management_interfaces"], json!([{"ip": {"address": "10.20.1.11"}}]));
    assert_eq!(node["ha"]["enabled"], false);
}
