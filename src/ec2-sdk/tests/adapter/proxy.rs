//! The proxies of the environment are used as by the AWS SDK.

use std::time::Duration;

use cvo_simulator::{Options, Proxy, Simulator};
use ec2::Ec2;
use ec2_sdk::{SdkEc2, Settings};

use crate::alone;
use crate::bench::{E0A, adapter};

/// Runs a test with the variables of a simulator, and with these ones.
fn run(name: &str, simulator: &Simulator, variables: &[(&str, &str)]) {
    let ready = simulator.ready();
    let usual = [
        ("AWS_REGION", &*ready.region),
        ("AWS_ACCESS_KEY_ID", &*ready.access_key),
        ("AWS_SECRET_ACCESS_KEY", &*ready.secret_key),
        ("AWS_ENDPOINT_URL_EC2", &*ready.ec2),
    ];
    let all = [&usual, variables].concat();
    tokio::task::block_in_place(|| alone::run(name, &all));
}

// The proxy must answer while this test waits for the other process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_go_through_the_proxy_of_the_environment_unless_the_host_is_excepted() {
    if alone::is_child() {
        SdkEc2::new(Settings::default()).network_interface(E0A).await.unwrap();
        return;
    }
    let simulator = Simulator::start(Options::default()).unwrap();
    let name = "proxy::requests_go_through_the_proxy_of_the_environment_unless_the_host_is_excepted";
    let request = format!("POST {}/", simulator.ready().ec2);
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        let proxy = Proxy::start(Some("ci:hunter22")).await.unwrap();
        let url = format!("http://ci:hunter22@{}", proxy.address());
        run(name, &simulator, &[(variable, &url)]);
        assert_eq!(proxy.seen(), std::slice::from_ref(&request), "{variable}");
        for excepted in ["NO_PROXY", "no_proxy"] {
            run(name, &simulator, &[(variable, &url), (excepted, "10.0.0.0/8,127.0.0.1")]);
            assert_eq!(proxy.seen().len(), 1, "{variable} with {excepted}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn https_goes_through_a_tunnel_of_its_own_variable() {
    if alone::is_child() {
        let ec2 = adapter("https://ec2.invalid", "AKIAEXAMPLE", "secret-key");
        // Nothing answers there: what matters is who is asked for the way.
        drop(tokio::time::timeout(Duration::from_secs(3), ec2.network_interface(E0A)).await);
        return;
    }
    let simulator = Simulator::start(Options::default()).unwrap();
    let name = "proxy::https_goes_through_a_tunnel_of_its_own_variable";
    for (variable, goes) in [("HTTPS_PROXY", true), ("https_proxy", true), ("HTTP_PROXY", false)] {
        let proxy = Proxy::start(None).await.unwrap();
        run(name, &simulator, &[(variable, &format!("http://{}", proxy.address()))]);
        let seen = proxy.seen();
        assert_eq!(seen.first().is_some_and(|line| line == "CONNECT ec2.invalid:443"), goes, "{seen:?}");
    }
}
