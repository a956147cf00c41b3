//! [`Recorded`]: a model whose attributes are mapped to the fields of an API.

mod convert;
#[cfg(test)]
mod tests;

pub use convert::{FromRecord, IntoBody, named, shown};

use crate::model::{Field, Model};
use crate::value::Attr;

/// A model whose attributes are mapped to an API: to the record that a read returns, and to the body that a
/// write sends.
///
/// Derive it together with the model. The struct names both types, and every attribute states its mapping:
///
/// | keyword | meaning |
/// |---|---|
/// | `api(a.b)` | observed at `record.a.b`; an error of the API about `a.b`, `a.b.c` or `a` is about this attribute |
/// | `api(a.b, read = path)` | likewise, with a function of [`FromRecord::from_record`]'s signature in its place |
/// | `body(a.b)` | a write puts it at `body.a.b`; errors as above |
/// | `body(a.b, write = path)` | likewise, with a function of [`IntoBody::to_field`]'s signature in its place |
/// | `derived` | the resource's own code computes it from several fields of the record, or from something else |
/// | `local` | the API does not know it |
///
/// A group of attributes (`flatten`) has its own table for the same record and body, unless the group is
/// marked `derived` or `local`.
///
/// An error is never about an attribute that only the provider sets, because the user could not correct it.
///
/// ```
/// use tfplugin_core::{Attr, Model, Recorded};
///
/// # #[derive(Default)] struct Reference { name: Option<String> }
/// /// The record that the API returns.
/// struct Machine { uuid: String, zone: Reference, size: Option<u32> }
///
/// /// The body that is sent to the API.
/// #[derive(Default, PartialEq, Debug)]
/// struct MachineBody { size: Option<u32> }
///
/// /// A machine.
/// #[derive(Debug, Clone, PartialEq, Default, Model)]
/// #[model(record = Machine, body = MachineBody)]
/// struct MachineModel {
///     /// UUID.
///     #[attr(computed, stable, api(uuid))]
///     id: Attr<String>,
///     /// Zone.
///     #[attr(required, api(zone.name))]
///     zone: Attr<String>,
///     /// Size.
///     #[attr(optional, api(size), body(size))]
///     size: Attr<i64>,
///     /// Whether a destroy is refused.
///     #[attr(optional, default = false, local)]
///     protected: Attr<bool>,
/// }
///
/// let stored = MachineModel { size: Attr::Known(2), protected: Attr::Known(true), ..MachineModel::default() };
/// let record = Machine { uuid: "1-2".into(), zone: Reference { name: Some("a".into()) }, size: Some(4) };
/// let now = stored.observed(&record);
/// assert_eq!((&now.size, &now.protected), (&Attr::Known(4), &Attr::Known(true)));
/// assert_eq!(stored.changes(&now), MachineBody { size: Some(2) });
/// assert_eq!(MachineModel::attribute_of("zone"), Some("zone"));
/// ```
pub trait Recorded: Model {
    /// The record that a read returns.
    type Record;
    /// The body that a write sends; `()` for an object that is only read.
    type Body: Default + PartialEq;

    /// Fields of the API, and the attribute that an error about each field is about, without those of groups.
    /// [`Recorded::attribute_of`] looks up a field.
    const API_FIELDS: &'static [(&'static str, &'static str)];

    /// Returns the object as the record shows it. Attributes without `api`, and attributes that cannot hold
    /// the observed value (such as a name that its type refuses), keep the value of `self`.
    #[must_use]
    fn observed(&self, record: &Self::Record) -> Self;

    /// Returns the body of a create: every attribute that has a place in the body and is known.
    fn body(&self) -> Self::Body {
        let mut body = Self::Body::default();
        self.write_to(&mut body);
        body
    }

    /// Returns the body of a change from `now` to this object: every value that is known and does not mean
    /// the same as in `now`.
    fn changes(&self, now: &Self) -> Self::Body {
        let mut body = Self::Body::default();
        self.write_changes_to(now, &mut body);
        body
    }

    /// Adds the attributes of a create to `body`.
    fn write_to(&self, body: &mut Self::Body);

    /// Adds the attributes of a change from `now` to this object to `body`.
    fn write_changes_to(&self, now: &Self, body: &mut Self::Body);

    /// Returns the attribute that an error about exactly this field is about.
    #[must_use]
    fn attribute_at(field: &str) -> Option<&'static str> {
        attribute_in(Self::API_FIELDS, field)
    }

    /// Returns the attribute that an error of the API about `field` is about. A path below a known field
    /// belongs to that field.
    #[must_use]
    fn attribute_of(field: &str) -> Option<&'static str> {
        let mut field = field;
        loop {
            if let Some(attribute) = Self::attribute_at(field) {
                return Some(attribute);
            }
            (field, _) = field.rsplit_once('.')?;
        }
    }
}

/// The attribute of a field, by a table of fields and attributes.
#[must_use]
pub fn attribute_in(fields: &'static [(&'static str, &'static str)], field: &str) -> Option<&'static str> {
    fields.iter().find(|(known, _)| *known == field).map(|(_, attribute)| *attribute)
}

impl<T: Field> Attr<T> {
    /// Whether both are null, both are unknown, or both have values that mean the same.
    pub fn means_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Known(value), Self::Known(other)) => value.means_the_same(other),
            (value, other) => value == other,
        }
    }

    /// Returns the value that a change from `now` has to send: a known value that does not mean the same as
    /// `now`.
    pub fn changed_from(&self, now: &Self) -> Option<&T> {
        self.known().filter(|_| !self.means_the_same(now))
    }
}
