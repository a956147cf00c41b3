//! The identity of each object: it is there from the create on, remains what it is, and imports the object.

mod addresses;
mod changes;
mod elsewhere;
mod older_states;

use cvo_simulator::Preset;
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Stored};

use crate::cases::{CASES, Case};
use crate::support::{Estate, System, text_of};

/// The attributes of an identity that hold uuids.
const UUIDS: [&str; 3] = ["cluster_uuid", "svm_uuid", "uuid"];

/// Returns the identity that an object of this state must have on a system.
async fn expected(system: &System, stored: &Stored) -> Json {
    let found = system.provider.data("cvo_system", json!({})).await.json();
    let (state, cluster) = (stored.json(), found["cluster_uuid"].clone());
    match stored.type_name.as_str() {
        "cvo_storage_vm" | "cvo_lif" => json!({"cluster_uuid": cluster, "uuid": state["id"]}),
        "cvo_route" => json!({"cluster_uuid": cluster, "svm_uuid": state["svm_id"],
            "destination": state["destination"], "gateway": state["gateway"]}),
        "cvo_service_policy_move" => json!({"cluster_uuid": cluster, "svm_uuid": state["svm_id"],
            "from_policy": state["from_policy"]}),
        "cvo_secondary_ip" => {
            let is_of = |node: &&Json| node["network_interface_id"] == state["network_interface_id"];
            let node = found["nodes"].as_object().unwrap().values().find(is_of).unwrap();
            json!({"subnet_id": node["subnet_id"], "private_ip": state["private_ip"]})
        }
        other => panic!("{other} has no case"),
    }
}

fn succeeded(answer: Answered, what: &str) -> Stored {
    assert!(!answer.diagnostics.has_errors(), "{what}: {}", text_of(&answer.diagnostics));
    answer.stored
}

async fn made(system: &System, case: &Case, config: Json) -> Stored {
    let plan = system.provider.plan(case.type_name, None, config).await;
    assert_eq!(plan.planned_identity(), Json::Null, "{}: what is not made yet has none", case.type_name);
    succeeded(system.provider.apply(&plan).await, case.type_name)
}

/// Returns every identity of the cases on a system, with the objects.
async fn of_all(preset: Preset) -> Vec<(&'static Case, System, Stored, Json)> {
    let one = async |case: &'static Case| {
        let system = System::of(preset).await;
        let estate = Estate::of(&system, preset).await;
        let config = case.prepare(&system, &estate).await.config;
        let stored = made(&system, case, config.clone()).await;
        (case, system, stored, config)
    };
    join_all(CASES.iter().map(one)).await
}

#[tokio::test]
async fn an_object_has_its_identity_from_the_create_on_and_keeps_it() {
    for preset in Preset::ALL {
        for (case, system, stored, config) in of_all(*preset).await {
            let name = format!("{} on {preset:?}", case.type_name);
            let expected = expected(&system, &stored).await;
            assert_eq!(stored.identity(), expected, "{name}");
            system.run_again().await;
            let read = succeeded(system.provider.read(&stored).await, &name);
            assert_eq!(read.identity(), expected, "{name}: after a refresh");
            let plan = system.provider.plan(case.type_name, Some(&read), config).await;
            assert!(plan.is_empty(), "{name}: {}", text_of(&plan.diagnostics));
            assert_eq!(plan.planned_identity(), expected, "{name}: in an empty plan");
            let destroy = system.provider.plan_destroy(&read).await;
            assert_eq!(destroy.planned_identity(), expected, "{name}: in the plan of a destroy");
        }
    }
}

#[tokio::test]
async fn an_import_by_identity_finds_what_an_import_by_id_finds() {
    for preset in Preset::ALL {
        for (case, system, stored, _) in of_all(*preset).await {
            let name = format!("{} on {preset:?}", case.type_name);
            let by_id = system.provider.import(case.type_name, &case.import_id(&stored.json())).await;
            let by_id = succeeded(by_id, &name);
            assert_eq!(by_id.identity(), stored.identity(), "{name}: imported by id");
            let before = system.state().await;
            let by_identity = import(&system, &stored, stored.identity()).await;
            assert_eq!(by_identity, by_id, "{name}");
            let upper = import(&system, &stored, in_capitals(stored.identity())).await;
            assert_eq!(upper, by_id, "{name}: a uuid in capitals is the same");
            let read = succeeded(system.provider.read(&by_identity).await, &name);
            assert_eq!(read.json(), by_identity.json(), "{name}: the refresh after the import");
            assert_eq!(read.identity(), by_identity.identity(), "{name}");
            assert_eq!(system.state().await, before, "{name}: an import changes nothing");
        }
    }
}

async fn import(system: &System, stored: &Stored, identity: Json) -> Stored {
    system.run_again().await;
    let imported = system.provider.import_by_identity(&stored.type_name, identity).await;
    assert!(imported.diagnostics.is_empty(), "{}: {}", stored.type_name, text_of(&imported.diagnostics));
    imported.stored
}

fn in_capitals(mut identity: Json) -> Json {
    for name in UUIDS {
        if let Some(uuid) = identity.get(name).and_then(Json::as_str) {
            identity[name] = json!(uuid.to_uppercase());
        }
    }
    identity
}

#[tokio::test]
async fn an_import_by_the_identity_of_an_object_of_a_cluster_reads_one_collection() {
    for (case, system, stored, _) in of_all(Preset::SingleNode).await {
        if case.type_name == "cvo_secondary_ip" {
            continue;
        }
        system.requests().await;
        import(&system, &stored, stored.identity()).await;
        let requests = system.requests().await;
        let collection = match case.type_name {
            "cvo_storage_vm" => "/api/svm/svms",
            "cvo_lif" => "/api/network/ip/interfaces",
            "cvo_route" => "/api/network/ip/routes",
            _ => "/api/network/ip/service-policies",
        };
        let listed = format!("ontap GET {collection}");
        let others = ["ontap GET /api/cluster", "ontap GET /api/storage/volumes"];
        assert_eq!(requests.iter().filter(|request| **request == listed).count(), 1, "{requests:?}");
        let is_known = |request: &String| *request == listed || others.contains(&request.as_str());
        assert!(requests.iter().all(is_known), "{}: {requests:?}", case.type_name);
    }
}
