//! Processes that run beside a test and end with it.

use std::io::{BufRead, BufReader, Read};
use std::process::Child;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use wait_timeout::ChildExt;

/// How long a process may take to get ready.
const START: Duration = Duration::from_secs(30);
/// How long it may take to end.
const END: Duration = Duration::from_secs(5);

/// A process that is ended when it is no longer wanted: politely, so that it can clear away its files, then not.
pub struct Running(pub(crate) Child);

impl Running {
    /// The first line that the process prints, awaited for a bounded time. `name` is what messages call it.
    pub fn first_line(&mut self, name: &str) -> Result<String> {
        self.first_line_with("", name)
    }

    /// The same of the first line that begins so. The last one if none does.
    pub fn first_line_with(&mut self, begins: &str, name: &str) -> Result<String> {
        let begins = begins.to_owned();
        let output = self.0.stdout.take().context("the output was not piped")?;
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let read = line_that_begins(&begins, BufReader::new(output));
            let _nobody_waits_any_more = sender.send(read);
        });
        let line =
            receiver.recv_timeout(START).with_context(|| format!("{name} did not get ready in time"))?;
        line.with_context(|| format!("cannot read what {name} prints"))
    }

    /// What a process that has ended wrote to its error output.
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
        // Some end when nobody is left who could write to them.
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
