//! [`MovedFrom`]: an object of another resource that a `moved` block turns into one of this provider.

use std::fmt;

use serde_json::Value as Json;

/// An object of another resource, mostly of another provider, as its provider stored it.
#[derive(Clone, PartialEq)]
pub struct MovedFrom {
    /// Source address of its provider, such as `registry.terraform.io/netapp/netapp-ontap`.
    pub provider_address: String,
    /// Its type, such as `netapp-ontap_svm`.
    pub type_name: String,
    /// Version of the schema that its state was written for.
    pub schema_version: i64,
    /// Its state, in the JSON form of the state file. An object.
    pub state: Json,
    /// The private data that its provider stored with it, in whatever form.
    pub private: Vec<u8>,
    /// Its identity, where it has one.
    pub identity: Option<Json>,
}

impl MovedFrom {
    /// Whether it is of a provider with this namespace and name, such as `netapp/netapp-ontap`. The registry is
    /// not looked at: Terraform and OpenTofu have different ones, and a mirror may have any name.
    #[must_use]
    pub fn is_of(&self, provider: &str) -> bool {
        let own: Vec<_> = self.provider_address.split('/').collect();
        let ([namespace, name] | [_, namespace, name]) = own[..] else { return false };
        provider.split_once('/').is_some_and(|(wanted, wanted_name)| {
            namespace.eq_ignore_ascii_case(wanted) && name.eq_ignore_ascii_case(wanted_name)
        })
    }

    /// Returns a text of the state; `None` if it is null, empty or not there.
    #[must_use]
    pub fn text(&self, attribute: &str) -> Option<&str> {
        self.state.get(attribute)?.as_str().filter(|text| !text.is_empty())
    }
}

/// Shows what it is and not its state, which may hold a secret.
impl fmt::Debug for MovedFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MovedFrom")
            .field("provider_address", &self.provider_address)
            .field("type_name", &self.type_name)
            .field("schema_version", &self.schema_version)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn moved(provider_address: &str) -> MovedFrom {
        MovedFrom {
            provider_address: provider_address.to_owned(),
            type_name: "cloud_disk".to_owned(),
            schema_version: 0,
            state: json!({ "name": "a", "label": "", "size": 3, "password": "hidden" }),
            private: Vec::new(),
            identity: None,
        }
    }

    #[test]
    fn a_provider_is_the_same_in_every_registry() {
        for (address, is_it) in [
            ("registry.terraform.io/netapp/netapp-ontap", true),
            ("registry.opentofu.org/NetApp/netapp-ontap", true),
            ("netapp/netapp-ontap", true),
            ("registry.terraform.io/hashicorp/netapp-ontap", false),
            ("registry.terraform.io/netapp/ontap", false),
            ("a/b/netapp/netapp-ontap", false),
            ("netapp-ontap", false),
            ("", false),
        ] {
            assert_eq!(moved(address).is_of("netapp/netapp-ontap"), is_it, "{address}");
        }
    }

    #[test]
    fn only_a_text_that_says_something_is_one() {
        let moved = moved("");
        let texts = ["name", "label", "size", "gone"].map(|attribute| moved.text(attribute));
        assert_eq!(texts, [Some("a"), None, None, None]);
    }

    #[test]
    fn its_state_is_not_shown() {
        let shown = format!("{:?}", moved("a/b"));
        assert!(shown.contains("cloud_disk") && !shown.contains("hidden"), "{shown}");
    }
}
