//! Runs one command on the server.

use std::os::unix::process::ExitStatusExt;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use russh::server::{Handle, Msg};
use russh::{Channel, ChannelMsg, ChannelReadHalf, ChannelWriteHalf, Sig};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, copy, sink};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::watch;

use super::server::{Accepts, Running};

/// Runs the line in a shell that finds the stubs before the system's programs.
const FIND_STUBS: &str = "PATH=$1:$PATH; export PATH; exec sh -c \"$0\"";

/// Runs the line, with its input and output connected to the channel.
pub async fn run(command: Running, channel: Channel<Msg>, handle: Handle, cut: watch::Sender<bool>) {
    let mut child = start(command.accepts(), &command.line);
    let (mut read, write) = channel.split();
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let feed = async {
        feed(&mut read, stdin, || command.is_fatal.then(|| cut.send_replace(true))).await;
    };
    let work = async {
        tokio::join!(
            pass_on(stdout.unwrap(), write.make_writer(), cut.subscribe()),
            pass_on(stderr.unwrap(), write.make_writer_ext(Some(1)), cut.subscribe())
        );
        child.wait().await.unwrap()
    };
    tokio::pin!(feed);
    tokio::pin!(work);
    let mut fed = false;
    let status = loop {
        tokio::select! {
            () = &mut feed, if !fed => fed = true,
            status = &mut work => break status,
            // The client has abandoned the command; dropping the child ends it. After a cut, the command runs
            // on.
            () = tokio::time::sleep(Duration::from_secs(1)), if fed && !*cut.borrow() => return,
        }
    };
    if !*cut.borrow() {
        report_exit(status, &write, &handle).await;
    }
}

fn start(accepts: &Accepts, line: &str) -> Child {
    let mut argv: Vec<&str> = accepts.wrapper.iter().map(String::as_str).collect();
    argv.extend(["sh", "-c", FIND_STUBS, line, accepts.stubs.to_str().unwrap()]);
    Command::new(argv[0])
        .args(&argv[1..])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

/// Passes the input on until the client abandons the command. Calls `then` at the end of the input.
async fn feed<T>(read: &mut ChannelReadHalf, mut stdin: Option<ChildStdin>, then: impl Fn() -> T) {
    while let Some(message) = read.wait().await {
        match message {
            ChannelMsg::Data { data } => {
                if let Some(pipe) = &mut stdin {
                    // A program need not read its input.
                    let _ = pipe.write_all(&data).await;
                }
            }
            ChannelMsg::Eof => {
                stdin = None;
                then();
            }
            ChannelMsg::Close => return,
            _ => {}
        }
    }
}

/// Passes output on as long as there is a connection, and reads it to the end in any case.
async fn pass_on(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut cut: watch::Receiver<bool>,
) {
    tokio::select! {
        _ = copy(&mut from, &mut to) => {}
        _ = cut.wait_for(|is_cut| *is_cut) => {}
    }
    let _ = copy(&mut from, &mut sink()).await;
}

async fn report_exit(status: ExitStatus, write: &ChannelWriteHalf<Msg>, handle: &Handle) {
    match status.signal() {
        Some(_) => {
            let (id, none) = (write.id(), String::new());
            let _ = handle.exit_signal_request(id, Sig::KILL, false, none.clone(), none).await;
        }
        None => drop(write.exit_status(u32::try_from(status.code().unwrap()).unwrap()).await),
    }
    let _ = write.eof().await;
    let _ = write.close().await;
}
