//! A small provider, what it declares about itself, and which features it does not claim.

mod refusals;
mod schema;

use std::collections::BTreeMap;

use tfplugin_core::{Diagnostics, Outcome};
use tonic::Request;

use crate::provider::{Configured, Provider};
use crate::resource::Resource;
use crate::rpc::Service;
use crate::server::Server;
use crate::{
    Attr, Cx, DataSource, Function, FunctionError, Identity, ListResource, Model, Parameters, Plan, Query,
    async_trait,
};

/// Where it rains.
#[derive(Debug, Clone, PartialEq, Model)]
struct Sky {
    /// How it is called.
    #[attr(required)]
    name: Attr<String>,
    /// What is in it.
    #[attr(optional)]
    clouds: Attr<Vec<Cloud>>,
    /// Old name.
    #[attr(optional, deprecated = "Use `name`.")]
    title: Attr<String>,
    /// How high.
    #[attr(optional, default = 10)]
    height: Attr<i64>,
}

/// What tells skies apart.
#[derive(Debug, Clone, PartialEq, Identity)]
struct SkyIdentity {
    /// The planet below.
    planet: String,
    /// How it is called.
    #[identity(mutable)]
    name: Option<String>,
}

/// A cloud.
#[derive(Debug, Clone, PartialEq, Default, Model)]
struct Cloud {
    /// Where it is.
    #[attr(computed)]
    place: Attr<String>,
}

/// What the sky will be like.
#[derive(Debug, Clone, PartialEq, Default, Model)]
struct Forecast {
    /// What is asked for.
    #[attr(optional)]
    expected: Attr<Vec<Cloud>>,
    /// What will be in it.
    #[attr(computed)]
    clouds: Attr<BTreeMap<String, Cloud>>,
}

struct Weather;

#[async_trait]
impl Provider for Weather {
    const NAME: &'static str = "weather";
    const ADDRESS: &'static str = "registry.terraform.io/example/weather";
    type Config = Cloud;
    type Clients = ();

    async fn configure(&self, _: Cloud) -> Outcome<Configured<()>> {
        Ok(Configured::Ready((), Diagnostics::new()))
    }
}

#[async_trait]
impl Resource for Sky {
    const NAME: &'static str = "sky";
    const VERSION: i64 = 3;
    type Model = Self;
    type Clients = ();
    type Identity = SkyIdentity;
    type Facts = ();

    async fn facts(_: &Cx<()>, _: &Plan<Self>) -> Outcome<()> {
        Ok(())
    }

    async fn create(_: &Cx<()>, planned: Self) -> Outcome<Self> {
        Ok(planned)
    }

    async fn read(_: &Cx<()>, prior: Self) -> Outcome<Option<Self>> {
        Ok(Some(prior))
    }

    async fn update(_: &Cx<()>, _: Self, planned: Self) -> Outcome<Self> {
        Ok(planned)
    }

    async fn delete(_: &Cx<()>, _: Self) -> Outcome<()> {
        Ok(())
    }

    async fn import(_: &Cx<()>, id: &str) -> Outcome<Self> {
        Err(Diagnostics::error(format!("No sky {id}"), "Look up."))
    }
}

#[async_trait]
impl DataSource for Forecast {
    const NAME: &'static str = "forecast";
    type Model = Self;
    type Clients = ();

    async fn read(_: &Cx<()>, config: Self) -> Outcome<Self> {
        Ok(config)
    }
}

/// Which skies are asked for.
#[derive(Debug, Clone, PartialEq, Model)]
struct Skies {
    /// At least that high.
    #[attr(optional, default = 10)]
    height: Attr<i64>,
}

#[async_trait]
impl ListResource for Skies {
    type Resource = Sky;
    type Config = Self;

    async fn list(_: &Cx<()>, _: Self, _: &mut Query<Sky>) -> Outcome<()> {
        Ok(())
    }
}

/// How strong the wind is.
///
/// On the scale of Beaufort.
#[derive(Debug, Parameters)]
struct Wind {
    /// Speed in m/s.
    speed: Option<f64>,
    /// What is in the way.
    #[param(variadic)]
    clouds: Vec<Attr<Cloud>>,
}

impl Function for Wind {
    const NAME: &'static str = "wind";
    type Output = Vec<Cloud>;

    fn call(self) -> Result<Vec<Cloud>, FunctionError> {
        let clouds = self.clouds.into_iter().filter_map(Attr::into_known);
        Ok(clouds.filter(|_| self.speed.is_none()).collect())
    }
}

fn empty<T: Default>() -> Request<T> {
    Request::new(T::default())
}

fn service() -> Service<Weather> {
    Server::new(Weather).resource::<Sky>().function::<Wind>().into_service()
}
