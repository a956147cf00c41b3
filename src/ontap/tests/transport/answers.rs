//! Answers that are not those of the ONTAP REST API become a clear error, and a request is repeated after a
//! temporary failure.

use std::time::Duration;

use ontap::{Config, Error, TransportFailure};

use crate::authority::Authority;
use crate::server::{Reply, Server, error, json};
use crate::{client, config, hasty, svm};

const ONE: &str = "00000000-0000-4000-8000-000000000001";
const TWO: &str = "00000000-0000-4000-8000-000000000002";
const EMPTY: &str = r#"{"records":[],"num_records":0}"#;

/// Answers the first requests like this, and all others with an empty collection.
async fn asked(replies: Vec<Reply>) -> (ontap::Result<Vec<ontap::Svm>>, usize) {
    let authority = Authority::new();
    let script =
        move |number: usize, _: &str| replies.get(number).cloned().unwrap_or_else(|| json(200, EMPTY));
    let server = Server::start(&authority, script).await;
    let outcome = client(&server, &authority).list::<ontap::Svm>(&[]).await;
    (outcome, server.lines().len())
}

#[tokio::test]
async fn a_request_is_repeated_after_a_temporary_failure() {
    let hiccups = [
        ("too many requests", error(429, 262_160)),
        ("overload", error(503, 7)),
        ("rpc timed out", error(500, 65_541)),
        ("temporarily locked", error(500, 2_621_573)),
        ("a proxy's 503", json(503, "<html>busy</html>")),
        ("connection cut", Reply::Cut),
        ("answer cut", Reply::CutBody),
    ];
    for (name, reply) in hiccups {
        let (outcome, requests) = asked(vec![reply.clone(), reply]).await;
        assert!(outcome.is_ok(), "{name}: {outcome:?}");
        assert_eq!(requests, 3, "{name}");
    }
}

#[tokio::test]
async fn attempts_are_bounded() {
    let (outcome, requests) = asked(vec![error(503, 7); 10]).await;
    assert!(outcome.unwrap_err().is_retryable());
    assert_eq!(requests, 4);
}

#[tokio::test]
async fn a_foreign_answer_is_reported_at_once() {
    let cases = [
        (json(200, "<html>sign in</html>"), "HTML"),
        (json(200, r#"{"records":[{"uuid""#), "breaks off"),
        (json(200, ""), "an empty body"),
        (
            json(200, r#"{"records":[{"uuid":"00000000-0000-4000-8000-000000000001"}]}"#),
            "missing field `name`",
        ),
        (json(302, ""), "redirection"),
        (json(500, "<html>oops</html>"), "HTML"),
        (json(401, "<html>who are you</html>"), "HTML"),
    ];
    for (reply, expected) in cases {
        let (outcome, requests) = asked(vec![reply; 5]).await;
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(requests, 1, "{error}");
    }
}

#[tokio::test]
async fn a_refusal_is_reported_with_status_code_and_message() {
    let (outcome, requests) = asked(vec![error(403, 6)]).await;
    let refused = outcome.unwrap_err();
    assert!(refused.is_permission_denied() && requests == 1);
    assert_eq!(
        refused.to_string(),
        "ONTAP answered GET /svm/svms with status 403 and code 6: refused on purpose"
    );
}

#[tokio::test]
async fn a_server_that_does_not_answer_in_time_is_an_error() {
    let authority = Authority::new();
    let late = |_: usize, _: &str| Reply::Late(Duration::from_secs(20), Box::new(json(200, EMPTY)));
    let server = Server::start(&authority, late).await;
    let hurried = Config { request_timeout: Duration::from_millis(150), ..config(&server, &authority) };
    let outcome =
        tokio::time::timeout(Duration::from_secs(10), hasty(hurried).get::<ontap::Svm>(ONE)).await.unwrap();
    assert!(matches!(outcome, Err(Error::Timeout { .. })), "{outcome:?}");
    assert!(server.lines().len() <= 4);
}

#[tokio::test]
async fn the_error_names_an_endpoint_where_nobody_listens() {
    let authority = Authority::new();
    let server = Server::start(&authority, |_, _| json(200, EMPTY)).await;
    let (plain, port) = (config(&server, &authority), server.port());
    drop(server);
    let Err(Error::Transport { failure, message, .. }) = hasty(plain).list::<ontap::Svm>(&[]).await else {
        panic!("it answered")
    };
    assert_eq!(failure, TransportFailure::Connect);
    assert!(message.starts_with(&format!("127.0.0.1:{port}: ")), "{message}");
}

#[tokio::test]
async fn all_pages_are_read() {
    let authority = Authority::new();
    let page = |svm: &str, next: &str| json(200, &format!(r#"{{"records":[{svm}]{next}}}"#));
    let next = |query: &str| format!(r#","_links":{{"next":{{"href":"/api/svm/svms?{query}"}}}}"#);
    let script = move |number: usize, _: &str| match number {
        0 => page(&svm(ONE, "a", "running"), &next("start.uuid=1&fields=name")),
        1 => page("", &next("start.uuid=2")),
        _ => page(&svm(TWO, "b", "running"), ""),
    };
    let server = Server::start(&authority, script).await;
    let svms = client(&server, &authority).list::<ontap::Svm>(&[]).await.unwrap();
    assert_eq!(svms.iter().map(|svm| svm.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(
        server.lines()[1..],
        ["GET /api/svm/svms?start.uuid=1&fields=name", "GET /api/svm/svms?start.uuid=2"]
    );
}
