//! Which fields a request asks for: those of the record that its answer becomes.

use std::net::IpAddr;

/// What can be asked for. A record names its fields, a field within it by a dotted path.
pub trait Fields {
    /// Adds what is asked for of a value that stands at this path.
    fn add(path: &str, paths: &mut Vec<String>);
}

/// The paths of all fields of a record.
pub fn fields<T: Fields>() -> Vec<String> {
    let mut paths = Vec::new();
    T::add("", &mut paths);
    paths
}

/// The path of a field within the value at a path.
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

/// Declares a record: the struct as it stands, and its fields as what is asked for. `kind as "type"` names a field that the API
/// calls by a word of Rust.
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

/// Says of types that a field of theirs is asked for as a whole: it has no members, or they differ between releases.
macro_rules! asked_as_a_whole {
    ($($name:ty),+) => {
        $(impl $crate::Fields for $name {
            fn add(path: &str, paths: &mut Vec<String>) {
                paths.push(path.to_owned());
            }
        })+
    };
}

pub(crate) use {asked_as_a_whole, record};

asked_as_a_whole!(String, bool, u32, u64, IpAddr);

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
    fn every_field_is_asked_for_by_its_path() {
        let expected = ["name", "type", "svm.name", "svm.uuid", "aggregates.name", "aggregates.uuid"];
        assert_eq!(fields::<Sample>(), expected);
    }
}
