//! What the log shows of requests, repeats and waits.

use std::time::Duration;

use ontap::{Client, SvmBody, Timing};
use tracing_subscriber::filter::LevelFilter;

use crate::authority::Authority;
use crate::server::{Reply, Server, error, json};
use crate::{PASSWORD, QUICK, client};
use captured_log::Log;

const EMPTY: &str = r#"{"records":[],"num_records":0}"#;
/// Longer than any of these tests takes.
const NEVER: Duration = Duration::from_secs(60);
const UUID: &str = "00000000-0000-4000-8000-000000000001";
const JOB: &str = "00000000-0000-4000-8000-00000000000a";

fn has(line: &str, parts: &[&str]) {
    assert!(parts.iter().all(|part| line.contains(part)), "{parts:?} in {line}");
}

async fn comment(client: &Client, comment: &str) -> ontap::Result<()> {
    let body = SvmBody { comment: Some(comment.to_owned()), ..SvmBody::default() };
    client.patch::<ontap::Svm>(UUID, &body).await
}

#[tokio::test]
async fn each_attempt_and_each_repeat_is_told_with_its_reason() {
    let (authority, log) = (Authority::new(), Log::default());
    let script = |number, _: &str| if number == 0 { error(503, 7) } else { json(200, EMPTY) };
    let server = Server::start(&authority, script).await;
    let client = client(&server, &authority);
    let _guard = log.keep(LevelFilter::DEBUG);
    client.list::<ontap::Svm>(&[("name", "svm_2")]).await.unwrap();
    let attempts = log.lines("milliseconds=");
    let [first, second] = &attempts[..] else { panic!("{attempts:?}") };
    for line in [first, second] {
        has(line, &["DEBUG", "method=GET", "path=\"/svm/svms\"", "name=svm_2", "fields="]);
    }
    has(first, &["attempt=1", "status=503", "code=7", "refused on purpose"]);
    has(second, &["attempt=2", "status=200"]);
    let repeats = log.lines("WARN");
    let [repeat] = &repeats[..] else { panic!("{repeats:?}") };
    has(repeat, &["GET", "/svm/svms", "status 503", "sent again in ", " s"]);
    assert!(log.lines("TRACE ontap").is_empty(), "no body");
}

#[tokio::test]
async fn a_full_queue_of_jobs_and_a_lost_answer_are_told_as_reasons() {
    let (authority, log) = (Authority::new(), Log::default());
    let script = |number, _: &str| match number {
        0 => error(409, 13_434_894),
        1 => Reply::Cut,
        _ => json(200, "{}"),
    };
    let server = Server::start(&authority, script).await;
    let client = client(&server, &authority);
    let _guard = log.keep(LevelFilter::WARN);
    comment(&client, "x").await.unwrap();
    let repeats = log.lines("WARN");
    let [full, lost] = &repeats[..] else { panic!("{repeats:?}") };
    has(full, &["PATCH", "13434894", "sent again in "]);
    has(lost, &["PATCH", "the connection was lost", "sent again in "]);
}

#[tokio::test]
async fn bodies_are_told_at_trace_without_secrets() {
    let (authority, log) = (Authority::new(), Log::default());
    let body = format!(r#"{{"records":[],"echo":"{PASSWORD}","ad":{{"password":"Winter-7"}}}}"#);
    let server = Server::start(&authority, move |_, _| json(200, &body)).await;
    let client = client(&server, &authority);
    let _guard = log.keep(LevelFilter::TRACE);
    client.list::<ontap::Svm>(&[]).await.unwrap();
    comment(&client, &format!("my password is {PASSWORD}")).await.unwrap();
    let (sent, received) = (log.lines("ONTAP is sent"), log.lines("ONTAP has sent"));
    has(&sent[0], &["TRACE", "PATCH", "my password is (hidden)"]);
    has(&received[0], &["TRACE", "GET", "status=200", "(hidden)", "records"]);
    assert_eq!((sent.len(), received.len()), (1, 2));
    for secret in [PASSWORD, "Winter-7"] {
        assert!(!log.text().contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_job_that_takes_longer_than_ten_seconds_is_told() {
    let (authority, log) = (Authority::new(), Log::default());
    let script = |number, _: &str| match number {
        0 => json(202, &format!(r#"{{"job":{{"uuid":"{JOB}"}}}}"#)),
        1 => json(200, &format!(r#"{{"uuid":"{JOB}","state":"running"}}"#)),
        _ => json(200, &format!(r#"{{"uuid":"{JOB}","state":"success"}}"#)),
    };
    let server = Server::start(&authority, script).await;
    let slow = Timing { shortest: Duration::from_secs(11), longest: Duration::from_secs(11), ..QUICK };
    let client = client(&server, &authority).with_timing(Timing { job_timeout: NEVER, ..slow });
    let _guard = log.keep(LevelFilter::INFO);
    comment(&client, "x").await.unwrap();
    let told = log.lines("INFO");
    has(&told[0], &[&format!("still waiting for the job {JOB} of PATCH /svm/svms/{UUID}")]);
}
