//! A failure that counts for all requests of a connection is met once, and a change that has begun goes on.

use std::sync::Arc;
use std::time::Duration;

use ontap::{Client, Config, Error, SvmBody, Timing};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::authority::Authority;
use crate::server::{Reply, Server, error, json};
use crate::{QUICK, client, config, hasty};

const EMPTY: &str = r#"{"records":[],"num_records":0}"#;
const UUID: &str = "00000000-0000-4000-8000-000000000001";

/// Asks for the SVMs forty times at once, and returns the errors.
async fn forty(client: &Client) -> Vec<Error> {
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let client = client.clone();
        asking.spawn(async move { client.list::<ontap::Svm>(&[]).await.unwrap_err() });
    }
    asking.join_all().await
}

/// Returns the failures of requests that were not sent.
fn firsts(errors: &[Error]) -> Vec<&Error> {
    let firsts = errors.iter().filter_map(|error| match error {
        Error::NotSent { first, .. } => Some(&**first),
        _ => None,
    });
    firsts.collect()
}

#[tokio::test]
async fn a_refused_login_is_tried_once_for_forty_requests() {
    let authority = Authority::new();
    for code in [6_691_623, 0] {
        let server = Server::start(&authority, move |_, _| error(401, code)).await;
        let client = client(&server, &authority);
        let errors = forty(&client).await;
        assert_eq!((server.lines().len(), firsts(&errors).len()), (1, 39), "{errors:?}");
        assert!(firsts(&errors).iter().all(|first| first.is_unauthorized()), "{errors:?}");
        let change = SvmBody { comment: Some("x".to_owned()), ..SvmBody::default() };
        let refused = client.patch::<ontap::Svm>(UUID, &change).await.unwrap_err();
        assert!(matches!(refused, Error::NotSent { .. }) && !refused.is_ambiguous(), "{refused}");
        assert_eq!(server.lines().len(), 1, "a write is not sent, either");
    }
}

#[tokio::test]
async fn an_untrusted_certificate_is_met_once() {
    let server = Server::start(&Authority::new(), |_, _| json(200, EMPTY)).await;
    let errors = forty(&client(&server, &Authority::new())).await;
    assert_eq!((server.connections(), firsts(&errors).len()), (1, 39), "{errors:?}");
    assert!(server.lines().is_empty());
}

#[tokio::test]
async fn a_login_that_is_refused_later_counts_for_all_from_then_on() {
    let authority = Authority::new();
    let script = |number, _: &str| if number == 0 { json(200, EMPTY) } else { error(401, 6_691_623) };
    let server = Server::start(&authority, script).await;
    let client = client(&server, &authority);
    client.list::<ontap::Svm>(&[]).await.unwrap();
    assert!(client.list::<ontap::Svm>(&[]).await.unwrap_err().is_unauthorized());
    assert_eq!(firsts(&forty(&client).await).len(), 40);
    assert_eq!(server.lines().len(), 2);
}

#[tokio::test]
async fn a_cluster_that_never_answered_costs_the_attempts_of_one_request() {
    let authority = Authority::new();
    let server = Server::start(&authority, |_, _| error(503, 7)).await;
    let errors = forty(&client(&server, &authority)).await;
    assert_eq!((server.lines().len(), firsts(&errors).len()), (QUICK.attempts, 39), "{errors:?}");
}

#[tokio::test]
async fn once_something_has_succeeded_each_request_has_its_own_attempts() {
    let authority = Authority::new();
    let script = |number, _: &str| if number == 0 { json(200, EMPTY) } else { error(503, 7) };
    let server = Server::start(&authority, script).await;
    let client = client(&server, &authority);
    client.list::<ontap::Svm>(&[]).await.unwrap();
    for request in 1..3 {
        assert!(client.list::<ontap::Svm>(&[]).await.unwrap_err().is_retryable());
        assert_eq!(server.lines().len(), 1 + request * QUICK.attempts);
    }
}

#[tokio::test]
async fn the_first_login_goes_alone() {
    let authority = Authority::new();
    let script = |number, _: &str| {
        let wait = Duration::from_millis(if number == 0 { 100 } else { 0 });
        Reply::Late(wait, Box::new(json(200, EMPTY)))
    };
    let server = Server::start(&authority, script).await;
    let client = client(&server, &authority);
    let first = async {
        client.list::<ontap::Svm>(&[]).await.unwrap();
        server.lines().len()
    };
    let others = async {
        for _ in 0..3 {
            client.list::<ontap::Svm>(&[]).await.unwrap();
        }
    };
    let (sent, ()) = tokio::join!(first, others);
    assert_eq!((sent, server.lines().len()), (1, 4));
}

#[tokio::test]
async fn the_wait_for_the_first_login_ends_with_a_stop() {
    let authority = Authority::new();
    let never = |_: usize, _: &str| Reply::Late(Duration::from_secs(60), Box::new(json(200, EMPTY)));
    let server = Server::start(&authority, never).await;
    let client = hasty(Config { request_timeout: Duration::from_secs(60), ..config(&server, &authority) });
    let first = client.clone();
    let first = tokio::spawn(async move { first.list::<ontap::Svm>(&[]).await });
    while server.lines().is_empty() {
        tokio::task::yield_now().await;
    }
    let stop = CancellationToken::new();
    stop.cancel();
    let stopped = client.with_stop(stop).list::<ontap::Svm>(&[]).await.unwrap_err();
    assert!(matches!(stopped, Error::Stopped { .. }), "{stopped}");
    assert_eq!(server.lines().len(), 1);
    first.abort();
}

#[tokio::test]
async fn the_second_half_of_a_change_is_sent_after_another_login_was_refused() {
    let authority = Authority::new();
    let refused = Arc::new(Notify::new());
    let job = r#"{"job":{"uuid":"00000000-0000-4000-8000-00000000000a"}}"#;
    let done = r#"{"uuid":"00000000-0000-4000-8000-00000000000a","state":"success"}"#;
    let script = move |_: usize, request: &str| match request.split([' ', '?']).nth(1) {
        Some("/api/network/ip/interfaces") => error(401, 6_691_623),
        Some("/api/cluster/jobs/00000000-0000-4000-8000-00000000000a") => json(200, done),
        _ => json(202, job),
    };
    let server = Server::start(&authority, script).await;
    let others = client(&server, &authority);
    let changing = others.with_begun({
        let others = others.clone();
        move || others.has_written()
    });
    let change = async {
        let change = SvmBody { comment: Some("x".to_owned()), ..SvmBody::default() };
        changing.patch::<ontap::Svm>(UUID, &change).await.unwrap();
        refused.notified().await;
        changing.patch::<ontap::Svm>(UUID, &change).await.unwrap();
    };
    let meanwhile = async {
        while server.lines().is_empty() {
            tokio::task::yield_now().await;
        }
        assert!(others.list::<ontap::IpInterface>(&[]).await.unwrap_err().is_unauthorized());
        refused.notify_one();
    };
    tokio::join!(change, meanwhile);
    let other = others.list::<ontap::Svm>(&[]).await.unwrap_err();
    assert!(matches!(other, Error::NotSent { .. }), "work that has not begun: {other}");
    assert_eq!(server.lines().len(), 5, "two changes with their jobs, and one refused login");
}

#[tokio::test]
async fn requests_that_wait_for_a_place_or_for_another_attempt_learn_of_a_refused_login() {
    let authority = Authority::new();
    let script = |number, request: &str| match number {
        0 => json(200, EMPTY),
        _ if request.contains("/network/ip/interfaces") => error(503, 7),
        _ => Reply::Late(Duration::from_millis(50), Box::new(error(401, 6_691_623))),
    };
    let server = Server::start(&authority, script).await;
    let patient =
        Timing { shortest: Duration::from_millis(400), longest: Duration::from_millis(400), ..QUICK };
    let client = client(&server, &authority).with_timing(patient);
    client.list::<ontap::Svm>(&[]).await.unwrap();
    let (errors, repeated) = tokio::join!(forty(&client), client.list::<ontap::IpInterface>(&[]));
    let logins = server.lines().iter().filter(|line| line.contains("/svm/svms")).count() - 1;
    assert!(logins <= 12 && firsts(&errors).len() == 40 - logins, "{logins} logins at once: {errors:?}");
    assert!(matches!(repeated, Err(Error::NotSent { .. })), "{repeated:?}");
}
