//! The list of fields that a request names, derived from the record type of its answer.

use std::net::IpAddr;

/// A type that can be requested. A record lists its fields; a field within a field has a dotted path.
pub trait Fields {
    /// Adds the paths to request for a value at this path.
    fn add(path: &str, paths: &mut Vec<String>);
}

/// Returns the paths of all fields of a record.
pub fn fields<T: Fields>() -> Vec<String> {
    let mut paths = Vec::new();
    T::add("", &mut paths);
    paths
}

/// Returns the path of a field within the value at a path.
pub fn below(path: &str, field: &str) -> String {
    match path {
        "" => field.to_owned(),
        path => format!("{path}.{field}"),
    }
}

impl<T: Fields> Fields for Option<T> {
    fn add(path: &str, paths: &mut Vec<String>) {
        T::add(path, paths);
    }
}

impl<T: Fields> Fields for Vec<T> {
    fn add(path: &str, paths: &mut Vec<String>) {
        T::add(path, paths);
    }
}

/// Declares a record: the struct itself, and the list of its fields for requests. `kind as "type"` declares a
/// field whose name in the API is a keyword of Rust.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $($(#[$field_meta:meta])* $field_vis:vis $field:ident $(as $api:literal)?: $type:ty,)*
        }
    ) => {
        $(#[$meta])*
        $vis struct $name {
            $($(#[$field_meta])* $(#[serde(rename = $api)])? $field_vis $field: $type,)*
        }

        impl $crate::Fields for $name {
            fn add(path: &str, paths: &mut Vec<String>) {
                $(<$type as $crate::Fields>::add(
                    &$crate::record::below(path, $crate::record::record!(@name $field $($api)?)),
                    paths,
                );)*
            }
        }
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $api:literal) => { $api };
}

/// Declares that fields of these types are requested as a whole: they have no members, or their members
/// differ between releases.
macro_rules! requested_whole {
    ($($name:ty),+) => {
        $(impl $crate::Fields for $name {
            fn add(path: &str, paths: &mut Vec<String>) {
                paths.push(path.to_owned());
            }
        })+
    };
}

pub(crate) use {record, requested_whole};

requested_whole!(String, bool, u32, u64, IpAddr);

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::Reference;

    record! {
        #[derive(Deserialize)]
        #[expect(dead_code, reason = "only its fields matter")]
        struct Sample {
            name: String,
            kind as "type": Option<bool>,
            #[serde(default)]
            svm: Reference,
            #[serde(default)]
            aggregates: Vec<Reference>,
        }
    }

    #[test]
    fn every_field_is_requested_by_its_path() {
        let expected = ["name", "type", "svm.name", "svm.uuid", "aggregates.name", "aggregates.uuid"];
        assert_eq!(fields::<Sample>(), expected);
    }
}
