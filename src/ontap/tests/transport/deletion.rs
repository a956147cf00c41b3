//! A deletion is complete only when the object is gone.

use std::sync::atomic::{AtomicUsize, Ordering};

use ontap::{Error, UnlessGone};

use crate::authority::Authority;
use crate::client;
use crate::server::{Reply, Server, error, json};

const UUID: &str = "00000000-0000-4000-8000-000000000001";
const JOB: &str = "00000000-0000-4000-8000-00000000000a";
const THERE: &str = r#"{"uuid":"00000000-0000-4000-8000-000000000001","name":"a"}"#;

/// Answers DELETEs with these replies in turn, repeating the last one, and a look at the object with this
/// one.
async fn server(authority: &Authority, deletes: Vec<Reply>, look: Reply) -> Server {
    let count = AtomicUsize::new(0);
    let script = move |_: usize, request: &str| match request {
        _ if request.starts_with("DELETE") => {
            deletes[count.fetch_add(1, Ordering::Relaxed).min(deletes.len() - 1)].clone()
        }
        _ if request.starts_with("GET /api/cluster/jobs/") => {
            json(200, &format!(r#"{{"uuid":"{JOB}","state":"failure","code":4,"message":"m"}}"#))
        }
        _ => look.clone(),
    };
    Server::start(authority, script).await
}

fn methods(server: &Server) -> Vec<String> {
    server.lines().iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect()
}

fn started() -> Reply {
    json(202, &format!(r#"{{"job":{{"uuid":"{JOB}"}}}}"#))
}

#[tokio::test]
async fn a_deletion_of_unknown_outcome_is_complete_when_the_object_is_gone() {
    for reply in [Reply::Cut, error(404, 4), json(404, "<html>not here</html>"), error(200, 2)] {
        let authority = Authority::new();
        let server = server(&authority, vec![reply.clone()], error(404, 4)).await;
        let client = client(&server, &authority);
        client.delete::<ontap::Svm>(UUID).await.unwrap();
        assert_eq!(methods(&server), ["DELETE", "GET"], "{reply:?}");
        assert_eq!(client.get::<ontap::Svm>(UUID).await.unless_gone(), Ok(None));
    }
    let authority = Authority::new();
    let server = server(&authority, vec![started()], error(404, 4)).await;
    client(&server, &authority).delete::<ontap::Svm>(UUID).await.unwrap();
    assert_eq!(methods(&server), ["DELETE", "GET", "GET"], "the job failed, but the object is gone");
}

#[tokio::test]
async fn an_object_that_still_exists_is_not_gone() {
    for (reply, deletes) in
        [(error(404, 4), 1), (json(404, "<html>not here</html>"), 4), (json(404, ""), 4), (started(), 1)]
    {
        let authority = Authority::new();
        let server = server(&authority, vec![reply.clone()], json(200, THERE)).await;
        let error = client(&server, &authority).delete::<ontap::Svm>(UUID).await.unwrap_err();
        assert!(!error.is_not_found(), "{reply:?}: {error}");
        let sent = methods(&server).iter().filter(|method| *method == "DELETE").count();
        assert_eq!(sent, deletes, "{reply:?}: {error}");
    }
}

#[tokio::test]
async fn an_object_that_cannot_be_looked_for_is_not_gone() {
    for look in [json(404, "<html>not here</html>"), error(403, 6), json(200, ""), error(404, 3)] {
        let authority = Authority::new();
        let server = server(&authority, vec![error(404, 4)], look.clone()).await;
        let error = client(&server, &authority).delete::<ontap::Svm>(UUID).await.unwrap_err();
        assert!(error.is_ambiguous() && !error.is_not_found(), "{look:?}: {error}");
    }
}

#[tokio::test]
async fn a_refusal_of_a_deletion_after_an_uncertain_attempt_is_in_doubt() {
    for first in [Reply::Cut, error(503, 7)] {
        let authority = Authority::new();
        let server = server(&authority, vec![first, error(400, 2_621_525)], json(200, THERE)).await;
        let error = client(&server, &authority).delete::<ontap::Svm>(UUID).await.unwrap_err();
        assert!(matches!(error, Error::InDoubt { .. }) && error.code() == Some(2_621_525), "{error}");
    }
}
