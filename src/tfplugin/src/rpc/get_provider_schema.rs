//! `GetProviderSchema`: all schemas, and the capabilities of the server.

use tfplugin_core::schema::plain_type;
use tfplugin_core::wire::type_json;
use tfplugin_core::{Attribute, AttributeType, Nesting, Presence};

use super::{Service, get_functions};
use crate::erased;
use crate::proto::tfplugin6::get_provider_schema::Response;
use crate::proto::tfplugin6::schema::object::NestingMode;
use crate::proto::tfplugin6::{Schema, ServerCapabilities, StringKind, schema};
use crate::provider::Provider;

/// The optional capabilities that this crate supports. Each call finds the schema by itself, so Terraform
/// need not request it in every process.
pub const CAPABILITIES: ServerCapabilities = ServerCapabilities {
    plan_destroy: true,
    get_provider_schema_optional: true,
    move_resource_state: true,
    generate_resource_config: true,
};

/// All schemas.
pub fn answer<P: Provider>(service: &Service<P>) -> Response {
    let named = |schema: &erased::Schema, spelled: Spelled| (schema.name.clone(), object(schema, spelled));
    let registered = &service.registered;
    let resources = registered.resources.iter().map(|it| named(it.schema(), attribute));
    let data_sources = registered.data_sources.iter().map(|it| named(it.schema(), of_data_source));
    let lists = registered.list_resources.iter().map(|it| named(it.schema(), of_list));
    Response {
        provider: Some(object(&service.schema, attribute)),
        resource_schemas: resources.collect(),
        data_source_schemas: data_sources.collect(),
        list_resource_schemas: lists.collect(),
        server_capabilities: Some(CAPABILITIES),
        functions: get_functions::all(service),
        ..Response::default()
    }
}

/// How an attribute is spelled.
type Spelled = fn(&Attribute) -> schema::Attribute;

fn object(schema: &erased::Schema, spelled: Spelled) -> Schema {
    let block = schema::Block {
        version: schema.version,
        attributes: schema.attributes.iter().map(spelled).collect(),
        description: schema.description.to_owned(),
        description_kind: StringKind::Markdown.into(),
        ..schema::Block::default()
    };
    Schema { version: schema.version, block: Some(block) }
}

fn attribute(attribute: &Attribute) -> schema::Attribute {
    // Terraform refuses a provider that sets both.
    let (ty, nested_type) = match &attribute.ty {
        AttributeType::Plain(ty) => (type_json(ty), None),
        AttributeType::Nested(nesting, inner) => (Vec::new(), Some(nested(*nesting, inner))),
    };
    // A default is a value that the provider computes when the configuration has none.
    let computed = attribute.is_computed();
    schema::Attribute {
        name: attribute.name.clone(),
        r#type: ty,
        nested_type,
        description: attribute.description.clone(),
        description_kind: StringKind::Markdown.into(),
        required: attribute.presence == Presence::Required,
        optional: matches!(attribute.presence, Presence::Optional | Presence::OptionalComputed),
        computed,
        sensitive: attribute.sensitive,
        write_only: attribute.write_only,
        deprecated: attribute.deprecated.is_some(),
        deprecation_message: attribute.deprecated.clone().unwrap_or_default(),
    }
}

/// Objects that a data source only returns are plain types. Terraform's mocks (`mock_data`, `override_data`)
/// fill those, and make nested attributes empty, whatever a test says of them (1.15.5). What is lost is the
/// description of each attribute in `terraform providers schema`.
fn of_data_source(attribute: &Attribute) -> schema::Attribute {
    let spelled = self::attribute(attribute);
    if attribute.presence != Presence::Computed {
        return spelled;
    }
    schema::Attribute { r#type: type_json(&plain_type(&attribute.ty)), nested_type: None, ..spelled }
}

/// A query computes nothing: its default is a value that the provider takes, and that is shown nowhere.
fn of_list(attribute: &Attribute) -> schema::Attribute {
    schema::Attribute { computed: false, ..self::attribute(attribute) }
}

fn nested(nesting: Nesting, inner: &[Attribute]) -> schema::Object {
    let nesting = match nesting {
        Nesting::Single => NestingMode::Single,
        Nesting::List => NestingMode::List,
        Nesting::Set => NestingMode::Set,
        Nesting::Map => NestingMode::Map,
    };
    schema::Object {
        attributes: inner.iter().map(attribute).collect(),
        nesting: nesting.into(),
        ..schema::Object::default()
    }
}
