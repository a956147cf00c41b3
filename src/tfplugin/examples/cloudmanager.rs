//! Stands in for the provider `netapp/netapp-cloudmanager` where Terraform needs it only because a state names
//! it. It knows volumes, remembers what is stored of them, and refuses every change.

use std::process::ExitCode;

use tfplugin::{
    Attr, Configured, Cx, Diagnostics, Model, NoIdentity, Outcome, Plan, Provider, Resource, Server,
    async_trait,
};

/// Nothing to configure.
#[derive(Debug, Clone, PartialEq, Model)]
struct Config {
    /// Not used.
    #[attr(optional)]
    refresh_token: Attr<String>,
}

/// The provider.
struct CloudManager;

#[async_trait]
impl Provider for CloudManager {
    const NAME: &'static str = "netapp-cloudmanager";
    const ADDRESS: &'static str = "registry.terraform.io/netapp/netapp-cloudmanager";
    type Config = Config;
    type Clients = ();

    async fn configure(&self, _: Config) -> Outcome<Configured<()>> {
        Ok(Configured::Ready((), Diagnostics::new()))
    }
}

/// A volume.
#[derive(Debug, Clone, PartialEq, Model)]
struct Volume {
    /// Its id.
    #[attr(computed, stable)]
    id: Attr<String>,
    /// Its name.
    #[attr(required)]
    name: Attr<String>,
    /// Storage VM that has it.
    #[attr(optional)]
    svm_name: Attr<String>,
}

fn refused<T>() -> Outcome<T> {
    Err(Diagnostics::error("A volume was to be changed", "This provider only stands in for another."))
}

#[async_trait]
impl Resource for Volume {
    const NAME: &'static str = "volume";
    type Model = Self;
    type Clients = ();
    type Identity = NoIdentity;
    type Facts = ();

    async fn facts(_: &Cx<()>, _: &Plan<Self>) -> Outcome<()> {
        Ok(())
    }

    async fn create(_: &Cx<()>, _: Self) -> Outcome<Self> {
        refused()
    }

    async fn read(_: &Cx<()>, prior: Self) -> Outcome<Option<Self>> {
        Ok(Some(prior))
    }

    async fn update(_: &Cx<()>, _: Self, _: Self) -> Outcome<Self> {
        refused()
    }

    async fn delete(_: &Cx<()>, _: Self) -> Outcome<()> {
        refused()
    }

    async fn import(_: &Cx<()>, _: &str) -> Outcome<Self> {
        refused()
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let server = Server::new(CloudManager).version("0.1.0").resource::<Volume>();
    server.run(std::env::args(), |name| std::env::var(name).ok()).await
}
