//! A provider on a simulated system, driven through the protocol: RPC in, RPC out.

mod ec2_trouble;
mod estate;
pub(crate) mod provider_block;
mod sim_ec2;

use std::sync::Arc;

use cvo_simulator::inventory::Preset;
use cvo_simulator::{Options, Simulator};
use ec2::RateLimited;
use provider::{CvoProvider, Environment};
use serde_json::{Value as Json, json};
use tfplugin::testing::{Harness, Stored};
use tfplugin::{Diagnostics, Server};

pub(crate) use ec2_trouble::{Strike, Trouble};
pub(crate) use estate::Estate;
pub(crate) use sim_ec2::{Calls, SimEc2};

/// A simulated system and a configured provider.
pub(crate) struct System {
    pub(crate) simulator: Simulator,
    pub(crate) provider: Harness,
    pub(crate) http: reqwest::Client,
    ec2: Arc<Calls>,
}

impl System {
    /// Starts a single-node system.
    pub(crate) async fn start() -> Self {
        Self::with(Options::default(), json!({})).await
    }

    /// Starts a system with these options. The provider block has `config` in addition to the connection.
    pub(crate) async fn with(options: Options, config: Json) -> Self {
        let simulator = Simulator::start(options).unwrap();
        // Whether a rename may come with other changes is not known: this provider renames alone.
        simulator.world().lock().cluster.variants.rename_only_alone = true;
        let ec2 = Arc::new(Calls::default());
        let provider = provider(&simulator, &ec2);
        let diagnostics = provider.configure(configuration(&simulator, config)).await;
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        Self { simulator, provider, http: client(), ec2 }
    }

    /// Starts a system of this preset.
    pub(crate) async fn of(preset: Preset) -> Self {
        Self::with(Options { preset, ..Options::default() }, json!({})).await
    }

    /// Makes a node fail, and waits until its partner has taken over.
    pub(crate) async fn takeover(&self, node: &str) {
        self.command("takeover", json!({"node": node})).await;
    }

    /// Returns a node's work to it.
    pub(crate) async fn giveback(&self, node: &str) {
        self.command("giveback", json!({"node": node})).await;
    }

    /// Sends a command to the simulator's control endpoint, which must accept it.
    pub(crate) async fn command(&self, what: &str, body: Json) {
        let url = format!("{}/{what}", self.simulator.ready().control);
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    }

    /// Configures the provider again, as each run of Terraform does.
    pub(crate) async fn run_again(&self) {
        let diagnostics = self.provider.configure(configuration(&self.simulator, json!({}))).await;
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
    }

    /// Returns another process of the provider, whose host works on one object after the other.
    pub(crate) async fn one_by_one(&self) -> Harness {
        let provider = Harness::new(server(&self.simulator, &self.ec2).parallelism(1));
        let diagnostics = provider.configure(configuration(&self.simulator, json!({}))).await;
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        provider
    }

    /// Plans and applies a create; neither may produce a diagnostic.
    pub(crate) async fn create(&self, type_name: &str, config: Json) -> Stored {
        let plan = self.provider.plan(type_name, None, config).await;
        assert!(plan.diagnostics.is_empty(), "plan: {:#?}", plan.diagnostics);
        let made = self.provider.apply(&plan).await;
        assert!(made.diagnostics.is_empty(), "apply: {:#?}", made.diagnostics);
        made.stored
    }

    /// Plans and applies a change; neither may produce a diagnostic.
    pub(crate) async fn update(&self, stored: &Stored, config: Json) -> Stored {
        let plan = self.provider.plan(&stored.type_name, Some(stored), config).await;
        assert!(plan.diagnostics.is_empty(), "plan: {:#?}", plan.diagnostics);
        assert!(plan.replace.is_empty(), "an update, not a replacement: {:?}", plan.replace);
        let changed = self.provider.apply(&plan).await;
        assert!(changed.diagnostics.is_empty(), "apply: {:#?}", changed.diagnostics);
        changed.stored
    }

    /// Returns the state of both halves from the simulator's control endpoint.
    pub(crate) async fn state(&self) -> Json {
        self.control("state").await
    }

    /// Returns the requests since the last call, as `ontap GET /api/cluster` or `ec2 DescribeSubnets`.
    pub(crate) async fn requests(&self) -> Vec<String> {
        let log = self.control("requests").await;
        let url = format!("{}/requests", self.simulator.ready().control);
        self.http.delete(url).send().await.unwrap();
        let line = |entry: &Json| {
            let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}", text("side"), text("method"), text("path"))
        };
        log.as_array().or(log["records"].as_array()).unwrap().iter().map(line).collect()
    }

    /// Returns the simulator's log of requests.
    pub(crate) async fn log(&self) -> Vec<Json> {
        self.control("requests").await.as_array().unwrap().clone()
    }

    /// Returns the EC2 actions that were called since the last call.
    pub(crate) fn ec2_calls(&self) -> Vec<&'static str> {
        self.ec2.take()
    }

    /// Makes calls of EC2 fail from now on.
    pub(crate) fn ec2_trouble(&self, strike: Strike) {
        self.ec2.troubles.add(strike);
    }

    /// Ends all trouble of EC2.
    pub(crate) fn no_ec2_trouble(&self) {
        self.ec2.troubles.clear();
    }

    /// Takes the permission for this action away from the AWS credentials.
    pub(crate) fn deny(&self, action: &'static str) {
        self.ec2.deny(action);
    }

    /// Adds a fault rule.
    pub(crate) async fn fault(&self, rule: Json) {
        let url = format!("{}/faults", self.simulator.ready().control);
        let answer = self.http.post(url).json(&rule).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    }

    /// Removes all fault rules.
    pub(crate) async fn no_faults(&self) {
        let url = format!("{}/faults", self.simulator.ready().control);
        let answer = self.http.delete(url).send().await.unwrap();
        assert!(answer.status().is_success());
    }

    async fn control(&self, what: &str) -> Json {
        let url = format!("{}/{what}", self.simulator.ready().control);
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }
}

/// Returns a provider that reaches the simulator's ONTAP over HTTPS and its EC2 in the world itself, within
/// the same budget as the plugin, and that records the EC2 calls.
pub(crate) fn provider(simulator: &Simulator, calls: &Arc<Calls>) -> Harness {
    Harness::new(server(simulator, calls))
}

fn server(simulator: &Simulator, calls: &Arc<Calls>) -> Server<CvoProvider> {
    let (world, calls) = (simulator.world(), Arc::clone(calls));
    let connect = move |_| -> Arc<dyn ec2::Ec2> {
        let ec2 = Arc::new(SimEc2 { world: world.clone(), calls: Arc::clone(&calls) });
        Arc::new(RateLimited::new(ec2, Arc::default(), || Box::pin(tfplugin::stop().cancelled_owned())))
    };
    let connect = Arc::new(connect);
    provider::server(CvoProvider::new(Environment::default(), connect))
}

/// Returns the schemas of the provider.
pub(crate) fn schemas() -> tfplugin::Schemas {
    let connect: provider::ConnectEc2 = Arc::new(|_| unreachable!("no client is made for a schema"));
    provider::server(CvoProvider::new(Environment::default(), connect)).schemas()
}

/// Returns the provider block for a simulator, with further attributes.
pub(crate) fn configuration(simulator: &Simulator, more: Json) -> Json {
    let ready = simulator.ready();
    let mut config = json!({
        "endpoint": ready.ontap,
        "username": ready.username,
        "password": ready.password,
        "ca_file": ready.ca_file,
    });
    for (key, value) in more.as_object().unwrap() {
        config[key] = value.clone();
    }
    config
}

/// Returns a client for plain HTTP. It loads no certificates, because reading those of this machine would
/// take longer than most tests.
fn client() -> reqwest::Client {
    reqwest::Client::builder().tls_certs_only([]).timeout(std::time::Duration::from_secs(30)).build().unwrap()
}

/// Returns all diagnostics, one a line, with path, summary and detail.
pub(crate) fn text_of(diagnostics: &Diagnostics) -> String {
    let lines = diagnostics.iter().map(|found| {
        let path = found.path.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("[{path}] {}: {}", found.summary, found.detail)
    });
    lines.collect::<Vec<_>>().join("\n")
}
