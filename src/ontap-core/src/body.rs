//! What is sent. A body has the API's own paths, and what is left as it is by default is not sent.

/// Declares a body: each field is sent only where it differs from its default.
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

/// Whether a value is the one that is not sent.
pub fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
