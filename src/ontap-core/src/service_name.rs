//! Names of the services that a LIF carries, which ONTAP spells in two ways.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Name of a service, such as `management-dns-client`.
///
/// The CLI separates its words with dashes, the REST API with underscores, and each understands both. Two names are
/// equal when they mean the same service. Whether ONTAP knows the service is not checked here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceName {
    /// As the REST API writes it.
    underscored: String,
}

impl ServiceName {
    /// The name as the REST API writes it, with underscores.
    pub fn underscored(&self) -> &str {
        &self.underscored
    }

    /// The name as the CLI writes it, with dashes.
    pub fn dashed(&self) -> String {
        self.underscored.replace('_', "-")
    }
}

impl From<&str> for ServiceName {
    fn from(text: &str) -> Self {
        Self { underscored: text.replace('-', "_") }
    }
}

/// With dashes, as NetApp's pages and commands have it.
impl fmt::Display for ServiceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.dashed())
    }
}

/// With underscores, as the REST API has it.
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
