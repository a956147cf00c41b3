//! Names of the services that a LIF carries, for which ONTAP has two spellings.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Name of a service, such as `management-dns-client`.
///
/// The CLI separates the words with hyphens, the REST API with underscores, and each accepts both. Names of
/// the same service are equal. Whether ONTAP knows the service is not checked here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceName {
    /// The REST API's spelling.
    underscored: String,
}

impl ServiceName {
    /// Returns the name in the spelling of the REST API, with underscores.
    pub fn underscored(&self) -> &str {
        &self.underscored
    }

    /// Returns the name in the spelling of the CLI, with hyphens.
    pub fn dashed(&self) -> String {
        self.underscored.replace('_', "-")
    }
}

impl From<&str> for ServiceName {
    fn from(text: &str) -> Self {
        Self { underscored: text.replace('-', "_") }
    }
}

/// Uses hyphens, like NetApp's documentation and commands.
impl fmt::Display for ServiceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.dashed())
    }
}

/// Uses underscores, like the REST API.
impl Serialize for ServiceName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.underscored)
    }
}

impl<'de> Deserialize<'de> for ServiceName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from(String::deserialize(deserializer)?.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dash_and_underscore_mean_the_same() {
        let dashed = ServiceName::from("management-dns-client");
        let mixed = ServiceName::from("management_dns-client");
        assert_eq!(dashed, mixed);
        assert_ne!(dashed, ServiceName::from("management-nis-client"));
        assert_eq!(
            (mixed.underscored(), &mixed.dashed()[..]),
            ("management_dns_client", &*dashed.to_string())
        );
        assert_eq!(serde_json::to_string(&dashed).unwrap(), "\"management_dns_client\"");
        assert_eq!(serde_json::from_str::<ServiceName>("\"management-dns-client\"").unwrap(), mixed);
    }
}
