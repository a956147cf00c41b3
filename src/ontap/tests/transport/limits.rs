//! How much a client asks of the cluster at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::authority::Authority;
use crate::client;
use crate::server::{Reply, Server, json};

/// The most requests of this method that were being answered at the same time.
async fn most_at_once(
    method: &'static str,
    ask: impl AsyncFn(ontap::Client, usize) + Copy + 'static,
) -> usize {
    let authority = Authority::new();
    let begun = Arc::new(AtomicUsize::new(0));
    let seen = begun.clone();
    let script = move |_: usize, request: &str| {
        if request.starts_with(method) {
            seen.fetch_add(1, Ordering::Relaxed);
            let wait = Duration::from_millis(400);
            return Reply::Late(wait, Box::new(json(200, r#"{"records":[],"num_records":0}"#)));
        }
        json(200, r#"{"records":[],"num_records":0}"#)
    };
    let server = Server::start(&authority, script).await;
    let client = client(&server, &authority);
    let local = tokio::task::LocalSet::new();
    local
        .run_until(async {
            for number in 0..12 {
                let client = client.clone();
                tokio::task::spawn_local(async move { ask(client, number).await });
            }
            // Long enough for all to arrive that may, and shorter than the first answer takes.
            tokio::time::sleep(Duration::from_millis(250)).await;
        })
        .await;
    begun.load(Ordering::Relaxed)
}

#[tokio::test]
async fn six_requests_are_in_flight_and_no_more() {
    let most = most_at_once("GET", async |client, _| drop(client.svms().await)).await;
    assert_eq!(most, 6);
}

#[tokio::test]
async fn five_svms_are_deleted_at_once_and_no_more() {
    let most =
        most_at_once("DELETE", async |client, number| drop(client.delete_svm(&format!("u-{number}")).await))
            .await;
    assert_eq!(most, 5);
}
