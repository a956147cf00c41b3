//! The only file that opens sockets: sends one request to the first endpoint that can be reached.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::answer::Received;
use crate::connection_error;
use crate::endpoint::Endpoints;
use crate::error::{Error, Method, Result, TransportFailure};
use crate::request::Request;
use crate::secret::Redactor;
use crate::{Auth, Config, tls};

/// Header whose value names the application.
const APPLICATION: HeaderName = HeaderName::from_static("x-dot-client-app");
/// An address that answers at all answers sooner than this.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Larger than any answer to the requests of this client.
const LARGEST_BODY: usize = 64 * 1024 * 1024;

/// Sends requests.
pub(crate) struct Transport {
    http: reqwest::Client,
    endpoints: Endpoints,
    redactor: Redactor,
    timeout: Duration,
}

impl Transport {
    /// Nothing is sent.
    pub(crate) fn new(config: Config) -> Result<Self> {
        let endpoints = Endpoints::new(&config.endpoints)?;
        if config.request_timeout.is_zero() {
            return Err(Error::Config("A request timeout of zero leaves no time for any answer.".to_owned()));
        }
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::configuration(&config)?)
            .http1_only()
            .https_only(true)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .default_headers(headers(&config.auth)?)
            .connect_timeout(CONNECT_TIMEOUT.min(config.request_timeout))
            .build()
            .map_err(|error| Error::Config(format!("The HTTP client cannot be made: {error}.")))?;
        Ok(Self { http, endpoints, redactor: redactor(&config.auth), timeout: config.request_timeout })
    }

    /// How long the same request may go on being sent.
    pub(crate) fn patience(&self) -> Duration {
        self.timeout * 2
    }

    /// Cuts the credentials out of a server's words.
    pub(crate) fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// Sends one request once. Endpoints that cannot be reached are passed over; once a request has been sent to
    /// one of them it is sent to no other.
    pub(crate) async fn exchange(&self, request: &Request, application: &HeaderValue) -> Result<Received> {
        let mut reasons = Vec::new();
        let mut worst = TransportFailure::Connect;
        for (number, endpoint) in self.endpoints.in_turn() {
            let begun = Instant::now();
            let error = match self.exchange_at(endpoint, request, application).await {
                Ok(received) => {
                    self.endpoints.answered(number);
                    return Ok(received);
                }
                Err(error) => error,
            };
            self.endpoints.failed(number);
            match connection_error::classify(&error) {
                _ if error.is_timeout() && !error.is_connect() => {
                    return Err(timeout(request, begun.elapsed()));
                }
                TransportFailure::Lost => return Err(lost(request, connection_error::reason(&error))),
                TransportFailure::Tls => worst = TransportFailure::Tls,
                TransportFailure::Connect => {}
            }
            reasons.push(format!("{}: {}", host(endpoint), connection_error::reason(&error)));
        }
        Err(failure(request, worst, reasons.join("; ")))
    }

    async fn exchange_at(
        &self,
        endpoint: &Url,
        request: &Request,
        application: &HeaderValue,
    ) -> reqwest::Result<Received> {
        let method = match request.method {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
            Method::Patch => http::Method::PATCH,
            Method::Delete => http::Method::DELETE,
        };
        let mut sending = self
            .http
            .request(method, address(endpoint, request))
            .timeout(self.timeout + request.held_back())
            .header(APPLICATION, application)
            .header(ACCEPT, "application/json");
        if let Some(body) = &request.body {
            sending = sending.json(body);
        }
        let mut response = sending.send().await?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            body.extend_from_slice(&chunk);
            if body.len() > LARGEST_BODY {
                break;
            }
        }
        Ok(Received { status, body })
    }
}

fn address(endpoint: &Url, request: &Request) -> Url {
    let mut url = endpoint.clone();
    url.set_path(&format!("/api{}", request.path));
    if !request.query.is_empty() {
        url.query_pairs_mut().extend_pairs(&request.query);
    }
    url
}

fn host(endpoint: &Url) -> String {
    let port = endpoint.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}{port}", endpoint.host_str().unwrap_or_default())
}

fn headers(auth: &Auth) -> Result<HeaderMap> {
    let text = match auth {
        Auth::Basic { username, .. } if username.contains(':') => {
            return Err(Error::Config("A user name with a colon cannot be sent.".to_owned()));
        }
        Auth::Basic { username, password } => {
            format!("Basic {}", BASE64_STANDARD.encode(format!("{username}:{}", password.expose())))
        }
        Auth::Bearer { token } => format!("Bearer {}", token.expose()),
        Auth::Certificate { .. } => return Ok(HeaderMap::new()),
    };
    let mut value = HeaderValue::try_from(text)
        .map_err(|_| Error::Config("The token has characters that cannot be sent.".to_owned()))?;
    value.set_sensitive(true);
    Ok(HeaderMap::from_iter([(AUTHORIZATION, value)]))
}

fn redactor(auth: &Auth) -> Redactor {
    match auth {
        Auth::Basic { username, password } => Redactor::new([
            password.expose().to_owned(),
            BASE64_STANDARD.encode(password.expose()),
            BASE64_STANDARD.encode(format!("{username}:{}", password.expose())),
        ]),
        Auth::Bearer { token } => Redactor::new([token.expose().to_owned()]),
        Auth::Certificate { key_pem, .. } => Redactor::new([key_pem.expose().to_owned()]),
    }
}

fn timeout(request: &Request, waited: Duration) -> Error {
    let (method, path) = (request.method, request.path.clone());
    Error::Timeout { method, path, what: "no answer".to_owned(), waited }
}

fn lost(request: &Request, reason: String) -> Error {
    failure(request, TransportFailure::Lost, reason)
}

fn failure(request: &Request, failure: TransportFailure, message: String) -> Error {
    Error::Transport { method: request.method, path: request.path.clone(), failure, message }
}
