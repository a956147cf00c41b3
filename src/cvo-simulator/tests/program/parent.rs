//! `--end-with-parent`: the end of the simulator when its parent process is killed.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use cvo_simulator::Ready;

/// How long a simulator may take to notice, even on a busy machine.
const BOUND: Duration = Duration::from_secs(20);

/// A shell that has started a simulator.
struct Shell {
    process: Child,
    output: BufReader<std::process::ChildStdout>,
    simulator: String,
    ready: Ready,
}

fn shell(arguments: &[&str]) -> Shell {
    let mut process = Command::new("sh")
        .args(["-c", "\"$0\" \"$@\" & echo $! >&2; wait", env!("CARGO_BIN_EXE_cvo-simulator")])
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut simulator = String::new();
    BufReader::new(process.stderr.take().unwrap()).read_line(&mut simulator).unwrap();
    let (mut output, mut line) = (BufReader::new(process.stdout.take().unwrap()), String::new());
    output.read_line(&mut line).unwrap();
    Shell {
        process,
        output,
        simulator: simulator.trim().to_owned(),
        ready: serde_json::from_str(&line).unwrap(),
    }
}

impl Shell {
    /// Kills the shell and returns whether its output was closed within `bound`. The simulator keeps the
    /// output open.
    fn kill(&mut self, bound: Duration) -> bool {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let (closed, wait) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| closed.send(self.output.read_to_end(&mut vec![]).is_ok()));
            let ended = wait.recv_timeout(bound).unwrap_or(false);
            if !ended {
                Command::new("kill").args(["-s", "TERM", &self.simulator]).status().unwrap();
            }
            ended
        })
    }
}

#[test]
fn it_ends_cleanly_when_its_parent_is_killed() {
    let mut shell = shell(&["--end-with-parent"]);
    thread::sleep(Duration::from_millis(700));
    assert!(shell.ready.ca_file.exists(), "the simulator runs as long as its parent");
    assert!(shell.kill(BOUND), "the simulator did not end");
    assert!(!shell.ready.ca_file.exists(), "the simulator deletes its files");
}

#[test]
fn without_the_flag_it_keeps_running() {
    let mut shell = shell(&[]);
    assert!(!shell.kill(Duration::from_secs(1)));
}
