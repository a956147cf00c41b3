//! Enumerations of the API that preserve unknown values: a new ONTAP release must not break this client.

/// Declares an enumeration with its spellings in the API, and an `Other` for any unknown spelling.
macro_rules! api_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
            /// A value that this client does not know, as the API spells it.
            Other(String),
        }

        impl $name {
            /// The spellings of all known values.
            pub const VALUES: &'static [&'static str] = &[$($text,)+];

            /// Returns the value as the API spells it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(text) => text,
                }
            }
        }

        $crate::record::requested_whole!($name);

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                Ok(Self::from(String::deserialize(deserializer)?.as_str()))
            }
        }
    };
}

pub(crate) use api_enum;

#[cfg(test)]
mod tests {
    use crate::VolumeType;

    #[test]
    fn unknown_values_survive_a_round_trip() {
        let kinds: Vec<VolumeType> = serde_json::from_str(r#"["rw","new_kind"]"#).unwrap();
        assert_eq!(kinds, [VolumeType::ReadWrite, VolumeType::Other("new_kind".to_owned())]);
        assert_eq!(serde_json::to_string(&kinds).unwrap(), r#"["rw","new_kind"]"#);
        assert_eq!(kinds[1].to_string(), "new_kind");
    }
}
