//! What is the same of all resources that ask ONTAP or EC2, tested for each of them by its case in [`CASES`]: whoever adds a
//! resource adds one case. The faults and the counted calls take theirs from here too.

mod another_cluster;
mod complete;
mod life;
mod permissions;
mod refresh;
mod table;

use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

use crate::support::{Estate, System, told};

pub(crate) use table::{CASES, DATA_SOURCES, OUTSIDE};

/// A resource.
#[derive(Debug)]
pub(crate) struct Case {
    /// Its type.
    pub(crate) type_name: &'static str,
    /// The attributes that its import id consists of, with a slash between them.
    pub(crate) imported_by: &'static [&'static str],
    /// Where its faults are tested.
    pub(crate) faults: Faults,
    /// One of it on a system.
    pub(crate) subject: fn(&Estate) -> Subject,
}

/// Where it is tested that one more apply makes everything right after a fault at any call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Faults {
    /// In `faults.rs`, for all alike.
    Generic,
    /// In a file of its own below `tests/protocol/`, because other calls than those of ONTAP go wrong, or more is to be
    /// asserted.
    Own(&'static str),
}

/// One object, and what is done with it.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    /// What must be there before it: types and configurations, in order.
    pub(crate) before: Vec<(&'static str, Json)>,
    /// Its configuration.
    pub(crate) config: Json,
    /// Attributes that a change in place changes: as many as ONTAP knows.
    pub(crate) change: Json,
    /// Attributes without which it is not destroyed.
    pub(crate) for_destroy: Json,
}

impl Case {
    /// One of it on this system.
    pub(crate) fn subject(&self, estate: &Estate) -> Subject {
        (self.subject)(estate)
    }

    /// One of it on this system, with what must be there before.
    pub(crate) async fn prepare(&self, system: &System, estate: &Estate) -> Subject {
        let subject = self.subject(estate);
        for (type_name, config) in &subject.before {
            make(system, type_name, config.clone()).await;
        }
        subject
    }

    /// The import id of a stored one.
    pub(crate) fn import_id(&self, state: &Json) -> String {
        let parts = self.imported_by.iter().map(|attribute| state[attribute].as_str().unwrap());
        parts.collect::<Vec<_>>().join("/")
    }
}

impl Subject {
    /// Its configuration after the change.
    pub(crate) fn changed(&self) -> Json {
        self.changed_from(&self.config)
    }

    /// This configuration of it after the change.
    pub(crate) fn changed_from(&self, config: &Json) -> Json {
        with(config, &self.change)
    }

    /// Its configuration where it is to be destroyed in the end.
    pub(crate) fn destroyable(&self) -> Json {
        with(&self.config, &self.for_destroy)
    }
}

fn with(config: &Json, attributes: &Json) -> Json {
    let mut config = config.clone();
    config.as_object_mut().unwrap().extend(attributes.as_object().unwrap().clone());
    config
}

/// The case of this type.
pub(crate) fn of(type_name: &str) -> &'static Case {
    CASES.iter().find(|case| case.type_name == type_name).unwrap()
}

/// Plans and applies a create, which may warn.
async fn make(system: &System, type_name: &str, config: Json) -> Stored {
    let plan = system.provider.plan(type_name, None, config).await;
    assert!(!plan.diagnostics.has_errors(), "{type_name}: {}", told(&plan.diagnostics));
    let made = system.provider.apply(&plan).await;
    assert!(!made.diagnostics.has_errors(), "{type_name}: {}", told(&made.diagnostics));
    made.stored
}

/// A configuration without attributes.
fn nothing() -> Json {
    json!({})
}
