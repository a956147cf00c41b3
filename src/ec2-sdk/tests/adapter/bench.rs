//! A running simulator with an adapter for it.

use std::net::Ipv4Addr;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use cvo_simulator::{Options, Simulator};
use ec2::Ec2;
use ec2_sdk::SdkEc2;
use serde_json::Value;

/// Interface e0a of the node, an m5.2xlarge: 6 of its 15 addresses are in use.
pub(crate) const E0A: &str = "eni-0c0a51de00000e0a1";
/// A foreign interface in the same subnet.
pub(crate) const FOREIGN: &str = "eni-0f0e1a00000000021";
pub(crate) const SUBNET: &str = "subnet-0c0a51de00000001a";
pub(crate) const INSTANCE: &str = "i-0c0a51de00000001a";

/// For plain HTTP: loading the certificates of this machine would take longer than most tests.
fn http() -> reqwest::Client {
    reqwest::Client::builder().tls_certs_only([]).build().unwrap()
}

pub(crate) struct Bench {
    pub(crate) simulator: Simulator,
    pub(crate) ec2: SdkEc2,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let simulator = Simulator::start(Options::default()).unwrap();
        let ready = simulator.ready();
        let ec2 = adapter(&ready.ec2, &ready.access_key, &ready.secret_key);
        Self { simulator, ec2 }
    }

    /// Makes matching calls fail.
    pub(crate) async fn fault(&self, rule: Value) {
        let url = format!("{}/faults", self.simulator.ready().control);
        let order = http().post(url).header("content-type", "application/json");
        let answer = order.body(rule.to_string()).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    }

    /// Returns how often an action was called.
    pub(crate) async fn calls(&self, action: &str) -> usize {
        let url = format!("{}/requests", self.simulator.ready().control);
        let log: Value = http().get(url).send().await.unwrap().json().await.unwrap();
        log.as_array().unwrap().iter().filter(|entry| entry["action"] == action).count()
    }

    /// Returns the last octets of the addresses of e0a, in EC2's order.
    pub(crate) async fn e0a(&self) -> Vec<u8> {
        let interface = self.ec2.network_interface(E0A).await.unwrap();
        interface.addresses.iter().map(|held| held.address.octets()[3]).collect()
    }
}

/// Returns an adapter with fixed credentials, so that nothing comes from this machine.
pub(crate) fn adapter(endpoint: &str, access_key: &str, secret_key: &str) -> SdkEc2 {
    with_keys(endpoint, Credentials::new(access_key, secret_key, None, None, "test"))
}

/// Returns an adapter with the given credentials.
pub(crate) fn with_keys(endpoint: &str, keys: Credentials) -> SdkEc2 {
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("eu-central-1"))
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .build();
    SdkEc2::over(&config, Some(endpoint))
}

/// Returns an address of the first subnet.
pub(crate) fn address(host: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, 20, 1, host)
}
