//! The only file that opens sockets: sends one request to the first endpoint that can be reached.

use std::time::{Duration, Instant};

use http::header::{ACCEPT, HeaderName, HeaderValue};
use url::Url;

use crate::connection_error;
use crate::endpoint::Endpoints;
use crate::identity::Identities;
use crate::{Cluster, Config, credentials, proxy, tls};
use ontap_core::protocol::answer::{MAX_ANSWER_BYTES, Received};
use ontap_core::protocol::redactor::Redactor;
use ontap_core::protocol::request::Request;
use ontap_core::{Error, Method, Result, TransportFailure};

/// Header whose value names the application.
const APPLICATION: HeaderName = HeaderName::from_static("x-dot-client-app");
/// A reachable address answers sooner than this.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The connections to the cluster, over which requests are sent.
pub struct Transport {
    http: reqwest::Client,
    endpoints: Endpoints,
    identities: Identities,
    redactor: Redactor,
    timeout: Duration,
    /// Host and port of the proxy.
    proxy: Option<String>,
}

impl Transport {
    /// Creates the transport; sends nothing.
    pub fn new(config: Config) -> Result<Self> {
        let endpoints = Endpoints::new(&config.endpoints)?;
        if config.request_timeout.is_zero() {
            return Err(Error::Config("A request timeout of zero leaves no time for any answer.".to_owned()));
        }
        let proxy = config.proxy.as_ref().map(proxy::parsed).transpose()?;
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::configuration(&config)?)
            .http1_only()
            .https_only(true)
            .redirect(reqwest::redirect::Policy::none())
            .default_headers(credentials::headers(&config.auth)?)
            .connect_timeout(CONNECT_TIMEOUT.min(config.request_timeout));
        let http = match (&config.proxy, &proxy) {
            (Some(given), Some(usable)) => http.proxy(through(usable, &given.except)?),
            // What the environment says is not asked.
            _ => http.no_proxy(),
        };
        let identities = Identities::new(endpoints.count());
        let further = proxy.as_ref().map(proxy::secrets).unwrap_or_default();
        Ok(Self {
            http: http.build().map_err(|error| unusable(&error))?,
            endpoints,
            identities,
            redactor: credentials::redactor(&config.auth, further),
            timeout: config.request_timeout,
            proxy: proxy.map(|proxy| proxy.host),
        })
    }

    /// How long the same request may be retried.
    pub fn patience(&self) -> Duration {
        self.timeout * 2
    }

    /// Removes the credentials from a server's messages.
    pub fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// Sends one request once. Endpoints that cannot be reached are skipped; once a request has been sent to
    /// an endpoint, it is sent to no other. If there are several endpoints, each is first asked which cluster
    /// it leads to.
    pub async fn exchange(&self, request: &Request, application: &HeaderValue) -> Result<Received> {
        let mut reasons = Vec::new();
        let mut failures = Vec::new();
        for (number, endpoint) in self.endpoints.in_turn() {
            let begun = Instant::now();
            let failed = match self.exchange_at(number, endpoint, request, application).await {
                Ok(received) => {
                    self.endpoints.answered(number);
                    return Ok(received);
                }
                Err(failed) => failed,
            };
            self.endpoints.failed(number);
            let (error, is_sent) = match failed {
                Failed::Refused(error) => return Err(error),
                Failed::Unintroduced(error) => (error, false),
                Failed::Sent(error) => (error, true),
            };
            match connection_error::classify(&error) {
                _ if is_sent && error.is_timeout() && !error.is_connect() => {
                    return Err(timeout(request, begun.elapsed()));
                }
                TransportFailure::Lost if is_sent => {
                    return Err(lost(request, connection_error::reason(&error)));
                }
                failure => failures.push(failure),
            }
            reasons.push(format!("{}: {}", host(endpoint), connection_error::reason(&error)));
        }
        let by_way_of = self.proxy.as_ref().map(|proxy| format!(" (with the proxy {proxy})"));
        let reasons = reasons.join("; ") + &by_way_of.unwrap_or_default();
        Err(failure(request, of_all(&failures), reasons))
    }

    async fn exchange_at(
        &self,
        number: usize,
        endpoint: &Url,
        request: &Request,
        application: &HeaderValue,
    ) -> std::result::Result<Received, Failed> {
        match self.introduce(number, endpoint, request, application).await? {
            Some(received) => Ok(received),
            None => self.send_to(endpoint, request, application).await.map_err(Failed::Sent),
        }
    }

    /// Asks an endpoint for its cluster at first use. `request` is not sent, unless it is this very question:
    /// then the answer is returned.
    async fn introduce(
        &self,
        number: usize,
        endpoint: &Url,
        request: &Request,
        application: &HeaderValue,
    ) -> std::result::Result<Option<Received>, Failed> {
        let Some(cell) = self.identities.unverified(number) else { return Ok(None) };
        let question = Cluster::request();
        let mut answer = None;
        let ask = async || {
            let received = self.send_to(endpoint, &question, application).await;
            let received = received.map_err(Failed::Unintroduced)?;
            self.identities.verify(&host(endpoint), &received, request).map_err(Failed::Refused)?;
            answer = Some(received);
            Ok(())
        };
        cell.get_or_try_init(ask).await?;
        Ok(answer.filter(|_| *request == question))
    }

    async fn send_to(
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
            .timeout(self.timeout + request.answer_delay())
            .header(APPLICATION, application)
            .header(ACCEPT, "application/json");
        if let Some(body) = &request.body {
            sending = sending.json(body);
        }
        let mut response = sending.send().await?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > MAX_ANSWER_BYTES {
                return Ok(Received { status, body, is_whole: false });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Received { status, body, is_whole: true })
    }
}

/// Why an endpoint did not answer a request.
enum Failed {
    /// The endpoint did not say which cluster it leads to, so the request was not sent.
    Unintroduced(reqwest::Error),
    /// The endpoint's answer about its cluster does not allow sending it anything else.
    Refused(Error),
    /// The request was sent, or the endpoint could not be reached.
    Sent(reqwest::Error),
}

/// Returns the proxy for all hosts but those in this list.
fn through(proxy: &proxy::Usable, except: &str) -> Result<reqwest::Proxy> {
    let through = reqwest::Proxy::all(proxy.url.clone()).map_err(|error| unusable(&error))?;
    Ok(through.no_proxy(reqwest::NoProxy::from_string(except)))
}

fn unusable(error: &reqwest::Error) -> Error {
    Error::Config(format!("The HTTP client cannot be made: {}.", connection_error::reason(error)))
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

fn timeout(request: &Request, waited: Duration) -> Error {
    Error::unanswered(request.method, request.path.clone(), waited)
}

/// How far a request got that no endpoint took. It is final only where every endpoint is: one that is merely out
/// of reach may come back.
fn of_all(failures: &[TransportFailure]) -> TransportFailure {
    let all = |of: TransportFailure| failures.iter().all(|failure| *failure == of);
    let is_tls =
        |failure: &TransportFailure| matches!(failure, TransportFailure::Untrusted | TransportFailure::Tls);
    match failures {
        [] => TransportFailure::Connect,
        _ if all(TransportFailure::Untrusted) => TransportFailure::Untrusted,
        failures if failures.iter().all(is_tls) => TransportFailure::Tls,
        _ => TransportFailure::Connect,
    }
}

fn lost(request: &Request, reason: String) -> Error {
    failure(request, TransportFailure::Lost, reason)
}

fn failure(request: &Request, failure: TransportFailure, message: String) -> Error {
    Error::Transport { method: request.method, path: request.path.clone(), failure, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_endpoints_fail_for_good_only_if_each_of_them_does() {
        use TransportFailure::{Connect, Lost, Tls, Untrusted};
        let cases: [(&[TransportFailure], TransportFailure); 6] = [
            (&[], Connect),
            (&[Untrusted], Untrusted),
            (&[Untrusted, Untrusted], Untrusted),
            (&[Untrusted, Tls], Tls),
            (&[Connect, Untrusted], Connect),
            (&[Untrusted, Lost], Connect),
        ];
        for (failures, expected) in cases {
            assert_eq!(of_all(failures), expected, "{failures:?}");
        }
    }
}
