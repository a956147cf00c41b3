//! The example provider as a separate process, started in the same way as by Terraform.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::json;
use tempfile::TempDir;
use tfplugin::testing::Harness;
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::notes;

/// The program of the example, which `cargo test` builds beside the tests.
fn program() -> Command {
    let tests = std::env::current_exe().unwrap();
    let path: PathBuf = tests.parent().and_then(|deps| deps.parent()).unwrap().join("examples/notes");
    let mut command = Command::new(path);
    command.env("AWS_EC2_METADATA_DISABLED", "true").env_remove("TF_LOG").stdin(Stdio::null());
    command
}

fn output(mut command: Command) -> Output {
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn started_by_hand_it_explains_itself_and_fails() {
    let output = output(program());
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert!(text(&output.stderr).starts_with("This is a Terraform plugin."));
}

#[test]
fn its_arguments_need_no_host() {
    let mut version = program();
    version.arg("--version");
    assert_eq!(text(&output(version).stdout), "terraform-provider-notes 0.1.0\n");
    let mut help = program();
    help.arg("--help");
    assert!(text(&output(help).stdout).contains("--debug"));
    let mut nonsense = program();
    nonsense.arg("--serve");
    assert_eq!(output(nonsense).status.code(), Some(1));
}

/// A running program, the folder of its notes and the folder of its socket.
struct Started {
    harness: Harness,
    folder: TempDir,
    sockets: TempDir,
}

impl Started {
    async fn new(mut command: Command) -> Self {
        let (folder, sockets) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        command.env("PLUGIN_UNIX_SOCKET_DIR", sockets.path());
        let harness = Harness::program(command, notes::server().schemas()).await.unwrap();
        let diagnostics = harness.configure(json!({ "folder": folder.path() })).await;
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        Self { harness, folder, sockets }
    }

    async fn send(&self, signal: Signal) {
        let id = self.harness.process_id().await.unwrap();
        kill(Pid::from_raw(i32::try_from(id).unwrap()), signal).unwrap();
    }

    /// Creates a note.
    async fn write(&self, title: &str) -> bool {
        let plan = self.harness.plan("notes_note", None, json!({ "title": title, "text": "hello" })).await;
        let made = self.harness.apply(&plan).await;
        assert!(made.diagnostics.is_empty(), "{:?}", made.diagnostics);
        self.folder.path().join(title).exists()
    }

    fn sockets(&self) -> usize {
        self.sockets.path().read_dir().unwrap().count()
    }
}

#[tokio::test]
async fn it_serves_and_ends_within_two_seconds_of_shutdown() {
    let started = Started::new(program()).await;
    assert!(started.write("milk").await);
    assert_eq!(started.sockets(), 1);
    let asked = Instant::now();
    assert!(started.harness.shutdown().await.is_empty());
    assert!(started.harness.ended().await.unwrap().success());
    assert!(asked.elapsed() < Duration::from_millis(1500), "{:?}", asked.elapsed());
    assert_eq!(started.sockets(), 0, "the folder of the socket still exists");
}

#[tokio::test]
async fn interrupts_do_not_end_it() {
    let started = Started::new(program()).await;
    for title in ["milk", "bread"] {
        started.send(Signal::SIGINT).await;
        assert!(started.write(title).await);
    }
}

#[tokio::test]
async fn its_log_lines_are_strings_without_values() {
    let log = tempfile::NamedTempFile::new().unwrap();
    let mut command = program();
    command.env("TF_LOG", "TRACE").stderr(log.reopen().unwrap());
    let started = Started::new(command).await;
    assert!(started.write("milk").await);
    started.harness.shutdown().await;
    started.harness.ended().await;
    let log = std::fs::read_to_string(log.path()).unwrap();
    let lines: Vec<serde_json::Map<_, _>> =
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().any(|line| line["tf_rpc"] == "ApplyResourceChange"), "{log}");
    assert!(lines.iter().flat_map(|line| line.values()).all(serde_json::Value::is_string));
    assert!(!log.contains("milk") && !log.contains("hello"), "{log}");
}

#[tokio::test]
async fn it_cleans_up_when_terminated() {
    let started = Started::new(program()).await;
    started.send(Signal::SIGTERM).await;
    assert!(started.harness.ended().await.unwrap().success());
    assert_eq!(started.sockets(), 0);
}

#[tokio::test]
async fn it_ends_when_its_parent_has_gone() {
    let mut parent = Command::new("sh");
    parent.arg("-c").arg("\"$0\" & wait").arg(program().get_program());
    let started = Started::new(parent).await;
    started.send(Signal::SIGKILL).await;
    let killed = Instant::now();
    while started.sockets() > 0 && killed.elapsed() < Duration::from_secs(15) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(started.sockets(), 0);
}

#[tokio::test]
async fn in_debug_mode_it_prints_its_address_and_serves_until_interrupted() {
    let mut command = tokio::process::Command::from(program());
    let mut process = command.arg("--debug").stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let mut printed = String::new();
    while !printed.contains("Ctrl-C") {
        printed += &lines.next_line().await.unwrap().unwrap();
    }
    assert!(printed.contains("TF_REATTACH_PROVIDERS='{"), "{printed}");
    assert!(printed.contains("registry.opentofu.org/example/notes"), "{printed}");
    kill(Pid::from_raw(i32::try_from(process.id().unwrap()).unwrap()), Signal::SIGINT).unwrap();
    assert!(process.wait().await.unwrap().success());
}
