//! After the caller requests a stop, the client stops waiting and finishes a request in flight.

use std::time::Duration;

use ontap::{Error, SvmBody, Timing};
use tokio_util::sync::CancellationToken;

use crate::authority::Authority;
use crate::server::{Reply, Server, error, json};
use crate::{QUICK, client};

/// A client whose waits are longer than any test.
fn patient(client: &ontap::Client, stop: &CancellationToken) -> ontap::Client {
    let timing = Timing { shortest: Duration::from_secs(60), longest: Duration::from_secs(60), ..QUICK };
    client.with_timing(timing).with_stop(stop.clone())
}

async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), future).await.expect("it did not stop")
}

#[tokio::test]
async fn a_stop_ends_the_wait_for_another_attempt() {
    let authority = Authority::new();
    let stop = CancellationToken::new();
    let cancel = stop.clone();
    let script = move |_: usize, _: &str| {
        cancel.cancel();
        error(503, 7)
    };
    let server = Server::start(&authority, script).await;
    let outcome = soon(patient(&client(&server, &authority), &stop).list::<ontap::Svm>(&[])).await;
    assert!(matches!(outcome, Err(Error::Stopped { unknown_outcome: false, .. })), "{outcome:?}");
}

#[tokio::test]
async fn a_write_that_may_have_begun_is_in_doubt_after_a_stop() {
    let authority = Authority::new();
    let stop = CancellationToken::new();
    let cancel = stop.clone();
    let script = move |_: usize, _: &str| {
        cancel.cancel();
        error(503, 7)
    };
    let server = Server::start(&authority, script).await;
    let change = SvmBody { comment: Some("x".to_owned()), ..SvmBody::default() };
    let uuid = "00000000-0000-4000-8000-000000000001";
    let outcome = soon(patient(&client(&server, &authority), &stop).patch::<ontap::Svm>(uuid, &change)).await;
    assert!(outcome.as_ref().is_err_and(Error::is_ambiguous), "{outcome:?}");
    assert_eq!(server.lines().len(), 1);
}

#[tokio::test]
async fn a_stop_ends_the_wait_for_a_job_with_an_unknown_outcome() {
    let authority = Authority::new();
    let stop = CancellationToken::new();
    let cancel = stop.clone();
    let script = move |_: usize, request: &str| {
        if request.starts_with("PATCH") {
            return json(202, r#"{"job":{"uuid":"00000000-0000-4000-8000-00000000000a"}}"#);
        }
        cancel.cancel();
        json(200, r#"{"uuid":"00000000-0000-4000-8000-00000000000a","state":"running"}"#)
    };
    let server = Server::start(&authority, script).await;
    let change = SvmBody { comment: Some("x".to_owned()), ..SvmBody::default() };
    let error = soon(
        patient(&client(&server, &authority), &stop)
            .patch::<ontap::Svm>("00000000-0000-4000-8000-000000000001", &change),
    )
    .await
    .unwrap_err();
    assert!(error.is_ambiguous(), "{error}");
    assert!(
        error.to_string().contains(
            "the job 00000000-0000-4000-8000-00000000000a of PATCH \
         /svm/svms/00000000-0000-4000-8000-000000000001"
        ),
        "{error}"
    );
}

#[tokio::test]
async fn a_request_in_flight_is_finished() {
    let authority = Authority::new();
    let stop = CancellationToken::new();
    let cancel = stop.clone();
    let script = move |_: usize, _: &str| {
        cancel.cancel();
        let empty = json(200, r#"{"records":[],"num_records":0}"#);
        Reply::Late(Duration::from_millis(100), Box::new(empty))
    };
    let server = Server::start(&authority, script).await;
    soon(patient(&client(&server, &authority), &stop).list::<ontap::Svm>(&[])).await.unwrap();
}
