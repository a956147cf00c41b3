//! What the provider declares about itself.

use super::super::get_provider_schema::CAPABILITIES;
use super::{Forecast, Skies, Sky, Weather, empty, service};
use crate::proto::tfplugin6::provider_server::Provider as _;
use crate::server::Server;

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
async fn a_query_has_the_name_of_its_resource_and_computes_nothing() {
    let server = Server::new(Weather).resource::<Sky>().list_resource::<Skies>().into_service();
    let schema = server.get_provider_schema(empty()).await.unwrap().into_inner();
    let block = schema.list_resource_schemas["weather_sky"].block.as_ref().unwrap();
    assert_eq!(block.description, "Which skies are asked for.");
    let [height] = &block.attributes[..] else { panic!("{:?}", block.attributes) };
    assert!(height.optional && !height.computed, "Terraform shows nothing that a query computes");
    let metadata = server.get_metadata(empty()).await.unwrap().into_inner();
    assert_eq!(metadata.list_resources[0].type_name, "weather_sky");
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
