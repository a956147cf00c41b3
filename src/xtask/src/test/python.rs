//! The Python suites, which run NetApp's and Amazon's own clients against the simulator; and moto, an
//! independent EC2 simulator that the Rust tests use.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::job::Job;
use super::{tally, times};
use crate::tools::python;
use crate::workspace::Workspace;

/// Requirements files of `acceptance-tests/python`, and the tests that run with each.
const SUITES: [(&str, &[&str]); 2] =
    [("requirements.txt", &["ec2", "ontap", "pair"]), ("requirements-old.txt", &["fields", "ontap"])];

/// How long moto may take to start.
const START: Duration = Duration::from_secs(60);

/// Returns a job for each suite.
pub fn jobs(workspace: &Workspace) -> Result<Vec<Job>> {
    SUITES.iter().map(|(requirements, tests)| job(workspace, requirements, tests)).collect()
}

fn job(workspace: &Workspace, requirements: &str, tests: &[&str]) -> Result<Job> {
    let folder = folder(workspace);
    let command = pytest(workspace, &python::environment(workspace, &folder.join(requirements))?, tests);
    let name = format!("Python tests with {requirements}");
    Ok(Job { name, command, count: tally::of_pytest, times: times::of_pytest })
}

/// Returns the folder of the Python suites.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root().join("acceptance-tests/python")
}

/// Returns the command that runs tests against the simulator with a Python.
pub fn pytest(workspace: &Workspace, python: &Path, tests: &[&str]) -> Command {
    let mut command = Command::new(python);
    command.args(["-m", "pytest", "--color=no", "--durations=0"]).args(tests).current_dir(folder(workspace));
    quiet(&mut command).env("CVO_SIMULATOR", workspace.binary("cvo-simulator"));
    command
}

/// Makes Python leave no compiled files in the source tree and request no credentials from instance metadata.
fn quiet(python: &mut Command) -> &mut Command {
    python.env("PYTHONDONTWRITEBYTECODE", "1").env("AWS_EC2_METADATA_DISABLED", "true")
}

/// A running moto, which ends when this value is dropped.
pub struct Moto {
    server: Child,
    port: u16,
}

impl Moto {
    /// Starts moto from the environment of the Python suites.
    pub fn start(workspace: &Workspace) -> Result<Self> {
        let requirements = folder(workspace).join(SUITES[0].0);
        let python = python::environment(workspace, &requirements)?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let server = serve(&python, port)?;
        let mut moto = Self { server, port };
        moto.wait()?;
        Ok(moto)
    }

    /// Returns the URL that moto listens on.
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn wait(&mut self) -> Result<()> {
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            ensure!(self.server.try_wait()?.is_none(), "moto ended at once");
            ensure!(start.elapsed() < START, "moto did not start within {START:?}");
            thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

fn serve(python: &Path, port: u16) -> Result<Child> {
    let mut server = Command::new(python);
    server.args(["-m", "moto.server", "-H", "127.0.0.1", "-p", &port.to_string()]);
    server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet(&mut server).spawn().context("cannot start moto")
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ended_by_itself = self.server.kill();
        let _reaped = self.server.wait();
    }
}
