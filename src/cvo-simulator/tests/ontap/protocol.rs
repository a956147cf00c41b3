//! Rules that apply to the whole ONTAP REST API.

use crate::client::Client;
use cvo_simulator::Options;
use cvo_simulator::world::version::OntapVersion;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_caller_must_trust_the_authority_and_know_the_password() {
    let client = Client::start();
    let ready = client.simulator.ready();
    let url = format!("{}/api/cluster", ready.ontap);
    let wrong = client.http.get(&url).basic_auth(&ready.username, Some("wrong")).send().await.unwrap();
    assert_eq!(wrong.status(), 401);
    let body: serde_json::Value = serde_json::from_str(&wrong.text().await.unwrap()).unwrap();
    assert_eq!(body["error"]["code"], "6691623");
    assert!(reqwest::Client::new().get(&url).send().await.is_err(), "an unknown authority is not trusted");
}

#[tokio::test]
async fn only_the_link_to_the_next_page_is_shown_whatever_the_media_type() {
    let client = Client::start();
    let ready = client.simulator.ready();
    for (accept, expected) in [("application/json", 1), ("application/hal+json", 5), ("*/*", 5)] {
        let url = format!("{}/api/network/ip/interfaces?max_records=3", ready.ontap);
        let request = client.http.get(url).header("accept", accept);
        let answer = request.basic_auth(&ready.username, Some(&ready.password)).send().await.unwrap();
        let text = answer.text().await.unwrap();
        assert_eq!(text.matches("\"href\"").count(), expected, "{accept}: {text}");
        assert!(text.contains("\"next\":{\"href\":\"/api/network/ip/interfaces?"), "{accept}: {text}");
    }
}

#[tokio::test]
async fn other_links_are_included_only_with_hal() {
    let client = Client::start();
    let ready = client.simulator.ready();
    for (accept, expected) in [("application/json", false), ("application/hal+json", true), ("*/*", true)] {
        let request = client.http.get(format!("{}/api/svm/svms", ready.ontap)).header("accept", accept);
        let answer = request.basic_auth(&ready.username, Some(&ready.password)).send().await.unwrap();
        assert_eq!(answer.text().await.unwrap().contains("_links"), expected, "{accept}");
    }
}

#[tokio::test]
async fn refusals_have_status_and_code() {
    let client = Client::start();
    let svm = "/api/svm/svms";
    for (method, path, body, expected) in [
        (Method::GET, "/api/svm/none", None, (404, "3")),
        (Method::GET, "/api/svm/svms/none", None, (404, "4")),
        (Method::PUT, svm, None, (405, "3")),
        (Method::PATCH, "/api/network/ip/routes/none", None, (404, "4")),
        (Method::DELETE, svm, None, (400, "262212")),
        (Method::GET, "/api/svm/svms?fields=root_volume", None, (400, "262249")),
        (Method::GET, "/api/svm/svms?root_volume=x", None, (400, "262250")),
        (Method::GET, "/api/svm/svms?max_records=few", None, (400, "262197")),
        (Method::POST, "/api/svm/svms?name=x", Some(json!({"name": "x"})), (400, "262211")),
        (Method::POST, svm, Some(json!({"name": "x", "root": 1})), (400, "262179")),
        (Method::POST, svm, Some(json!(["x"])), (400, "262201")),
        (Method::GET, "/api/private/cli/vserver?fields=*", None, (400, "262220")),
        (Method::DELETE, "/api/private/cli/version", None, (405, "3")),
        (Method::DELETE, "/api/private/cli/vserver", None, (400, "262212")),
    ] {
        let answer = client.send(method.clone(), path, body.as_ref()).await.unwrap();
        assert_eq!(answer.refusal(), expected, "{method} {path}");
    }
}

#[tokio::test]
async fn collections_are_filtered_sorted_and_paged() {
    let client = Client::start();
    let names = async |query: &str| {
        let answer = client.get(&format!("/api/network/ip/interfaces?{query}")).await;
        answer.column("name").iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(names("name=ip_*&order_by=name+desc").await, ["ip_svm_mgmt_1", "ip_nas_1", "ip_iscsi_1"]);
    assert_eq!(names("svm.name=svm_cvo&services=data_iscsi").await, ["ip_iscsi_1"]);
    assert_eq!(names("ip.address=10.20.1.11|10.20.1.14&order_by=name").await, ["cvo-node_mgmt1", "ip_nas_1"]);
    let none = client.get("/api/network/ip/interfaces?name=none").await;
    assert_eq!((none.status, &none.body), (200, &json!({"records": [], "num_records": 0})));
    let count = client.get("/api/network/ip/interfaces?return_records=false").await;
    assert_eq!(count.body, json!({"num_records": 6}));
}

#[tokio::test]
async fn pages_link_to_the_next_one_even_if_nothing_follows() {
    let client = Client::start();
    let ready = client.simulator.ready();
    let (mut path, mut seen) = ("/api/network/ip/interfaces?max_records=3".to_owned(), vec![]);
    loop {
        let request = client.http.get(format!("{}{path}", ready.ontap));
        let answer = request.basic_auth(&ready.username, Some(&ready.password)).send().await.unwrap();
        let body: serde_json::Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        seen.push(body["num_records"].as_u64().unwrap());
        match body["_links"]["next"]["href"].as_str() {
            Some(next) => path = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen, [3, 3, 0]);
}

#[tokio::test]
async fn a_page_is_never_larger_than_ordered_in_the_cli_too() {
    let client = Client::with(Options { page_size: Some(2), ..Options::default() });
    let sizes = async |mut path: String| {
        let mut sizes = vec![];
        loop {
            let page = client.get(&path).await.body;
            sizes.push(page["num_records"].as_u64().unwrap());
            match page["_links"]["next"]["href"].as_str() {
                Some(next) => path = next.to_owned(),
                None => return sizes,
            }
        }
    };
    assert_eq!(sizes("/api/network/ip/interfaces?max_records=5".to_owned()).await, [2, 2, 2, 0]);
    assert_eq!(sizes("/api/private/cli/volume?max_records=1".to_owned()).await, [1, 0]);
    let lifted = client.control(Method::POST, "/answers", Some(json!({"page_size": 0}))).await;
    assert_eq!(lifted, (200, json!({"page_size": null, "failed_node": "everything"})));
    assert_eq!(sizes("/api/network/ip/interfaces".to_owned()).await, [6]);
}

#[tokio::test]
async fn fields_are_shown_on_request() {
    let client = Client::start();
    let keys = async |query: &str| {
        let answer = client.get(&format!("/api/storage/volumes?{query}")).await;
        answer.body["records"][0].as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(keys("").await, ["name", "uuid"]);
    assert_eq!(keys("fields=size").await, ["name", "size", "uuid"]);
    assert_eq!(keys("is_svm_root=true").await, ["is_svm_root", "name", "uuid"]);
    assert!(!keys("fields=*").await.contains(&"is_svm_root".to_owned()));
    assert!(keys("fields=**").await.contains(&"is_svm_root".to_owned()));
    assert!(!keys("fields=*,!size").await.contains(&"size".to_owned()));
}

#[tokio::test]
async fn an_old_release_has_fewer_fields() {
    let options = Options { ontap_version: OntapVersion::V9_10_1, ..Options::default() };
    let client = Client::with(options);
    let route = json!({"svm": {"name": "svm_cvo"}, "gateway": "10.20.1.2", "metric": 30});
    assert_eq!(client.post("/api/network/ip/routes", route).await.refusal(), (400, "262179"));
    assert_eq!(client.get("/api/network/ip/routes?fields=metric").await.refusal(), (400, "262249"));
    let routes = client.get("/api/network/ip/routes?fields=*").await;
    assert!(routes.body["records"][0].get("metric").is_none());
    assert_eq!(client.get("/api/cluster").await.body["version"]["major"], 10);
}

#[tokio::test]
async fn a_whole_selection_is_changed_at_once() {
    let client = Client::start();
    client.svm("svm_2").await;
    client.svm("svm_3").await;
    let changed = client.delete("/api/svm/svms?name=svm_2|svm_3").await;
    assert_eq!((changed.status, changed.body["jobs"].as_array().map(Vec::len)), (200, Some(2)));
    assert_eq!(client.get("/api/svm/svms").await.column("name"), ["svm_cvo"]);
}
