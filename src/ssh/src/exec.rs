//! Runs one command on one channel of a session.

use russh::client::Msg;
use russh::{Channel, ChannelMsg, ChannelReadHalf, ChannelWriteHalf, Sig};
use tokio::time::timeout;

use crate::command::{Limits, Overflow};
use crate::connect::Session;
use crate::error::{Error, Result};
use crate::output::{Captured, Output};

/// How many of the last lines of stderr an error about a command contains.
const LAST_LINES: usize = 5;

/// A command as it is sent, and its name in messages.
pub struct Invocation<'a> {
    pub target: String,
    pub shown: String,
    pub line: String,
    pub stdin: Vec<u8>,
    pub limits: &'a Limits,
}

/// How a command ended.
enum End {
    Status(u32),
    Signal(String),
    /// The channel was closed without any word about the command.
    Unknown,
    Refused,
    /// It took too long or printed too much.
    GivenUp,
}

/// The output received so far.
struct Received {
    stdout: Captured,
    stderr: Captured,
}

/// Runs the command to its end.
pub async fn run(session: &Session, sent: Invocation<'_>) -> Result<Output> {
    let channel = open(session, &sent).await?;
    let (mut read, write) = channel.split();
    let limit = sent.limits.output;
    let mut received = Received { stdout: Captured::with_limit(limit), stderr: Captured::with_limit(limit) };
    let followed = timeout(sent.limits.timeout, follow(&mut read, &write, &sent, &mut received)).await;
    let (target, command, stderr) = (sent.target, sent.shown, received.stderr.last_lines(LAST_LINES));
    let ended = followed.unwrap_or(End::GivenUp);
    match ended {
        End::Status(status) => Ok(Output { status, stdout: received.stdout, stderr: received.stderr }),
        End::Signal(signal) => Err(Error::Killed { target, command, signal, stderr }),
        End::Unknown => Err(Error::ConnectionLost { target, command, reason: session.end.reason() }),
        End::Refused => {
            Err(Error::NotStarted { target, command, reason: "the host refuses to run commands".to_owned() })
        }
        End::GivenUp => {
            // Older servers ignore the signal request; closing the channel then ends a process that reads or
            // writes.
            let _ = write.signal(Sig::TERM).await;
            let _ = write.close().await;
            let waited = sent.limits.timeout;
            Err(if followed_to_overflow(&received, sent.limits) {
                Error::OutputTooLarge { target, command, limit }
            } else {
                Error::CommandTimedOut { target, command, waited, stderr }
            })
        }
    }
}

fn followed_to_overflow(received: &Received, limits: &Limits) -> bool {
    limits.overflow == Overflow::Refuse && received.stdout.left_out() + received.stderr.left_out() > 0
}

async fn open(session: &Session, sent: &Invocation<'_>) -> Result<Channel<Msg>> {
    let not_started = |reason: String| Error::NotStarted {
        target: sent.target.clone(),
        command: sent.shown.clone(),
        reason,
    };
    let opened = timeout(sent.limits.timeout, session.handle.channel_open_session()).await;
    let channel = match opened {
        Ok(Ok(channel)) => channel,
        Ok(Err(russh::Error::SendError | russh::Error::Disconnect)) => {
            return Err(not_started(format!("the connection was lost before: {}", session.end.reason())));
        }
        Ok(Err(error)) => return Err(not_started(error.to_string())),
        Err(_) => return Err(not_started("the host did not open a channel in time".to_owned())),
    };
    let asked = channel.exec(true, sent.line.as_str()).await;
    asked.map(|()| channel).map_err(|error| not_started(error.to_string()))
}

/// Sends the input while listening for output, because a command that does not read its input must not block
/// its output.
async fn follow(
    read: &mut ChannelReadHalf,
    write: &ChannelWriteHalf<Msg>,
    sent: &Invocation<'_>,
    received: &mut Received,
) -> End {
    let upload = async {
        if write.data_bytes(sent.stdin.clone()).await.is_ok() {
            let _ = write.eof().await;
        }
    };
    tokio::pin!(upload);
    let (mut uploaded, mut end) = (false, End::Unknown);
    loop {
        let message = tokio::select! {
            () = &mut upload, if !uploaded => {
                uploaded = true;
                continue;
            }
            message = read.wait() => message,
        };
        // Output may still follow the exit status.
        match message {
            None | Some(ChannelMsg::Close) => return end,
            Some(ChannelMsg::Data { data }) => received.stdout.push(&data),
            Some(ChannelMsg::ExtendedData { data, ext: 1 }) => received.stderr.push(&data),
            Some(ChannelMsg::ExitStatus { exit_status }) => end = End::Status(exit_status),
            Some(ChannelMsg::ExitSignal { signal_name, .. }) => end = End::Signal(name(&signal_name)),
            Some(ChannelMsg::Failure) => return End::Refused,
            Some(_) => {}
        }
        if followed_to_overflow(received, sent.limits) {
            return End::GivenUp;
        }
    }
}

fn name(signal: &Sig) -> String {
    match signal {
        Sig::Custom(name) => name.clone(),
        signal => format!("{signal:?}"),
    }
}
