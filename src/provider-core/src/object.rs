//! [`OntapModel`]: what is decided about an object that ONTAP keeps, apart from what is particular to it.

use serde::Serialize;
use serde_json::Value as Json;
use tfplugin_core::{Attr, Diagnostics, Model, Outcome, Recorded, Timeouts};

use crate::unfinished::Values;

/// The model of an object that ONTAP keeps. Such an object has `id`, ONTAP's uuid, and `complete`, which says whether its
/// create came to an end.
pub trait OntapModel: Model + PartialEq {
    /// What a read finds.
    type Found: Send + Sync;

    /// The resource's type, for messages, such as `cvo_lif`.
    const TYPE: &'static str;

    /// The attribute `id`.
    fn id(&self) -> &Attr<String>;
    /// The attribute `complete`.
    fn complete(&self) -> &Attr<bool>;
    /// The attribute `timeouts`.
    fn timeouts(&self) -> &Attr<Timeouts>;

    /// What messages call it, inside of a sentence: `LIF nas of storage VM svm_2`.
    fn describe(&self) -> String;
    /// The id that it is imported by, as far as the state says it.
    fn import_id(&self) -> Option<String>;
    /// What the state lacks of the attributes that name the object where its uuid is not known.
    fn missing(&self) -> Vec<&'static str>;

    /// The uuid of what was found.
    fn uuid(found: &Self::Found) -> &str;
    /// The state after a look.
    #[must_use]
    fn seen(&self, found: &Self::Found) -> Self;
    /// The state of an import.
    fn imported(found: &Self::Found) -> Self;
    /// The state of an object that exists and was not read back yet, or of which nobody knows whether it exists (`uuid` is
    /// absent).
    #[must_use]
    fn begun(&self, uuid: Option<&str>) -> Self;
    /// What a create sends, by attribute.
    fn values_sent(&self) -> Values;

    /// Whether nothing changes but what no API knows.
    fn differs_only_here(&self, prior: &Self) -> bool;

    /// Refuses what the stored uuid leads to where it cannot be the object of the state. `is_remembered`: the uuid is kept
    /// beside the state too.
    ///
    /// # Errors
    /// The differences, with the way out.
    fn refuse_another(&self, found: &Self::Found, is_remembered: bool) -> Outcome<()>;
    /// Refuses to delete what is not as the state says.
    ///
    /// # Errors
    /// The differences, with the way out.
    fn refuse_unlike(&self, found: &Self::Found) -> Outcome<()>;

    /// The same at the beginning of a sentence.
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
        crate::identity::gone(&self.describe())
    }
}

/// What a create of this object sends, as text by attribute: its body, taken apart.
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
        values.insert(attribute, Some(text));
    }
}
