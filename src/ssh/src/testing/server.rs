//! The server: what it accepts, what it records, and how it cuts connections.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use russh::server::{Config, run_stream};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::key::Key;
use super::visitor::Visitor;

/// What a server accepts, and how it runs commands.
#[derive(Clone)]
pub struct Accepts {
    /// Its own key.
    pub host_key: Key,
    /// The keys that may log in, under any user name.
    pub users: Vec<Key>,
    /// Directory whose programs take precedence over those of the system.
    pub stubs: PathBuf,
    /// Whether connections to other hosts are forwarded, as by a bastion.
    pub forwarding: bool,
    /// Program and arguments to put before `sh -c LINE`, such as `unshare -rm sh setup.sh`.
    pub wrapper: Vec<String>,
}

/// A running server. Dropping it stops it.
pub struct Server {
    /// The port on 127.0.0.1.
    pub port: u16,
    seen: Arc<Seen>,
    task: JoinHandle<()>,
}

/// What the server accepts and has recorded.
pub struct Seen {
    pub accepts: Accepts,
    connections: AtomicUsize,
    commands: Mutex<Commands>,
    running: watch::Sender<usize>,
    /// One sender per connection, which cuts it.
    cuts: Mutex<Vec<watch::Sender<bool>>>,
}

#[derive(Default)]
struct Commands {
    lines: Vec<String>,
    /// The number of the command, counted from 1, during which the connection is cut.
    fatal: Option<usize>,
}

/// A running command. Dropping it marks the command as ended.
pub struct Running {
    pub line: String,
    /// Whether to cut the connection as soon as the command has all its input.
    pub is_fatal: bool,
    seen: Arc<Seen>,
}

impl Server {
    /// Starts a server on a free port.
    pub async fn start(accepts: Accepts) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let config = Arc::new(Config {
            keys: vec![accepts.host_key.0.clone()],
            auth_rejection_time: Duration::ZERO,
            auth_rejection_time_initial: Some(Duration::ZERO),
            ..Config::default()
        });
        let seen = Arc::new(Seen {
            accepts,
            connections: AtomicUsize::new(0),
            commands: Mutex::default(),
            running: watch::Sender::new(0),
            cuts: Mutex::default(),
        });
        let task = tokio::spawn({
            let seen = Arc::clone(&seen);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    seen.connections.fetch_add(1, Ordering::SeqCst);
                    tokio::spawn(serve(stream, Arc::clone(&config), Arc::clone(&seen)));
                }
            }
        });
        Self { port, seen, task }
    }

    /// Returns how many connections were made, including refused ones.
    pub fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// Returns every command line in order, including the probes for sudo.
    pub fn commands(&self) -> Vec<String> {
        self.seen.commands.lock().unwrap().lines.clone()
    }

    /// Cuts every open connection. Commands on the host run on, as under sshd.
    pub fn cut(&self) {
        for cut in self.seen.cuts.lock().unwrap().drain(..) {
            cut.send_replace(true);
        }
    }

    /// Cuts the connection during the nth command from now, counted from 1. The command gets its whole input
    /// and runs on, but the client receives nothing more.
    pub fn cut_during(&self, nth: usize) {
        let mut commands = self.seen.commands.lock().unwrap();
        commands.fatal = Some(commands.lines.len() + nth);
    }

    /// Waits until no command runs.
    pub async fn idle(&self) {
        self.seen.running.subscribe().wait_for(|running| *running == 0).await.unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
        self.cut();
    }
}

impl Seen {
    /// Records the start of a command.
    pub fn begin(self: &Arc<Self>, line: String) -> Running {
        let mut commands = self.commands.lock().unwrap();
        commands.lines.push(line.clone());
        let is_fatal = commands.fatal == Some(commands.lines.len());
        self.running.send_modify(|running| *running += 1);
        Running { line, is_fatal, seen: Arc::clone(self) }
    }
}

impl Running {
    pub fn accepts(&self) -> &Accepts {
        &self.seen.accepts
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.seen.running.send_modify(|running| *running -= 1);
    }
}

/// Speaks SSH over the connection until either side ends it or it is cut.
async fn serve(mut stream: TcpStream, config: Arc<Config>, seen: Arc<Seen>) {
    let (cut, mut is_cut) = watch::channel(false);
    seen.cuts.lock().unwrap().push(cut.clone());
    let (mut near, far) = tokio::io::duplex(64 * 1024);
    // The client may abort the handshake; there is nobody to report that to.
    let session = async {
        if let Ok(session) = run_stream(config, far, Visitor::new(seen, cut)).await {
            let _ = session.await;
        }
    };
    let passing_on = async move {
        tokio::select! {
            _ = copy_bidirectional(&mut stream, &mut near) => {}
            _ = is_cut.wait_for(|is_cut| *is_cut) => {}
        }
    };
    tokio::join!(session, passing_on);
}
