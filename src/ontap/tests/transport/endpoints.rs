//! Several addresses of one cluster: a moved endpoint is no lost write.

use ontap::{Config, SvmCreate, SvmPatch};

use crate::authority::Authority;
use crate::server::{Reply, Server, json};
use crate::{config, hasty};

const EMPTY: &str = r#"{"records":[],"num_records":0}"#;

#[tokio::test]
async fn an_endpoint_that_cannot_be_reached_is_passed_over_and_not_tried_first_again() {
    let authority = Authority::new();
    let gone = Server::start(&authority, |_, _| Reply::Cut).await;
    let server = Server::start(&authority, |_, _| json(200, EMPTY)).await;
    let endpoints = vec![gone.url(), server.url()];
    drop(gone);
    let client = hasty(Config { endpoints, ..config(&server, &authority) });
    client
        .patch_svm("u-1", &SvmPatch { comment: Some("x".to_owned()), ..SvmPatch::default() })
        .await
        .unwrap();
    client.svms().await.unwrap();
    assert_eq!(server.lines()[0], "PATCH /api/svm/svms/u-1?return_timeout=15");
}

#[tokio::test]
async fn a_read_that_one_endpoint_drops_is_answered_by_the_next() {
    let authority = Authority::new();
    let dropping = Server::start(&authority, |_, _| Reply::Cut).await;
    let server = Server::start(&authority, |_, _| json(200, EMPTY)).await;
    let endpoints = vec![dropping.url(), server.url()];
    hasty(Config { endpoints, ..config(&server, &authority) }).svms().await.unwrap();
    assert_eq!((dropping.lines().len(), server.lines().len()), (1, 1));
}

#[tokio::test]
async fn one_endpoint_with_a_foreign_certificate_does_not_hide_another_that_is_trusted() {
    let authority = Authority::new();
    let foreign = Server::start(&Authority::new(), |_, _| json(200, EMPTY)).await;
    let server = Server::start(&authority, |_, _| json(200, EMPTY)).await;
    let endpoints = vec![foreign.url(), server.url()];
    hasty(Config { endpoints, ..config(&server, &authority) }).svms().await.unwrap();
    assert!(foreign.lines().is_empty());
}

#[tokio::test]
async fn a_write_that_one_endpoint_drops_is_carried_out_by_the_next() {
    let authority = Authority::new();
    let dropping = Server::start(&authority, |_, _| Reply::Cut).await;
    let script = |number: usize, request: &str| match (number, request.starts_with("GET")) {
        (0 | 1, true) => json(200, EMPTY),
        (_, true) => json(200, r#"{"records":[{"uuid":"u-1","name":"svm_2"}]}"#),
        (_, false) => json(200, "{}"),
    };
    let server = Server::start(&authority, script).await;
    let endpoints = vec![dropping.url(), server.url()];
    let connect = || hasty(Config { endpoints: endpoints.clone(), ..config(&server, &authority) });

    let change = SvmPatch { comment: Some("x".to_owned()), ..SvmPatch::default() };
    connect().patch_svm("u-1", &change).await.unwrap();
    let wanted = SvmCreate { name: "svm_2".to_owned(), ..SvmCreate::default() };
    connect().create_svm(&wanted).await.unwrap();

    let methods = |server: &Server| -> Vec<String> {
        server.lines().iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect()
    };
    assert_eq!(methods(&dropping), ["PATCH", "POST"]);
    assert_eq!(methods(&server), ["PATCH", "GET", "POST", "GET"]);
}
