//! [`Child`]: a running program, which is terminated when nobody waits for it any more.

use std::future::Future;
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use ssh::{Captured, Limits, Overflow};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::timeout;

/// How long a terminated program may take to clean up.
const GRACE: Duration = Duration::from_secs(60);

/// How a program ended.
pub enum Outcome {
    /// It exited. The status is `None` when a signal ended it.
    Ended { status: Option<u32>, stdout: Captured, stderr: Captured },
    /// It printed too much.
    TooMuch,
    /// It took too long.
    TooLong,
    /// The system did not report its end.
    Lost(String),
}

/// A running program, which leads a process group.
pub struct Child {
    process: tokio::process::Child,
    ended: bool,
}

impl Child {
    pub fn new(process: tokio::process::Child) -> Self {
        Self { process, ended: false }
    }

    /// Follows the program to its end while `upload` sends its input.
    pub async fn follow(&mut self, upload: impl Future<Output = ()>, limits: &Limits) -> Outcome {
        let (stdout, stderr) = (self.process.stdout.take(), self.process.stderr.take());
        let work = async {
            let outputs = async { tokio::try_join!(capture(stdout, limits), capture(stderr, limits)) };
            let ((), outputs) = tokio::join!(upload, outputs);
            match outputs {
                Err(TooMuch) => Outcome::TooMuch,
                Ok((stdout, stderr)) => match self.process.wait().await {
                    Ok(status) => {
                        let status = status.code().and_then(|code| u32::try_from(code).ok());
                        Outcome::Ended { status, stdout, stderr }
                    }
                    Err(error) => Outcome::Lost(error.to_string()),
                },
            }
        };
        let outcome = timeout(limits.timeout, work).await.unwrap_or(Outcome::TooLong);
        if matches!(outcome, Outcome::TooMuch | Outcome::TooLong) {
            self.signal(Signal::SIGTERM);
            if timeout(GRACE, self.process.wait()).await.is_err() {
                self.signal(Signal::SIGKILL);
            }
        }
        self.ended = true;
        outcome
    }

    fn signal(&self, signal: Signal) {
        if let Some(id) = self.process.id().and_then(|id| i32::try_from(id).ok()) {
            // The program may have ended in the meantime.
            let _ = killpg(Pid::from_raw(id), signal);
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        if !self.ended {
            self.signal(Signal::SIGTERM);
        }
    }
}

struct TooMuch;

async fn capture(from: Option<impl AsyncRead + Unpin>, limits: &Limits) -> Result<Captured, TooMuch> {
    let mut captured = Captured::with_limit(limits.output);
    let Some(mut from) = from else { return Ok(captured) };
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        captured.push(&buffer[..length]);
        if limits.overflow == Overflow::Refuse && captured.left_out() > 0 {
            return Err(TooMuch);
        }
    }
    Ok(captured)
}
