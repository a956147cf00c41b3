//! Processes that run alongside a test and end with it.

use std::io::{BufRead, BufReader, Read};
use std::process::Child;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use wait_timeout::ChildExt;

/// How long a process may take to become ready.
const START: Duration = Duration::from_secs(30);
/// How long a process may take to end.
const END: Duration = Duration::from_secs(5);

/// A process that is ended when dropped: first with SIGTERM, so that it can delete its files, then with
/// SIGKILL.
pub struct Running(pub(crate) Child);

impl Running {
    /// Waits for the first line that the process prints, with a time limit. `name` is its name in messages.
    pub fn first_line(&mut self, name: &str) -> Result<String> {
        self.first_line_with("", name)
    }

    /// Waits for the first line that starts with `begins`. Returns the last line if there is none.
    pub fn first_line_with(&mut self, begins: &str, name: &str) -> Result<String> {
        let begins = begins.to_owned();
        let output = self.0.stdout.take().context("the output was not piped")?;
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let read = line_that_begins(&begins, BufReader::new(output));
            let _nobody_waits_any_more = sender.send(read);
        });
        let line =
            receiver.recv_timeout(START).with_context(|| format!("{name} did not become ready in time"))?;
        line.with_context(|| format!("cannot read what {name} prints"))
    }

    /// Returns the error output of a process that has ended.
    pub fn error_output(&mut self) -> String {
        let mut said = String::new();
        if let Some(mut output) = self.0.stderr.take() {
            let _whatever_can_be_read = output.read_to_string(&mut said);
        }
        said
    }
}

fn line_that_begins(begins: &str, mut output: impl BufRead) -> std::io::Result<String> {
    let mut last = String::new();
    loop {
        let mut line = String::new();
        if output.read_line(&mut line)? == 0 {
            return Ok(last);
        }
        if line.starts_with(begins) {
            return Ok(line);
        }
        last = line;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Some processes end when their standard input is closed.
        drop(self.0.stdin.take());
        if let Ok(id) = i32::try_from(self.0.id()) {
            let _ended_by_itself = kill(Pid::from_raw(id), Signal::SIGTERM);
        }
        if !matches!(self.0.wait_timeout(END), Ok(Some(_))) {
            let _ended_meanwhile = self.0.kill();
            let _reaped = self.0.wait();
        }
    }
}
