//! The private CLI, as users of NetApp's `na_ontap_rest_cli` call it.

use crate::client::Client;
use cvo_simulator::{Options, Preset};
use serde_json::{Value, json};

const CLI: &str = "/api/private/cli";

async fn rows(client: &Client, command: &str) -> Vec<Value> {
    let answer = client.get(&format!("{CLI}/{command}")).await;
    assert_eq!(answer.status, 200, "{command}: {}", answer.body);
    answer.body["records"].as_array().unwrap().clone()
}

#[tokio::test]
async fn network_and_failover_are_shown() {
    let client = Client::with(Options { preset: Preset::HaSingleAz, ..Options::default() });
    let lif = &rows(&client, "network/interface?lif=ip_nas_1&fields=address,netmask,curr-node,status-oper")
        .await[0];
    assert_eq!(
        *lif,
        json!({"vserver": "svm_cvo", "lif": "ip_nas_1", "address": "10.30.1.14", "netmask": "255.255.255.0",
               "curr_node": "cvo-node1", "status_oper": "up"})
    );
    assert_eq!(rows(&client, "network/interface?vserver=Cluster").await.len(), 2);
    let route = &rows(&client, "network/route?vserver=svm_cvo&fields=gateway").await[0];
    assert_eq!(*route, json!({"vserver": "svm_cvo", "destination": "0.0.0.0/0", "gateway": "10.30.1.1"}));
    let path = "storage/failover?fields=partner-name,possible,state-description";
    assert_eq!(
        rows(&client, path).await[0],
        json!({"node": "cvo-node1", "partner_name": "cvo-node2", "possible": true,
               "state_description": "Connected to cvo-node2"})
    );
    client.control(reqwest::Method::POST, "/takeover", Some(json!({"node": "cvo-node1"}))).await;
    let texts: Vec<_> =
        rows(&client, path).await.iter().map(|row| row["state_description"].clone()).collect();
    assert_eq!(texts, ["Waiting for giveback", "In takeover"]);
    assert!(rows(&client, "version").await[0]["version"].as_str().unwrap().contains("9.15.1"));
}

#[tokio::test]
async fn a_vserver_is_modified_renamed_and_deleted() {
    let client = Client::start();
    client.svm("svm_2").await;
    let comment = json!({"comment": "by the CLI"});
    assert_eq!(client.patch(&format!("{CLI}/vserver?vserver=svm_2"), comment).await.status, 200);
    assert_eq!(rows(&client, "vserver?vserver=svm_2&fields=comment").await[0]["comment"], "by the CLI");
    let rename = json!({"vserver": "svm_2", "newname": "svm_3"});
    assert_eq!(client.post(&format!("{CLI}/vserver/rename"), rename).await.status, 200);
    assert_eq!(client.get("/api/svm/svms").await.column("name"), ["svm_cvo", "svm_3"]);
    let delete = format!("{CLI}/vserver?vserver=svm_3&return_timeout=15");
    assert_eq!(client.delete(&delete).await.status, 200);
    assert_eq!(client.get("/api/svm/svms").await.column("name"), ["svm_cvo"]);
    assert_eq!(client.delete(&delete).await.refusal(), (404, "4"));
}

#[tokio::test]
async fn a_service_policy_is_created_and_deleted() {
    let client = Client::start();
    let path = format!("{CLI}/network/interface/service-policy");
    let policy = json!({"vserver": "svm_cvo", "policy": "narrow", "services": ["data-core", "data-nfs"],
                        "allowed_addresses": ["10.0.0.0/8"]});
    assert_eq!(client.post(&path, policy.clone()).await.status, 200);
    assert_eq!(client.post(&path, policy).await.refusal(), (409, "53281946"));
    let shown =
        rows(&client, "network/interface/service-policy?policy=narrow&fields=service_allowed_addresses")
            .await;
    assert_eq!(
        shown[0]["service_allowed_addresses"],
        json!(["data-core: 10.0.0.0/8", "data-nfs: 10.0.0.0/8"])
    );
    let delete = format!("{path}?vserver=svm_cvo&policy=narrow");
    assert_eq!(client.delete(&delete).await.status, 200);
    assert_eq!(client.delete(&delete).await.refusal(), (404, "4"));
}
