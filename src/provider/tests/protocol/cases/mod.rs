//! Behavior that is the same for all resources on ONTAP or EC2, tested for each of them by its case in
//! [`CASES`]: a new resource needs one case. The fault tests and the counted calls use these cases too.

mod another_cluster;
mod complete;
mod empty_names;
mod left_out;
mod life;
mod permissions;
mod refresh;
mod table;
mod unknown;
mod values;

use serde_json::{Value as Json, json};
use tfplugin::testing::{Harness, Stored};

use crate::support::{Estate, System, text_of};

pub(crate) use table::{CASES, DATA_SOURCES, OUTSIDE};

/// A resource and how it is tested.
#[derive(Debug)]
pub(crate) struct Case {
    /// The resource type.
    pub(crate) type_name: &'static str,
    /// The attributes that the import id consists of, separated by slashes.
    pub(crate) imported_by: &'static [&'static str],
    /// Where its faults are tested.
    pub(crate) faults: Faults,
    /// Returns an object of this type on a system.
    pub(crate) subject: fn(&Estate) -> Subject,
}

/// Where it is tested that one more apply repairs everything after a fault at any call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Faults {
    /// In `faults.rs`, in the same way for all types.
    Generic,
    /// In a file of its own below `tests/protocol/`, because calls other than ONTAP's fail too, or because it
    /// asserts more.
    Own(&'static str),
}

/// One object, and what the tests do with it.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    /// What must exist before the object: types and configurations, in order.
    pub(crate) before: Vec<(&'static str, Json)>,
    /// The object's configuration.
    pub(crate) config: Json,
    /// The attributes that a change in place changes: as many as ONTAP knows.
    pub(crate) change: Json,
    /// Attributes that the object needs before it can be destroyed.
    pub(crate) for_destroy: Json,
}

impl Case {
    /// Returns an object on this system.
    pub(crate) fn subject(&self, estate: &Estate) -> Subject {
        (self.subject)(estate)
    }

    /// Returns an object on this system, and makes what must exist before it.
    pub(crate) async fn prepare(&self, system: &System, estate: &Estate) -> Subject {
        let subject = self.subject(estate);
        for (type_name, config) in &subject.before {
            make(system, type_name, config.clone()).await;
        }
        subject
    }

    /// Returns the import id of a stored object.
    pub(crate) fn import_id(&self, state: &Json) -> String {
        let parts = self.imported_by.iter().map(|attribute| state[attribute].as_str().unwrap());
        parts.collect::<Vec<_>>().join("/")
    }
}

impl Subject {
    /// Returns the configuration after the change.
    pub(crate) fn changed(&self) -> Json {
        self.changed_from(&self.config)
    }

    /// Returns this configuration after the change.
    pub(crate) fn changed_from(&self, config: &Json) -> Json {
        with(config, &self.change)
    }

    /// Returns the configuration of an object that is destroyed in the end.
    pub(crate) fn destroyable(&self) -> Json {
        with(&self.config, &self.for_destroy)
    }
}

fn with(config: &Json, attributes: &Json) -> Json {
    let mut config = config.clone();
    config.as_object_mut().unwrap().extend(attributes.as_object().unwrap().clone());
    config
}

/// Returns the case of this type.
pub(crate) fn of(type_name: &str) -> &'static Case {
    CASES.iter().find(|case| case.type_name == type_name).unwrap()
}

/// Plans and applies a create, which may warn.
async fn make(system: &System, type_name: &str, config: Json) -> Stored {
    make_with(&system.provider, type_name, config).await
}

async fn make_with(provider: &Harness, type_name: &str, config: Json) -> Stored {
    let plan = provider.plan(type_name, None, config).await;
    assert!(!plan.diagnostics.has_errors(), "{type_name}: {}", text_of(&plan.diagnostics));
    let made = provider.apply(&plan).await;
    assert!(!made.diagnostics.has_errors(), "{type_name}: {}", text_of(&made.diagnostics));
    made.stored
}

/// Returns a configuration without attributes.
fn nothing() -> Json {
    json!({})
}
