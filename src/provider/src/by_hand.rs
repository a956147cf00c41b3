//! The provider for commands that people start, without a configuration.

use ontap::{Client, Timing};
use tfplugin::{Configured, Diagnostics, Outcome, Provider};

use crate::clients::Clients;
use crate::config::ProviderConfig;
use crate::diagnose::of_cluster;
use crate::environment::Environment;
use crate::provider::{ConnectEc2, CvoProvider};
use crate::{connection, fall_backs};

/// Attempts of each request: a person waits.
pub const ATTEMPTS: usize = 2;

/// How many paths are read at the same time.
pub const AT_ONCE: usize = 4;

/// The provider as Terraform would configure it with an empty block: its configuration, its clients, and
/// what it warns of.
pub async fn set_up(
    environment: &Environment,
    connect_ec2: ConnectEc2,
) -> Outcome<(ProviderConfig, Clients, Diagnostics)> {
    let config = fall_backs::with_environment(&ProviderConfig::default(), environment)?;
    let provider = CvoProvider::new(environment.clone(), connect_ec2);
    match provider.configure(ProviderConfig::default()).await? {
        Configured::Ready(clients, warnings) if config.endpoint.known().is_some() => {
            Ok((config, clients, warnings))
        }
        Configured::Ready(..) => Err(connection::no_endpoint()),
        Configured::Unknown(why) => Err(why),
    }
}

/// Returns the client, if it leads to the expected cluster.
pub async fn reach(clients: &Clients) -> Outcome<Client> {
    let client = clients.ontap.unchecked()?.with_timing(Timing { attempts: ATTEMPTS, ..Timing::default() });
    of_cluster(client.cluster().await)?;
    clients.ontap.cluster().await?;
    Ok(client)
}
