//! The schema part of a page: attributes grouped by who sets them, and nested objects in separate sections.

use tfplugin::{Attribute, AttributeType, Nesting, Presence, Type};

/// Returns the headings and lists of a schema.
pub fn sections(attributes: &[Attribute]) -> Vec<String> {
    let mut sections = Vec::new();
    for (heading, presences) in GROUPS {
        if let Some(list) = list(attributes, presences, "") {
            sections.push(format!("### {heading}\n\n{list}"));
        }
    }
    sections.extend(nested(attributes, ""));
    sections
}

const GROUPS: [(&str, &[Presence]); 3] = [
    ("Required", &[Presence::Required]),
    ("Optional", &[Presence::Optional, Presence::OptionalComputed]),
    ("Read-Only", &[Presence::Computed]),
];

/// Lists the attributes with one of these `presences`, one per line; `None` if there are none.
fn list(attributes: &[Attribute], presences: &[Presence], parent: &str) -> Option<String> {
    let chosen = attributes.iter().filter(|attribute| presences.contains(&attribute.presence));
    let lines: Vec<String> = chosen.map(|attribute| line(attribute, parent)).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Lists all attributes of an object that is not part of a schema, one per line.
pub fn all(attributes: &[Attribute], parent: &str) -> Option<String> {
    let lines: Vec<String> = attributes.iter().map(|attribute| line(attribute, parent)).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn line(attribute: &Attribute, parent: &str) -> String {
    let mut marks = vec![kind(&attribute.ty)];
    marks.extend(attribute.sensitive.then(|| "Sensitive".to_owned()));
    marks.extend(attribute.write_only.then(|| "Write-only".to_owned()));
    marks.extend(attribute.deprecated.is_some().then(|| "Deprecated".to_owned()));
    let mut text = one_line(&attribute.description);
    if let Some(reason) = &attribute.deprecated {
        text = format!("{text} {reason}");
    }
    if matches!(attribute.ty, AttributeType::Nested(..)) {
        text = format!("{text} (see [below for nested schema](#{}))", anchor(&path(parent, &attribute.name)));
    }
    format!("- `{}` ({}) {text}", attribute.name, marks.join(", "))
}

/// Returns one section per nested object, depth first.
pub fn nested(attributes: &[Attribute], parent: &str) -> Vec<String> {
    let mut sections = Vec::new();
    for attribute in attributes {
        let AttributeType::Nested(_, inner) = &attribute.ty else { continue };
        let path = path(parent, &attribute.name);
        let mut section = format!("<a id=\"{}\"></a>\n### Nested Schema for `{path}`", anchor(&path));
        for (heading, presences) in GROUPS {
            if let Some(list) = list(inner, presences, &path) {
                section += &format!("\n\n{heading}:\n\n{list}");
            }
        }
        sections.push(section);
        sections.extend(nested(inner, &path));
    }
    sections
}

fn path(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}

fn anchor(path: &str) -> String {
    format!("nestedatt--{}", path.replace('.', "--"))
}

pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn kind(ty: &AttributeType) -> String {
    match ty {
        AttributeType::Plain(plain) => plain_kind(plain),
        AttributeType::Nested(Nesting::Single, _) => "Attributes".to_owned(),
        AttributeType::Nested(Nesting::List, _) => "Attributes List".to_owned(),
        AttributeType::Nested(Nesting::Set, _) => "Attributes Set".to_owned(),
        AttributeType::Nested(Nesting::Map, _) => "Attributes Map".to_owned(),
    }
}

pub fn plain_kind(ty: &Type) -> String {
    match ty {
        Type::Bool => "Boolean".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::String => "String".to_owned(),
        Type::Dynamic => "Dynamic".to_owned(),
        Type::List(element) => format!("List of {}", plain_kind(element)),
        Type::Set(element) => format!("Set of {}", plain_kind(element)),
        Type::Map(element) => format!("Map of {}", plain_kind(element)),
        Type::Tuple(_) => "Tuple".to_owned(),
        Type::Object(_) => "Object".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use tfplugin::{Attr, Model};

    use super::*;

    /// Something.
    #[derive(Debug, Clone, PartialEq, Default, Model)]
    struct Thing {
        /// What it
        /// is called.
        #[attr(required)]
        name: Attr<String>,
        /// Never shown.
        #[attr(optional, sensitive)]
        password: Attr<String>,
        /// Its parts.
        #[attr(computed)]
        parts: Attr<Vec<Part>>,
    }

    /// A part.
    #[derive(Debug, Clone, PartialEq, Default, Model)]
    struct Part {
        /// How heavy.
        #[attr(computed)]
        weight: Attr<i64>,
    }

    #[test]
    fn attributes_are_grouped_and_nested_objects_are_linked() {
        let expected = [
            "### Required\n\n- `name` (String) What it is called.",
            "### Optional\n\n- `password` (String, Sensitive) Never shown.",
            "### Read-Only\n\n- `parts` (Attributes List) Its parts. (see [below for nested \
             schema](#nestedatt--parts))",
            "<a id=\"nestedatt--parts\"></a>\n### Nested Schema for `parts`\n\nRead-Only:\n\n- `weight` \
             (Number) How heavy.",
        ];
        assert_eq!(sections(&Thing::attributes()), expected);
    }
}
