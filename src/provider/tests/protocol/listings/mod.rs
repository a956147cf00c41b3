//! Listings with records that are not as they should be: another object's record hides nothing, and one's
//! own is an error about that object alone.

mod guards;
mod pages;
mod root_volumes;

use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

use crate::support::{Estate, System, text_of};
use cvo_simulator::Preset;

const LIFS: &str = "/api/network/ip/interfaces*";
const VOLUMES: &str = "/api/storage/volumes*";

/// A system with one object of each kind, and their configurations.
struct Estates {
    system: System,
    estate: Estate,
    objects: Vec<(Stored, Json)>,
}

impl Estates {
    async fn new() -> Self {
        let system = System::of(Preset::SingleNode).await;
        let estate = Estate::of(&system, Preset::SingleNode).await;
        let configs = [
            ("cvo_storage_vm", Estate::storage_vm("svm_2")),
            ("cvo_secondary_ip", estate.secondary(0, 60)),
            ("cvo_lif", estate.roaming("svm_2", "default-data-files", 60)),
            ("cvo_route", estate.route("svm_2")),
        ];
        let mut objects = Vec::new();
        for (type_name, config) in configs {
            objects.push((system.create(type_name, config.clone()).await, config));
        }
        Self { system, estate, objects }
    }

    fn of_type(&self, type_name: &str) -> &Stored {
        &self.objects.iter().find(|(stored, _)| stored.type_name == type_name).unwrap().0
    }

    /// Puts members into the records of this name, in every answer to these paths from now on.
    async fn spoil(&self, path: &str, named: &str, members: &Json) {
        let effect = json!({"kind": "members", "named": named, "members": members});
        self.system.no_faults().await;
        self.system.fault(json!({"method": "GET", "path": path, "count": 0, "effect": effect})).await;
        self.system.run_again().await;
    }

    /// Refreshes and plans every object but those of one type.
    async fn all_are_unchanged(&self, but: &str, what: &str) {
        for (stored, config) in self.objects.iter().filter(|(stored, _)| stored.type_name != but) {
            let read = self.system.provider.read(stored).await;
            assert!(read.diagnostics.is_empty(), "{what}: {}", text_of(&read.diagnostics));
            assert_eq!(read.stored.state, stored.state, "{what}");
            let plan = self.system.provider.plan(&stored.type_name, Some(&read.stored), config.clone()).await;
            assert!(plan.is_empty() && plan.diagnostics.is_empty(), "{what}: {}", text_of(&plan.diagnostics));
        }
    }
}

#[tokio::test]
async fn the_faulty_record_of_another_object_changes_nothing() {
    let all = Estates::new().await;
    let nulls = ["svm", "location", "service_policy", "services", "ip", "scope", "enabled"];
    let mut lifs: Vec<_> = nulls.iter().map(|name| json!({*name: null})).collect();
    lifs.extend(
        ["", "-", "fe80::1%e0a", "nowhere"].map(|odd| json!({"ip": {"address": odd, "netmask": "24"}})),
    );
    lifs.push(json!({"location": 7, "services": "all", "svm": {"uuid": "none"}, "state": {}, "later": [1]}));
    let others = [
        (LIFS, "ip_nas_1", lifs),
        ("/api/svm/svms*", "svm_cvo", vec![json!({"aggregates": null, "ipspace": null, "subtype": 1})]),
        (VOLUMES, "svm_cvo_root", vec![json!({"nas": null, "aggregates": null, "svm": null})]),
        ("/api/cluster/nodes*", "cvo-node", vec![json!({"vm": null, "ha": null})]),
        ("/api/storage/aggregates*", "aggr2", vec![json!({"space": null, "node": null, "state": 1})]),
        ("/api/network/ip/service-policies*", "default-data-nvme-tcp", vec![json!({"services": null})]),
    ];
    for (path, named, all_members) in others {
        for members in all_members {
            all.spoil(path, named, &members).await;
            let what = format!("{path} {members}");
            all.all_are_unchanged("", &what).await;
            for (source, config) in
                [("cvo_system", json!({})), ("cvo_lifs", json!({})), ("cvo_storage_vms", json!({}))]
            {
                let read = all.system.provider.data(source, config).await;
                assert!(read.diagnostics.is_empty(), "{what}, {source}: {}", text_of(&read.diagnostics));
            }
        }
    }
}

#[tokio::test]
async fn the_faulty_record_of_an_object_is_an_error_about_it_alone() {
    let all = Estates::new().await;
    let config = &all.objects[2].1;
    let name = config["name"].as_str().unwrap();
    for members in [
        json!({"ip": null}),
        json!({"ip": {"address": "-", "netmask": "24"}}),
        json!({"svm": null}),
        json!({"location": null}),
        json!({"service_policy": 7}),
    ] {
        all.spoil(LIFS, name, &members).await;
        let read = all.system.provider.read(all.of_type("cvo_lif")).await;
        let said = text_of(&read.diagnostics);
        assert!(read.diagnostics.has_errors() && said.contains(name), "{members}: {said}");
        assert_eq!(
            read.stored.state,
            all.of_type("cvo_lif").state,
            "{members}: it is not taken for gone or changed"
        );
        let imported = all
            .system
            .provider
            .import("cvo_lif", all.of_type("cvo_lif").json()["id"].as_str().unwrap())
            .await;
        assert!(imported.diagnostics.has_errors() && !imported.stored.exists(), "{members}");
        all.all_are_unchanged("cvo_lif", &members.to_string()).await;
    }
}

#[tokio::test]
async fn an_address_is_released_and_adopted_only_if_the_address_of_every_lif_is_told() {
    let all = Estates::new().await;
    let system = &all.system;
    let spare = system.create("cvo_secondary_ip", all.estate.secondary(0, 61)).await;
    let mut adopted = all.estate.secondary(0, 61);
    adopted["reuse_unused"] = json!(true);
    for (odd, is_told) in
        [(Json::Null, false), (json!("nowhere"), false), (json!("-"), true), (json!("fe80::1%e0a"), true)]
    {
        all.spoil(LIFS, "ip_iscsi_1", &json!({"ip": {"address": odd, "netmask": "24"}})).await;
        if is_told {
            continue;
        }
        let gone = system.provider.apply(&system.provider.plan_destroy(&spare).await).await;
        let said = text_of(&gone.diagnostics);
        assert!(
            gone.diagnostics.has_errors() && said.contains("the address of LIF ip_iscsi_1"),
            "{odd}: {said}"
        );
        let refused = system
            .provider
            .apply(&system.provider.plan("cvo_secondary_ip", None, adopted.clone()).await)
            .await;
        let said = text_of(&refused.diagnostics);
        assert!(
            refused.diagnostics.has_errors() && said.contains("the address of LIF ip_iscsi_1"),
            "{odd}: {said}"
        );
    }
    let gone = system.provider.apply(&system.provider.plan_destroy(&spare).await).await;
    assert!(!gone.diagnostics.has_errors(), "a LIF that has no IPv4 address: {}", text_of(&gone.diagnostics));
}
