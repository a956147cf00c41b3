//! Eventual consistency: for a while after a write, reads show the state before it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::inventory::Ec2Inventory;
use crate::world::clock::Moment;

/// Former states of the account that reads may still show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// How long reads do not show a write. Zero, the default, is strict consistency.
    delay: Duration,
    /// Former states, oldest first, each with the time at which a write replaced it.
    states: Vec<(Moment, Ec2Inventory)>,
}

impl Past {
    pub fn new() -> Self {
        Self { delay: Duration::ZERO, states: Vec::new() }
    }

    pub fn set_delay(&mut self, delay: Duration) {
        self.delay = delay;
    }

    /// Keeps `replaced` for as long as reads may show it.
    pub fn remember(&mut self, now: Moment, replaced: Ec2Inventory) {
        let delay = self.delay;
        self.states.retain(|(replaced_at, _)| is_shown(*replaced_at, delay, now));
        if !delay.is_zero() {
            self.states.push((now, replaced));
        }
    }

    /// Returns the former state that a read shows; `None` if it shows the present state.
    pub fn shown(&self, now: Moment) -> Option<&Ec2Inventory> {
        self.states
            .iter()
            .find(|(replaced_at, _)| is_shown(*replaced_at, self.delay, now))
            .map(|(_, state)| state)
    }
}

fn is_shown(replaced_at: Moment, delay: Duration, now: Moment) -> bool {
    now.since(replaced_at) < delay
}
