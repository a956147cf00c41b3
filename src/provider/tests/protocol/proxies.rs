//! ONTAP is reached through a proxy only where the provider block or its own variable says so.

use cvo_simulator::{Options, Proxy, Simulator};
use serde_json::{Value as Json, json};
use tfplugin::testing::Harness;

use crate::support::provider_block::server;
use crate::support::{configuration, text_of};

/// Names and values.
type Variables<'a> = &'a [(&'a str, &'a str)];

/// Reads the system with a block that has these attributes, and with these variables. Returns the messages.
async fn read(simulator: &Simulator, more: Json, variables: Variables<'_>) -> String {
    let provider = Harness::new(server(simulator, variables));
    let configured = provider.configure(configuration(simulator, more)).await;
    if configured.has_errors() {
        return text_of(&configured);
    }
    text_of(&provider.data("cvo_storage_vms", json!({})).await.diagnostics)
}

#[tokio::test]
async fn a_proxy_is_used_when_told_and_only_then() {
    let simulator = Simulator::start(Options::default()).unwrap();
    let proxy = Proxy::start(None).await.unwrap();
    let url = format!("http://{}", proxy.address());
    let by_environment = json!({"proxy": "environment"});
    let cases: [(&str, Json, Variables<'_>, bool); 7] = [
        ("nothing", json!({}), &[], false),
        ("the usual variables", json!({}), &[("HTTPS_PROXY", &url), ("ALL_PROXY", &url)], false),
        ("the attribute", json!({"proxy_url": url}), &[], true),
        ("our variable", json!({}), &[("CVO_PROXY", &url)], true),
        ("the environment", by_environment.clone(), &[("HTTPS_PROXY", &url)], true),
        ("an exception", by_environment.clone(), &[("HTTPS_PROXY", &url), ("NO_PROXY", "127.0.0.1")], false),
        ("an empty one", by_environment, &[("HTTPS_PROXY", ""), ("CVO_PROXY", &url)], false),
    ];
    for (name, block, variables, through) in cases {
        let before = proxy.seen().len();
        let said = read(&simulator, block, variables).await;
        assert_eq!(said, "", "{name}");
        assert_eq!(proxy.seen().len() > before, through, "{name}: {:?}", proxy.seen());
    }
    assert!(proxy.seen().iter().all(|line| line.starts_with("CONNECT 127.0.0.1:")), "{:?}", proxy.seen());
}

#[tokio::test]
async fn a_proxy_that_refuses_is_named_without_its_password() {
    let simulator = Simulator::start(Options::default()).unwrap();
    let proxy = Proxy::start(Some("ci:right")).await.unwrap();
    let url = format!("http://ci:hunter22@{}", proxy.address());
    let block = json!({"proxy_url": url, "request_timeout": "1s"});
    let said = read(&simulator, block, &[]).await;
    assert!(said.contains(&format!("with the proxy {}", proxy.address())), "{said}");
    assert!(said.contains("The cluster cannot be reached") && !said.contains("hunter22"), "{said}");
}

#[tokio::test]
async fn what_is_no_proxy_is_refused_without_being_repeated() {
    let simulator = Simulator::start(Options::default()).unwrap();
    let wrong = "socks5://ci:hunter22@proxy";
    let cases: [(Json, Variables<'_>, &str); 5] = [
        (json!({"proxy_url": wrong}), &[], "proxy_url"),
        (json!({}), &[("CVO_PROXY", wrong)], "proxy_url"),
        (json!({"proxy": wrong}), &[], "proxy"),
        (json!({"proxy": "environment"}), &[("HTTPS_PROXY", wrong)], "HTTPS_PROXY"),
        (json!({"proxy": "environment", "proxy_url": "http://proxy"}), &[], "Two proxies"),
    ];
    for (block, variables, named) in cases {
        let said = read(&simulator, block.clone(), variables).await;
        assert!(said.contains(named) && !said.contains("hunter22"), "{block} {variables:?}: {said}");
    }
}
