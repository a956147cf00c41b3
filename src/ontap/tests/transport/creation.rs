//! A creation whose answer is lost is looked for before it is asked for again.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use ontap::{IpRouteCreate, SvmCreate, SvmState, UnlessGone};

use crate::authority::Authority;
use crate::client;
use crate::server::{Reply, Server, error, json};

const EMPTY: &str = r#"{"records":[],"num_records":0}"#;
const SVM: &str = r#"{"records":[{"uuid":"u-1","name":"svm_2"}],"num_records":1}"#;

fn svm() -> SvmCreate {
    SvmCreate { name: "svm_2".to_owned(), ..SvmCreate::default() }
}

/// POSTs get these replies in turn; the SVM exists once the POST of this number, counted from 0, has come.
async fn server(authority: &Authority, posts: Vec<Reply>, made_by: usize) -> Server {
    let done = AtomicBool::new(false);
    let count = AtomicUsize::new(0);
    let script = move |_: usize, request: &str| {
        if request.starts_with("POST") {
            let number = count.fetch_add(1, Ordering::Relaxed);
            done.fetch_or(number >= made_by, Ordering::Relaxed);
            return posts[number.min(posts.len() - 1)].clone();
        }
        json(200, if done.load(Ordering::Relaxed) { SVM } else { EMPTY })
    };
    Server::start(authority, script).await
}

fn posts(server: &Server) -> usize {
    server.lines().iter().filter(|line| line.starts_with("POST")).count()
}

#[tokio::test]
async fn what_the_lost_request_made_is_found_and_not_made_twice() {
    for lost in
        [Reply::Cut, Reply::CutBody, json(500, "<html>oops</html>"), json(201, ""), error(500, 65_541)]
    {
        let authority = Authority::new();
        let server = server(&authority, vec![lost], 0).await;
        let made = client(&server, &authority).create_svm(&svm()).await.unwrap();
        assert_eq!((made.uuid.as_str(), posts(&server)), ("u-1", 1));
    }
}

#[tokio::test]
async fn what_the_lost_request_did_not_make_is_asked_for_again_after_a_look() {
    let authority = Authority::new();
    let server = server(&authority, vec![Reply::Cut, json(201, "{}")], 1).await;
    client(&server, &authority).create_svm(&svm()).await.unwrap();
    let methods: Vec<_> =
        server.lines().iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(methods, ["POST", "GET", "POST", "GET"]);
}

#[tokio::test]
async fn a_duplicate_after_a_lost_request_is_what_the_lost_request_made() {
    let authority = Authority::new();
    let server = server(&authority, vec![Reply::Cut, error(409, 13_434_908)], 1).await;
    let made = client(&server, &authority).create_svm(&svm()).await.unwrap();
    assert_eq!((made.uuid.as_str(), posts(&server)), ("u-1", 2));
}

#[tokio::test]
async fn after_a_refusal_by_the_cloud_there_is_a_look_and_no_other_attempt() {
    let authority = Authority::new();
    let server = server(&authority, vec![error(500, 53_281_468)], usize::MAX).await;
    let refused = client(&server, &authority).create_svm(&svm()).await.unwrap_err();
    assert!(refused.is_route_table_failure(), "{refused}");
    assert_eq!((posts(&server), server.lines().len()), (1, 2));
}

#[tokio::test]
async fn a_duplicate_at_the_first_request_is_somebody_elses() {
    for status in [409, 500] {
        let authority = Authority::new();
        let server = server(&authority, vec![error(status, 13_434_908)], 0).await;
        let refused = client(&server, &authority).create_svm(&svm()).await.unwrap_err();
        assert!(refused.is_duplicate());
        assert_eq!(server.lines().len(), 1);
    }
}

#[tokio::test]
async fn an_outcome_that_stays_unknown_is_told_as_such() {
    let authority = Authority::new();
    let server = server(&authority, vec![Reply::Cut], usize::MAX).await;
    let error = client(&server, &authority).create_svm(&svm()).await.unwrap_err();
    assert!(error.is_ambiguous(), "{error}");
    assert_eq!(posts(&server), 4);
}

#[tokio::test]
async fn what_cannot_be_looked_for_is_not_asked_for_again() {
    let authority = Authority::new();
    let script = |_: usize, request: &str| match request.starts_with("POST") {
        true => Reply::Cut,
        false => error(403, 6),
    };
    let server = Server::start(&authority, script).await;
    let error = client(&server, &authority).create_svm(&svm()).await.unwrap_err();
    assert!(error.is_ambiguous(), "{error}");
    assert_eq!(posts(&server), 1);
}

#[tokio::test]
async fn an_svm_that_is_still_in_the_making_is_waited_for() {
    let authority = Authority::new();
    let svm = |state: &str| format!(r#"{{"uuid":"u-1","name":"svm_2","state":"{state}"}}"#);
    let script = move |number: usize, request: &str| match number {
        0 => Reply::Cut,
        1 => json(200, &format!(r#"{{"records":[{}]}}"#, svm("initializing"))),
        2 => json(200, &svm("initializing")),
        _ if request.starts_with("GET /api/svm/svms/u-1?") => json(200, &svm("running")),
        _ => Reply::Cut,
    };
    let server = Server::start(&authority, script).await;
    let made = client(&server, &authority).create_svm(&self::svm()).await.unwrap();
    assert_eq!(made.state, Some(SvmState::Running));
    assert_eq!(server.lines().len(), 4);
}

#[tokio::test]
async fn a_route_is_taken_from_the_answer() {
    let authority = Authority::new();
    let script =
        |_: usize, _: &str| json(201, r#"{"num_records":1,"records":[{"uuid":"r-1","gateway":"10.0.0.1"}]}"#);
    let server = Server::start(&authority, script).await;
    let route = IpRouteCreate {
        svm_uuid: "u-1".to_owned(),
        destination: "0.0.0.0/0".parse().unwrap(),
        gateway: [10, 0, 0, 1].into(),
        metric: None,
    };
    assert_eq!(client(&server, &authority).create_ip_route(&route).await.unwrap().uuid, "r-1");
    assert_eq!(server.lines(), ["POST /api/network/ip/routes?return_records=true"]);
}

#[tokio::test]
async fn a_deletion_whose_answer_is_lost_is_over_when_the_object_is_gone() {
    let authority = Authority::new();
    let script = |_: usize, request: &str| match request.starts_with("DELETE") {
        true => Reply::Cut,
        false => error(404, 4),
    };
    let server = Server::start(&authority, script).await;
    let client = client(&server, &authority);
    client.delete_ip_interface("u-1").await.unwrap();
    assert_eq!(server.lines().len(), 2);
    assert_eq!(client.ip_interface("u-1").await.unless_gone(), Ok(None));
}
