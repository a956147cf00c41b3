//! The plugin as a process, as Terraform starts it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cvo_simulator::{Options, Simulator};
use ec2_sdk::{SdkEc2, Settings};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use provider::{CvoProvider, Environment};
use serde_json::json;
use tfplugin::testing::Harness;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Starts the plugin in the same way as Terraform.
async fn start_plugin() -> Harness {
    start_plugin_with(&[]).await
}

/// Starts the plugin with these environment variables.
async fn start_plugin_with(variables: &[(&str, &str)]) -> Harness {
    let mut command = Command::new(env!("CARGO_BIN_EXE_terraform-provider-cvo"));
    command.env("AWS_EC2_METADATA_DISABLED", "true").env_remove("TF_LOG");
    command.env("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE").env("AWS_SECRET_ACCESS_KEY", "secret-key");
    command.envs(variables.iter().copied());
    let connect = Arc::new(|_| -> Arc<dyn ec2::Ec2> { Arc::new(SdkEc2::new(Settings::default())) });
    let schemas = provider::server(CvoProvider::new(Environment::default(), connect)).schemas();
    Harness::program(command, schemas).await.unwrap()
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn the_plugin_leaves_no_core_dump() {
    let plugin = start_plugin().await;
    let id = plugin.process_id().await.unwrap();
    let limits = std::fs::read_to_string(format!("/proc/{id}/limits")).unwrap();
    let core = limits.lines().find_map(|line| line.strip_prefix("Max core file size")).unwrap();
    let figures: Vec<_> = core.split_whitespace().take(2).collect();
    assert_eq!(figures, ["0", "0"], "soft and hard: {core}");
}

/// Starts a server whose answers never end, and arrive slowly enough to reach no limit.
async fn trickle() -> (SocketAddr, oneshot::Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, (begun, asked)) = (listener.local_addr().unwrap(), oneshot::channel());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 65536]).await;
        let mut sent = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\n\r\n").await;
        let _ = begun.send(());
        while sent.is_ok() {
            sent = stream.write_all(b"<item/>").await;
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    (address, asked)
}

#[tokio::test]
async fn an_endless_answer_does_not_keep_the_plugin_alive() {
    let simulator = Simulator::start(Options::default()).unwrap();
    let (ec2, asked) = trickle().await;
    let plugin = start_plugin().await;
    let ready = simulator.ready();
    let diagnostics = plugin
        .configure(json!({
            "endpoint": ready.ontap, "username": ready.username, "password": ready.password,
            "ca_file": ready.ca_file,
            "aws": {"region": "eu-central-1", "endpoint": format!("http://{ec2}")},
        }))
        .await;
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let id = plugin.process_id().await.unwrap();
    let terminated = async {
        asked.await.unwrap();
        kill(Pid::from_raw(i32::try_from(id).unwrap()), Signal::SIGTERM).unwrap();
        Instant::now()
    };
    let (answered, terminated) = tokio::join!(plugin.data("cvo_system", json!({})), terminated);
    assert!(answered.diagnostics.has_errors(), "{:?}", answered.diagnostics);
    let status = tokio::time::timeout(Duration::from_secs(10), plugin.ended()).await.unwrap();
    assert!(status.is_some_and(|status| status.success()), "{status:?}");
    // One second, plus the delay of a busy machine.
    assert!(terminated.elapsed() < Duration::from_secs(2), "{:?}", terminated.elapsed());
}

#[tokio::test]
async fn empty_variables_of_the_aws_sdk_are_as_if_they_were_not_set() {
    let simulator = Simulator::start(Options::default()).unwrap();
    let ready = simulator.ready();
    let mut variables = vec![
        ("AWS_ACCESS_KEY_ID", &*ready.access_key),
        ("AWS_SECRET_ACCESS_KEY", &*ready.secret_key),
        ("AWS_DEFAULT_REGION", &*ready.region),
        ("AWS_ENDPOINT_URL", &*ready.ec2),
    ];
    let blank = [
        "AWS_CA_BUNDLE",
        "AWS_CONFIG_FILE",
        "AWS_ENDPOINT_URL_EC2",
        "AWS_PROFILE",
        "AWS_REGION",
        "AWS_ROLE_ARN",
        "AWS_SESSION_TOKEN",
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
    ];
    variables.extend(blank.map(|name| (name, "")));
    variables.push(("AWS_ENDPOINT_URL_STS", " "));
    let plugin = start_plugin_with(&variables).await;
    let diagnostics = plugin
        .configure(json!({
            "endpoint": ready.ontap, "username": ready.username, "password": ready.password,
            "ca_file": ready.ca_file, "aws": {"region": "", "endpoint": "", "profile": "", "assume_role_arn": ""},
        }))
        .await;
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let found = plugin.data("cvo_system", json!({})).await;
    assert!(found.diagnostics.is_empty(), "{:?}", found.diagnostics);
}
