//! An attribute may get its value from something that is not there yet: it is unknown in the plan, and the
//! apply plans again with the value. Both plans must fit together, for every attribute of every resource, and
//! for every part of a collection or a nested object.

use cvo_simulator::Preset;
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::Presence;
use tfplugin::testing::{Harness, Stored, UNKNOWN};

use super::values::another_value;
use super::{CASES, Case, make_with, with};
use crate::kvm_hosts::Host;
use crate::support::{Estate, System, schemas, text_of};

/// What the apply does with the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Create,
    Update,
}

/// A configuration, once with something unknown in it, and once with its value.
struct Variant {
    unknown: Json,
    known: Json,
}

/// An object whose configuration has unknown values.
struct Object<'a> {
    provider: &'a Harness,
    /// The system, if the object is on one: each apply is a run of its own there.
    system: Option<&'a System>,
    type_name: &'a str,
    config: Json,
    change: Json,
}

#[tokio::test]
async fn every_attribute_of_an_object_may_be_unknown_until_the_apply() {
    let both = |case| [of_case(case, Verb::Create), of_case(case, Verb::Update)];
    join_all(CASES.iter().flat_map(both)).await;
}

async fn of_case(case: &Case, verb: Verb) {
    let system = System::of(Preset::SingleNode).await;
    let subject = case.prepare(&system, &Estate::of(&system, Preset::SingleNode).await).await;
    let config = subject.destroyable();
    let (provider, type_name) = (&system.provider, case.type_name);
    let object = Object { provider, system: Some(&system), type_name, config, change: subject.change };
    object.survives_unknown_values(verb).await;
}

#[tokio::test]
async fn every_attribute_of_drivers_on_a_host_may_be_unknown_until_the_apply() {
    join_all([of_host(Verb::Create), of_host(Verb::Update)]).await;
}

async fn of_host(verb: Verb) {
    let host = Host::new().await;
    let change = json!({"allow_chroot": false, "security_software": "ignore", "reboot": "never"});
    let (provider, config) = (&host.provider, host.config(json!({})));
    let object = Object { provider, system: None, type_name: "cvo_linux_kvm_drivers", config, change };
    object.survives_unknown_values(verb).await;
}

impl Object<'_> {
    async fn survives_unknown_values(&self, verb: Verb) {
        let mut stored = self.make(&self.config).await;
        let variants = self.variants(&stored.json());
        for variant in &variants {
            if verb == Verb::Create {
                self.destroy(&stored).await;
            }
            let before = Some(&stored).filter(|_| verb == Verb::Update);
            let applied = self.apply(before, variant).await;
            stored = self.change_back(&applied).await;
        }
    }

    /// Returns the variants of every attribute that a configuration can set. The unknown value of one that
    /// means something when it is left out can also turn out to be null.
    fn variants(&self, reference: &Json) -> Vec<Variant> {
        let schemas = schemas();
        let schema = schemas.resources.iter().find(|schema| schema.name == self.type_name).unwrap();
        let set = schema.attributes.iter().filter(|attribute| attribute.presence != Presence::Computed);
        set.flat_map(|attribute| {
            let value = another_value(attribute, &self.change, reference);
            let whole = |value: Json| with(&self.config, &json!({&attribute.name: value}));
            let variant = |unknown, known| Variant { unknown: whole(unknown), known: whole(known) };
            let null = attribute.left_out.map(|_| variant(json!(UNKNOWN), Json::Null));
            let parts = partly_unknown(&value).into_iter();
            parts.map(|unknown| variant(unknown, value.clone())).chain(null).collect::<Vec<_>>()
        })
        .collect()
    }

    async fn make(&self, config: &Json) -> Stored {
        make_with(self.provider, self.type_name, config.clone()).await
    }

    /// Plans with an unknown value, plans again with the known one, as Terraform does in the apply, and
    /// applies.
    async fn apply(&self, stored: Option<&Stored>, variant: &Variant) -> Stored {
        let verb = if stored.is_some() { Verb::Update } else { Verb::Create };
        let what = format!("{verb:?} of {} with {}", self.type_name, variant.unknown);
        for config in [&variant.unknown, &variant.known] {
            let refused = self.provider.validate(self.type_name, config.clone()).await;
            assert!(!refused.has_errors(), "{what}: {}", text_of(&refused));
        }
        let first = self.provider.plan(self.type_name, stored, variant.unknown.clone()).await;
        assert!(!first.diagnostics.has_errors(), "{what}: {}", text_of(&first.diagnostics));
        assert!(is_as_unknown(&variant.unknown, &first.planned()), "{what} plans {}", first.planned());
        assert!(first.replace.is_empty(), "{what} replaces for {:?}", first.replace);
        if let Some(system) = self.system {
            system.run_again().await;
        }
        let second = self.provider.plan(self.type_name, stored, variant.known.clone()).await;
        assert!(!second.diagnostics.has_errors(), "{what}: {}", text_of(&second.diagnostics));
        assert!(second.replace.is_empty(), "{what} replaces for {:?}", second.replace);
        let (before, now) = (first.planned(), second.planned());
        assert!(agrees(&before, &now), "{what} first plans {before}\nand then {now}");
        if let Some(stored) = stored.filter(|_| second.is_empty()) {
            return stored.clone();
        }
        let applied = self.provider.apply(&second).await;
        assert!(!applied.diagnostics.has_errors(), "{what}: {}", text_of(&applied.diagnostics));
        assert!(agrees(&now, &applied.json()), "{what} plans {now}\nand makes {}", applied.json());
        let again = self.provider.plan(self.type_name, Some(&applied.stored), variant.known.clone()).await;
        assert!(again.is_empty(), "{what}, then plans {}", again.planned());
        applied.stored
    }

    /// Applies the configuration of the reference.
    async fn change_back(&self, stored: &Stored) -> Stored {
        let plan = self.provider.plan(self.type_name, Some(stored), self.config.clone()).await;
        assert!(!plan.diagnostics.has_errors(), "{}: {}", self.type_name, text_of(&plan.diagnostics));
        if plan.is_empty() {
            return stored.clone();
        }
        let applied = self.provider.apply(&plan).await;
        assert!(!applied.diagnostics.has_errors(), "{}: {}", self.type_name, text_of(&applied.diagnostics));
        applied.stored
    }

    async fn destroy(&self, stored: &Stored) {
        let plan = self.provider.plan_destroy(stored).await;
        let gone = self.provider.apply(&plan).await;
        assert!(!gone.diagnostics.has_errors(), "{}: {}", self.type_name, text_of(&gone.diagnostics));
    }
}

/// Returns the value as unknown, and with each of its parts unknown.
fn partly_unknown(value: &Json) -> Vec<Json> {
    let mut all = vec![json!(UNKNOWN)];
    match value {
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                all.extend(partly_unknown(item).into_iter().map(|part| {
                    let mut items = items.clone();
                    items[index] = part;
                    Json::Array(items)
                }));
            }
        }
        Json::Object(items) => {
            for (name, item) in items {
                let parts = partly_unknown(item).into_iter();
                all.extend(parts.map(|part| with(value, &json!({name: part}))));
            }
        }
        _ => {}
    }
    all
}

/// Whether the plan is unknown wherever the configuration is.
fn is_as_unknown(config: &Json, planned: &Json) -> bool {
    let count = |items: &[Json]| items.iter().filter(|item| **item == UNKNOWN).count();
    match (config, planned) {
        (Json::Object(config), planned) => {
            config.iter().all(|(name, config)| is_as_unknown(config, &planned[name]))
        }
        // The elements of a set have no order.
        (Json::Array(config), Json::Array(planned)) => count(config) == count(planned),
        (config, planned) => *config != UNKNOWN || *planned == UNKNOWN,
    }
}

/// Whether everything that is known before is the same afterwards.
fn agrees(before: &Json, now: &Json) -> bool {
    match (before, now) {
        (before, _) if *before == UNKNOWN => true,
        (Json::Object(before), Json::Object(now)) => {
            before.len() == now.len() && before.iter().all(|(name, before)| agrees(before, &now[name]))
        }
        (Json::Array(before), Json::Array(now)) if before.iter().any(|item| *item == UNKNOWN) => {
            before.iter().filter(|item| **item != UNKNOWN).all(|item| now.contains(item))
        }
        (before, now) => before == now,
    }
}
