//! The calls of each operation of each resource.

use cvo_simulator::Preset;
use serde_json::{Value as Json, json};
use tfplugin::testing::{Planned, Stored};

use super::{Counted, counted, system_of, warm_run};
use crate::cases::{self, CASES, Case};
use crate::support::{Estate, System, text_of};

/// A system whose operations are counted.
struct Count {
    system: System,
    estate: Estate,
    lines: Counted,
}

/// Counts create, read, update, delete and import of every resource.
pub(super) async fn count(preset: Preset) -> Counted {
    let system = system_of(preset).await;
    let estate = Estate::of(&system, preset).await;
    let mut count = Count { system, estate, lines: Vec::new() };
    let svm = count.storage_vm().await;
    count.secondary_ip().await;
    count.case(cases::of("cvo_route")).await;
    count.lif().await;
    count.service_policy_move().await;
    count.delete("cvo_storage_vm: destroy", &svm).await;
    for case in CASES {
        if !count.has_lines_of(case.type_name) {
            count.case(case).await;
        }
    }
    count.lines
}

impl Count {
    async fn storage_vm(&mut self) -> Stored {
        let config = Estate::storage_vm("svm_2");
        let made = self.create("cvo_storage_vm: create", "cvo_storage_vm", config.clone()).await;
        self.read("cvo_storage_vm: read", &made, &config).await;
        let mut changed = config;
        changed["comment"] = json!("files");
        let made = self.change("cvo_storage_vm: update", &made, changed.clone()).await;
        changed["name"] = json!("svm_3");
        let made = self.change("cvo_storage_vm: rename", &made, changed.clone()).await;
        self.import("cvo_storage_vm: import", "cvo_storage_vm", "svm_3").await;
        made
    }

    async fn secondary_ip(&mut self) {
        let config = self.estate.secondary(0, 70);
        let named = self.create("cvo_secondary_ip: create", "cvo_secondary_ip", config.clone()).await;
        self.read("cvo_secondary_ip: read", &named, &config).await;
        let mut changed = config.clone();
        changed["release_on_destroy"] = json!(false);
        let kept = self.change("cvo_secondary_ip: update", &named, changed).await;
        let id = kept.json()["id"].as_str().unwrap().to_owned();
        self.import("cvo_secondary_ip: import", "cvo_secondary_ip", &id).await;
        self.delete("cvo_secondary_ip: destroy", &named).await;
        let mut chosen = config;
        chosen.as_object_mut().unwrap().remove("private_ip");
        let chosen =
            self.create("cvo_secondary_ip: create, address chosen", "cvo_secondary_ip", chosen).await;
        self.delete("", &chosen).await;
    }

    /// Counts the operations of the object in a case, on a system of its own.
    async fn case(&mut self, case: &Case) {
        let preset = self.estate.preset;
        let system = system_of(preset).await;
        let estate = Estate::of(&system, preset).await;
        let mut count = Self { system, estate, lines: Vec::new() };
        let (type_name, subject) = (case.type_name, case.subject(&count.estate));
        for (type_name, config) in &subject.before {
            count.create("", type_name, config.clone()).await;
        }
        let config = subject.destroyable();
        let made = count.create(&format!("{type_name}: create"), type_name, config.clone()).await;
        count.read(&format!("{type_name}: read"), &made, &config).await;
        let made = count.change(&format!("{type_name}: update"), &made, subject.changed_from(&config)).await;
        let id = made.json()["id"].as_str().unwrap().to_owned();
        count.import(&format!("{type_name}: import"), type_name, &id).await;
        count.delete(&format!("{type_name}: destroy"), &made).await;
        self.lines.append(&mut count.lines);
    }

    fn has_lines_of(&self, type_name: &str) -> bool {
        self.lines.iter().any(|(line, _)| line.split(':').next() == Some(type_name))
    }

    async fn lif(&mut self) {
        let addresses = [71, 72].map(|host| self.estate.secondary(0, host));
        for address in addresses {
            self.create("", "cvo_secondary_ip", address).await;
        }
        let config = self.estate.iscsi(0, "svm_3", 71);
        let made = self.create("cvo_lif: create, private address", "cvo_lif", config.clone()).await;
        self.read("cvo_lif: read", &made, &config).await;
        let mut changed = config;
        changed["name"] = json!("iscsi_a");
        let made = self.change("cvo_lif: rename", &made, changed.clone()).await;
        changed["address"] = json!(self.estate.private(0, 72));
        let made = self.change("cvo_lif: new private address", &made, changed).await;
        self.import("cvo_lif: import", "cvo_lif", "svm_3/iscsi_a").await;
        self.delete("cvo_lif: destroy, private address", &made).await;
        self.floating_lif().await;
    }

    async fn floating_lif(&mut self) {
        if !self.estate.floats() {
            return;
        }
        let config = self.estate.roaming("svm_3", "default-data-files", 73);
        let made = self.create("cvo_lif: create, floating address", "cvo_lif", config.clone()).await;
        let mut changed = config;
        changed["address"] = json!("192.168.40.74");
        let made = self.change("cvo_lif: new floating address", &made, changed).await;
        self.delete("cvo_lif: destroy, floating address", &made).await;
    }

    async fn service_policy_move(&mut self) {
        let config = json!({"svm_name": "svm_3", "on_missing_carrier": "warn"});
        let made =
            self.create("cvo_service_policy_move: create", "cvo_service_policy_move", config.clone()).await;
        self.read("cvo_service_policy_move: read", &made, &config).await;
        let mut changed = config;
        changed["services"] = json!([
            "management-dns-client",
            "data-fpolicy-client",
            "management-ad-client",
            "management-ldap-client",
            "management-nis-client",
            "management-ntp-client"
        ]);
        changed["services"].as_array_mut().unwrap().pop();
        changed["to_policies"] = json!(["default-data-blocks", "default-management"]);
        changed["restore_on_destroy"] = json!(true);
        let restoring = self.change("cvo_service_policy_move: update", &made, changed).await;
        self.import("cvo_service_policy_move: import", "cvo_service_policy_move", "svm_3/default-data-files")
            .await;
        self.delete("cvo_service_policy_move: destroy, restoring", &restoring).await;
        self.delete("cvo_service_policy_move: destroy", &made).await;
    }

    /// Starts a run in which everything is known that a write needs and that does not change within a run.
    async fn warm(&self) {
        warm_run(&self.system, &self.estate).await;
        let any = json!({"network_interface_id": self.estate.interface(0)});
        let plan = self.system.provider.plan("cvo_secondary_ip", None, any).await;
        assert!(plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
    }

    async fn create(&mut self, line: &str, type_name: &str, config: Json) -> Stored {
        self.warm().await;
        let plan = counted(&self.system, self.system.provider.plan(type_name, None, config)).await;
        self.carry_out(line, plan).await
    }

    async fn change(&mut self, line: &str, stored: &Stored, config: Json) -> Stored {
        self.warm().await;
        let doing = self.system.provider.plan(&stored.type_name, Some(stored), config);
        let plan = counted(&self.system, doing).await;
        self.carry_out(line, plan).await
    }

    async fn delete(&mut self, line: &str, stored: &Stored) {
        self.warm().await;
        let plan = counted(&self.system, self.system.provider.plan_destroy(stored)).await;
        self.carry_out(line, plan).await;
    }

    async fn carry_out(&mut self, line: &str, (plan, planned): (Planned, super::Calls)) -> Stored {
        assert!(!plan.diagnostics.has_errors(), "{line}: {}", text_of(&plan.diagnostics));
        assert!(plan.replace.is_empty(), "{line}: {:?}", plan.replace);
        let (done, applied) = counted(&self.system, self.system.provider.apply(&plan)).await;
        assert!(!done.diagnostics.has_errors(), "{line}: {}", text_of(&done.diagnostics));
        self.note(&format!("{line}: plan"), line, planned);
        self.note(&format!("{line}: apply"), line, applied);
        done.stored
    }

    async fn read(&mut self, line: &str, stored: &Stored, config: &Json) {
        warm_run(&self.system, &self.estate).await;
        let (read, calls) = counted(&self.system, self.system.provider.read(stored)).await;
        assert_eq!(read.stored, *stored, "{line}: {}", text_of(&read.diagnostics));
        self.note(line, line, calls);
        let doing = self.system.provider.plan(&stored.type_name, Some(&read.stored), config.clone());
        let (plan, calls) = counted(&self.system, doing).await;
        assert!(plan.is_empty() && calls.sum() == 0, "{line}: an empty plan makes no calls: {calls}");
    }

    async fn import(&mut self, line: &str, type_name: &str, id: &str) {
        self.warm().await;
        let (read, calls) = counted(&self.system, self.system.provider.import(type_name, id)).await;
        assert!(!read.diagnostics.has_errors(), "{line}: {}", text_of(&read.diagnostics));
        self.note(line, line, calls);
    }

    /// Adds a line to the table, unless `line` is empty because the operation has no line of its own.
    fn note(&mut self, text: &str, line: &str, calls: super::Calls) {
        if !line.is_empty() {
            self.lines.push((text.to_owned(), calls));
        }
    }
}
