//! The request log, for tests that count calls or compare bodies with a specification.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Maximum number of requests; the oldest are dropped beyond it.
const CAPACITY: usize = 50_000;
/// Maximum size of all bodies as they were sent, in bytes; beyond it those of the oldest requests are dropped.
/// In memory they take several times as much.
const BODIES: usize = 64 << 20;

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
    /// Each with the size of its bodies as they were sent.
    entries: VecDeque<(LogEntry, usize)>,
    /// How many of the oldest have lost their bodies.
    bare: usize,
    /// Size of all bodies that are left.
    size: usize,
}

impl RequestLog {
    /// Adds a request that has just been answered. `size` is that of its bodies in bytes.
    pub fn push(&mut self, entry: LogEntry, size: usize) {
        self.push_within(entry, size, BODIES);
    }

    fn push_within(&mut self, entry: LogEntry, size: usize, most: usize) {
        self.entries.push_back((entry, size));
        self.size += size;
        while self.size > most && self.drop_bodies() {}
        if self.entries.len() > CAPACITY
            && let Some((_, size)) = self.entries.pop_front()
        {
            self.size -= size;
            self.bare = self.bare.saturating_sub(1);
        }
    }

    /// Drops the bodies of the oldest request that has any.
    fn drop_bodies(&mut self) -> bool {
        let Some((entry, size)) = self.entries.get_mut(self.bare) else { return false };
        entry.bodies = None;
        self.size -= std::mem::take(size);
        self.bare += 1;
        true
    }

    /// Returns the requests, with or without their bodies.
    pub fn entries(&self, with_bodies: bool) -> Vec<LogEntry> {
        let show = |entry: &LogEntry| LogEntry {
            bodies: entry.bodies.clone().filter(|_| with_bodies),
            ..entry.clone()
        };
        self.entries.iter().map(|(entry, _)| show(entry)).collect()
    }

    /// Removes all entries.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> LogEntry {
        LogEntry {
            side: Side::Ontap,
            method: "GET".to_owned(),
            path: path.to_owned(),
            query: String::new(),
            action: None,
            status: Some(200),
            start: 0.0,
            duration: 0.0,
            faulty: false,
            bodies: Some(Bodies { request: Value::Null, response: Value::from(path) }),
        }
    }

    /// Paths, with a star if the bodies are there.
    fn shown(log: &RequestLog) -> Vec<String> {
        let star = |entry: &LogEntry| if entry.bodies.is_some() { "*" } else { "" };
        log.entries(true).iter().map(|entry| format!("{}{}", entry.path, star(entry))).collect()
    }

    #[test]
    fn the_oldest_bodies_are_dropped_and_every_request_is_kept() {
        let mut log = RequestLog::default();
        for (path, size, expected) in [
            ("a", 4, "a*"),
            ("b", 6, "a* b*"),
            ("c", 1, "a b* c*"),
            ("d", 11, "a b c d"),
            ("e", 10, "a b c d e*"),
        ] {
            log.push_within(entry(path), size, 10);
            assert_eq!(shown(&log).join(" "), expected);
        }
        log.clear();
        log.push_within(entry("f"), 10, 10);
        assert_eq!(shown(&log), ["f*"]);
    }

    #[test]
    fn the_oldest_requests_are_dropped_with_and_without_bodies() {
        let mut log = RequestLog::default();
        for number in 0..CAPACITY + 2 {
            log.push_within(entry(&number.to_string()), 1, CAPACITY - 1);
        }
        let all = shown(&log);
        assert_eq!((all.len(), all[0].as_str(), all[1].as_str()), (CAPACITY, "2", "3*"));
    }
}
