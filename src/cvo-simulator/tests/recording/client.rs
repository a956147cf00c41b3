//! A plain client that records a simulator as a program outside would, and starts another one from it.

use cvo_simulator::{Options, Simulator};
use reqwest::{Certificate, Method};
use serde_json::{Value, json};

use crate::account;

/// What is asked of ONTAP, with the query.
const ASKED: &[(&str, &str)] = &[
    ("/api/cluster", "fields=**"),
    ("/api/cluster/nodes", "fields=**"),
    ("/api/cluster/licensing/licenses", "fields=**"),
    ("/api/network/ethernet/ports", "fields=**"),
    ("/api/network/ethernet/broadcast-domains", "fields=**"),
    ("/api/network/ipspaces", "fields=**"),
    ("/api/network/ip/interfaces", "fields=**"),
    ("/api/network/ip/routes", "fields=**"),
    ("/api/network/ip/service-policies", "fields=**"),
    ("/api/network/fc/interfaces", "fields=**"),
    ("/api/storage/aggregates", "fields=**"),
    ("/api/storage/snapshot-policies", "fields=**"),
    ("/api/storage/volumes", "fields=**"),
    ("/api/storage/luns", "fields=**"),
    ("/api/svm/svms", "fields=**"),
    ("/api/svm/peers", "fields=**"),
    ("/api/snapmirror/relationships", "fields=**"),
    ("/api/protocols/nfs/services", "fields=**"),
    ("/api/security/accounts", "fields=**"),
    ("/api/security/roles", "fields=**"),
    ("/api/private/cli/network/interface", "fields=address,curr_node,service_policy"),
    ("/api/private/cli/network/interface/service-policy", "fields=services,service_allowed_addresses"),
    ("/api/private/cli/version", "fields=version"),
    ("/api/private/cli/volume", "fields=aggregate,state,type,size"),
    ("/api/private/cli/volume/recovery-queue", "fields=retention_hours"),
];

/// Members of records that change by themselves.
const TIMES: [&str; 2] = ["date", "uptime"];

pub(crate) struct Client {
    pub(crate) simulator: Simulator,
    http: reqwest::Client,
}

impl Client {
    pub(crate) fn start(options: Options) -> Self {
        let simulator = Simulator::start(options).unwrap();
        let authority = Certificate::from_pem(&std::fs::read(&simulator.ready().ca_file).unwrap()).unwrap();
        let http = reqwest::Client::builder().tls_certs_only([authority]).build().unwrap();
        Self { simulator, http }
    }

    /// Starts a simulator from a recording.
    pub(crate) fn from_recording(recording: &Value) -> Self {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), recording.to_string()).unwrap();
        Self::start(Options { recording: Some(file.path().to_owned()), ..Options::default() })
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let ready = self.simulator.ready();
        let request = self.http.request(method, format!("{}{path}", ready.ontap));
        let request =
            request.basic_auth(&ready.username, Some(&ready.password)).header("accept", "application/json");
        answer(if let Some(body) = body { request.json(body) } else { request }).await
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.send(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// Creates an object. The answer of a job is awaited.
    pub(crate) async fn create(&self, path: &str, body: Value) {
        let path = format!("{path}?return_timeout=15");
        let (status, body) = self.send(Method::POST, &path, Some(&body)).await;
        assert!((200..300).contains(&status), "{path}: {status} {body}");
    }

    pub(crate) async fn control(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let request = self.http.request(method, format!("{}{path}", self.simulator.ready().control));
        let (status, body) = answer(if let Some(body) = body { request.json(&body) } else { request }).await;
        assert!((200..300).contains(&status), "{path}: {status} {body}");
        body
    }

    /// The state that the control server shows.
    pub(crate) async fn state(&self) -> Value {
        self.control(Method::GET, "/state", None).await
    }

    /// Records everything, as one file.
    pub(crate) async fn record(&self) -> Value {
        let mut ontap = vec![];
        for (path, query) in ASKED {
            let (status, mut answer) = self.send(Method::GET, &format!("{path}?{query}"), None).await;
            without(&mut answer, &["_links"]);
            ontap.push(json!({"path": path, "query": query, "status": status, "answer": answer}));
        }
        let ec2 = account::described(self.simulator.world().lock().ec2.account());
        json!({"format": 1, "written_by": "a test", "ontap": ontap, "ec2": ec2})
    }

    /// Records everything but what changes by itself.
    pub(crate) async fn record_timeless(&self) -> Value {
        let mut recording = self.record().await;
        without(&mut recording["ontap"], &TIMES);
        recording
    }
}

async fn answer(request: reqwest::RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or_default())
}

/// Removes members wherever they are.
pub(crate) fn without(value: &mut Value, names: &[&str]) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| !names.contains(&name.as_str()));
            members.values_mut().for_each(|member| without(member, names));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| without(item, names)),
        _ => {}
    }
}

/// The names of all records of a collection.
pub(crate) fn names(answer: &Value) -> Vec<&str> {
    answer["records"].as_array().unwrap().iter().map(|record| record["name"].as_str().unwrap()).collect()
}

/// Asserts that two values are equal, or names the places where they differ.
pub(crate) fn assert_same(left: &Value, right: &Value) {
    let mut found = vec![];
    differences(left, right, "", &mut found);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn differences(left: &Value, right: &Value, at: &str, found: &mut Vec<String>) {
    match (left, right) {
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => {
            one.iter()
                .for_each(|(name, value)| differences(value, &other[name], &format!("{at}/{name}"), found));
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let pairs = one.iter().zip(other).enumerate();
            pairs.for_each(|(item, (one, other))| differences(one, other, &format!("{at}/{item}"), found));
        }
        _ if left == right => {}
        _ => found.push(format!("{at}: {left} is not {right}")),
    }
}
