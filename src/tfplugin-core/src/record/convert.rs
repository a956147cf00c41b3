//! Conversions from the fields of a record to attributes, and from attributes to the fields of a body.

use std::collections::BTreeSet;
use std::fmt::Display;

use crate::model::{Field, Text};
use crate::value::Attr;

/// A type of attribute that can be read from a field of type `A`.
///
/// An `Option<A>` can be read wherever an `A` can: `None` becomes null.
#[diagnostic::on_unimplemented(
    message = "an attribute of type `{Self}` is not read from a field of type `{A}`",
    note = "implement `FromRecord<{A}>` for `{Self}`, or name a function: `api(path, read = function)`"
)]
pub trait FromRecord<A>: Field {
    /// Returns the attribute for a field of the record. A value that the type cannot hold leaves `stored`
    /// unchanged: a refresh must not fail because other tools set a value that this provider would not
    /// accept. A collection with such an element becomes null, so that the plan shows that it differs.
    fn from_record(field: &A, stored: &Attr<Self>) -> Attr<Self>;
}

/// A type of attribute that can be sent as a field of type `A`, which is an `Option`.
#[diagnostic::on_unimplemented(
    message = "an attribute of type `{Self}` is not sent as a field of type `{A}`",
    note = "implement `IntoBody<{A}>` for `{Self}`, or name a function: `body(path, write = function)`"
)]
pub trait IntoBody<A>: Field {
    /// Returns the field to send; `None` for a value that such a field cannot hold, which the attribute's
    /// check refuses earlier.
    fn to_field(&self) -> A;
}

/// Reads a field of the API that has a type of its own and is text to the user: `api(path, read = shown)`.
pub fn shown<A: Display>(field: &Option<A>, _stored: &Attr<String>) -> Attr<String> {
    field.as_ref().map(ToString::to_string).into()
}

/// Sends text as a field that has a type of its own: `body(path, write = named)`.
pub fn named<A: for<'a> From<&'a str>>(text: &str) -> Option<A> {
    Some(A::from(text))
}

impl<A, T: FromRecord<A>> FromRecord<Option<A>> for T {
    fn from_record(field: &Option<A>, stored: &Attr<Self>) -> Attr<Self> {
        field.as_ref().map_or(Attr::Null, |field| T::from_record(field, stored))
    }
}

impl<T: Text> FromRecord<String> for T {
    fn from_record(field: &String, stored: &Attr<Self>) -> Attr<Self> {
        T::parse(field).map_or_else(|_| stored.clone(), Attr::Known)
    }
}

impl<T: Text> IntoBody<Option<String>> for T {
    fn to_field(&self) -> Option<String> {
        Some(self.text())
    }
}

macro_rules! unchanged {
    ($($ty:ty),*) => {
        $(impl FromRecord<$ty> for $ty {
            fn from_record(field: &$ty, _: &Attr<Self>) -> Attr<Self> {
                Attr::Known(*field)
            }
        }

        impl IntoBody<Option<$ty>> for $ty {
            fn to_field(&self) -> Option<$ty> {
                Some(*self)
            }
        })*
    };
}

unchanged!(bool, f64);

macro_rules! whole_numbers {
    ($($number:ty),*) => {
        $(impl FromRecord<$number> for i64 {
            fn from_record(field: &$number, stored: &Attr<Self>) -> Attr<Self> {
                i64::try_from(*field).map_or(*stored, Attr::Known)
            }
        }

        impl IntoBody<Option<$number>> for i64 {
            fn to_field(&self) -> Option<$number> {
                <$number>::try_from(*self).ok()
            }
        })*
    };
}

whole_numbers!(i64, u64, i32, u32, u16, u8);

/// Reads each element; `None`, which becomes null, if the attribute cannot hold one of them: what is there is
/// neither the stored list nor another one that could be shown.
fn each<'a, A: 'a, T: FromRecord<A>, C: FromIterator<T>>(fields: impl Iterator<Item = &'a A>) -> Option<C> {
    fields.map(|field| T::from_record(field, &Attr::Null).into_known()).collect()
}

macro_rules! collections {
    ($(($from:ident, $to:ident $(, $order:ident)*)),*) => {
        $(impl<A: 'static $(+ $order)*, T: FromRecord<A> $(+ $order)*> FromRecord<$from<A>> for $to<T>
        where
            $to<T>: Field,
        {
            fn from_record(fields: &$from<A>, _stored: &Attr<Self>) -> Attr<Self> {
                each(fields.iter()).into()
            }
        }

        impl<A $(: $order)*, T: IntoBody<Option<A>> $(+ $order)*> IntoBody<Option<$from<A>>> for $to<T>
        where
            $to<T>: Field,
        {
            fn to_field(&self) -> Option<$from<A>> {
                self.iter().map(T::to_field).collect()
            }
        })*
    };
}

collections!((Vec, Vec), (Vec, BTreeSet, Ord), (BTreeSet, BTreeSet, Ord));
