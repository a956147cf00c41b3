//! Request bodies. A body has the structure of the API, and values equal to the default are not sent.

/// Declares a body whose fields are sent only if they differ from their default.
macro_rules! body {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
        $vis struct $name {
            $(
                $(#[$field_meta])*
                #[serde(skip_serializing_if = "crate::body::is_default")]
                $field_vis $field: $type,
            )*
        }
    };
}

pub(crate) use body;

/// Whether a value equals its default and is therefore not sent.
pub fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
