//! What the provider says about itself, and what it does not claim to do.

use tonic::{Code, Request};

use super::get_provider_schema::CAPABILITIES;
use crate::diag::{Diagnostics, Outcome};
use crate::proto::tfplugin6 as proto;
use crate::proto::tfplugin6::provider_server::Provider as _;
use crate::provider::{Configured, Provider};
use crate::resource::Resource;
use crate::rpc::Service;
use crate::server::Server;
use crate::{Attr, Cx, Model, Plan, async_trait};

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

/// A cloud.
#[derive(Debug, Clone, PartialEq, Model)]
struct Cloud {
    /// Where it is.
    #[attr(computed)]
    place: Attr<String>,
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

fn empty<T: Default>() -> Request<T> {
    Request::new(T::default())
}

fn service() -> Service<Weather> {
    Server::new(Weather).resource::<Sky>().into_service()
}

#[tokio::test]
async fn the_schema_says_everything_once() {
    let schema = service().get_provider_schema(empty()).await.unwrap().into_inner();
    assert_eq!(schema.server_capabilities, Some(CAPABILITIES));
    assert!(schema.provider.is_some() && schema.provider_meta.is_none());
    let sky = &schema.resource_schemas["weather_sky"];
    let block = sky.block.as_ref().unwrap();
    assert_eq!((sky.version, block.description.as_str()), (3, "Where it rains."));
    let [name, clouds, title, height] = &block.attributes[..] else { panic!("{:?}", block.attributes) };
    assert!(name.required && !name.optional && !name.computed);
    assert_eq!((&name.r#type[..], &name.nested_type), (&b"\"string\""[..], &None));
    assert!(clouds.r#type.is_empty(), "Terraform refuses a type beside a nested type");
    assert_eq!(clouds.nested_type.as_ref().unwrap().attributes[0].name, "place");
    assert!(title.deprecated && title.deprecation_message == "Use `name`.");
    assert!(!name.deprecated && name.deprecation_message.is_empty());
    assert!(height.optional && height.computed, "a default is the provider's value");
}

#[tokio::test]
async fn metadata_names_what_the_schema_has() {
    let metadata = service().get_metadata(empty()).await.unwrap().into_inner();
    assert_eq!(metadata.resources[0].type_name, "weather_sky");
    assert!(metadata.data_sources.is_empty() && metadata.functions.is_empty());
    let functions = service().get_functions(empty()).await.unwrap().into_inner();
    assert!(functions.functions.is_empty() && functions.diagnostics.is_empty());
}

#[tokio::test]
async fn what_is_not_there_is_unimplemented() {
    let service = service();
    let codes = [
        service.move_resource_state(empty()).await.unwrap_err().code(),
        service.get_resource_identity_schemas(empty()).await.unwrap_err().code(),
        service.generate_resource_config(empty()).await.unwrap_err().code(),
        service.call_function(empty()).await.unwrap_err().code(),
        service.open_ephemeral_resource(empty()).await.unwrap_err().code(),
        service.plan_action(empty()).await.unwrap_err().code(),
    ];
    assert_eq!(codes, [Code::Unimplemented; 6]);
}

#[tokio::test]
async fn bytes_that_are_no_value_are_an_error_and_not_the_end() {
    let service = service();
    service.configure_provider(empty()).await.unwrap();
    let nonsense = Some(proto::DynamicValue { msgpack: vec![0xc1, 0xff, 0x00], json: Vec::new() });
    let request = proto::apply_resource_change::Request {
        type_name: "weather_sky".to_owned(),
        planned_state: nonsense.clone(),
        ..Default::default()
    };
    let answer = service.apply_resource_change(Request::new(request)).await.unwrap().into_inner();
    assert_eq!((answer.diagnostics.len(), answer.new_state), (1, None));
    let request = proto::read_resource::Request {
        type_name: "weather_sky".to_owned(),
        current_state: nonsense,
        ..Default::default()
    };
    let answer = service.read_resource(Request::new(request)).await.unwrap().into_inner();
    assert_eq!(answer.diagnostics.len(), 1);
}

#[tokio::test]
async fn state_from_before_terraform_0_12_is_refused() {
    let service = service();
    let state = proto::RawState { json: Vec::new(), flatmap: [("name".to_owned(), "x".to_owned())].into() };
    let request = proto::upgrade_resource_state::Request {
        type_name: "weather_sky".to_owned(),
        version: 3,
        raw_state: Some(state),
    };
    let answer = service.upgrade_resource_state(Request::new(request)).await.unwrap().into_inner();
    assert!(answer.diagnostics[0].detail.contains("Terraform before 0.12"));
}
