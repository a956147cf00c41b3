//! Which certificates are trusted, and how the client authenticates.

use std::fmt::Write;
use std::time::Duration;

use ontap::{Auth, Client, Config, Error, Secret, TransportFailure, Trust};
use sha2::{Digest, Sha256};

use crate::authority::{Authority, Identity, factory};
use crate::server::{Reply, Server, json};
use crate::{config, hasty};

fn cluster(_: usize, _: &str) -> Reply {
    json(
        200,
        r#"{"name":"c","uuid":"00000000-0000-4000-8000-000000000001","version":{"generation":9,"major":15,"minor":1}}"#,
    )
}

async fn refusal(config: Config) -> String {
    match hasty(config).cluster().await.unwrap_err() {
        Error::Transport { failure: TransportFailure::Untrusted, message, .. } => message,
        other => panic!("not refused for its certificate: {other}"),
    }
}

fn fingerprint(identity: &Identity) -> String {
    Sha256::digest(&identity.certificate).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02X}:").unwrap();
        text
    })
}

#[tokio::test]
async fn a_certificate_of_the_given_authority_is_trusted() {
    let authority = Authority::new();
    let server = Server::start(&authority, cluster).await;
    let cluster = hasty(config(&server, &authority)).cluster().await.unwrap();
    assert_eq!((cluster.name.as_str(), cluster.version.to_string().as_str()), ("c", "9.15.1"));
}

#[tokio::test]
async fn a_certificate_of_another_authority_is_refused_and_nothing_is_sent() {
    let authority = Authority::new();
    let server = Server::start(&authority, cluster).await;
    let message = refusal(config(&server, &Authority::new())).await;
    assert!(message.contains("UnknownIssuer") || message.contains("BadSignature"), "{message}");
    assert!(server.lines().is_empty());
}

#[tokio::test]
async fn the_systems_authorities_do_not_include_ours() {
    let authority = Authority::new();
    let server = Server::start(&authority, cluster).await;
    let system = Config { trust: Trust::System, ..config(&server, &authority) };
    assert!(Client::new(system.clone()).is_err() || !refusal(system).await.is_empty());
    assert!(server.lines().is_empty());
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused_unless_that_name_is_expected() {
    let authority = Authority::new();
    let tls = authority.server_config(&authority.issue("cvo.example.com"), None);
    let server = Server::start_with(tls, cluster).await;
    let plain = config(&server, &authority);
    assert!(refusal(plain.clone()).await.contains("not valid for"), "the error does not mention the name");

    let named = Config { tls_server_name: Some("cvo.example.com".to_owned()), ..plain.clone() };
    hasty(named).cluster().await.unwrap();
    let other = Config { tls_server_name: Some("other.example.com".to_owned()), ..plain };
    assert!(!refusal(other).await.is_empty());
}

#[tokio::test]
async fn a_pin_accepts_only_this_certificate_and_no_other_of_the_same_authority() {
    let authority = Authority::new();
    let (ours, theirs) = (authority.issue("anything.example.com"), authority.issue("127.0.0.1"));
    let server = Server::start_with(authority.server_config(&ours, None), cluster).await;
    let pinned = |sha256| Config { trust: Trust::Pin { sha256 }, ..config(&server, &authority) };
    let text = fingerprint(&ours);
    hasty(pinned(text.trim_end_matches(':').to_owned())).cluster().await.unwrap();
    assert!(!refusal(pinned(fingerprint(&theirs).to_lowercase())).await.is_empty());
}

#[tokio::test]
async fn a_refusal_shows_the_certificate_and_a_pin_both_fingerprints() {
    let authority = Authority::new();
    let (ours, theirs) = (authority.issue("127.0.0.1"), authority.issue("127.0.0.1"));
    let server = Server::start_with(authority.server_config(&ours, None), cluster).await;
    let shown = fingerprint(&ours).trim_end_matches(':').to_owned();
    let stranger = refusal(config(&server, &Authority::new())).await;
    assert!(stranger.contains(&shown), "{stranger}");

    let expected = fingerprint(&theirs).trim_end_matches(':').to_owned();
    let pinned = Config { trust: Trust::Pin { sha256: expected.clone() }, ..config(&server, &authority) };
    let mismatch = refusal(pinned).await;
    assert!(mismatch.contains(&shown) && mismatch.contains(&expected), "{mismatch}");
}

/// Trust in this certificate itself.
fn listed(server: &Server, identity: &Identity) -> Config {
    let trust = Trust::Ca { pem: identity.certificate_pem.clone() };
    Config { trust, ..config(server, &Authority::new()) }
}

async fn start(identity: &Identity) -> Server {
    Server::start_with(Authority::new().server_config(identity, None), cluster).await
}

#[tokio::test]
async fn the_certificate_of_the_factory_is_trusted_when_it_is_listed_itself() {
    let (factory, twin) = (factory("cluster1", 2020..2100), factory("cluster1", 2020..2100));
    let server = start(&factory).await;
    hasty(listed(&server, &factory)).cluster().await.unwrap();
    let other = listed(&server, &twin);
    assert!(!refusal(other).await.is_empty(), "one of the same name");

    let named = Config { tls_server_name: Some("cluster1".to_owned()), ..listed(&server, &factory) };
    assert!(refusal(named).await.contains("not valid for any names"));
}

#[tokio::test]
async fn a_listed_certificate_must_be_valid_today_and_for_the_name_that_it_has() {
    for (years, why) in [(2001..2020, "expired"), (2090..2100, "not valid yet")] {
        let factory = factory("cluster1", years);
        let message = refusal(listed(&start(&factory).await, &factory)).await;
        assert!(message.contains(why), "{message}");
    }
    let elsewhere = Authority::new().issue("cvo.example.com");
    let server = start(&elsewhere).await;
    assert!(refusal(listed(&server, &elsewhere)).await.contains("not valid for name"));
    let named = Config { tls_server_name: Some("cvo.example.com".into()), ..listed(&server, &elsewhere) };
    hasty(named).cluster().await.unwrap();
}

#[tokio::test]
async fn a_certificate_with_only_a_common_name_is_trusted_by_its_fingerprint_alone() {
    let authority = Authority::new();
    let ours = authority.issue_common_name("cvo.example.com");
    let server = Server::start_with(authority.server_config(&ours, None), cluster).await;
    let name = Some("cvo.example.com".to_owned());
    let named = Config { tls_server_name: name, ..config(&server, &authority) };
    let shown = fingerprint(&ours).trim_end_matches(':').to_owned();
    let message = refusal(named.clone()).await;
    assert!(message.contains("not valid for any names") && message.contains(&shown), "{message}");
    hasty(Config { trust: Trust::Pin { sha256: shown }, ..named }).cluster().await.unwrap();
}

#[tokio::test]
async fn a_copied_certificate_without_its_key_does_not_pass_a_pin() {
    let authority = Authority::new();
    let ours = authority.issue("127.0.0.1");
    let thief = authority.issue("127.0.0.1").showing(&ours);
    let tls = authority.server_config(&thief, None);
    let server = Server::start_with(tls, cluster).await;
    let pinned = Config { trust: Trust::Pin { sha256: fingerprint(&ours) }, ..config(&server, &authority) };
    assert!(!refusal(pinned).await.is_empty());
}

#[tokio::test]
async fn verification_can_be_turned_off() {
    let server = Server::start(&Authority::new(), cluster).await;
    let insecure = Config { trust: Trust::Insecure, ..config(&server, &Authority::new()) };
    hasty(insecure).cluster().await.unwrap();
}

#[tokio::test]
async fn a_client_certificate_signs_in_without_a_password() {
    let (authority, clients) = (Authority::new(), Authority::new());
    let tls = authority.server_config(&authority.issue("127.0.0.1"), Some(&clients));
    let server = Server::start_with(tls, cluster).await;
    let with = |identity: &Identity| Config {
        auth: Auth::Certificate {
            cert_pem: identity.certificate_pem.clone(),
            key_pem: Secret::new(identity.key_pem()),
        },
        ..config(&server, &authority)
    };
    hasty(with(&clients.issue("admin"))).cluster().await.unwrap();
    assert!(!server.requests()[0].contains("authorization"));

    let stranger = hasty(with(&Authority::new().issue("admin"))).cluster().await.unwrap_err();
    assert!(matches!(stranger, Error::Transport { .. }), "{stranger}");
    assert_eq!(server.lines().len(), 1);
}

#[tokio::test]
async fn a_token_is_sent_verbatim() {
    let authority = Authority::new();
    let server = Server::start(&authority, cluster).await;
    let auth = Auth::Bearer { token: Secret::new("a.b.c") };
    hasty(Config { auth, ..config(&server, &authority) }).cluster().await.unwrap();
    assert!(server.requests()[0].contains("authorization: Bearer a.b.c\r\n"));
}

#[tokio::test]
async fn unreadable_settings_are_refused_before_anything_is_sent() {
    let authority = Authority::new();
    let server = Server::start(&authority, cluster).await;
    let plain = config(&server, &authority);
    let cases = [
        ("authority", Config { trust: Trust::Ca { pem: "nonsense".to_owned() }, ..plain.clone() }),
        ("pin", Config { trust: Trust::Pin { sha256: "12".to_owned() }, ..plain.clone() }),
        ("name", Config { tls_server_name: Some("not a name".to_owned()), ..plain.clone() }),
        ("endpoint", Config { endpoints: vec!["http://127.0.0.1".to_owned()], ..plain.clone() }),
        ("no endpoint", Config { endpoints: Vec::new(), ..plain.clone() }),
        ("timeout", Config { request_timeout: Duration::ZERO, ..plain.clone() }),
        ("token", Config { auth: Auth::Bearer { token: Secret::new("a\nb") }, ..plain }),
    ];
    for (name, config) in cases {
        assert!(matches!(Client::new(config), Err(Error::Config(_))), "{name}");
    }
    assert!(server.lines().is_empty());
}
