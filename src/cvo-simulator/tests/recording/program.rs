//! The program with a recording: what it prints, and what it does not take beside it.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Output, Stdio};

use cvo_simulator::Ready;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/recordings/pair_in_several_zones.json");

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_cvo-simulator"))
}

fn refused(arguments: &[&str]) -> String {
    let Output { status, stderr, .. } = program().args(arguments).output().unwrap();
    assert!(!status.success());
    String::from_utf8(stderr).unwrap()
}

#[test]
fn it_prints_a_line_on_standard_error_for_each_difference_and_the_same_when_it_is_ready() {
    let mut child =
        program().args(["--recording", FILE]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ready: Ready = serde_json::from_str(&line).unwrap();
    Command::new("kill").args(["-s", "TERM", &child.id().to_string()]).status().unwrap();
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert!(child.wait().unwrap().success());
    let left_out = ready.left_out.iter().map(|line| format!("left out: {line}"));
    let made_up = ready.made_up.iter().map(|line| format!("made up: {line}"));
    assert_eq!(told.lines().collect::<Vec<_>>(), left_out.chain(made_up).collect::<Vec<_>>());
    assert!(told.contains("left out: 1 IPv6 LIF (lif-11)\n"), "{told}");
}

#[test]
fn a_preset_a_release_and_a_state_that_there_is_exclude_it() {
    for option in [["--preset", "ha-single-az"], ["--ontap-version", "9.16.1"]] {
        let told = refused(&["--recording", FILE, option[0], option[1]]);
        assert!(
            told.contains("'--recording <FILE>' cannot be used with") && told.contains(option[0]),
            "{told}"
        );
    }
    let state = tempfile::NamedTempFile::new().unwrap();
    let world = cvo_simulator::Simulator::start(cvo_simulator::Options::default()).unwrap().world();
    std::fs::write(state.path(), serde_json::to_string(&*world.lock()).unwrap()).unwrap();
    let told = refused(&["--recording", FILE, "--state", state.path().to_str().unwrap()]);
    let expected = format!("the state file {} holds a system already", state.path().display());
    assert!(told.contains(&expected) && told.contains(FILE), "{told}");
}

#[test]
fn a_file_that_cannot_be_simulated_is_named_with_the_reason() {
    let told = refused(&["--recording", "/nowhere/x.json"]);
    assert!(told.contains("cannot read the recording /nowhere/x.json"), "{told}");
    let told = refused(&["--recording", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")]);
    assert!(told.contains("cannot simulate the recording") && told.contains("it is no JSON"), "{told}");
}

#[test]
fn a_state_file_that_there_is_not_yet_keeps_the_system_from_the_recording() {
    let folder = tempfile::tempdir().unwrap();
    let state_file = Some(folder.path().join("state.json"));
    let recording = Some(FILE.into());
    let first = cvo_simulator::Options { recording, state_file: state_file.clone(), ..Default::default() };
    cvo_simulator::Simulator::start(first).unwrap().stop().unwrap();
    let second = cvo_simulator::Options { state_file, ..Default::default() };
    let second = cvo_simulator::Simulator::start(second).unwrap();
    assert!(second.world().lock().cluster.svm_named("svm-2").is_some());
}
