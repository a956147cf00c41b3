//! The simulator's control endpoint: its state, request log and faults.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

/// The control endpoint of a simulator.
#[derive(Debug, Clone)]
pub struct Control {
    agent: ureq::Agent,
    base: String,
}

/// A fault: which call fails, and how. By default, it is the very next call.
#[derive(Debug, Clone)]
pub struct Fault(Value);

impl Fault {
    /// An error answer. ONTAP's codes are numbers, EC2's are words.
    #[must_use]
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        Self(json!({"effect": {"kind": "error", "status": status, "code": code, "message": message}}))
    }

    /// A closed connection instead of an answer.
    #[must_use]
    pub fn cut() -> Self {
        Self(json!({"effect": {"kind": "cut"}}))
    }

    /// A delayed answer.
    #[must_use]
    pub fn delay(time: Duration) -> Self {
        Self(json!({"effect": {"kind": "delay", "milliseconds": time.as_millis()}}))
    }

    /// An answer that does not conform to the API.
    #[must_use]
    pub fn body(status: u16, content_type: &str, text: &str) -> Self {
        let effect = json!({"kind": "body", "status": status, "content_type": content_type, "text": text});
        Self(json!({"effect": effect}))
    }

    /// The call still takes effect; only its answer is lost.
    #[must_use]
    pub fn after_the_effect(mut self) -> Self {
        self.0["effect"]["after"] = true.into();
        self
    }

    /// Restricts the fault to ONTAP calls with this method and path, in which `*` stands for any text.
    #[must_use]
    pub fn on_ontap(mut self, method: Option<&str>, path: &str) -> Self {
        self.0["side"] = "ontap".into();
        self.0["method"] = method.into();
        self.0["path"] = path.into();
        self
    }

    /// Restricts the fault to EC2 calls of this action, in which `*` stands for any text.
    #[must_use]
    pub fn on_ec2(mut self, action: &str) -> Self {
        self.0["side"] = "ec2".into();
        self.0["action"] = action.into();
        self
    }

    /// Applies the fault to `count` matching calls from the nth on, counted from 1. A `count` of 0 means all.
    #[must_use]
    pub fn at(mut self, nth: usize, count: usize) -> Self {
        self.0["nth"] = nth.into();
        self.0["count"] = count.into();
        self
    }
}

impl Control {
    pub(crate) fn new(base: &str) -> Self {
        let config =
            ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(30))).proxy(None).build();
        Self { agent: config.into(), base: base.to_owned() }
    }

    /// Returns the names and addresses of all objects on both sides, without times and counters.
    ///
    /// # Errors
    /// If the simulator does not answer.
    pub fn state(&self) -> Result<Value> {
        self.get("/state")
    }

    /// Returns the request log, oldest first.
    ///
    /// # Errors
    /// If the simulator does not answer.
    pub fn requests(&self) -> Result<Vec<Value>> {
        list(self.get("/requests")?)
    }

    /// Returns the request log with the JSON bodies of requests and answers.
    ///
    /// # Errors
    /// If the simulator does not answer.
    pub fn exchanges(&self) -> Result<Vec<Value>> {
        list(self.get("/requests?bodies=true")?)
    }

    /// Returns the requests that could change something: all but ONTAP's GET and HEAD and EC2's Describe and
    /// Get actions.
    ///
    /// # Errors
    /// If the simulator does not answer.
    pub fn writes(&self) -> Result<Vec<String>> {
        Ok(self.requests()?.iter().filter_map(write).collect())
    }

    /// Returns the positions of the same requests in the log, counted from 0.
    ///
    /// # Errors
    /// If the simulator does not answer.
    pub fn places_of_writes(&self) -> Result<Vec<usize>> {
        let requests = self.requests()?;
        Ok((0..requests.len()).filter(|place| write(&requests[*place]).is_some()).collect())
    }

    /// Clears the request log.
    ///
    /// # Errors
    /// If the simulator does not answer.
    pub fn forget_requests(&self) -> Result<()> {
        self.delete("/requests")
    }

    /// Adds a fault rule.
    ///
    /// # Errors
    /// If the simulator does not answer or refuses the rule.
    pub fn fault(&self, fault: &Fault) -> Result<()> {
        self.order("/faults", &fault.0)
    }

    /// Removes all fault rules.
    ///
    /// # Errors
    /// If the simulator does not answer.
    pub fn clear_faults(&self) -> Result<()> {
        self.delete("/faults")
    }

    /// Fails a node of an HA pair. When this returns, its partner has taken over.
    ///
    /// # Errors
    /// If the takeover is impossible or fails.
    pub fn takeover(&self, node: &str) -> Result<()> {
        self.order("/takeover", &json!({"node": node}))
    }

    /// Gives a failed node its work back. The giveback is complete when this returns.
    ///
    /// # Errors
    /// If the node has not been taken over.
    pub fn giveback(&self, node: &str) -> Result<()> {
        self.order("/giveback", &json!({"node": node}))
    }

    /// Upgrades the system to a newer release of ONTAP. The upgrade is complete when this returns.
    ///
    /// # Errors
    /// If the simulator does not know the release, or if it is older than the current one.
    pub fn upgrade(&self, version: &str) -> Result<()> {
        self.order("/upgrade", &json!({"version": version}))
    }

    /// Grants or revokes the permissions of an HA pair's mediator in AWS.
    ///
    /// # Errors
    /// If the system has no mediator.
    pub fn permit_mediator(&self, permitted: bool) -> Result<()> {
        self.order("/mediator", &json!({"permitted": permitted}))
    }

    /// Sets whether a private address follows its LIF when the LIF gets another home.
    ///
    /// # Errors
    /// If the system has no mediator.
    pub fn follow_rehoming(&self, follows: bool) -> Result<()> {
        self.order("/mediator", &json!({"follows_rehoming": follows}))
    }

    /// Sets how long the mediator of an HA pair in several zones takes to write or remove a route.
    ///
    /// # Errors
    /// If the system has no mediator.
    pub fn delay_routes(&self, time: Duration) -> Result<()> {
        self.order("/mediator", &json!({"route_delay_ms": time.as_millis()}))
    }

    /// Sets what the record of a node shows that is taken over: `everything`, `no_partner` or
    /// `name_and_state`.
    ///
    /// # Errors
    /// If the simulator does not know the word.
    pub fn failed_node_shows(&self, what: &str) -> Result<()> {
        self.order("/answers", &json!({"failed_node": what}))
    }

    fn order(&self, path: &str, what: &Value) -> Result<()> {
        let url = self.url(path);
        self.agent.post(&url).send_json(what).with_context(|| format!("POST {url}: {what}"))?;
        Ok(())
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn get(&self, path: &str) -> Result<Value> {
        let url = self.url(path);
        let mut answer = self.agent.get(&url).call().with_context(|| format!("GET {url}"))?;
        answer.body_mut().read_json().with_context(|| format!("GET {url}"))
    }

    fn delete(&self, path: &str) -> Result<()> {
        let url = self.url(path);
        self.agent.delete(&url).call().with_context(|| format!("DELETE {url}"))?;
        Ok(())
    }
}

fn list(log: Value) -> Result<Vec<Value>> {
    match log {
        Value::Array(requests) => Ok(requests),
        other => anyhow::bail!("the request log is not a list: {other}"),
    }
}

/// Returns `POST /api/svm/svms` or `AssignPrivateIpAddresses`, unless the request is a read.
fn write(request: &Value) -> Option<String> {
    let text = |key: &str| request[key].as_str().unwrap_or_default();
    match (text("side"), text("method"), text("action")) {
        ("ec2", _, action) if action.starts_with("Describe") || action.starts_with("Get") => None,
        ("ec2", _, action) => Some(action.to_owned()),
        (_, "GET" | "HEAD" | "OPTIONS", _) => None,
        (_, method, _) => Some(format!("{method} {}", text("path"))),
    }
}
