//! What the provider declares about itself, and which features it does not claim.

use std::collections::BTreeMap;

use tfplugin_core::{Diagnostics, Outcome};
use tonic::{Code, Request};

use super::get_provider_schema::CAPABILITIES;
use crate::proto::tfplugin6 as proto;
use crate::proto::tfplugin6::provider_server::Provider as _;
use crate::provider::{Configured, Provider};
use crate::resource::Resource;
use crate::rpc::Service;
use crate::server::Server;
use crate::{Attr, Cx, DataSource, Function, FunctionError, Identity, Model, Parameters, Plan, async_trait};

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

#[tokio::test]
async fn the_schema_is_complete() {
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
async fn identities_are_declared_for_the_resources_that_have_one() {
    let answer = service().get_resource_identity_schemas(empty()).await.unwrap().into_inner();
    assert_eq!((answer.identity_schemas.len(), answer.diagnostics.len()), (1, 0));
    let sky = &answer.identity_schemas["weather_sky"];
    let declared = sky.identity_attributes.iter().map(|it| {
        let import = (it.required_for_import, it.optional_for_import);
        (it.name.as_str(), &it.r#type[..], import, it.description.as_str())
    });
    let expected = [
        ("planet", &b"\"string\""[..], (true, false), "The planet below."),
        ("name", &b"\"string\""[..], (false, true), "How it is called."),
    ];
    assert_eq!((sky.version, declared.collect::<Vec<_>>()), (0, expected.to_vec()));
}

/// Terraform's mocks fill plain types only.
#[tokio::test]
async fn objects_that_a_data_source_only_returns_are_plain_types() {
    let server = Server::new(Weather).data_source::<Forecast>().into_service();
    let schema = server.get_provider_schema(empty()).await.unwrap().into_inner();
    let block = schema.data_source_schemas["weather_forecast"].block.as_ref().unwrap();
    let [expected, clouds] = &block.attributes[..] else { panic!("{:?}", block.attributes) };
    assert!(expected.r#type.is_empty() && expected.nested_type.is_some());
    assert_eq!(clouds.r#type, br#"["map",["object",{"place":"string"}]]"#);
    assert!(clouds.nested_type.is_none() && clouds.computed);
}

#[tokio::test]
async fn metadata_names_what_the_schema_has() {
    let metadata = service().get_metadata(empty()).await.unwrap().into_inner();
    assert_eq!(metadata.resources[0].type_name, "weather_sky");
    assert!(metadata.data_sources.is_empty());
    assert_eq!(metadata.functions[0].name, "wind");
}

#[tokio::test]
async fn functions_are_declared_with_plain_types() {
    let functions = service().get_functions(empty()).await.unwrap().into_inner();
    let schema = service().get_provider_schema(empty()).await.unwrap().into_inner();
    assert_eq!((&functions.functions, functions.diagnostics.len()), (&schema.functions, 0));
    let wind = &functions.functions["wind"];
    assert_eq!((wind.summary.as_str(), wind.description.lines().count()), ("How strong the wind is.", 3));
    let [speed] = &wind.parameters[..] else { panic!("{:?}", wind.parameters) };
    assert_eq!((speed.r#type.as_slice(), speed.description.as_str()), (&b"\"number\""[..], "Speed in m/s."));
    assert!(speed.allow_null_value && !speed.allow_unknown_values);
    let clouds = wind.variadic_parameter.as_ref().unwrap();
    assert_eq!(clouds.r#type, br#"["object",{"place":"string"}]"#);
    assert!(clouds.allow_null_value && clouds.allow_unknown_values);
    assert_eq!(wind.r#return.as_ref().unwrap().r#type, br#"["list",["object",{"place":"string"}]]"#);
}

#[tokio::test]
async fn arguments_of_the_wrong_type_are_errors_with_their_position() {
    let wind = async |arguments: &[&[u8]]| {
        let argument = |bytes: &&[u8]| proto::DynamicValue { msgpack: bytes.to_vec(), json: Vec::new() };
        let arguments = arguments.iter().map(argument).collect();
        let request = proto::call_function::Request { name: "wind".to_owned(), arguments };
        let answer = service().call_function(Request::new(request)).await.unwrap().into_inner();
        assert_eq!(answer.result.is_some(), answer.error.is_none());
        answer.error.map(|error| (error.text, error.function_argument))
    };
    let (null, yes, object) = (&[0xc0_u8][..], &[0xc3_u8][..], &b"\x81\xa5place\xc3"[..]);
    assert_eq!(wind(&[null, null]).await, None);
    assert_eq!(wind(&[yes]).await, Some(("expected number, got a boolean".to_owned(), Some(0))));
    let deep = "clouds[1].place: expected string, got a boolean";
    assert_eq!(wind(&[null, null, object]).await, Some((deep.to_owned(), Some(2))));
    let (nonsense, argument) = wind(&[&[0x92]]).await.unwrap();
    assert!(nonsense.contains("MessagePack") && argument == Some(0), "{nonsense}");
}

#[tokio::test]
async fn unsupported_calls_are_unimplemented() {
    let service = service();
    let codes = [
        service.open_ephemeral_resource(empty()).await.unwrap_err().code(),
        service.plan_action(empty()).await.unwrap_err().code(),
    ];
    assert_eq!(codes, [Code::Unimplemented; 2]);
}

#[tokio::test]
async fn invalid_bytes_are_an_error_and_do_not_end_the_plugin() {
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
