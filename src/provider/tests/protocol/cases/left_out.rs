//! Leaving an attribute out means one thing, which the schema says: its default is asked for, now and later; or
//! a value was chosen at creation, or is not managed, and is left alone.

use cvo_simulator::Preset;
use futures::future::join_all;
use serde_json::Value as Json;
use tfplugin::testing::Stored;
use tfplugin::{Attribute, LeftOut};

use super::values::another_value;
use super::{CASES, Case, make, with};
use crate::support::{Estate, System, schemas, text_of};

/// An attribute that a configuration leaves out, and one that sets it to another value than it has then.
struct Without<'a> {
    system: &'a System,
    case: &'a Case,
    attribute: &'a Attribute,
    left_out: Json,
    set: Json,
}

#[tokio::test]
async fn leaving_an_attribute_out_means_what_the_schema_says() {
    join_all(CASES.iter().map(of_case)).await;
}

async fn of_case(case: &Case) {
    let system = System::of(Preset::SingleNode).await;
    let subject = case.prepare(&system, &Estate::of(&system, Preset::SingleNode).await).await;
    let mut stored = make(&system, case.type_name, subject.config.clone()).await;
    let schemas = schemas();
    let schema = schemas.resources.iter().find(|schema| schema.name == case.type_name).unwrap();
    for attribute in schema.attributes.iter().filter(|attribute| attribute.left_out.is_some()) {
        let mut left_out = subject.config.clone();
        left_out.as_object_mut().unwrap().remove(&attribute.name);
        stored = apply(&system, &stored, &left_out).await;
        let value = another_value(attribute, &subject.change, &stored.json());
        let set = with(&left_out, &serde_json::json!({&attribute.name: value}));
        let without = Without { system: &system, case, attribute, left_out, set };
        stored = without.is_as_the_schema_says(&stored).await;
    }
}

async fn apply(system: &System, stored: &Stored, config: &Json) -> Stored {
    let plan = system.provider.plan(&stored.type_name, Some(stored), config.clone()).await;
    assert!(!plan.diagnostics.has_errors(), "{}: {}", stored.type_name, text_of(&plan.diagnostics));
    if plan.is_empty() {
        return stored.clone();
    }
    let applied = system.provider.apply(&plan).await;
    assert!(!applied.diagnostics.has_errors(), "{}: {}", stored.type_name, text_of(&applied.diagnostics));
    applied.stored
}

impl Without<'_> {
    /// `ours` is the object whose configuration leaves the attribute out.
    async fn is_as_the_schema_says(&self, ours: &Stored) -> Stored {
        let default = &ours.json()[&self.attribute.name];
        let theirs = apply(self.system, ours, &self.set).await;
        self.is_left_out(&theirs, default, "taken out of the configuration").await;
        let id = self.case.import_id(&theirs.json());
        let imported = self.system.provider.import(self.case.type_name, &id).await;
        assert!(!imported.diagnostics.has_errors(), "{id}: {}", text_of(&imported.diagnostics));
        let imported = self.system.provider.read(&imported.stored).await.stored;
        self.is_left_out(&imported, default, "left out of an import").await;
        // The other configuration stands for somebody else who changes the object.
        self.system.run_again().await;
        let read = self.system.provider.read(ours).await;
        assert!(!read.diagnostics.has_errors(), "{}", text_of(&read.diagnostics));
        // A changed route is another route.
        if read.stored.exists() {
            self.is_left_out(&read.stored, default, "changed by others").await;
        }
        apply(self.system, &theirs, &self.left_out).await
    }

    async fn is_left_out(&self, stored: &Stored, default: &Json, how: &str) {
        let name = &self.attribute.name;
        let what = format!("{name} of {} {how}", self.case.type_name);
        let plan = self.system.provider.plan(self.case.type_name, Some(stored), self.left_out.clone()).await;
        assert!(!plan.diagnostics.has_errors(), "{what}: {}", text_of(&plan.diagnostics));
        let planned = &plan.planned()[name];
        match self.attribute.left_out {
            Some(LeftOut::Default) => assert_eq!(planned, default, "{what}"),
            _ => assert_eq!(planned, &stored.json()[name], "{what}"),
        }
    }
}
