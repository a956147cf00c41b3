//! A client of ONTAP and EC2 that shares nothing with the provider's.

use std::time::SystemTime;

use acceptance_tests::Ready;
use anyhow::{Context, Result, ensure};
use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Certificate, Method, Request, RequestBuilder};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

/// A client of both halves of a system.
pub(super) struct Client {
    runtime: Runtime,
    http: reqwest::Client,
    ready: Ready,
}

impl Client {
    pub(super) fn of(ready: &Ready) -> Result<Self> {
        let authority = Certificate::from_pem(&std::fs::read(&ready.ca_file)?)?;
        let http = reqwest::Client::builder().tls_certs_only([authority]).no_proxy().build()?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Self { runtime, http, ready: ready.clone() })
    }

    /// Returns the records of a collection of ONTAP.
    pub(super) fn records(&self, path: &str) -> Result<Vec<Value>> {
        let read = self.send(self.ontap(Method::GET, path).build()?)?;
        let mut read: Value = serde_json::from_str(&read)?;
        serde_json::from_value(read["records"].take()).with_context(|| format!("records of {path}"))
    }

    /// Makes an object of ONTAP.
    pub(super) fn post(&self, path: &str, body: &Value) -> Result<()> {
        self.write(Method::POST, path, body)
    }

    /// Changes an object of ONTAP.
    pub(super) fn patch(&self, path: &str, body: &Value) -> Result<()> {
        self.write(Method::PATCH, path, body)
    }

    /// Carries out an action of EC2. Names and values need no escapes.
    pub(super) fn ec2(&self, action: &str, parameters: &[(&str, &str)]) -> Result<()> {
        let parameters: String = parameters.iter().map(|(name, value)| format!("&{name}={value}")).collect();
        let form = format!("Action={action}&Version=2016-11-15{parameters}");
        let mut request = self.http.post(&self.ready.ec2).body(form).build()?;
        for (name, value) in self.signature(&request)? {
            request.headers_mut().insert(name, value);
        }
        self.send(request).map(|_| ())
    }

    fn write(&self, method: Method, path: &str, body: &Value) -> Result<()> {
        let request = self.ontap(method, &format!("{path}?return_timeout=15")).json(body).build()?;
        self.send(request).with_context(|| format!("{path}: {body}")).map(|_| ())
    }

    fn ontap(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.ready.ontap));
        request.basic_auth(&self.ready.username, Some(&self.ready.password))
    }

    fn send(&self, request: Request) -> Result<String> {
        self.runtime.block_on(async {
            let answer = self.http.execute(request).await?;
            let (status, text) = (answer.status(), answer.text().await?);
            ensure!(status.is_success(), "{status}: {text}");
            Ok(text)
        })
    }

    fn signature(&self, request: &Request) -> Result<Vec<(HeaderName, HeaderValue)>> {
        let keys =
            Credentials::new(&self.ready.access_key, &self.ready.secret_key, None, None, "test").into();
        let parameters = v4::SigningParams::builder()
            .identity(&keys)
            .region(&self.ready.region)
            .name("ec2")
            .time(SystemTime::now())
            .settings(SigningSettings::default())
            .build()?
            .into();
        let body = request.body().and_then(|body| body.as_bytes()).unwrap_or_default();
        let (method, url) = (request.method().as_str(), request.url().as_str());
        let signable = SignableRequest::new(method, url, [].into_iter(), SignableBody::Bytes(body))?;
        let (instructions, _) = sign(signable, &parameters)?.into_parts();
        instructions.headers().map(|(name, value)| Ok((name.parse()?, value.parse()?))).collect()
    }
}
