//! A running simulator: servers for ONTAP, EC2, control and each node of a pair, over one world.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use rand::Rng;
use rand::distr::Alphanumeric;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::http::{self, Service};
use crate::recording::{self, Report, Simulated};
use crate::shared::{Access, SharedState};
use crate::world::answers::Answers;
use crate::world::{Settings, World, role};
use crate::{Options, Ready, SharedWorld, state_file, tls};

/// A running simulator. Dropping it stops the servers, deletes the CA file and saves the state file.
#[derive(Debug)]
pub struct Simulator {
    ready: Ready,
    world: SharedWorld,
    state_file: Option<PathBuf>,
    runtime: Option<Runtime>,
    _ca_directory: TempDir,
}

impl Simulator {
    /// Starts the servers on free ports. They accept requests when this returns.
    ///
    /// May be called inside or outside an asynchronous runtime: the simulator has its own.
    ///
    /// # Errors
    ///
    /// If no port can be opened, if the state file exists but cannot be parsed, if the recording cannot be
    /// simulated, or if there are both.
    pub fn start(options: Options) -> Result<Self> {
        let Simulated { world, report } = first_world(&options)?;
        let world = SharedWorld::new(world);
        let access = Access {
            username: role::ACCOUNT.into(),
            password: secret(20),
            access_key: format!("AKIA{}", secret(16).to_uppercase()),
            secret_key: secret(40),
            latency: options.latency,
        };
        let state = SharedState::new(world.clone(), access.clone());
        let tls = tls::create(options.listen)?;
        let ca_directory = tempfile::Builder::new().prefix("cvo-simulator-").tempdir()?;
        let ca_file = ca_directory.path().join("ca.pem");
        std::fs::write(&ca_file, &tls.ca_pem).context("cannot write the CA file")?;

        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let ontap = serve(&runtime, options.listen, Service::ontap(state.clone(), tls.acceptor.clone()))?;
        let mut nodes = BTreeMap::new();
        for name in names_of_pair(&world) {
            let service = Service::node(state.clone(), tls.acceptor.clone(), name.clone());
            nodes.insert(name, format!("https://{}", serve(&runtime, options.listen, service)?));
        }
        let ec2 = serve(&runtime, options.listen, Service::ec2(state.clone()))?;
        let control = serve(&runtime, options.listen, Service::control(state, options.listen))?;
        let region = world.lock().ec2.region().to_owned();
        let ready = Ready {
            ontap: format!("https://{ontap}"),
            nodes,
            ec2: format!("http://{ec2}"),
            control: format!("http://{control}"),
            ca_file,
            username: access.username,
            password: access.password,
            region,
            access_key: access.access_key,
            secret_key: access.secret_key,
            left_out: report.left_out_lines(),
            made_up: report.made_up_lines(),
        };
        let state_file = options.state_file;
        Ok(Self { ready, world, state_file, runtime: Some(runtime), _ca_directory: ca_directory })
    }

    /// Returns the addresses and credentials that a client needs.
    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// Returns the world behind the servers, for tests in the same process.
    pub fn world(&self) -> SharedWorld {
        self.world.clone()
    }

    /// Stops the servers and saves the state file.
    ///
    /// # Errors
    ///
    /// If the state file cannot be written.
    pub fn stop(mut self) -> Result<()> {
        self.end()
    }

    fn end(&mut self) -> Result<()> {
        let Some(runtime) = self.runtime.take() else { return Ok(()) };
        runtime.shutdown_background();
        match &self.state_file {
            Some(path) => state_file::save(path, &self.world.lock()),
            None => Ok(()),
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        if let Err(error) = self.end() {
            tracing::error!("the simulator did not end cleanly: {error:#}");
        }
    }
}

fn first_world(options: &Options) -> Result<Simulated> {
    let whole = |world| Simulated { world, report: Report::default() };
    if let Some(path) = &options.state_file
        && let Some(world) = state_file::load(path)?
    {
        if let Some(recording) = &options.recording {
            bail!(
                "the state file {} holds a system already, so that it cannot start from the recording {}: \
                 leave one of them out",
                path.display(),
                recording.display()
            );
        }
        return Ok(whole(world));
    }
    let settings = Settings {
        version: options.ontap_version,
        clock: options.clock,
        job_duration: options.job_duration,
        answers: Answers { page_size: options.page_size, ..Answers::default() },
        seed: Uuid::new_v4(),
    };
    if let Some(path) = &options.recording {
        return recording::load(path, &settings);
    }
    let mut inventory = options.preset.inventory();
    if let Some(most) = options.routes_per_table {
        inventory.ec2.routes_per_table = most;
    }
    Ok(whole(World::new(inventory, &settings)))
}

/// Names of the nodes of an HA pair. Empty for a single node, which is reached through the cluster's address.
fn names_of_pair(world: &SharedWorld) -> Vec<String> {
    let world = world.lock();
    let pair = world.cluster.nodes.iter().filter(|_| world.cluster.is_pair());
    pair.map(|node| node.name.clone()).collect()
}

fn secret(length: usize) -> String {
    rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect()
}

/// Opens a port, starts `service` on it and returns its address.
fn serve(runtime: &Runtime, address: IpAddr, service: Service) -> Result<SocketAddr> {
    let listener =
        std::net::TcpListener::bind((address, 0)).with_context(|| format!("cannot listen on {address}"))?;
    listener.set_nonblocking(true)?;
    let port = listener.local_addr()?.port();
    let guard = runtime.enter();
    let listener = TcpListener::from_std(listener)?;
    drop(guard);
    runtime.spawn(http::serve(listener, service));
    Ok(SocketAddr::new(reachable(address), port))
}

/// Returns an address to connect to when a server listens on `address`.
fn reachable(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(any) if any.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(any) if any.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_changes_the_quota_of_routes() {
        for (routes_per_table, expected) in [(None, 500), (Some(6000), 6000)] {
            let simulator = Simulator::start(Options { routes_per_table, ..Options::default() }).unwrap();
            assert_eq!(simulator.world().lock().ec2.account().routes_per_table, expected);
        }
    }
}
