//! Jobs are followed to their end, including those of deletions.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ontap::{Error, JobEnd, SvmBody, Timing};

use crate::authority::Authority;
use crate::server::{Reply, Server, error, json};
use crate::{QUICK, client};

const ACCEPTED: &str = r#"{"job":{"uuid":"00000000-0000-4000-8000-00000000000a"}}"#;

/// The write starts a job. Looks at the job get these replies in turn, and the last one repeatedly.
async fn server(authority: &Authority, looks: Vec<Reply>) -> Server {
    let count = AtomicUsize::new(0);
    let script = move |_: usize, request: &str| {
        if request.starts_with("GET /api/cluster/jobs/00000000-0000-4000-8000-00000000000a?") {
            let number = count.fetch_add(1, Ordering::Relaxed);
            looks[number.min(looks.len() - 1)].clone()
        } else if request.starts_with("GET") {
            error(404, 4)
        } else {
            json(202, ACCEPTED)
        }
    };
    Server::start(authority, script).await
}

fn state(state: &str) -> Reply {
    json(200, &format!(r#"{{"uuid":"00000000-0000-4000-8000-00000000000a","state":"{state}"}}"#))
}

fn change() -> SvmBody {
    SvmBody { comment: Some("x".to_owned()), ..SvmBody::default() }
}

#[tokio::test]
async fn a_deletion_is_complete_when_its_job_is() {
    let authority = Authority::new();
    let looks = vec![state("queued"), state("running"), Reply::Cut, state("new_in_9_99"), state("success")];
    let server = server(&authority, looks).await;
    client(&server, &authority).delete::<ontap::Svm>("00000000-0000-4000-8000-000000000001").await.unwrap();
    assert_eq!(server.lines().len(), 6);
}

#[tokio::test]
async fn a_failed_job_is_reported_with_its_reason() {
    let authority = Authority::new();
    let failure = r#"{"uuid":"00000000-0000-4000-8000-00000000000a","state":"failure","code":1,"error":{"message":"volumes remain","code":"26215"}}"#;
    let server = server(&authority, vec![state("running"), json(200, failure)]).await;
    let error = client(&server, &authority)
        .patch::<ontap::Svm>("00000000-0000-4000-8000-000000000001", &change())
        .await
        .unwrap_err();
    let Error::Job { end, code, message, .. } = &error else { panic!("{error}") };
    assert_eq!((*end, *code, message.as_str()), (JobEnd::Failed, Some(26_215), "volumes remain"));
    assert_eq!(
        error.to_string(),
        "the job 00000000-0000-4000-8000-00000000000a of PATCH \
         /svm/svms/00000000-0000-4000-8000-000000000001 failed with code 26215: volumes remain"
    );
}

#[tokio::test]
async fn a_deletion_whose_job_is_forgotten_is_complete_when_the_object_is_gone() {
    let authority = Authority::new();
    let server = server(&authority, vec![error(404, 4)]).await;
    client(&server, &authority).delete::<ontap::Svm>("00000000-0000-4000-8000-000000000001").await.unwrap();
}

#[tokio::test]
async fn a_change_whose_job_is_forgotten_is_sent_again_and_then_reported_as_unknown() {
    let authority = Authority::new();
    let server = server(&authority, vec![error(404, 4)]).await;
    let error = client(&server, &authority)
        .patch::<ontap::Svm>("00000000-0000-4000-8000-000000000001", &change())
        .await
        .unwrap_err();
    assert!(error.is_ambiguous() && matches!(error, Error::Job { end: JobEnd::Lost, .. }), "{error}");
}

#[tokio::test]
async fn a_job_that_does_not_end_times_out() {
    let authority = Authority::new();
    let server = server(&authority, vec![state("paused")]).await;
    let client = client(&server, &authority);
    let timing = Timing { job_timeout: Duration::from_millis(100), ..QUICK };
    let error = client
        .with_timing(timing)
        .patch::<ontap::Svm>("00000000-0000-4000-8000-000000000001", &change())
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Timeout { what, .. } if what.contains("00000000-0000-4000-8000-00000000000a")),
        "{error}"
    );
    assert!(error.is_ambiguous());
}

#[tokio::test]
async fn a_full_queue_of_svm_jobs_is_waited_out() {
    let authority = Authority::new();
    let script = |number: usize, request: &str| {
        if request.starts_with("DELETE") && number < 9 { error(500, 13_434_894) } else { json(200, "{}") }
    };
    let server = Server::start(&authority, script).await;
    client(&server, &authority).delete::<ontap::Svm>("00000000-0000-4000-8000-000000000001").await.unwrap();
    assert_eq!(server.lines().len(), 10, "more attempts than for an ordinary refusal");
}
