//! Service policies over REST and the private CLI, and the signs of which services a storage VM uses.

use crate::client::{Answer, Client};
use cvo_simulator::Options;
use cvo_simulator::world::version::OntapVersion;
use reqwest::Method;
use serde_json::{Value, json};

const CLI: &str = "/api/private/cli/network/interface/service-policy";

impl Client {
    async fn change_service(&self, verb: &str, policy: &str, service: &str) -> Answer {
        let body = json!({"vserver": "svm_cvo", "policy": policy, "service": service});
        self.post(&format!("{CLI}/{verb}?privilege_level=advanced"), body).await
    }

    /// The networks that may use a policy's services, as the CLI shows them.
    async fn allowed(&self, policy: &str) -> Value {
        let path = format!("{CLI}?vserver=svm_cvo&policy={policy}&fields=services,service-allowed-addresses");
        self.get(&path).await.body["records"][0]["service_allowed_addresses"].clone()
    }

    async fn uuid_of_policy(&self, name: &str) -> String {
        let found = self.get(&format!("/api/network/ip/service-policies?svm.name=svm_cvo&name={name}")).await;
        found.body["records"][0]["uuid"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn services_are_added_and_removed_one_by_one() {
    let client = Client::start();
    assert_eq!(
        client.change_service("add-service", "default-data-blocks", "management-ad-client").await.status,
        200
    );
    assert_eq!(
        client.allowed("default-data-blocks").await,
        json!(["data-core: 0.0.0.0/0", "data-iscsi: 0.0.0.0/0", "management-ad-client: 0.0.0.0/0"])
    );
    let twice = client.change_service("add-service", "default-data-blocks", "management_ad_client").await;
    assert_eq!(twice.refusal(), (409, "1"));
    assert_eq!(
        client.change_service("remove-service", "default-data-blocks", "management-ad-client").await.status,
        200
    );
    let gone = client.change_service("remove-service", "default-data-blocks", "management-ad-client").await;
    assert_eq!(gone.refusal(), (404, "4"));
    for (policy, service, expected) in [
        ("default-data-files", "data-none", (400, "53281932")),
        ("default-data-files", "data-iscsi", (400, "53281929")),
        ("none", "data-nfs", (404, "4")),
    ] {
        assert_eq!(
            client.change_service("add-service", policy, service).await.refusal(),
            expected,
            "{service}"
        );
    }
}

#[tokio::test]
async fn keys_may_be_in_the_query_and_names_may_have_dashes() {
    let client = Client::start();
    let keys = "vserver=svm_cvo&policy=default-data-iscsi&service=management-dns-client";
    let body = json!({"allowed-addresses": ["10.0.0.0/8"]});
    assert_eq!(client.patch(&format!("{CLI}/add-service?{keys}"), body).await.status, 200);
    assert_eq!(client.allowed("default-data-iscsi").await[2], "management-dns-client: 10.0.0.0/8");
    let body = json!({"allowed_addresses": "10.0.0.0/8,10.1.0.0/16"});
    assert_eq!(client.patch(&format!("{CLI}/modify-service?{keys}"), body).await.status, 200);
    assert_eq!(
        client.allowed("default-data-iscsi").await[2],
        "management-dns-client: 10.0.0.0/8, 10.1.0.0/16"
    );
    let bad = json!({"allowed_addresses": ["everybody"]});
    assert_eq!(client.patch(&format!("{CLI}/modify-service?{keys}"), bad).await.refusal(), (400, "262197"));
    let (_, state) = client.control(Method::GET, "/state", None).await;
    let policies = state["policies"].as_array().unwrap();
    let shown = policies.iter().find(|policy| policy["name"] == "default-data-iscsi").unwrap();
    assert_eq!(shown["restrictions"], json!({"management_dns_client": ["10.0.0.0/8", "10.1.0.0/16"]}));
}

#[tokio::test]
async fn a_rest_patch_opens_what_the_cli_has_restricted() {
    let client = Client::start();
    let keys = "vserver=svm_cvo&policy=default-data-iscsi&service=data-core";
    client.patch(&format!("{CLI}/modify-service?{keys}"), json!({"allowed_addresses": ["10.0.0.0/8"]})).await;
    assert_eq!(client.allowed("default-data-iscsi").await[0], "data-core: 10.0.0.0/8");
    let path =
        format!("/api/network/ip/service-policies/{}", client.uuid_of_policy("default-data-iscsi").await);
    let body = json!({"services": ["data_core", "data_iscsi"]});
    assert_eq!(client.patch(&path, body).await.status, 200);
    assert_eq!(client.allowed("default-data-iscsi").await[0], "data-core: 0.0.0.0/0");
}

#[tokio::test]
async fn block_services_of_a_policy_in_use_cannot_change_since_9_13() {
    for (version, expected) in [(OntapVersion::V9_12_1, 200), (OntapVersion::V9_13_1, 400)] {
        let client = Client::with(Options { ontap_version: version, ..Options::default() });
        let answer = client.change_service("remove-service", "default-data-iscsi", "data-iscsi").await;
        assert_eq!(answer.status, expected, "{version}");
        // In every release, client services may be added to a policy that a LIF uses.
        let moved = client.change_service("add-service", "default-data-iscsi", "management-nis-client").await;
        assert_eq!(moved.status, 200, "{version}");
        // No LIF uses this policy.
        let unused = client.change_service("remove-service", "default-data-blocks", "data-iscsi").await;
        assert_eq!(unused.status, 200, "{version}");
    }
}

#[tokio::test]
async fn a_storage_vm_shows_its_name_services() {
    let client = Client::start();
    let uuid = client.svm("svm_2").await;
    let svm = format!("/api/svm/svms/{uuid}?fields=dns,ldap,nis,cifs");
    assert_eq!(client.get(&svm).await.body["dns"], Value::Null);
    for (path, body, shown) in [
        ("/api/name-services/dns", json!({"domains": ["a.example"], "servers": ["10.0.0.53"]}), Some("dns")),
        (
            "/api/name-services/ldap",
            json!({"servers": ["10.0.0.54"], "base_dn": "dc=a", "bind_password": "p"}),
            Some("ldap"),
        ),
        ("/api/name-services/nis", json!({"domain": "a", "servers": ["10.0.0.55"]}), Some("nis")),
        ("/api/protocols/fpolicy", json!({"policies": [{"name": "p"}]}), None),
    ] {
        let mut new = body.clone();
        new["svm"] = json!({"name": "svm_2"});
        let made = client.post(path, new.clone()).await;
        assert_eq!(
            (made.status, made.location.as_deref()),
            (201, Some(format!("{path}/{uuid}").as_str())),
            "{}",
            made.body
        );
        assert_eq!(client.post(path, new).await.refusal(), (409, "1"), "{path}");
        let found = client.get(&format!("{path}?svm.name=svm_2&fields=*")).await.body;
        assert_eq!(found["num_records"], 1, "{path}");
        assert_eq!(found["records"][0].get("bind_password"), None);
        if let Some(name) = shown {
            assert!(client.get(&svm).await.body[name].is_object(), "{path}");
        }
        assert_eq!(client.delete(&format!("{path}/{uuid}")).await.status, 200, "{path}");
        assert_eq!(client.get(&format!("{path}?svm.name=svm_2")).await.body["num_records"], 0, "{path}");
    }
}

#[tokio::test]
async fn a_storage_vm_can_be_created_with_name_services() {
    let client = Client::start();
    let body = json!({"name": "svm_3", "dns": {"domains": ["a.example"], "servers": ["10.0.0.53"]}});
    assert_eq!(client.post("/api/svm/svms?return_timeout=15", body).await.status, 201);
    let dns = client.get("/api/name-services/dns?svm.name=svm_3&fields=servers").await.body;
    assert_eq!(dns["records"][0]["servers"], json!(["10.0.0.53"]));
}
