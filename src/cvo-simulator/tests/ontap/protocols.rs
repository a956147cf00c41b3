//! The protocols and name services in the record of a storage VM, however they were configured.

use serde_json::{Value, json};

use crate::client::Client;

const FIELDS: &str = "nfs.enabled,iscsi.enabled,nvme.enabled,fcp.enabled,cifs,s3,dns,ldap,nis";

async fn shown(client: &Client, svm: &str) -> Value {
    client.get(&format!("/api/svm/svms/{svm}?fields={FIELDS}")).await.body
}

#[tokio::test]
async fn a_new_storage_vm_has_neither_protocols_nor_name_services() {
    let client = Client::start();
    let svm = client.svm("svm_2").await;
    let found = shown(&client, &svm).await;
    for protocol in ["nfs", "iscsi", "nvme", "fcp", "cifs", "s3"] {
        assert_eq!(found[protocol]["enabled"], false, "{protocol}: {found}");
    }
    for service in ["dns", "ldap", "nis"] {
        assert_eq!(found[service], Value::Null, "{service}: {found}");
    }
}

#[tokio::test]
async fn a_protocol_is_enabled_while_its_service_is() {
    let client = Client::start();
    let svm = client.svm("svm_2").await;
    for (protocol, path, more) in [
        ("nfs", "/api/protocols/nfs/services", json!({})),
        ("iscsi", "/api/protocols/san/iscsi/services", json!({})),
        ("fcp", "/api/protocols/san/fcp/services", json!({})),
        ("nvme", "/api/protocols/nvme/services", json!({})),
        (
            "cifs",
            "/api/protocols/cifs/services",
            json!({"name": "SMB2", "ad_domain": {"fqdn": "a.example", "user": "u", "password": "p"}}),
        ),
        ("s3", "/api/protocols/s3/services", json!({"name": "s3.example"})),
    ] {
        let mut body = more.clone();
        body["svm"] = json!({"name": "svm_2"});
        let made = client.post(&format!("{path}?return_timeout=15"), body).await;
        assert_eq!(made.status, 201, "{path}: {}", made.body);
        let found = shown(&client, &svm).await;
        assert_eq!(found[protocol]["enabled"], true, "{protocol}: {found}");
        assert_eq!(found[protocol].get("name"), more.get("name"), "{protocol}");
        let off = client.patch(&format!("{path}/{svm}"), json!({"enabled": false})).await;
        assert_eq!(off.status, 200, "{path}: {}", off.body);
        assert_eq!(shown(&client, &svm).await[protocol]["enabled"], false, "{protocol}");
    }
    let found = shown(&client, &svm).await;
    assert_eq!(found["cifs"]["ad_domain"], json!({"fqdn": "a.example"}), "the credentials are not shown");
    let path = format!("/api/svm/svms/{svm}?fields=nfs&return_records=true");
    let linked = client.get(&path).await.body;
    assert!(linked["nfs"].is_object(), "a disabled service is shown: {linked}");
}

#[tokio::test]
async fn a_storage_vm_can_be_created_with_every_protocol() {
    let client = Client::start();
    let body = json!({
        "name": "svm_3", "nfs": {"enabled": true, "allowed": true}, "iscsi": {"enabled": true}, "nvme": {"enabled": true},
        "fcp": {"enabled": false}, "cifs": {"enabled": true, "name": "SMB3"}, "s3": {"enabled": true, "name": "s3.example"},
        "dns": {"domains": ["a.example"], "servers": ["10.0.0.53"]},
    });
    let made = client.post("/api/svm/svms?return_timeout=15", body).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let listed = client.get(&format!("/api/svm/svms?name=svm_3&fields={FIELDS}")).await.body;
    let found = &listed["records"][0];
    for (protocol, enabled) in
        [("nfs", true), ("iscsi", true), ("nvme", true), ("fcp", false), ("cifs", true), ("s3", true)]
    {
        assert_eq!(found[protocol]["enabled"], enabled, "{protocol}: {found}");
    }
    assert_eq!((&found["cifs"]["name"], &found["s3"]["name"]), (&json!("SMB3"), &json!("s3.example")));
    assert_eq!(found["dns"]["domains"], json!(["a.example"]));
    let svm = found["uuid"].as_str().unwrap();
    for path in ["/api/protocols/nvme/services", "/api/protocols/nfs/services"] {
        assert_eq!(client.get(&format!("{path}?svm.uuid={svm}")).await.body["num_records"], 1, "{path}");
        assert_eq!(client.delete(&format!("{path}/{svm}")).await.status, 200, "{path}");
    }
    let found = shown(&client, svm).await;
    assert_eq!((&found["nvme"]["enabled"], &found["nfs"]["enabled"]), (&json!(false), &json!(false)));
}
