//! A machine behind an SSH server, and a provider that can log in to it.

use std::sync::Arc;

use cvo_simulator::{Options, Simulator};
use kvm_drivers::system::Engine;
use linux_machine::testing::Machine;
use serde_json::{Value as Json, json};
use ssh::testing::{Key, World};
use tfplugin::testing::{Answered, Harness, Planned, Stored};

use super::TYPE;
use crate::support::{Calls, text_of};

/// A machine behind an SSH server, and a provider that can log in to it.
pub(crate) struct Host {
    pub(crate) machine: Machine,
    pub(crate) world: World,
    pub(crate) provider: Harness,
}

impl Host {
    /// Returns a machine with that tool.
    pub(crate) async fn with(engine: Engine) -> Self {
        let machine = Machine::new(engine);
        let wrapper = machine.wrapper();
        let world = World::accepting(|accepts| accepts.wrapper = wrapper).await;
        let provider =
            provider(json!({"user": "builder", "private_key": Key::of(World::USER).private()})).await;
        Self { machine, world, provider }
    }

    /// Returns a Debian machine.
    pub(crate) async fn new() -> Self {
        Self::with(Engine::InitramfsTools).await
    }

    /// Returns the configuration of an object on the machine, with further attributes.
    pub(crate) fn config(&self, more: Json) -> Json {
        let mut config = json!({
            "host": "127.0.0.1",
            "port": self.world.server.port,
            "host_keys": [Key::of(World::HOST).fingerprint()],
            "wait_for_ssh": "1s",
        });
        for (key, value) in more.as_object().unwrap() {
            config[key] = value.clone();
        }
        config
    }

    /// Plans and applies.
    pub(crate) async fn apply(&self, stored: Option<&Stored>, more: Json) -> Answered {
        let plan = self.plan(stored, more).await;
        assert!(!plan.diagnostics.has_errors(), "plan: {}", text_of(&plan.diagnostics));
        self.provider.apply(&plan).await
    }

    /// Plans and applies; neither may produce a diagnostic.
    pub(crate) async fn made(&self, stored: Option<&Stored>, more: Json) -> Stored {
        let answer = self.apply(stored, more).await;
        assert!(answer.diagnostics.is_empty(), "apply: {}", text_of(&answer.diagnostics));
        answer.stored
    }

    /// Plans and applies; the apply must fail.
    pub(crate) async fn refused(&self, stored: Option<&Stored>, more: Json) -> (Stored, String) {
        let answer = self.apply(stored, more).await;
        assert!(answer.diagnostics.has_errors(), "{}", answer.json());
        (answer.stored, text_of(&answer.diagnostics))
    }

    pub(crate) async fn plan(&self, stored: Option<&Stored>, more: Json) -> Planned {
        self.provider.plan(TYPE, stored, self.config(more)).await
    }

    /// Refreshes; the refresh may not produce a diagnostic.
    pub(crate) async fn refreshed(&self, stored: &Stored) -> Stored {
        let read = self.provider.read(stored).await;
        assert!(read.diagnostics.is_empty(), "read: {}", text_of(&read.diagnostics));
        read.stored
    }

    /// Plans and applies a destroy.
    pub(crate) async fn destroyed(&self, stored: &Stored) -> Answered {
        let plan = self.provider.plan_destroy(stored).await;
        assert!(!plan.diagnostics.has_errors(), "plan: {}", text_of(&plan.diagnostics));
        self.provider.apply(&plan).await
    }
}

/// Returns a provider whose block only says how to log in.
pub(crate) async fn provider(ssh: Json) -> Harness {
    let unused = Simulator::start(Options::default()).unwrap();
    let harness = crate::support::provider(&unused, &Arc::new(Calls::default()));
    let diagnostics = harness.configure(json!({"ssh": ssh})).await;
    assert!(diagnostics.is_empty(), "{}", text_of(&diagnostics));
    harness
}
