//! What was asked and answered, for tests that count calls or compare bodies with a specification.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Older requests are forgotten beyond this many.
const CAPACITY: usize = 50_000;

/// One of the two simulated APIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The ONTAP REST API.
    Ontap,
    /// The EC2 Query API.
    Ec2,
}

/// One request and its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogEntry {
    /// API that was called.
    pub side: Side,
    /// HTTP method.
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// Query as it was sent, empty if there was none.
    pub query: String,
    /// EC2 action; `None` on the ONTAP side.
    pub action: Option<String>,
    /// HTTP status, or `None` when the connection was cut.
    pub status: Option<u16>,
    /// When the request had arrived, in seconds since the Unix epoch.
    pub start: f64,
    /// Seconds from there to the answer.
    pub duration: f64,
    /// Whether a fault rule touched it.
    pub faulty: bool,
    /// Bodies, shown on request only.
    #[serde(flatten, skip_serializing_if = "Option::is_none", default)]
    pub bodies: Option<Bodies>,
}

/// The bodies of an ONTAP request and its answer, as far as they are JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bodies {
    /// Body of the request.
    pub request: Value,
    /// Body of the answer.
    pub response: Value,
}

/// The latest requests, oldest first.
#[derive(Debug, Default)]
pub struct RequestLog {
    entries: VecDeque<LogEntry>,
}

impl RequestLog {
    /// Adds what has just been answered.
    pub fn push(&mut self, entry: LogEntry) {
        if self.entries.len() == CAPACITY {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    /// The requests, with their bodies or without.
    pub fn entries(&self, with_bodies: bool) -> Vec<LogEntry> {
        let show = |entry: &LogEntry| LogEntry {
            bodies: entry.bodies.clone().filter(|_| with_bodies),
            ..entry.clone()
        };
        self.entries.iter().map(show).collect()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.entries.clear();
    }
}
