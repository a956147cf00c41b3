//! [`OntapModel`]: what is decided about an object that ONTAP keeps, apart from what is particular to it.

use std::borrow::Borrow;

use serde::Serialize;
use serde_json::Value as Json;
use tfplugin_core::{Attr, Diagnostics, Outcome, Recorded, Value};

use crate::identity::{self, Difference};
use crate::svm_of;
use crate::unfinished::Values;

/// One request of a change: what it does, for "Could not …", and what it sends.
pub type Step<B> = (String, B);

/// The model of an object that ONTAP keeps. Such an object has `id`, ONTAP's uuid, and `complete`, which says whether its
/// create came to an end.
pub trait OntapModel: Recorded<Body: Serialize> + Default + PartialEq {
    /// What a read finds: the record, and whatever is read with it.
    type Found: Borrow<Self::Record> + Send + Sync;

    /// The resource's type, for messages, such as `cvo_lif`.
    const TYPE: &'static str;
    /// What one of them is called, such as `LIF`; several of them have an `s` more.
    const KIND: &'static str;
    /// The attributes that an import id consists of, with a slash between them.
    const IMPORT_ID: &'static [&'static str];
    /// The attributes that name the object where its uuid is not known, and that it is compared by before it is deleted.
    const IDENTITY: &'static [&'static str];

    /// The attribute `id` ([`crate::own_attributes`]).
    fn id(&self) -> &Attr<String>;
    /// The attribute `complete`.
    fn complete(&self) -> &Attr<bool>;
    /// The state of an object that exists and was not read back yet, or of which nobody knows whether it exists (`uuid` is
    /// absent).
    #[must_use]
    fn begun(&self, uuid: Option<&str>) -> Self;

    /// What messages call it, inside of a sentence: `LIF nas of storage VM svm_2`.
    fn describe(&self) -> String;

    /// The id that it is imported by, as far as the state says it.
    fn import_id(&self) -> Option<String> {
        let object = self.to_value();
        let parts: Option<Vec<_>> = Self::IMPORT_ID.iter().map(|name| text(object.at(name))).collect();
        Some(parts?.join("/"))
    }

    /// The state after a look.
    #[must_use]
    fn seen(&self, found: &Self::Found) -> Self {
        self.observed(found.borrow())
    }

    /// The state of an import.
    fn imported(found: &Self::Found) -> Self {
        Self::default().seen(found)
    }

    /// The uuid of what was found.
    fn uuid(found: &Self::Found) -> String {
        Self::default().observed(found.borrow()).id().value_or_default()
    }

    /// What the state lacks of [`OntapModel::IDENTITY`]. A storage VM is named by name and uuid.
    fn missing(&self) -> Vec<&'static str> {
        let object = self.to_value();
        let is_known = |name: &str| text(object.at(name)).is_some();
        let lacks = |name: &&str| !is_known(name) || *name == "svm_id" && !is_known("svm_name");
        let label = |name: &'static str| if name == "svm_id" { "svm_name or svm_id" } else { name };
        Self::IDENTITY.iter().copied().filter(lacks).map(label).collect()
    }

    /// What a create sends, by attribute.
    fn values_sent(&self) -> Values {
        values_of_body(self)
    }

    /// Refuses what the stored uuid leads to where it cannot be the object of the state. `is_remembered`: the uuid is kept
    /// beside the state too.
    ///
    /// # Errors
    /// The differences, with the way out.
    fn refuse_another(&self, found: &Self::Found, _is_remembered: bool) -> Outcome<()> {
        self.refuse_unlike(found)
    }

    /// Refuses to delete what is not as the state says.
    ///
    /// # Errors
    /// The differences, with the way out.
    fn refuse_unlike(&self, found: &Self::Found) -> Outcome<()> {
        refuse_differences(self, found)
    }

    /// Refuses what was read back after a create, whose answer named another object.
    ///
    /// # Errors
    /// The differences, with the way out.
    fn refuse_made(&self, found: &Self::Found) -> Outcome<()> {
        self.refuse_unlike(found)
    }

    /// Refuses to change what belongs to another storage VM than the plan, which this is, says.
    ///
    /// # Errors
    /// Both storage VMs, and the way out.
    fn refuse_other_svm(&self, found: &Self::Found) -> Outcome<()> {
        let found = Self::default().seen(found);
        let names = |model: &Self| ["svm_name", "svm_id"].map(|name| text(model.to_value().at(name)));
        svm_of::refuse_difference(names(&found), names(self), &found.subject())
    }

    /// Refuses to import what this resource does not manage.
    ///
    /// # Errors
    /// Why not.
    fn refuse_unmanaged(_record: &Self::Record) -> Outcome<()> {
        Ok(())
    }

    /// The requests that turn what is there, `now`, into this plan, in the order that ONTAP accepts.
    fn steps(&self, now: &Self) -> Vec<Step<Self::Body>> {
        let changes = self.changes(now);
        let is_empty = changes == Self::Body::default();
        if is_empty { Vec::new() } else { vec![(format!("change {}", now.describe()), changes)] }
    }

    /// What messages call it at the beginning of a sentence.
    fn subject(&self) -> String {
        let described = self.describe();
        described.chars().take(1).flat_map(char::to_uppercase).chain(described.chars().skip(1)).collect()
    }

    /// Whether a create began and nobody knows whether it made anything.
    fn is_unseen(&self) -> bool {
        self.id().is_null() && *self.complete() == Attr::Known(false)
    }

    /// Refuses to change what was deleted meanwhile.
    fn gone(&self) -> Diagnostics {
        identity::gone(&self.describe())
    }
}

/// Refuses what differs in one of [`OntapModel::IDENTITY`].
///
/// # Errors
/// The differences, with the way out.
pub fn refuse_differences<M: OntapModel>(stored: &M, found: &M::Found) -> Outcome<()> {
    let found = M::default().seen(found).to_value();
    let object = stored.to_value();
    let difference = |attribute: &&'static str| Difference {
        attribute,
        stored: text(object.at(attribute)),
        found: text(found.at(attribute)),
    };
    let differences: Vec<_> = M::IDENTITY.iter().map(difference).collect();
    identity::refuse_unlike(&stored.describe(), &differences)
}

/// The attributes that every [`OntapModel`] has, of the fields of these names.
#[macro_export]
macro_rules! own_attributes {
    () => {
        fn id(&self) -> &tfplugin_core::Attr<String> {
            &self.id
        }

        fn complete(&self) -> &tfplugin_core::Attr<bool> {
            &self.complete
        }

        fn begun(&self, uuid: Option<&str>) -> Self {
            Self { id: uuid.map(str::to_owned).into(), ..self.clone() }
        }
    };
}

/// A value as text; none of one that is not known.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What a create of this object sends, as text by attribute: its body, taken apart. An attribute that has several fields has a
/// slash between them, such as address and mask of a destination.
pub fn values_of_body<M: Recorded<Body: Serialize>>(model: &M) -> Values {
    let mut values = Values::new();
    let body = serde_json::to_value(model.body()).unwrap_or_default();
    take_apart::<M>(&body, "", &mut values);
    values
}

fn take_apart<M: Recorded>(value: &Json, path: &str, values: &mut Values) {
    if let Json::Object(fields) = value {
        for (name, field) in fields {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            take_apart::<M>(field, &path, values);
        }
    } else if let Some(attribute) = M::attribute_of(path) {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let whole = match values.remove(attribute).flatten() {
            Some(before) => format!("{before}/{text}"),
            None => text,
        };
        values.insert(attribute, Some(whole));
    }
}
