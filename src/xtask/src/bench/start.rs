//! The start of a provider's process: from its start to the line that says where it listens.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::table::markdown;
use crate::process;

/// What Terraform sets, so that a provider knows that it was not started by hand.
const COOKIE: (&str, &str) =
    ("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2");
/// A certificate such as Terraform makes for each process. Its key is not needed.
const HOST: &str = include_str!("../../benchmarks/host.pem");
/// How many starts are measured.
pub const STARTS: usize = 20;
/// How long a process may take to say where it listens, and to end.
const LIMIT: Duration = Duration::from_secs(10);

/// Starts a provider several times and returns how long each took, shortest first.
pub fn measure(program: &Path) -> Result<Vec<Duration>> {
    let mut times = (0..STARTS).map(|_| once(Command::new(program))).collect::<Result<Vec<_>>>()?;
    times.sort();
    Ok(times)
}

fn once(mut command: Command) -> Result<Duration> {
    let shown = process::shown(&command);
    command.env(COOKIE.0, COOKIE.1).env("PLUGIN_PROTOCOL_VERSIONS", "5,6").env("PLUGIN_CLIENT_CERT", HOST);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let start = Instant::now();
    let mut provider = command.spawn().with_context(|| format!("cannot start `{shown}`"))?;
    let line = first_line(&mut provider);
    let taken = start.elapsed();
    end(&mut provider)?;
    let line = line?;
    ensure!(line.split('|').count() >= 5, "`{shown}` printed: {line}");
    Ok(taken)
}

fn first_line(process: &mut Child) -> Result<String> {
    let output = process.stdout.take().context("the output was not piped")?;
    let (sender, receiver) = mpsc::channel();
    spawn(move || {
        let mut line = String::new();
        let read = BufReader::new(output).read_line(&mut line).map(|_| line);
        let _nobody_waits_any_more = sender.send(read);
    });
    Ok(receiver.recv_timeout(LIMIT).context("it did not say in time where it listens")??)
}

/// Ends a process: with SIGTERM, so that it can delete its socket, and then with SIGKILL.
fn end(process: &mut Child) -> Result<()> {
    let _ended_by_itself = kill(Pid::from_raw(i32::try_from(process.id())?), Signal::SIGTERM);
    let start = Instant::now();
    while process.try_wait()?.is_none() {
        if start.elapsed() > LIMIT {
            process.kill()?;
        }
        sleep(Duration::from_millis(1));
    }
    Ok(())
}

/// Returns a table of the times of each provider, and the size of its program in bytes.
pub fn table(starts: &[(String, u64, Vec<Duration>)]) -> String {
    let head = ["Process start", "Size", "Shortest", "Median", "Longest"].map(str::to_owned);
    let lines = starts.iter().map(|(name, size, times)| {
        let time = |at: usize| {
            times.get(at).map_or_else(String::new, |time| format!("{:.1} ms", time.as_secs_f64() * 1000.0))
        };
        let last = times.len().saturating_sub(1);
        let size = format!("{}.{} MB", size / 1_000_000, size / 100_000 % 10);
        vec![name.clone(), size, time(0), time(last / 2), time(last)]
    });
    markdown(&head, &lines.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_start_ends_with_the_line_that_says_where_the_provider_listens() {
        assert!(once(shell("echo '1|6|unix|/tmp/x|grpc|'; exec sleep 600")).unwrap() > Duration::ZERO);
    }

    #[test]
    fn a_program_that_is_no_provider_is_told() {
        let error = once(shell("echo hello")).unwrap_err().to_string();
        assert!(error.contains("printed: hello"), "{error}");
    }

    #[test]
    fn the_table_has_the_size_and_the_times() {
        let times = [3, 4, 9].map(Duration::from_millis).to_vec();
        let table = table(&[("this build".to_owned(), 19_870_000, times)]);
        assert_eq!(table.lines().last(), Some("| this build | 19.8 MB | 3.0 ms | 4.0 ms | 9.0 ms |"));
    }
}
