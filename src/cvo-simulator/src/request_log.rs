//! The request log, for tests that count calls or compare bodies with a specification.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Maximum number of requests; the oldest are dropped beyond it.
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
    /// Time at which the request arrived, in seconds since the Unix epoch.
    pub start: f64,
    /// Seconds from then until the answer.
    pub duration: f64,
    /// Whether a fault rule affected the request.
    pub faulty: bool,
    /// Bodies, included on request only.
    #[serde(flatten, skip_serializing_if = "Option::is_none", default)]
    pub bodies: Option<Bodies>,
}

/// The bodies of an ONTAP request and its answer, if they are JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bodies {
    /// Body of the request.
    pub request: Value,
    /// Body of the answer.
    pub response: Value,
}

/// The most recent requests, oldest first.
#[derive(Debug, Default)]
pub struct RequestLog {
    entries: VecDeque<LogEntry>,
}

impl RequestLog {
    /// Adds a request that has just been answered.
    pub fn push(&mut self, entry: LogEntry) {
        if self.entries.len() == CAPACITY {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    /// Returns the requests, with or without their bodies.
    pub fn entries(&self, with_bodies: bool) -> Vec<LogEntry> {
        let show = |entry: &LogEntry| LogEntry {
            bodies: entry.bodies.clone().filter(|_| with_bodies),
            ..entry.clone()
        };
        self.entries.iter().map(show).collect()
    }

    /// Removes all entries.
    pub fn clear(&mut self) {
        self.entries.clear();
    }
}
