//! [`OntapModel`]: decisions that are the same for every type of object that ONTAP keeps, with the parts that
//! each type overrides.

use std::borrow::Borrow;

use ontap_core::Scope;
use serde::Serialize;
use serde_json::Value as Json;
use tfplugin_core::{Attr, Diagnostics, Outcome, Plan, Recorded, Text, Value};

use crate::identity::{self, Difference, OfCluster};
use crate::svm_of::{self, NewName, OfSvm, SvmAttributes};
use crate::unfinished::Values;

/// One request of a change: the action, which completes "Could not …", and the body.
pub type Step<B> = (String, B);

/// Facts about the system that the plan rules of an object need.
#[derive(Debug)]
pub struct Facts<M: OntapModel> {
    /// Who owns the storage VM name in the configuration.
    pub new_name: NewName,
    /// Facts for the rules of this type of object; `None` if they are not needed or not known.
    pub own: Option<M::Facts>,
}

/// The model of a type of object that ONTAP keeps. Every such object has `id`, which is ONTAP's uuid, and
/// `complete`, which says whether its create finished.
pub trait OntapModel: Recorded<Body: Serialize> + OfSvm + Default + PartialEq {
    /// What a read finds: the record, and whatever is read with it.
    type Found: Borrow<Self::Record> + Send + Sync;
    /// Facts that the plan rules need; `()` if they need none.
    type Facts: Send + Sync;
    /// What tells an object from all others, on any cluster.
    type Identity: OfCluster;

    /// The resource type, for messages, such as `cvo_lif`.
    const TYPE: &'static str;
    /// The name of one such object, such as `LIF`; an appended `s` makes the plural.
    const KIND: &'static str;
    /// The attributes that an import id consists of, separated by slashes.
    const IMPORT_ID: &'static [&'static str];
    /// The attributes that identify the object while its uuid is unknown, and that are compared before it is
    /// deleted.
    const IDENTITY: &'static [&'static str];

    /// Returns the attribute `id` ([`crate::own_attributes`]).
    fn id(&self) -> &Attr<String>;
    /// Returns the attribute `complete`.
    fn complete(&self) -> &Attr<bool>;
    /// Returns the identity of an object of the cluster with this uuid; `None` while a part is not known.
    fn identity(&self, cluster: &str) -> Option<Self::Identity>;
    /// Returns the state of an object that exists but was not read back yet. Without `uuid`, it is unknown
    /// whether the object exists.
    #[must_use]
    fn begun(&self, uuid: Option<&str>) -> Self;

    /// Settles attributes that the configuration leaves open. Runs for an untouched object too, which must
    /// stay untouched. `facts` are absent for an untouched object and while the provider is not configured.
    fn settle(_plan: &mut Plan<Self>, _facts: Option<&Self::Facts>) {}

    /// Refuses the plan of a create or a change, or warns about it, once every attribute is settled.
    fn review(_plan: &mut Plan<Self>, _facts: Option<&Self::Facts>) {}

    /// Returns whether this plan changes an attribute that no API knows and that a check depends on. Such a
    /// change is checked before it is stored.
    fn checks_locally(&self, _prior: &Self) -> bool {
        false
    }

    /// Returns the object's name in messages, for use inside a sentence: `LIF nas of storage VM svm_2`.
    /// Unless overridden, it consists of the kind, the attribute `name` if there is one, and the storage VM
    /// if the object belongs to one.
    fn describe(&self) -> String {
        let name = text(self.to_value().at("name")).map(|name| format!(" {name}"));
        let svm = self.svm().map(|(name, _)| name.known().map(Text::text).unwrap_or_default());
        let svm = svm.map(|svm| format!(" of storage VM {svm}"));
        format!("{}{}{}", Self::KIND, name.unwrap_or_default(), svm.unwrap_or_default())
    }

    /// Returns the object's import id, if the state has all its parts.
    fn import_id(&self) -> Option<String> {
        let object = self.to_value();
        let parts: Option<Vec<_>> = Self::IMPORT_ID.iter().map(|name| text(object.at(name))).collect();
        Some(parts?.join("/"))
    }

    /// Returns the state after a read.
    #[must_use]
    fn seen(&self, found: &Self::Found) -> Self {
        self.observed(found.borrow())
    }

    /// Returns the state after an import.
    fn imported(found: &Self::Found) -> Self {
        Self::default().seen(found)
    }

    /// Returns the uuid of an object that was found.
    fn uuid(found: &Self::Found) -> String {
        Self::default().observed(found.borrow()).id().value_or_default()
    }

    /// Returns the attributes of [`OntapModel::IDENTITY`] that the state lacks. A storage VM needs name and
    /// uuid.
    fn missing(&self) -> Vec<&'static str> {
        let object = self.to_value();
        let is_known = |name: &str| text(object.at(name)).is_some();
        let lacks = |name: &&str| !is_known(name) || *name == "svm_id" && !is_known("svm_name");
        let label = |name: &'static str| if name == "svm_id" { "svm_name or svm_id" } else { name };
        Self::IDENTITY.iter().copied().filter(lacks).map(label).collect()
    }

    /// Returns what a create sends, by attribute.
    fn values_sent(&self) -> Values {
        values_of_body(self)
    }

    /// Refuses an object with the stored uuid that cannot be the object of the state. `is_remembered` says
    /// that the uuid is kept outside the state as well.
    ///
    /// # Errors
    /// Returns the differences, with the way out.
    fn refuse_another(&self, found: &Self::Found, _is_remembered: bool) -> Outcome<()> {
        self.refuse_unlike(found)
    }

    /// Refuses to delete an object that differs from its state.
    ///
    /// # Errors
    /// Returns the differences, with the way out.
    fn refuse_unlike(&self, found: &Self::Found) -> Outcome<()> {
        refuse_differences(self, found)
    }

    /// Refuses an object that was read back after a create and is not the requested one, because ONTAP's
    /// answer named another object.
    ///
    /// # Errors
    /// Returns the differences, with the way out.
    fn refuse_made(&self, found: &Self::Found) -> Outcome<()> {
        self.refuse_unlike(found)
    }

    /// Refuses a change of an object whose storage VM is not the one of the plan; `self` is the plan.
    ///
    /// # Errors
    /// Returns both storage VMs, and the way out.
    fn refuse_other_svm(&self, found: &Self::Found) -> Outcome<()> {
        let found = Self::default().seen(found);
        let (Some(there), Some(wanted)) = (found.svm(), self.svm()) else { return Ok(()) };
        let names = |(name, id): SvmAttributes<'_>| [name.known().map(Text::text), id.known().cloned()];
        svm_of::refuse_difference(names(there), names(wanted), &found.subject())
    }

    /// Refuses to import an object that this resource does not manage.
    ///
    /// # Errors
    /// Returns the reason.
    fn refuse_unmanaged(_record: &Self::Record) -> Outcome<()> {
        Ok(())
    }

    /// Refuses to import an object of which not enough could be read.
    ///
    /// # Errors
    /// What could not be read.
    fn refuse_import(_found: &Self::Found) -> Outcome<()> {
        Ok(())
    }

    /// Returns the requests that change the object from `now` to this plan, in an order that ONTAP accepts.
    fn steps(&self, now: &Self) -> Vec<Step<Self::Body>> {
        let changes = self.changes(now);
        let is_empty = changes == Self::Body::default();
        if is_empty { Vec::new() } else { vec![(format!("change {}", now.describe()), changes)] }
    }

    /// Returns the object's name in messages, for the beginning of a sentence.
    fn subject(&self) -> String {
        let described = self.describe();
        described.chars().take(1).flat_map(char::to_uppercase).chain(described.chars().skip(1)).collect()
    }

    /// Returns whether a create began and it is unknown whether it made anything.
    fn is_unseen(&self) -> bool {
        self.id().is_null() && *self.complete() == Attr::Known(false)
    }

    /// Returns the error for a change of an object that was deleted in the meantime.
    fn gone(&self) -> Diagnostics {
        identity::gone(&self.describe())
    }
}

/// Applies the plan rules that all objects have. An untouched object gets neither a refusal nor a warning.
pub fn rules<M: OntapModel>(plan: &mut Plan<M>, facts: Option<&Facts<M>>) {
    let own = facts.and_then(|facts| facts.own.as_ref());
    M::settle(plan, own);
    svm_of::settle(plan, facts.map(|facts| &facts.new_name));
    if !plan.is_untouched() {
        M::review(plan, own);
    }
}

/// Returns the error for a create when there is an object already that the new one could not be told apart
/// from.
pub fn exists_already<M: OntapModel>(there: &M::Found) -> Diagnostics {
    let found = M::imported(there);
    let attribute = M::IMPORT_ID.last().copied().unwrap_or("id");
    Diagnostics::error_at(
        attribute,
        format!("{} exists already", found.subject()),
        format!(
            "It has uuid {}. Choose another {attribute}, or, if no configuration manages it yet, take it over with \
             \"terraform import\" and {} as id.",
            M::uuid(there),
            found.import_id().unwrap_or_default()
        ),
    )
}

/// Refuses an object of the cluster, for [`OntapModel::refuse_unmanaged`] of a resource that manages those of
/// storage VMs. `subject` is the object at the beginning of a sentence.
///
/// # Errors
/// The object belongs to no storage VM.
pub fn refuse_of_cluster<M: OntapModel>(subject: &str, scope: Option<&Scope>) -> Outcome<()> {
    if scope != Some(&Scope::Cluster) {
        return Ok(());
    }
    let (kind, type_name) = (M::KIND, M::TYPE);
    Err(Diagnostics::error(
        format!("{subject} belongs to no storage VM"),
        format!(
            "{type_name} manages {kind}s of storage VMs; those of the cluster and its nodes belong to the \
             system."
        ),
    ))
}

/// Refuses an object that differs in an attribute of [`OntapModel::IDENTITY`].
///
/// # Errors
/// Returns the differences, with the way out.
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

/// Implements the accessors of the attributes that every [`OntapModel`] has, from the fields of the same
/// names.
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

/// Returns a value as text, or `None` if it is unknown or null.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns what a create of this object sends, as text by attribute. The values of several fields of one
/// attribute, such as address and mask of a destination, are joined with a slash.
pub fn values_of_body<M: Recorded<Body: Serialize>>(model: &M) -> Values {
    let mut values = Values::new();
    let body = serde_json::to_value(model.body()).unwrap_or_default();
    collect_values::<M>(&body, "", &mut values);
    values
}

fn collect_values<M: Recorded>(value: &Json, path: &str, values: &mut Values) {
    if let Json::Object(fields) = value {
        for (name, field) in fields {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            collect_values::<M>(field, &path, values);
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
