//! How many requests a client sends to the cluster at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ontap::{Client, Config};

use crate::authority::Authority;
use crate::server::{Reply, Server, json};
use crate::{config, hasty};

/// Longer than any of these tests takes: no request is answered earlier.
const NEVER: Duration = Duration::from_secs(60);

const EMPTY: &str = r#"{"records":[],"num_records":0}"#;

/// Sends twelve requests that are never answered, and counts how many of this method arrive. Waits until the
/// expected number has arrived, and a little longer to detect one too many.
async fn arrived(
    method: &'static str,
    expected: usize,
    ask: impl AsyncFn(Client, usize) + Copy + 'static,
) -> usize {
    let authority = Authority::new();
    let count = Arc::new(AtomicUsize::new(0));
    let seen = count.clone();
    let script = move |number: usize, request: &str| {
        if number == 0 {
            return json(200, EMPTY);
        }
        seen.fetch_add(usize::from(request.starts_with(method)), Ordering::Relaxed);
        Reply::Late(NEVER, Box::new(json(200, "{}")))
    };
    let server = Server::start(&authority, script).await;
    let client = hasty(Config { request_timeout: NEVER, ..config(&server, &authority) });
    let waiting = async {
        // Until a login has been accepted, there is only one request at a time.
        client.list::<ontap::Svm>(&[]).await.unwrap();
        for number in 0..24 {
            let client = client.clone();
            tokio::task::spawn_local(async move { ask(client, number).await });
        }
        let begun = Instant::now();
        while count.load(Ordering::Relaxed) < expected && begun.elapsed() < Duration::from_secs(20) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    };
    tokio::task::LocalSet::new().run_until(waiting).await;
    count.load(Ordering::Relaxed)
}

#[tokio::test]
async fn at_most_twelve_requests_are_in_flight() {
    assert_eq!(arrived("GET", 12, async |client, _| drop(client.list::<ontap::Svm>(&[]).await)).await, 12);
}

#[tokio::test]
async fn at_most_five_svms_are_deleted_at_once() {
    let delete =
        async |client: Client, number| drop(client.delete::<ontap::Svm>(&format!("u-{number}")).await);
    assert_eq!(arrived("DELETE", 5, delete).await, 5);
}
