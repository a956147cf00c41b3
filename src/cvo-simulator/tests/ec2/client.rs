//! A minimal client of the Query protocol.

use cvo_simulator::{Options, Simulator};

/// The interface of the node in the preset `single-node`: 10.20.1.11 to .16.
pub(crate) const E0A: &str = "eni-0c0a51de00000e0a1";
pub(crate) const TABLE: &str = "rtb-0c0a51de000000001";
/// An interface of another application: 10.20.1.200 to .202.
pub(crate) const FOREIGN: &str = "eni-0f0e1a00000000021";

pub(crate) struct Client {
    pub(crate) simulator: Simulator,
    pub(crate) http: reqwest::Client,
}

/// An answer with any status.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) text: String,
}

impl Client {
    pub(crate) fn start() -> Self {
        Self::with(Options::default())
    }

    pub(crate) fn with(options: Options) -> Self {
        // For plain HTTP only: loading this machine's certificates would take longer than most tests.
        let http = reqwest::Client::builder().tls_certs_only([]).build().unwrap();
        Self { simulator: Simulator::start(options).unwrap(), http }
    }

    pub(crate) fn url(&self) -> &str {
        &self.simulator.ready().ec2
    }

    /// Posts a form, signed as far as the simulator checks.
    pub(crate) async fn call(&self, action: &str, parameters: &[(&str, &str)]) -> Answer {
        let authorization = self.authorization(&self.simulator.ready().access_key);
        self.call_as(Some(&authorization), action, parameters).await
    }

    pub(crate) async fn call_as(
        &self,
        authorization: Option<&str>,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Answer {
        let mut form = vec![("Action", action), ("Version", "2016-11-15")];
        form.extend_from_slice(parameters);
        let mut request = self.http.post(self.url()).body(serde_urlencoded::to_string(form).unwrap());
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        Answer::of(request.send().await.unwrap()).await
    }

    pub(crate) fn authorization(&self, access_key: &str) -> String {
        format!(
            "AWS4-HMAC-SHA256 Credential={access_key}/20260115/{}/ec2/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature={}",
            self.simulator.ready().region,
            "0".repeat(64)
        )
    }
}

impl Answer {
    pub(crate) async fn of(response: reqwest::Response) -> Self {
        let header = response.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
        Self {
            status: response.status().as_u16(),
            content_type: header.unwrap_or_default(),
            text: response.text().await.unwrap(),
        }
    }

    /// The escaped texts of all elements with this name that contain no other elements, in order.
    pub(crate) fn texts(&self, element: &str) -> Vec<String> {
        let (start, end) = (format!("<{element}>"), format!("</{element}>"));
        let texts = self.text.split(&start).skip(1).filter_map(|rest| rest.split_once(&end));
        texts.map(|(text, _)| text.to_owned()).filter(|text| !text.contains('<')).collect()
    }

    /// Status and error code.
    pub(crate) fn refusal(&self) -> (u16, String) {
        (self.status, self.texts("Code").concat())
    }
}
