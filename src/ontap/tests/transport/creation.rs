//! After a lost answer to a creation, the client looks for the object before it sends the request again.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use ontap::{Error, Fields, Filters, IpRouteBody, Object, Reference, SvmBody, SvmState, Writable};

use crate::authority::Authority;
use crate::client;
use crate::server::{Reply, Server, error, json};

const EMPTY: &str = r#"{"records":[],"num_records":0}"#;
const SVM: &str = r#"{"records":[{"uuid":"00000000-0000-4000-8000-000000000001","name":"svm_2","state":"running","subtype":"default",
        "language":"c.utf_8","ipspace":{"name":"Default"},"snapshot_policy":{"name":"default"}}],"num_records":1}"#;
const UUID: &str = "00000000-0000-4000-8000-000000000001";
const JOB: &str = "00000000-0000-4000-8000-00000000000a";

fn svm() -> SvmBody {
    SvmBody { name: Some("svm_2".to_owned()), ..SvmBody::default() }
}

/// Answers POSTs with these replies in turn. The SVM exists once the POST with this number, counted from 0,
/// has arrived.
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
async fn an_object_that_exists_after_a_lost_request_is_neither_ours_nor_created_twice() {
    for lost in [
        Reply::Cut,
        Reply::CutBody,
        json(201, ""),
        json(200, "<html>sign in</html>"),
        json(403, "<html>not you</html>"),
        json(404, "<html>not here</html>"),
        json(500, "<html>oops</html>"),
        json(400, r#"{"fault":"x"}"#),
        json(400, r#"{"error":{"message":"no code"}}"#),
        error(200, 2),
        error(500, 65_541),
    ] {
        let authority = Authority::new();
        let server = server(&authority, vec![lost.clone()], 0).await;
        let error = client(&server, &authority).create::<ontap::Svm>(&svm()).await.unwrap_err();
        assert!(error.is_ambiguous(), "{lost:?}: {error}");
        assert_eq!((posts(&server), server.lines().len()), (1, 2), "{lost:?}");
    }
}

#[tokio::test]
async fn a_lost_request_without_effect_is_sent_again_after_a_look() {
    let authority = Authority::new();
    let server = server(&authority, vec![Reply::Cut, json(201, "{}")], 1).await;
    client(&server, &authority).create::<ontap::Svm>(&svm()).await.unwrap();
    let methods: Vec<_> =
        server.lines().iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(methods, ["POST", "GET", "POST", "GET"]);
}

#[tokio::test]
async fn a_refusal_after_an_uncertain_attempt_is_in_doubt_and_keeps_its_reason() {
    for first in [Reply::Cut, error(503, 7), error(429, 262_160), error(500, 2_621_573), json(502, "<html>")]
    {
        for (last, code) in [(error(409, 13_434_908), 13_434_908), (error(400, 13_434_885), 13_434_885)] {
            let authority = Authority::new();
            let server = server(&authority, vec![first.clone(), last], 1).await;
            let error = client(&server, &authority).create::<ontap::Svm>(&svm()).await.unwrap_err();
            assert!(error.is_ambiguous() && matches!(error, Error::InDoubt { .. }), "{first:?}: {error}");
            assert_eq!(error.code(), Some(code), "{first:?}: {error}");
            assert!(error.to_string().contains("refused on purpose"), "{error}");
            assert_eq!(posts(&server), 2, "{first:?}");
        }
    }
}

#[tokio::test]
async fn a_creation_refused_as_busy_by_all_attempts_is_ambiguous() {
    let authority = Authority::new();
    let server = server(&authority, vec![error(503, 7)], usize::MAX).await;
    let error = client(&server, &authority).create::<ontap::Svm>(&svm()).await.unwrap_err();
    assert!(error.is_ambiguous() && error.is_retryable(), "{error}");
    assert_eq!(posts(&server), 4);
}

#[tokio::test]
async fn an_answer_that_does_not_name_the_created_object_is_followed_by_a_look() {
    for record in ["{}", r#"{"svm":null}"#, r#"{"svm":{}}"#, r#"{"svm":{"name":"svm_2"}}"#] {
        let authority = Authority::new();
        let script = move |_: usize, request: &str| {
            let record = if request.starts_with("POST") {
                record.to_owned()
            } else {
                format!(r#"{{"svm":{{"name":"svm_2","uuid":"{UUID}"}}}}"#)
            };
            json(200, &format!(r#"{{"num_records":1,"records":[{record}]}}"#))
        };
        let server = Server::start(&authority, script).await;
        let made = client(&server, &authority).create::<OfSvm>(&Reference::to_uuid(UUID)).await.unwrap();
        assert_eq!(made.key(), Some(UUID), "{record}");
        assert_eq!((posts(&server), server.lines().len()), (1, 2), "{record}");
    }
}

/// An object that an SVM has once, and whose key is the uuid of the SVM.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct OfSvm {
    svm: Option<Reference>,
}

impl Fields for OfSvm {
    fn add(path: &str, paths: &mut Vec<String>) {
        Reference::add(&format!("{path}svm"), paths);
    }
}

impl Object for OfSvm {
    const PATH: &'static str = "/name-services/dns";
    const KEY: &'static str = "svm.uuid";
}

impl Writable for OfSvm {
    type Body = Reference;

    fn key(&self) -> Option<&str> {
        self.svm.as_ref()?.uuid.as_deref()
    }

    fn like(body: &Reference) -> Filters {
        vec![("svm.uuid", body.uuid.clone())]
    }
}

/// The POST starts a job that fails. Afterwards the SVM exists or not, or cannot be looked for.
async fn after_a_failed_job(look: Reply) -> ontap::Error {
    let authority = Authority::new();
    let script = move |_: usize, request: &str| match request {
        _ if request.starts_with("POST") => json(202, &format!(r#"{{"job":{{"uuid":"{JOB}"}}}}"#)),
        _ if request.starts_with("GET /api/cluster/jobs/") => {
            json(200, &format!(r#"{{"uuid":"{JOB}","state":"failure","code":13434889,"message":"m"}}"#))
        }
        _ => look.clone(),
    };
    let server = Server::start(&authority, script).await;
    let error = client(&server, &authority).create::<ontap::Svm>(&svm()).await.unwrap_err();
    assert_eq!((posts(&server), error.code()), (1, Some(13_434_889)), "{error}");
    error
}

#[tokio::test]
async fn after_a_failed_job_the_object_is_looked_for() {
    assert!(!after_a_failed_job(json(200, EMPTY)).await.is_ambiguous(), "nothing is there");
    assert!(after_a_failed_job(json(200, SVM)).await.is_ambiguous(), "the SVM is there");
    assert!(after_a_failed_job(error(403, 6)).await.is_ambiguous(), "nobody could look");
}

#[tokio::test]
async fn after_a_refusal_by_the_cloud_there_is_a_look_but_no_other_attempt() {
    let authority = Authority::new();
    let server = server(&authority, vec![error(500, 53_281_468)], usize::MAX).await;
    let refused = client(&server, &authority).create::<ontap::Svm>(&svm()).await.unwrap_err();
    assert!(refused.is_route_table_failure(), "{refused}");
    assert_eq!((posts(&server), server.lines().len()), (1, 2));
}

#[tokio::test]
async fn a_duplicate_at_the_first_request_is_a_foreign_object() {
    for status in [409, 500] {
        let authority = Authority::new();
        let server = server(&authority, vec![error(status, 13_434_908)], 0).await;
        let refused = client(&server, &authority).create::<ontap::Svm>(&svm()).await.unwrap_err();
        assert!(refused.is_duplicate());
        assert_eq!(server.lines().len(), 1);
    }
}

#[tokio::test]
async fn an_outcome_that_stays_unknown_is_reported_as_unknown() {
    let authority = Authority::new();
    let server = server(&authority, vec![Reply::Cut], usize::MAX).await;
    let error = client(&server, &authority).create::<ontap::Svm>(&svm()).await.unwrap_err();
    assert!(error.is_ambiguous(), "{error}");
    assert_eq!(posts(&server), 4);
}

#[tokio::test]
async fn without_a_look_the_request_is_not_sent_again() {
    let authority = Authority::new();
    let script =
        |_: usize, request: &str| if request.starts_with("POST") { Reply::Cut } else { error(403, 6) };
    let server = Server::start(&authority, script).await;
    let error = client(&server, &authority).create::<ontap::Svm>(&svm()).await.unwrap_err();
    assert!(error.is_ambiguous(), "{error}");
    assert_eq!(posts(&server), 1);
}

#[tokio::test]
async fn the_creation_of_an_svm_is_awaited() {
    let authority = Authority::new();
    let svm = |state: &str| crate::svm(UUID, "svm_2", state);
    let script = move |number: usize, request: &str| match number {
        0 => json(201, "{}"),
        1 => json(200, &format!(r#"{{"records":[{}]}}"#, svm("initializing"))),
        2 => json(200, &svm("initializing")),
        _ if request.starts_with(&format!("GET /api/svm/svms/{UUID}?")) => json(200, &svm("running")),
        _ => Reply::Cut,
    };
    let server = Server::start(&authority, script).await;
    let made = client(&server, &authority).create::<ontap::Svm>(&self::svm()).await.unwrap();
    assert_eq!(made.state, Some(SvmState::Running));
    assert_eq!(server.lines().len(), 4);
}

#[tokio::test]
async fn a_new_svm_that_cannot_be_read_during_its_creation_has_been_created() {
    let authority = Authority::new();
    let script = |number: usize, _: &str| match number {
        0 => json(201, "{}"),
        1 => json(200, &format!(r#"{{"records":[{}]}}"#, crate::svm(UUID, "svm_2", "initializing"))),
        _ => error(403, 6),
    };
    let server = Server::start(&authority, script).await;
    let error = client(&server, &authority).create::<ontap::Svm>(&svm()).await.unwrap_err();
    assert!(error.is_ambiguous() && matches!(error, Error::Unread { .. }), "{error}");
}

#[tokio::test]
async fn a_route_is_taken_from_the_answer() {
    let authority = Authority::new();
    let script = |_: usize, _: &str| {
        json(
            201,
            r#"{"num_records":1,"records":[{"uuid":"00000000-0000-4000-8000-000000000002","gateway":"10.0.0.1"}]}"#,
        )
    };
    let server = Server::start(&authority, script).await;
    let route = IpRouteBody {
        svm: Reference::to_uuid("00000000-0000-4000-8000-000000000001"),
        destination: "0.0.0.0/0".parse::<ipnet::IpNet>().unwrap().into(),
        gateway: Some([10, 0, 0, 1].into()),
        metric: None,
    };
    assert_eq!(
        client(&server, &authority).create::<ontap::IpRoute>(&route).await.unwrap().uuid,
        "00000000-0000-4000-8000-000000000002"
    );
    assert_eq!(server.lines(), ["POST /api/network/ip/routes?return_records=true"]);
}
