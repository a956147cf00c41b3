//! Several addresses of one cluster: no write is lost when an endpoint moves.

use std::sync::atomic::{AtomicBool, Ordering};

use ontap::{Config, Error, SvmBody};

use crate::authority::Authority;
use crate::server::{Reply, Server, error, json};
use crate::{config, hasty};

const EMPTY: &str = r#"{"records":[],"num_records":0}"#;
const UUID: &str = "00000000-0000-4000-8000-000000000001";
const QUESTION: &str = "GET /api/cluster?fields=name%2Cuuid%2Cversion";

/// Answers the request for the cluster itself, and everything else with `other`.
fn of_cluster(name: &str, other: impl Fn(&str) -> Reply) -> impl Fn(usize, &str) -> Reply {
    let own = format!(
        r#"{{"name":"{name}","uuid":"00000000-0000-4000-8000-0000000000c{name}","version":{{"generation":9,"major":15,"minor":1}}}}"#
    );
    move |_, request| if request.starts_with("GET /api/cluster?") { json(200, &own) } else { other(request) }
}

#[tokio::test]
async fn an_unreachable_endpoint_is_skipped_and_no_longer_tried_first() {
    let authority = Authority::new();
    let gone = Server::start(&authority, |_, _| Reply::Cut).await;
    let server = Server::start(&authority, of_cluster("a", |_| json(200, EMPTY))).await;
    let endpoints = vec![gone.url(), server.url()];
    drop(gone);
    let client = hasty(Config { endpoints, ..config(&server, &authority) });
    client
        .patch::<ontap::Svm>(
            "00000000-0000-4000-8000-000000000001",
            &SvmBody { comment: Some("x".to_owned()), ..SvmBody::default() },
        )
        .await
        .unwrap();
    client.list::<ontap::Svm>(&[]).await.unwrap();
    assert_eq!(
        server.lines()[..2],
        [QUESTION, "PATCH /api/svm/svms/00000000-0000-4000-8000-000000000001?return_timeout=15"]
    );
}

#[tokio::test]
async fn a_read_that_one_endpoint_drops_is_answered_by_the_next() {
    let authority = Authority::new();
    let dropping = Server::start(&authority, |_, _| Reply::Cut).await;
    let server = Server::start(&authority, of_cluster("a", |_| json(200, EMPTY))).await;
    let endpoints = vec![dropping.url(), server.url()];
    hasty(Config { endpoints, ..config(&server, &authority) }).list::<ontap::Svm>(&[]).await.unwrap();
    assert_eq!((dropping.lines().len(), server.lines().len()), (1, 2), "the second must be verified first");
}

#[tokio::test]
async fn one_endpoint_with_a_foreign_certificate_does_not_hide_another_that_is_trusted() {
    let authority = Authority::new();
    let foreign = Server::start(&Authority::new(), |_, _| json(200, EMPTY)).await;
    let server = Server::start(&authority, of_cluster("a", |_| json(200, EMPTY))).await;
    let endpoints = vec![foreign.url(), server.url()];
    hasty(Config { endpoints, ..config(&server, &authority) }).list::<ontap::Svm>(&[]).await.unwrap();
    assert!(foreign.lines().is_empty());
}

#[tokio::test]
async fn a_write_that_one_endpoint_drops_is_sent_to_the_next() {
    let authority = Authority::new();
    let dropping = Server::start(&authority, of_cluster("a", |_| Reply::Cut)).await;
    let is_made = AtomicBool::new(false);
    let script = move |request: &str| match request.split(' ').next() {
        Some("GET") if !is_made.load(Ordering::Relaxed) => json(200, EMPTY),
        Some("GET") => json(200, &format!(r#"{{"records":[{}]}}"#, crate::svm(UUID, "svm_2", "running"))),
        method => {
            is_made.store(method == Some("POST"), Ordering::Relaxed);
            json(200, "{}")
        }
    };
    let server = Server::start(&authority, of_cluster("a", script)).await;
    let endpoints = vec![dropping.url(), server.url()];
    let connect = || hasty(Config { endpoints: endpoints.clone(), ..config(&server, &authority) });

    let change = SvmBody { comment: Some("x".to_owned()), ..SvmBody::default() };
    connect().patch::<ontap::Svm>("00000000-0000-4000-8000-000000000001", &change).await.unwrap();
    let wanted = SvmBody { name: Some("svm_2".to_owned()), ..SvmBody::default() };
    connect().create::<ontap::Svm>(&wanted).await.unwrap();

    let methods = |server: &Server| -> Vec<String> {
        server.lines().iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect()
    };
    assert_eq!(
        methods(&dropping),
        ["GET", "PATCH", "GET", "POST"],
        "each client verifies the endpoint first"
    );
    assert_eq!(methods(&server), ["GET", "PATCH", "GET", "GET", "POST", "GET"]);
}

#[tokio::test]
async fn an_endpoint_of_another_cluster_gets_no_request() {
    let authority = Authority::new();
    let answers = |request: &str| if request.starts_with("GET") { json(200, EMPTY) } else { Reply::Cut };
    let first = Server::start(&authority, of_cluster("a", answers)).await;
    let other = Server::start(&authority, of_cluster("b", |_| json(200, "{}"))).await;
    let endpoints = vec![first.url(), other.url()];
    let client = hasty(Config { endpoints, ..config(&first, &authority) });
    client.list::<ontap::Svm>(&[]).await.unwrap();
    let change = SvmBody { comment: Some("x".to_owned()), ..SvmBody::default() };
    let refused =
        client.patch::<ontap::Svm>("00000000-0000-4000-8000-000000000001", &change).await.unwrap_err();
    let said = refused.to_string();
    let Error::InDoubt { error, .. } = &refused else { panic!("the first request was lost: {said}") };
    assert!(matches!(**error, Error::AnotherCluster { .. }), "{said}");
    for named in [
        "00000000-0000-4000-8000-0000000000ca",
        "00000000-0000-4000-8000-0000000000cb",
        &format!("127.0.0.1:{}", other.port()),
    ] {
        assert!(said.contains(named), "{named}: {said}");
    }
    assert_eq!(other.lines(), [QUESTION], "something else was sent");
    client.list::<ontap::Svm>(&[]).await.unwrap();
    assert_eq!(other.lines(), [QUESTION], "the first one is tried again before it");
}

#[tokio::test]
async fn the_cluster_is_requested_once_and_an_invalid_answer_is_reported() {
    let authority = Authority::new();
    let server = Server::start(&authority, of_cluster("a", |_| json(200, EMPTY))).await;
    let refusing = Server::start(&authority, |_, _| error(401, 6_691_623)).await;
    let client = |endpoints| hasty(Config { endpoints, ..config(&server, &authority) });
    let fine = client(vec![server.url(), refusing.url()]);
    assert_eq!(fine.cluster().await.unwrap().uuid, "00000000-0000-4000-8000-0000000000ca");
    assert_eq!(server.lines(), [QUESTION]);
    let refused = client(vec![refusing.url(), server.url()]).list::<ontap::Svm>(&[]).await.unwrap_err();
    assert!(refused.is_unauthorized(), "{refused}");
    assert_eq!(refusing.lines(), [QUESTION]);
}
