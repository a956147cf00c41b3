//! Access control of the control server. The server has no login, so a page in a browser must not reach it:
//! neither from another origin, nor through a name that resolves to this machine, nor with anything that a
//! form can send.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Json, http};
use http::header::{CONTENT_TYPE, HOST, ORIGIN};
use http::uri::Authority;
use http::{HeaderMap, Method, StatusCode};
use serde_json::json;

/// Refuses a request before it takes effect.
pub async fn guard(State(listen): State<IpAddr>, request: Request, next: Next) -> Response {
    match refusal(listen, request.method(), request.uri().authority(), request.headers()) {
        Some((status, why)) => (status, Json(json!({"error": why}))).into_response(),
        None => next.run(request).await,
    }
}

/// Returns the reason to refuse a request. `listen` is the address of the server, `target` the authority of
/// an absolute request target.
fn refusal(
    listen: IpAddr,
    method: &Method,
    target: Option<&Authority>,
    headers: &HeaderMap,
) -> Option<(StatusCode, &'static str)> {
    let hosts: Vec<Option<Authority>> = all(headers, HOST.as_str()).map(parsed).collect();
    let [Some(host)] = &hosts[..] else {
        return Some((StatusCode::BAD_REQUEST, "the request needs exactly one Host"));
    };
    if [Some(host), target].into_iter().flatten().any(|name| !is_here(listen, name.host())) {
        return Some((StatusCode::FORBIDDEN, "the control server answers to names of this machine only"));
    }
    let own = format!("http://{host}");
    let is_foreign = all(headers, ORIGIN.as_str()).any(|origin| origin != Some(&own));
    let is_from_elsewhere =
        all(headers, "sec-fetch-site").any(|site| !matches!(site, Some("none" | "same-origin")));
    if is_foreign || is_from_elsewhere {
        return Some((StatusCode::FORBIDDEN, "the control server does not answer to pages of other origins"));
    }
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    // Every method needs a body except those that read or delete, and a form cannot send DELETE.
    let has_body = !matches!(*method, Method::GET | Method::HEAD | Method::DELETE);
    (has_body && !kind.eq_ignore_ascii_case("application/json"))
        .then_some((StatusCode::UNSUPPORTED_MEDIA_TYPE, "an order needs Content-Type: application/json"))
}

/// Returns the values of a header; `None` for a value that is not text.
fn all<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = Option<&'a str>> {
    headers.get_all(name).iter().map(|value| value.to_str().ok())
}

fn parsed(host: Option<&str>) -> Option<Authority> {
    host?.parse().ok().filter(|host: &Authority| !host.as_str().contains('@'))
}

/// Whether a name always means this machine. Unlike a name, an address cannot be made to mean another
/// machine.
fn is_here(listen: IpAddr, host: &str) -> bool {
    let plain = host.trim_start_matches('[').trim_end_matches(']');
    match plain.parse::<IpAddr>() {
        Ok(address) => address.is_loopback() || address == listen || listen.is_unspecified(),
        Err(_) => plain.eq_ignore_ascii_case("localhost"),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const LOOPBACK: &str = "127.0.0.1";

    /// Returns the status with which a server on that address refuses a request.
    fn refused(listen: &str, method: &Method, headers: &[(&'static str, &'static str)]) -> Option<u16> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_static(value));
        }
        refusal(listen.parse().unwrap(), method, None, &map).map(|(status, _)| status.as_u16())
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        for host in ["127.0.0.1:80", "127.8.9.1", "localhost:1", "LOCALHOST", "[::1]:80"] {
            assert_eq!(refused(LOOPBACK, &Method::GET, &[("host", host)]), None, "{host}");
        }
        for host in
            ["evil.example", "localhost.evil.example:80", "10.0.0.5", "127.0.0.1.nip.io", "0.0.0.0:80"]
        {
            assert_eq!(refused(LOOPBACK, &Method::GET, &[("host", host)]), Some(403), "{host}");
        }
        for host in ["", "a@127.0.0.1", "127.0.0.1/x"] {
            assert_eq!(refused(LOOPBACK, &Method::GET, &[("host", host)]), Some(400), "{host:?}");
        }
        assert_eq!(refused(LOOPBACK, &Method::GET, &[]), Some(400));
        let twice = [("host", "localhost"), ("host", "evil.example")];
        assert_eq!(refused(LOOPBACK, &Method::GET, &twice), Some(400));
        let absolute: Authority = "evil.example".parse().unwrap();
        let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static("localhost"))]);
        assert!(refusal(LOOPBACK.parse().unwrap(), &Method::GET, Some(&absolute), &headers).is_some());
    }

    #[test]
    fn a_server_reachable_by_others_answers_only_to_its_address() {
        assert_eq!(refused("10.0.0.5", &Method::GET, &[("host", "10.0.0.5:80")]), None);
        assert_eq!(refused("0.0.0.0", &Method::GET, &[("host", "10.0.0.5:80")]), None);
        assert_eq!(refused("10.0.0.5", &Method::GET, &[("host", "10.0.0.6")]), Some(403));
        assert_eq!(refused("0.0.0.0", &Method::GET, &[("host", "evil.example")]), Some(403));
    }

    #[test]
    fn pages_of_other_origins_are_always_refused() {
        let host = ("host", "localhost:80");
        let json = ("content-type", "application/json");
        for origin in [
            "http://evil.example",
            "null",
            "https://localhost:80",
            "http://localhost:81",
            "http://127.0.0.1:80",
        ] {
            for method in [Method::GET, Method::POST, Method::DELETE] {
                assert_eq!(
                    refused(LOOPBACK, &method, &[host, json, ("origin", origin)]),
                    Some(403),
                    "{origin}"
                );
            }
        }
        assert_eq!(refused(LOOPBACK, &Method::POST, &[host, json, ("origin", "http://localhost:80")]), None);
        for (site, status) in
            [("cross-site", Some(403)), ("same-site", Some(403)), ("same-origin", None), ("none", None)]
        {
            assert_eq!(refused(LOOPBACK, &Method::GET, &[host, ("sec-fetch-site", site)]), status, "{site}");
        }
    }

    #[test]
    fn an_order_needs_the_content_type_of_json() {
        let host = ("host", "localhost");
        for kind in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "application/jsonx",
            "",
        ] {
            let headers = [host, ("content-type", kind)];
            assert_eq!(refused(LOOPBACK, &Method::POST, &headers), Some(415), "{kind}");
        }
        assert_eq!(refused(LOOPBACK, &Method::POST, &[host]), Some(415));
        for kind in ["application/json", "Application/JSON; charset=utf-8"] {
            assert_eq!(refused(LOOPBACK, &Method::POST, &[host, ("content-type", kind)]), None, "{kind}");
        }
        assert_eq!(refused(LOOPBACK, &Method::DELETE, &[host]), None);
    }
}
