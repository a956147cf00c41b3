//! The manual says of each attribute what leaving it out means, and says it once.

use tfplugin::{Attribute, AttributeType, LeftOut, Presence};

use super::{assert_nothing, schemas};

/// Returns all attributes, also of nested objects, by their paths.
fn all(attributes: &[Attribute], parent: &str) -> Vec<(String, Attribute)> {
    let each = attributes.iter().flat_map(|attribute| {
        let path = format!("{parent}.{}", attribute.name);
        let inner = match &attribute.ty {
            AttributeType::Nested(_, inner) => all(inner, &path),
            AttributeType::Plain(_) => Vec::new(),
        };
        [(path, attribute.clone())].into_iter().chain(inner).collect::<Vec<_>>()
    });
    each.collect()
}

/// Returns what is wrong with the description of an attribute.
fn wrong(attribute: &Attribute) -> Option<&'static str> {
    let text = &attribute.description;
    let by_hand = ["(default", "the default,", ", by default"].iter().any(|words| text.contains(words));
    let (defaults, left_out) = (text.matches("Default ").count(), text.matches("Left out: ").count());
    match attribute.left_out {
        None if attribute.presence == Presence::OptionalComputed => Some("what leaving it out means"),
        None => None,
        Some(LeftOut::Default) if by_hand || (defaults, left_out) != (1, 0) => {
            Some("its default once: the sentence is added to the doc comment")
        }
        Some(LeftOut::Filled | LeftOut::Unmanaged) if by_hand || (defaults, left_out) != (0, 1) => {
            Some("once what leaving it out means: the sentence is added to the doc comment")
        }
        Some(_) => None,
    }
}

#[test]
fn the_manual_says_once_what_leaving_an_attribute_out_means() {
    let schemas = schemas();
    let lists = schemas.list_resources.iter();
    let schemas =
        schemas.resources.iter().chain(&schemas.data_sources).chain(lists).chain([&schemas.provider]);
    let attributes = schemas.flat_map(|schema| all(&schema.attributes, &schema.name));
    let missing: Vec<_> =
        attributes.filter_map(|(path, found)| Some(format!("{path}: {}", wrong(&found)?))).collect();
    assert_nothing(&missing);
}

#[test]
fn a_second_default_is_found() {
    let attribute = |text: &str| Attribute::new::<String>("a", Presence::Optional, text);
    let default = || tfplugin::Value::from("x");
    assert!(wrong(&attribute("One.").default(default())).is_none());
    assert!(wrong(&attribute("One. Default `y`.").default(default())).is_some());
    assert!(wrong(&attribute("One, the default, or two.").default(default())).is_some());
    assert!(wrong(&attribute("One. Default `y`.").filled("`x`")).is_some());
    assert!(wrong(&attribute("One.").unmanaged()).is_none());
}
