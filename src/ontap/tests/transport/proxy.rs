//! A proxy is used when it is named, and only then.

use cvo_simulator::Proxy as HttpProxy;
use ontap::{Client, Config, Error, Proxy, Secret, TransportFailure};

use crate::authority::Authority;
use crate::server::{Server, error, json};
use crate::{config, hasty};

const EMPTY: &str = r#"{"records":[],"num_records":0}"#;
const PASSWORD: &str = "Drei-Käse hoch%";
const ESCAPED: &str = "Drei-K%C3%A4se%20hoch%25";

fn by_way_of(proxy: &HttpProxy, login: &str, except: &str) -> Option<Proxy> {
    let url = Secret::new(format!("http://{login}{}", proxy.address()));
    Some(Proxy { url, except: except.to_owned() })
}

async fn list(client: &Client) -> ontap::Result<()> {
    client.list::<ontap::Svm>(&[]).await.map(drop)
}

#[tokio::test]
async fn requests_go_through_the_proxy_that_is_named_and_the_certificate_counts_as_without_it() {
    let authority = Authority::new();
    let server = Server::start(&authority, |_, _| json(200, EMPTY)).await;
    let proxy = HttpProxy::start(None).await.unwrap();
    let named = |authority| Config { proxy: by_way_of(&proxy, "", ""), ..config(&server, authority) };
    list(&hasty(named(&authority))).await.unwrap();
    assert_eq!(proxy.seen(), [format!("CONNECT 127.0.0.1:{}", server.port())]);
    assert!(!server.requests()[0].to_lowercase().contains("proxy"), "{:?}", server.requests());
    let untrusted = list(&hasty(named(&Authority::new()))).await.unwrap_err();
    let is_refused = matches!(&untrusted, Error::Transport { failure: TransportFailure::Untrusted, .. });
    assert!(is_refused && untrusted.to_string().contains(&proxy.address().to_string()), "{untrusted}");
}

#[tokio::test]
async fn hosts_that_are_excepted_are_reached_without_the_proxy() {
    let authority = Authority::new();
    let server = Server::start(&authority, |_, _| json(200, EMPTY)).await;
    let proxy = HttpProxy::start(None).await.unwrap();
    for (except, through) in
        [("10.0.0.0/8, 127.0.0.0/8", 0), ("example.com,127.0.0.1", 0), ("example.com", 1)]
    {
        let client = hasty(Config { proxy: by_way_of(&proxy, "", except), ..config(&server, &authority) });
        list(&client).await.unwrap();
        assert_eq!(proxy.seen().len(), through, "{except}");
    }
}

#[tokio::test]
async fn the_login_of_the_proxy_is_sent_to_it_alone_and_appears_in_no_message() {
    let authority = Authority::new();
    let proxy = HttpProxy::start(Some(&format!("ci:{PASSWORD}"))).await.unwrap();
    let echo = format!("you are ci with {PASSWORD} or {ESCAPED}");
    let body = format!(r#"{{"error":{{"message":"{echo}","code":"2"}}}}"#);
    let server = Server::start(&authority, move |_, _| json(400, &body)).await;
    let with = |login: &str| Config { proxy: by_way_of(&proxy, login, ""), ..config(&server, &authority) };
    let right = with(&format!("ci:{ESCAPED}@"));
    let echoed = list(&hasty(right.clone())).await.unwrap_err();
    assert_eq!(server.lines().len(), 1, "{echoed}");
    let wrong = list(&hasty(with("ci:Vier-Augen@"))).await.unwrap_err();
    assert!(wrong.to_string().contains(&format!("(with the proxy {})", proxy.address())), "{wrong}");
    let (said, shown) = (format!("{echoed} {wrong} {wrong:?}"), format!("{right:?}"));
    for secret in [PASSWORD, ESCAPED, "Vier-Augen"] {
        assert!(!said.contains(secret) && !shown.contains(secret), "{said} {shown}");
    }
    assert!(said.contains("(hidden)"), "{said}");
}

#[tokio::test]
async fn no_proxy_of_the_environment_is_used() {
    let authority = Authority::new();
    let server = Server::start(&authority, |_, _| error(404, 4)).await;
    let proxy = HttpProxy::start(None).await.unwrap();
    if std::env::var_os("CVO_TEST_ALONE").is_none() {
        let own = std::env::current_exe().unwrap();
        let url = format!("http://{}", proxy.address());
        let child = tokio::process::Command::new(own)
            .args(["proxy::no_proxy_of_the_environment_is_used", "--exact"])
            .envs([("CVO_TEST_ALONE", "yes"), ("HTTPS_PROXY", &*url), ("ALL_PROXY", &*url)])
            .output()
            .await
            .unwrap();
        assert!(String::from_utf8_lossy(&child.stdout).contains("1 passed"), "{child:?}");
        assert!(proxy.seen().is_empty(), "{:?}", proxy.seen());
        return;
    }
    list(&hasty(config(&server, &authority))).await.unwrap_err();
    assert_eq!(server.lines().len(), 1);
}
