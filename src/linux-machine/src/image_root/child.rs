//! [`Child`]: a running program, which is told to stop when nobody waits for it any more.

use std::future::Future;
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use ssh::{Captured, Limits, Overflow};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::timeout;

/// How long a program that was told to stop may take to put things back.
const GRACE: Duration = Duration::from_secs(60);

/// What was heard of it.
pub enum Heard {
    /// It ended; no status when a signal ended it.
    Ended { status: Option<u32>, stdout: Captured, stderr: Captured },
    /// It said too much.
    TooMuch,
    /// It took too long.
    TooLong,
    /// The system did not say.
    Lost(String),
}

/// A running program, the leader of a process group.
pub struct Child {
    process: tokio::process::Child,
    ended: bool,
}

impl Child {
    pub fn new(process: tokio::process::Child) -> Self {
        Self { process, ended: false }
    }

    /// Follows it to its end, while something is sent to it.
    pub async fn follow(&mut self, upload: impl Future<Output = ()>, limits: &Limits) -> Heard {
        let (stdout, stderr) = (self.process.stdout.take(), self.process.stderr.take());
        let work = async {
            let outputs = async { tokio::try_join!(capture(stdout, limits), capture(stderr, limits)) };
            let ((), outputs) = tokio::join!(upload, outputs);
            match outputs {
                Err(TooMuch) => Heard::TooMuch,
                Ok((stdout, stderr)) => match self.process.wait().await {
                    Ok(status) => {
                        let status = status.code().and_then(|code| u32::try_from(code).ok());
                        Heard::Ended { status, stdout, stderr }
                    }
                    Err(error) => Heard::Lost(error.to_string()),
                },
            }
        };
        let heard = timeout(limits.timeout, work).await.unwrap_or(Heard::TooLong);
        if matches!(heard, Heard::TooMuch | Heard::TooLong) {
            self.signal(Signal::SIGTERM);
            if timeout(GRACE, self.process.wait()).await.is_err() {
                self.signal(Signal::SIGKILL);
            }
        }
        self.ended = true;
        heard
    }

    fn signal(&self, signal: Signal) {
        if let Some(id) = self.process.id().and_then(|id| i32::try_from(id).ok()) {
            // It may have ended in between.
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
