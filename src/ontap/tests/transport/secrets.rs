//! Credentials never appear in a log line or an error, whatever the server says.

use tracing_subscriber::filter::LevelFilter;

use crate::authority::Authority;
use crate::server::{Reply, Server, json};
use crate::{PASSWORD, client, config, hasty};
use captured_log::Log;

/// The Basic authentication encoding of `admin:` with the password, and of the password alone.
const ENCODED: [&str; 2] = ["YWRtaW46U2VzYW0tw7ZmZm5lLWRpY2gtNw==", "U2VzYW0tw7ZmZm5lLWRpY2gtNw=="];

/// The password as in a URL, as in a form, and in hexadecimal.
const OTHER_FORMS: [&str; 4] = [
    "Sesam-%C3%B6ffne-dich-7",
    "Sesam-%c3%b6ffne-dich-7",
    "536573616d2dc3b666666e652d646963682d37",
    "536573616D2DC3B666666E652D646963682D37",
];

fn assert_clean(text: &str) {
    for secret in [PASSWORD, ENCODED[0], ENCODED[1]].into_iter().chain(OTHER_FORMS) {
        assert!(!text.contains(secret), "a secret is in: {text}");
    }
}

/// Sends the request's own header back as an error message, and as an error page of a proxy.
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

// The runtime has one thread, so that the subscriber of this thread receives everything, at the most verbose
// level.
#[tokio::test]
async fn no_log_line_and_no_error_contains_the_password_in_any_form() {
    let log = Log::default();
    let _guard = log.keep(LevelFilter::TRACE);

    let authority = Authority::new();
    let server = Server::start(&authority, echo).await;
    let client = client(&server, &authority);
    let mut texts = vec![format!("{client:?} {:?}", config(&server, &authority))];
    for _ in 0..3 {
        let error = client.list::<ontap::Svm>(&[]).await.unwrap_err();
        texts.push(format!("{error} {error:?}"));
    }
    let error = client.delete::<ontap::Svm>("00000000-0000-4000-8000-000000000001").await.unwrap_err();
    texts.push(format!("{error} {error:?}"));
    let mut gone = config(&server, &authority);
    gone.endpoints = vec![format!("admin:{PASSWORD}@127.0.0.1:1")];
    texts.push(format!("{gone:?}"));
    texts.push(ontap::Client::new(gone.clone()).unwrap_err().to_string());
    gone.endpoints = vec!["127.0.0.1:1".to_owned()];
    texts.push(hasty(gone).list::<ontap::Svm>(&[]).await.unwrap_err().to_string());

    assert!(server.requests()[0].contains(ENCODED[0]), "the password was not sent");
    texts.iter().for_each(|text| assert_clean(text));
    let log = log.text();
    assert!(log.contains("ONTAP request failed") && log.contains("/svm/svms"), "nothing was logged");
    assert_clean(&log);
}

#[tokio::test]
async fn the_password_is_removed_in_every_form_from_all_texts_of_a_server() {
    for form in OTHER_FORMS.into_iter().chain([PASSWORD, ENCODED[1]]) {
        let authority = Authority::new();
        let said = format!("user=admin&password={form}&x=1 {form}");
        let refusal =
            json(400, &format!(r#"{{"error":{{"message":"{said}","code":"2","target":"{form}"}}}}"#));
        let other = json(200, &format!(r#"{{"records":[{{"uuid":"{form}","name":"a"}}]}}"#));
        for reply in [refusal, other] {
            let server = Server::start(&authority, move |_, _| reply.clone()).await;
            let error = client(&server, &authority).list::<ontap::Svm>(&[]).await.unwrap_err();
            let text = format!("{error} {error:?}");
            assert!(text.contains("(hidden)"), "{text}");
            assert_clean(&text);
        }
    }
}

#[tokio::test]
async fn a_servers_text_becomes_one_harmless_line() {
    let authority = Authority::new();
    let nasty = format!(r"\n::error::x\r\n\u001b[31m\u009b2J\u202e\u2028\u0007{}", "long ".repeat(60_000));
    let uuid = "00000000-0000-4000-8000-00000000000a";
    let refusal = json(400, &format!(r#"{{"error":{{"message":"{nasty}","code":"2","target":"{nasty}"}}}}"#));
    let other = json(200, &format!(r#"{{"records":[{{"uuid":"{nasty}","name":"{nasty}"}}]}}"#));
    for reply in [refusal, other] {
        let server = Server::start(&authority, move |_, _| reply.clone()).await;
        is_harmless(&client(&server, &authority).list::<ontap::Svm>(&[]).await.unwrap_err());
    }
    let script = move |_: usize, request: &str| {
        if request.starts_with("PATCH") {
            json(202, &format!(r#"{{"job":{{"uuid":"{uuid}"}}}}"#))
        } else {
            json(200, &format!(r#"{{"uuid":"{uuid}","state":"failure","message":"{nasty}"}}"#))
        }
    };
    let server = Server::start(&authority, script).await;
    let change = ontap::SvmBody { comment: Some("x".to_owned()), ..ontap::SvmBody::default() };
    is_harmless(&client(&server, &authority).patch::<ontap::Svm>(uuid, &change).await.unwrap_err());
}

fn is_harmless(error: &ontap::Error) {
    let text = error.to_string();
    assert!(text.chars().count() < 3000, "{} characters", text.chars().count());
    let acts = |letter: char| letter.is_control() || matches!(letter, '\u{202e}' | '\u{2028}');
    assert!(!text.contains(acts), "{text:?}");
}
