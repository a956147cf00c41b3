//! A minimal client of the ONTAP side that verifies the certificate.

use cvo_simulator::{Options, Simulator};
use reqwest::{Certificate, Method};
use serde_json::Value;

pub(crate) struct Client {
    pub(crate) simulator: Simulator,
    pub(crate) http: reqwest::Client,
}

/// Status and JSON body of an answer. A body that is not JSON becomes null.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) body: Value,
}

impl Answer {
    /// Status and error code.
    pub(crate) fn refusal(&self) -> (u16, &str) {
        (self.status, self.body["error"]["code"].as_str().unwrap_or_default())
    }

    /// The values of one field in all records.
    pub(crate) fn column(&self, name: &str) -> Vec<&str> {
        self.body["records"].as_array().unwrap().iter().filter_map(|record| record[name].as_str()).collect()
    }
}

impl Client {
    pub(crate) fn start() -> Self {
        Self::with(Options::default())
    }

    pub(crate) fn with(options: Options) -> Self {
        let simulator = Simulator::start(options).unwrap();
        let pem = std::fs::read(&simulator.ready().ca_file).unwrap();
        let authority = Certificate::from_pem(&pem).unwrap();
        let http = reqwest::Client::builder().tls_certs_only([authority]).build().unwrap();
        Self { simulator, http }
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer, reqwest::Error> {
        let ready = self.simulator.ready();
        let mut request = self
            .http
            .request(method, format!("{}{path}", ready.ontap))
            .basic_auth(&ready.username, Some(&ready.password))
            .header("accept", "application/json");
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await?;
        let status = response.status().as_u16();
        let location = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
        let body = serde_json::from_slice(&response.bytes().await?).unwrap_or_default();
        Ok(Answer { status, location, body })
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(&body)).await.unwrap()
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(&body)).await.unwrap()
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await.unwrap()
    }

    /// Calls the control server.
    pub(crate) async fn control(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let mut request = self.http.request(method, format!("{}{path}", self.simulator.ready().control));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        (
            response.status().as_u16(),
            serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or_default(),
        )
    }

    /// Creates a storage VM and returns its UUID.
    pub(crate) async fn svm(&self, name: &str) -> String {
        let body = serde_json::json!({"name": name, "aggregates": [{"name": "aggr1"}]});
        let made = self.post("/api/svm/svms?return_timeout=15&return_records=true", body).await;
        assert_eq!(made.status, 201, "{}", made.body);
        made.body["records"][0]["uuid"].as_str().unwrap().to_owned()
    }
}
