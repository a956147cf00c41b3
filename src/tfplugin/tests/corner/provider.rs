//! The provider, which keeps its things in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::json;
use tfplugin::testing::Harness;
use tfplugin::{Attr, Configured, Diagnostics, Model, Outcome, Provider, Server, async_trait};

use crate::count::Count;
use crate::flat::Flat;
use crate::flats::Flats;
use crate::functions::{First, Pieces};
use crate::pledge::Pledge;
use crate::thing::Thing;

/// The things that exist, and the calls that were made.
#[derive(Debug, Clone, Default)]
pub(crate) struct World(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
pub(crate) struct Inner {
    /// Names by id.
    pub(crate) things: BTreeMap<String, String>,
    /// The house that the world is, if it is another one than usual.
    pub(crate) house: Option<&'static str>,
    /// Operations, in order.
    pub(crate) calls: Vec<&'static str>,
}

impl World {
    pub(crate) fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap()
    }

    pub(crate) fn called(&self, what: &'static str) {
        self.inner().calls.push(what);
    }

    /// A write by a client that knows nothing of operations.
    pub(crate) fn write(&self) -> MutexGuard<'_, Inner> {
        tfplugin::writes().note();
        self.inner()
    }

    pub(crate) fn calls(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.inner().calls)
    }
}

/// A provider full of corner cases.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Config {
    /// Where it is.
    #[attr(optional)]
    endpoint: Attr<String>,
}

#[derive(Debug, Default)]
pub(crate) struct Corner(pub(crate) World);

#[async_trait]
impl Provider for Corner {
    const NAME: &'static str = "corner";
    const ADDRESS: &'static str = "registry.terraform.io/example/corner";
    const NOTES_WRITES: bool = true;
    type Config = Config;
    type Clients = World;

    fn validate(&self, config: &Config, diagnostics: &mut Diagnostics) {
        if config.endpoint.known().is_some_and(String::is_empty) {
            diagnostics.push_error_at("endpoint", "No endpoint", "Name one.");
        }
    }

    async fn configure(&self, config: Config) -> Outcome<Configured<World>> {
        if config.endpoint.is_unknown() {
            let mut warnings = Diagnostics::new();
            warnings.push_warning_at("endpoint", "Not known yet", "Plans run without looking.");
            return Ok(Configured::Unknown(warnings));
        }
        Ok(Configured::Ready(self.0.clone(), Diagnostics::new()))
    }
}

pub(crate) fn server(world: &World) -> Server<Corner> {
    Server::new(Corner(world.clone()))
        .version("1.0.0")
        .resource::<Pledge>()
        .resource::<Thing>()
        .resource::<Flat>()
        .data_source::<Count>()
        .list_resource::<Flats>()
        .function::<Pieces>()
        .function::<First>()
}

/// Returns a configured provider in this process, and its world.
pub(crate) async fn corner() -> (Harness, World) {
    let world = World::default();
    let harness = Harness::new(server(&world));
    assert_eq!(harness.configure(json!({})).await, Diagnostics::new());
    (harness, world)
}

/// Returns the summaries, each with the path that it is about.
pub(crate) fn summaries(diagnostics: &Diagnostics) -> Vec<String> {
    let line = |diagnostic: &tfplugin::Diagnostic| match &diagnostic.path {
        Some(path) => format!("{path}: {}", diagnostic.summary),
        None => diagnostic.summary.clone(),
    };
    diagnostics.iter().map(line).collect()
}
