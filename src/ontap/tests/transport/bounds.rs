//! No server can make the client read, wait or follow pages endlessly.

use std::time::{Duration, Instant};

use ontap::{Error, Timing};
use tokio_util::sync::CancellationToken;

use crate::authority::Authority;
use crate::server::{Reply, Server, json};
use crate::{QUICK, client, svm};

const ONE: &str = "00000000-0000-4000-8000-000000000001";
const TOO_LARGE: usize = 9 * 1024 * 1024;

#[tokio::test]
async fn an_answer_that_is_too_large_is_an_error() {
    let authority = Authority::new();
    let padding = " ".repeat(TOO_LARGE);
    for body in [format!(r#"{{"records":[]{padding}}}"#), format!(r#"{{"records":[]}}{padding}"#)] {
        let server = Server::start(&authority, move |_, _| json(200, &body)).await;
        let error = client(&server, &authority).list::<ontap::Svm>(&[]).await.unwrap_err();
        assert!(error.to_string().contains("more than 8 MiB"), "{error}");
        assert_eq!(server.lines().len(), 1);
    }
}

#[tokio::test]
async fn an_endless_answer_to_a_write_leaves_its_outcome_open() {
    let authority = Authority::new();
    let script = |_: usize, request: &str| {
        if request.starts_with("DELETE") { Reply::Endless } else { json(200, &svm(ONE, "svm_2", "running")) }
    };
    let server = Server::start(&authority, script).await;
    let client = client(&server, &authority);
    let once = Timing { attempts: 1, ..QUICK };
    let error = client.with_timing(once).delete::<ontap::Svm>(ONE).await.unwrap_err();
    assert!(error.is_ambiguous() && error.to_string().contains("more than 8 MiB"), "{error}");
}

#[tokio::test]
async fn a_chain_of_pages_without_progress_is_an_error_at_once() {
    let authority = Authority::new();
    let page = |records: &str, next: &str| {
        json(200, &format!(r#"{{"records":[{records}],"_links":{{"next":{{"href":"{next}"}}}}}}"#))
    };
    let one = svm(ONE, "a", "running");
    let cases: [(Vec<Reply>, usize); 3] = [
        (
            vec![page("", "/api/svm/svms?a=1"), page("", "/api/svm/svms?a=2"), page("", "/api/svm/svms?a=3")],
            2,
        ),
        (
            vec![
                page(&one, "/api/svm/svms?a=1"),
                page(&one, "/api/svm/svms?a=2"),
                page(&one, "/api/svm/svms?a=3"),
            ],
            3,
        ),
        (vec![page(&one, "/api/storage/volumes?a=1")], 1),
    ];
    for (pages, requests) in cases {
        let server =
            Server::start(&authority, move |number, _| pages[number.min(pages.len() - 1)].clone()).await;
        let error = client(&server, &authority).list::<ontap::Svm>(&[]).await.unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error}");
        assert_eq!(server.lines().len(), requests, "{error}");
    }
}

#[tokio::test]
async fn a_reference_to_a_page_that_was_read_is_an_error_after_two_requests() {
    let authority = Authority::new();
    let one = svm(ONE, "a", "running");
    let page =
        json(200, &format!(r#"{{"records":[{one}],"_links":{{"next":{{"href":"/api/svm/svms?a=1"}}}}}}"#));
    let server = Server::start(&authority, move |_, _| page.clone()).await;
    let error = client(&server, &authority).list::<ontap::Svm>(&[]).await.unwrap_err();
    assert!(error.to_string().contains("leads back"), "{error}");
    assert_eq!(server.lines().len(), 2);
}

#[tokio::test]
async fn an_endless_answer_is_abandoned_within_a_second_of_a_stop() {
    let authority = Authority::new();
    for reply in [Reply::Trickle, Reply::Late(Duration::from_secs(60), Box::new(json(200, "{}")))] {
        let server = Server::start(&authority, move |_, _| reply.clone()).await;
        let stop = CancellationToken::new();
        let plain = client(&server, &authority);
        let client = plain.with_timing(Timing::default()).with_stop(stop.clone());
        let reading = tokio::spawn(async move { client.list::<ontap::Svm>(&[]).await });
        while server.lines().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        stop.cancel();
        let stopped = Instant::now();
        let outcome = tokio::time::timeout(Duration::from_secs(10), reading).await.unwrap().unwrap();
        assert!(matches!(outcome, Err(Error::Stopped { unknown_outcome: false, .. })), "{outcome:?}");
        assert!(stopped.elapsed() < Duration::from_secs(1), "{:?}", stopped.elapsed());
    }
}
