//! Nothing of the credentials is in any log line or error text, whatever the server says.

use std::io;
use std::sync::{Arc, Mutex};

use tracing_subscriber::filter::LevelFilter;

use crate::authority::Authority;
use crate::server::{Reply, Server, json};
use crate::{PASSWORD, client, config, hasty};

/// `admin:` and the password, and the password alone, as Basic authentication encodes them.
const ENCODED: [&str; 2] = ["YWRtaW46U2VzYW0tw7ZmZm5lLWRpY2gtNw==", "U2VzYW0tw7ZmZm5lLWRpY2gtNw=="];

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn assert_clean(text: &str) {
    for secret in [PASSWORD, ENCODED[0], ENCODED[1]] {
        assert!(!text.contains(secret), "a secret is in: {text}");
    }
}

/// Sends the request's own header back as an error message, and as a page of a proxy.
fn echo(number: usize, request: &str) -> Reply {
    let header = request.lines().find(|line| line.starts_with("authorization")).unwrap_or_default();
    let envelope =
        format!(r#"{{"error":{{"message":"{header} {PASSWORD}","code":"2","target":"{PASSWORD}"}}}}"#);
    let state = format!(
        r#"{{"uuid":"00000000-0000-4000-8000-00000000000a","state":"failure","message":"{header}"}}"#
    );
    match number {
        0 => json(400, &envelope),
        1 => json(200, &format!("<html>{header} {PASSWORD}</html>")),
        2 => json(
            200,
            &format!(
                r#"{{"records":[{{"uuid":"00000000-0000-4000-8000-000000000001","name":["{PASSWORD}"]}}]}}"#
            ),
        ),
        3 => json(202, r#"{"job":{"uuid":"00000000-0000-4000-8000-00000000000a"}}"#),
        _ => json(200, &state),
    }
}

// One thread runs the client, so that the subscriber of this thread hears everything, at the finest level.
#[tokio::test]
async fn no_log_line_and_no_error_holds_the_password_in_any_form() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let authority = Authority::new();
    let server = Server::start(&authority, echo).await;
    let client = client(&server, &authority);
    let mut texts = vec![format!("{client:?} {:?}", config(&server, &authority))];
    for _ in 0..3 {
        let error = client.svms().await.unwrap_err();
        texts.push(format!("{error} {error:?}"));
    }
    let error = client.delete_svm("00000000-0000-4000-8000-000000000001").await.unwrap_err();
    texts.push(format!("{error} {error:?}"));
    let mut gone = config(&server, &authority);
    gone.endpoints = vec![format!("admin:{PASSWORD}@127.0.0.1:1")];
    texts.push(format!("{gone:?}"));
    texts.push(ontap::Client::new(gone.clone()).unwrap_err().to_string());
    gone.endpoints = vec!["127.0.0.1:1".to_owned()];
    texts.push(hasty(gone).svms().await.unwrap_err().to_string());

    assert!(server.requests()[0].contains(ENCODED[0]), "the password was sent");
    texts.iter().for_each(|text| assert_clean(text));
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("ONTAP request failed") && log.contains("/svm/svms"), "something was logged");
    assert_clean(&log);
}
