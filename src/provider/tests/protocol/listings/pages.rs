//! How a listing ends.

use super::*;

async fn answers(system: &System, body: Json) {
    let effect =
        json!({"kind": "body", "status": 200, "content_type": "application/json", "text": body.to_string()});
    system.no_faults().await;
    system.fault(json!({"path": "/api/network/ip/interfaces", "count": 0, "effect": effect})).await;
    system.run_again().await;
}

#[tokio::test]
async fn an_error_beside_records_is_an_error_and_no_records_are_none_only_if_it_says_so() {
    let system = System::start().await;
    let error = json!({"message": "A node did not answer.", "code": "65552"});
    let next = json!({"next": {"href": "/api/network/ip/interfaces?offset=0"}});
    for (body, expected) in [
        (json!({"records": [], "num_records": 0, "error": error}), Err("A node did not answer.")),
        (json!({}), Err("JSON without a list of records")),
        (json!({"num_records": 3}), Err("JSON without a list of records")),
        (json!({"num_records": 0}), Ok(0)),
        (json!({"records": [], "_links": next}), Err("leads back")),
    ] {
        answers(&system, body.clone()).await;
        let read = system.provider.data("cvo_lifs", json!({})).await;
        let said = text_of(&read.diagnostics);
        match expected {
            Ok(number) => {
                assert!(read.diagnostics.is_empty(), "{body}: {said}");
                assert_eq!(read.json()["lifs"].as_array().unwrap().len(), number, "{body}");
            }
            Err(part) => assert!(read.diagnostics.has_errors() && said.contains(part), "{body}: {said}"),
        }
    }
}

#[tokio::test]
async fn every_listing_lets_ontap_take_its_time() {
    let all = Estates::new().await;
    for (stored, _) in &all.objects {
        let read = all.system.provider.read(stored).await;
        assert!(read.diagnostics.is_empty(), "{}", text_of(&read.diagnostics));
    }
    let log = all.system.log().await;
    let is_listing = |entry: &&Json| {
        let path = entry["path"].as_str().unwrap();
        let collections =
            ["interfaces", "routes", "volumes", "svms", "nodes", "ports", "service-policies", "aggregates"];
        entry["method"] == "GET" && collections.iter().any(|end| path.ends_with(&format!("/{end}")))
    };
    let listings: Vec<_> = log.iter().filter(|entry| entry["side"] == "ontap").filter(is_listing).collect();
    assert!(listings.len() > 5, "{log:?}");
    for listing in listings {
        assert!(listing["query"].as_str().unwrap().contains("return_timeout=60"), "{listing}");
    }
}
