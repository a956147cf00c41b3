//! The provider as a process: its command line and its lifetime.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::arguments::{self, Task};
use super::error::ServeError;
use super::handshake::{self, CLIENT_CERTIFICATE, SOCKET_FOLDER};
use super::lifetime::Parent;
use super::serving::serve;
use super::socket::Socket;
use super::tls::Tls;
use super::{Server, connections, debug, lifetime, log, panics, parallelism};
use crate::provider::Provider;

impl<P: Provider> Server<P> {
    /// Runs the command line; for Terraform, this serves until the process is asked to end. `variable` looks
    /// up the environment. Only the handshake is written to stdout.
    pub async fn run(
        self,
        arguments: impl IntoIterator<Item = String>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> ExitCode {
        match arguments::task(arguments) {
            Task::Version => print(&format!("terraform-provider-{} {}\n", P::NAME, self.version)),
            Task::Help => print(&arguments::help(P::NAME, P::ADDRESS, self.commands)),
            Task::Unknown(argument) => {
                let help = arguments::help(P::NAME, P::ADDRESS, self.commands);
                complain(&format!("There is no argument {argument}.\n\n{help}"))
            }
            Task::Debug => {
                self.prepare(&variable);
                ended(self.debug(&variable).await)
            }
            Task::Serve if !handshake::is_host(&variable) => complain(handshake::BY_HAND),
            Task::Serve => {
                self.prepare(&variable);
                match signals() {
                    Ok(terminated) => ended(self.plugin(&variable, &mut std::io::stdout(), terminated).await),
                    Err(error) => complain(&format!("[ERROR] cannot catch signals: {error}\n")),
                }
            }
        }
    }

    /// Settings of the whole process.
    fn prepare(&self, variable: impl Fn(&str) -> Option<String>) {
        panics::report();
        log::start(&self.log_crates, P::NAME, variable);
    }

    /// Writes the handshake line to `out` and serves the host that set `variable`, until the host ends the
    /// plugin, the host is gone, or `terminated` completes.
    pub(crate) async fn plugin(
        mut self,
        variable: impl Fn(&str) -> Option<String>,
        out: &mut (impl Write + ?Sized),
        terminated: impl Future<Output = ()>,
    ) -> Result<(), ServeError> {
        let parent = Parent::now();
        self.parallelism = parallelism::told(parent.0, &variable).or(self.parallelism);
        let socket = Socket::bind(&socket_folder(&variable))?;
        let host = variable(CLIENT_CERTIFICATE).filter(|pem| !pem.is_empty());
        let tls = host.map(|pem| Tls::new(&pem)).transpose()?;
        let certificate = tls.as_ref().map(|tls| tls.certificate.as_ref());
        let multiplex_asked = variable(handshake::MULTIPLEX).is_some();
        out.write_all(handshake::line(&socket.path, certificate, multiplex_asked).as_bytes())?;
        out.flush()?;
        let (count, open) = watch::channel(0);
        let incoming = connections::incoming(socket.listener, tls.map(|tls| tls.acceptor), count);
        let over = async {
            tokio::select! {
                () = lifetime::left_alone(open, lifetime::ALONE) => {}
                () = parent.gone() => {}
                () = terminated => {}
            }
        };
        serve(self.into_service(), incoming, over).await
    }

    /// Serves every host that is configured to reattach to this process, until interrupted.
    async fn debug(self, variable: impl Fn(&str) -> Option<String>) -> Result<(), ServeError> {
        let socket = Socket::bind(&socket_folder(&variable))?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        print(&debug::instructions(P::ADDRESS, std::process::id(), &socket.path));
        let (count, _open) = watch::channel(0);
        let incoming = connections::incoming(socket.listener, None, count);
        let interrupted = async {
            interrupt.recv().await;
        };
        serve(self.into_service(), incoming, interrupted).await
    }
}

/// Folder for the socket: the one the host asks for, or the folder for temporary files.
fn socket_folder(variable: impl Fn(&str) -> Option<String>) -> PathBuf {
    let asked =
        [SOCKET_FOLDER, "TMPDIR"].into_iter().find_map(|name| variable(name).filter(|v| !v.is_empty()));
    asked.map_or_else(|| PathBuf::from("/tmp"), PathBuf::from)
}

/// Catches signals from now on, and returns a future that completes on the signal to end.
///
/// An interrupt in a terminal reaches the plugin too. Terraform decides what it means and calls
/// `StopProvider`; a plugin that ended because of it would lose an object that it is about to create. The
/// signal to end may also have been sent to Terraform, so running operations are stopped and answered first.
fn signals() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupts = signal(SignalKind::interrupt())?;
    let mut terminations = signal(SignalKind::terminate())?;
    tokio::spawn(async move { while interrupts.recv().await.is_some() {} });
    Ok(async move {
        terminations.recv().await;
    })
}

fn print(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn complain(text: &str) -> ExitCode {
    // If stderr is closed, there is nowhere to report it.
    drop(std::io::stderr().write_all(text.as_bytes()));
    ExitCode::FAILURE
}

fn ended(result: Result<(), ServeError>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&format!("[ERROR] {error}\n")),
    }
}
