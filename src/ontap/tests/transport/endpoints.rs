//! Several addresses of one cluster: a moved endpoint is no lost write.

use ontap::{Config, SvmPatch};

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
