//! Objects that a `moved` block takes over from NetApp's provider `netapp-ontap`: what its state says becomes
//! the first state here, and the read that follows fills in the rest. Pure.

use serde_json::{Map, Value as Json};
use tfplugin_core::{Attr, Diagnostics, Invalid, MovedFrom, Outcome, Text, quoted};

use crate::object::OntapModel;

/// Namespace and type of the provider whose objects are taken over, on whichever registry.
const PROVIDER: &str = "netapp/netapp-ontap";

/// A model whose objects can be taken over.
pub trait Moved: OntapModel {
    /// The types of the source, one for each name that NetApp gave it.
    const SOURCES: &'static [&'static str];

    /// Returns the first state. What the source does not say is null; what no API knows has its default.
    fn moved(source: &mut Foreign<'_>) -> Self;
}

/// Returns the first state of an object that is taken over.
///
/// # Errors
/// The source is of another type or of another provider, or its state lacks the uuid or says something that
/// cannot be. The message names the ways out.
pub fn moved<M: Moved>(source: &MovedFrom) -> Outcome<M> {
    if !source.is_of(PROVIDER) || !M::SOURCES.contains(&source.type_name.as_str()) {
        return Err(unknown_source::<M>(source));
    }
    let Json::Object(state) = &source.state else {
        return Err(unusable::<M>(source, None, "Its state is no object."));
    };
    let mut foreign = Foreign { state, faults: Vec::new() };
    let model = M::moved(&mut foreign);
    let mut diagnostics = Diagnostics::new();
    for Fault { attribute, why } in foreign.faults {
        diagnostics.extend(unusable::<M>(source, Some(attribute), &why));
    }
    diagnostics.into_result().map(|()| model)
}

/// What is wrong with the state of the source.
#[derive(Debug)]
struct Fault {
    /// The attribute here that would get its value.
    attribute: &'static str,
    why: String,
}

/// The state of the source, read attribute by attribute. Numbers and texts that spell them mean the same.
#[derive(Debug)]
pub struct Foreign<'a> {
    state: &'a Map<String, Json>,
    faults: Vec<Fault>,
}

impl<'a> Foreign<'a> {
    /// Returns the uuid that ONTAP gave the object, which is the attribute `id` there and here.
    pub fn uuid(&mut self) -> Attr<String> {
        let id = self.text::<String>("id", "id");
        match id.known() {
            Some(uuid) if ontap_core::is_uuid(uuid) => return id,
            Some(other) => self.fault("id", format!("Its id is {}, which is no uuid.", quoted(other))),
            None => self.lacks("id", "id"),
        }
        Attr::Null
    }

    /// Returns the value at a path such as `ip.address`, for this attribute; its absence is a fault.
    pub fn required<T: Text>(&mut self, attribute: &'static str, path: &str) -> Attr<T> {
        let before = self.faults.len();
        let value = self.text(attribute, path);
        if value.is_null() && self.faults.len() == before {
            self.lacks(attribute, path);
        }
        value
    }

    /// Returns the value at a path such as `ip.address`, for this attribute; null if there is none.
    pub fn text<T: Text>(&mut self, attribute: &'static str, path: &str) -> Attr<T> {
        let text = match self.at(path) {
            Json::Null => return Attr::Null,
            Json::String(text) => text.clone(),
            Json::Number(number) => number.to_string(),
            Json::Bool(_) | Json::Array(_) | Json::Object(_) => {
                self.fault(attribute, format!("Its {path} is neither a text nor a number."));
                return Attr::Null;
            }
        };
        self.parsed(attribute, path, T::parse(&text))
    }

    /// Returns the number at a path, for this attribute; null if there is none.
    pub fn number(&mut self, attribute: &'static str, path: &str) -> Attr<i64> {
        let text = self.text::<String>(attribute, path);
        let Some(text) = text.known() else { return Attr::Null };
        let number = text.parse().map_err(|_| Invalid(format!("{} is no number.", quoted(text))));
        self.parsed(attribute, path, number)
    }

    /// Returns the elements of the list at a path; `None` if there is none.
    pub fn list(&mut self, attribute: &'static str, path: &str) -> Option<&'a [Json]> {
        match self.at(path) {
            Json::Array(items) => return Some(items),
            Json::Null => {}
            _ => self.fault(attribute, format!("Its {path} is no list.")),
        }
        None
    }

    /// Notes what is wrong, as a sentence.
    pub fn fault(&mut self, attribute: &'static str, why: impl Into<String>) {
        self.faults.push(Fault { attribute, why: why.into() });
    }

    fn lacks(&mut self, attribute: &'static str, path: &str) {
        self.fault(attribute, format!("Its state lacks {path}."));
    }

    fn parsed<T>(&mut self, attribute: &'static str, path: &str, parsed: Result<T, Invalid>) -> Attr<T> {
        match parsed {
            Ok(value) => Attr::Known(value),
            Err(Invalid(why)) => {
                self.fault(attribute, format!("Its {path} cannot be used: {why}"));
                Attr::Null
            }
        }
    }

    fn at(&self, path: &str) -> &'a Json {
        let mut names = path.split('.');
        let first = names.next().and_then(|name| self.state.get(name)).unwrap_or(&Json::Null);
        names.fold(first, |object, name| object.get(name).unwrap_or(&Json::Null))
    }
}

fn unknown_source<M: Moved>(source: &MovedFrom) -> Diagnostics {
    let (target, type_name) = (M::TYPE, quoted(&source.type_name));
    Diagnostics::error(
        format!("{type_name} of {} cannot be moved to {target}", quoted(&source.provider_address)),
        format!(
            "{target} takes over {} of the provider {PROVIDER}, and nothing else. {}",
            M::SOURCES.join(" and "),
            ways_out::<M>(source)
        ),
    )
}

fn unusable<M: Moved>(source: &MovedFrom, attribute: Option<&'static str>, why: &str) -> Diagnostics {
    let named = source.state.get("name").and_then(Json::as_str);
    let named = named.map(|name| format!(" {}", quoted(name))).unwrap_or_default();
    let summary = format!("{}{named} cannot be moved to {}", source.type_name, M::TYPE);
    let detail = format!("{why} Nothing was changed. {}", ways_out::<M>(source));
    match attribute {
        Some(attribute) => Diagnostics::error_at(attribute, summary, detail),
        None => Diagnostics::error(summary, detail),
    }
}

/// Says how the object gets here without a move.
fn ways_out<M: Moved>(source: &MovedFrom) -> String {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let from = if !source.type_name.is_empty() && source.type_name.chars().all(is_name) {
        &source.type_name
    } else {
        "TYPE"
    };
    format!(
        "To take over an object without a move, write an import and a removed block in place of the moved \
         block:\n\nimport {{\n  to = {}.NAME\n  id = \"{}\"\n}}\n\nremoved {{\n  from = {from}.NAME\n  \
         lifecycle {{\n    destroy = false\n  }}\n}}\n\nThe id may also be the {}'s uuid.",
        M::TYPE,
        M::IMPORT_ID.join("/"),
        M::KIND
    )
}

#[cfg(test)]
#[path = "moved_tests.rs"]
mod tests;
