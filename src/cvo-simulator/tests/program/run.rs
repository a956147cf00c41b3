//! Start, announcement and end of the process.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use cvo_simulator::Ready;

fn start(arguments: &[&str]) -> (Child, Ready) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cvo-simulator"))
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (child, serde_json::from_str(&line).unwrap())
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args(["-s", name, &child.id().to_string()]).status().unwrap().success());
}

#[test]
fn it_announces_itself_and_ends_cleanly_on_either_signal() {
    for name in ["INT", "TERM"] {
        let (mut child, ready) = start(&["--preset", "single-node", "--ontap-version", "9.15.1"]);
        assert!(ready.ontap.starts_with("https://127.0.0.1:"), "{ready:?}");
        assert!(ready.ec2.starts_with("http://127.0.0.1:"), "{ready:?}");
        assert!(ready.control.starts_with("http://127.0.0.1:"), "{ready:?}");
        assert!(ready.ca_file.exists());
        signal(&child, name);
        assert!(child.wait().unwrap().success());
        assert!(!ready.ca_file.exists());
    }
}

#[test]
fn every_preset_starts_in_every_release() {
    for preset in ["single-node", "ha-single-az", "ha-multi-az"] {
        for version in ["9.10.1", "9.11.1", "9.12.1", "9.13.1", "9.15.1", "9.16.1"] {
            let (mut child, ready) = start(&["--preset", preset, "--ontap-version", version]);
            let nodes: Vec<_> = ready.nodes.keys().map(String::as_str).collect();
            let expected: &[&str] = if preset == "single-node" { &[] } else { &["cvo-node1", "cvo-node2"] };
            assert_eq!(nodes, expected);
            signal(&child, "TERM");
            assert!(child.wait().unwrap().success());
        }
    }
}

#[test]
fn it_refuses_unknown_presets_and_releases() {
    for arguments in [["--preset", "metrocluster"], ["--ontap-version", "9.9.1"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_cvo-simulator")).args(arguments).output().unwrap();
        assert!(!output.status.success());
        assert!(String::from_utf8_lossy(&output.stderr).contains(arguments[1]));
    }
}
