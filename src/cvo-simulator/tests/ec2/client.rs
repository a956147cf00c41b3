//! A minimal client of the Query protocol.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use cvo_simulator::{Options, Simulator};
use reqwest::header::{HeaderName, HeaderValue};

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

    /// Posts a form, signed by the library of AWS's own clients.
    pub(crate) async fn call(&self, action: &str, parameters: &[(&str, &str)]) -> Answer {
        let ready = self.simulator.ready();
        self.call_as((&ready.access_key, &ready.secret_key, &ready.region), action, parameters).await
    }

    /// Posts a form, signed with an access key, a secret key and a region.
    pub(crate) async fn call_as(
        &self,
        keys: (&str, &str, &str),
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Answer {
        let mut form = vec![("Action", action), ("Version", "2016-11-15")];
        form.extend_from_slice(parameters);
        let request = self.http.post(self.url()).body(serde_urlencoded::to_string(form).unwrap());
        self.send(keys, request).await
    }

    /// Signs a request and sends it.
    pub(crate) async fn send(&self, keys: (&str, &str, &str), request: reqwest::RequestBuilder) -> Answer {
        let mut request = request.build().unwrap();
        for (name, value) in signature(keys, &request) {
            request.headers_mut().insert(name, value);
        }
        Answer::of(self.http.execute(request).await.unwrap()).await
    }
}

fn signature(
    (access_key, secret_key, region): (&str, &str, &str),
    request: &reqwest::Request,
) -> Vec<(HeaderName, HeaderValue)> {
    let identity = Credentials::new(access_key, secret_key, None, None, "test").into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name("ec2")
        .time(SystemTime::now())
        .settings(SigningSettings::default())
        .build()
        .unwrap()
        .into();
    let body = request.body().and_then(|body| body.as_bytes()).unwrap_or_default();
    let (method, url) = (request.method().as_str(), request.url().as_str());
    let signable = SignableRequest::new(method, url, [].into_iter(), SignableBody::Bytes(body)).unwrap();
    let (instructions, _) = sign(signable, &parameters).unwrap().into_parts();
    let parsed = |(name, value): (&str, &str)| (name.parse().unwrap(), value.parse().unwrap());
    instructions.headers().map(parsed).collect()
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
