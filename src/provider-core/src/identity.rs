//! Whether an object is the one that its state is about.

use ontap_core::Cluster;
use tfplugin_core::{Diagnostics, Identity, Outcome, Text, Value, quoted};

use crate::values::Uuid;

/// The name of the attribute with the uuid of the cluster.
const CLUSTER: &str = "cluster_uuid";

/// The identity of an object that a cluster keeps.
pub trait OfCluster: Identity {
    /// Returns the uuid of the cluster.
    fn cluster(&self) -> &Uuid;
}

/// Returns whether both name the same object, in every attribute.
pub fn is_same<I: Identity>(one: &I, other: &I) -> bool {
    let (one, other) = (one.to_value(), other.to_value());
    I::ATTRIBUTES.iter().all(|attribute| match (one.at(attribute.name), other.at(attribute.name)) {
        (Value::String(one), Value::String(other)) => (attribute.same)(one, other),
        (one, other) => one == other,
    })
}

/// Spells what tells the object from others of its cluster: `uuid = "..."`.
pub fn spelled<I: OfCluster>(identity: &I) -> String {
    let value = identity.to_value();
    let part = |name: &str| match value.at(name) {
        Value::String(text) => Some(format!("{name} = {}", quoted(text))),
        _ => None,
    };
    let names = I::ATTRIBUTES.iter().map(|attribute| attribute.name).filter(|name| *name != CLUSTER);
    names.filter_map(part).collect::<Vec<_>>().join(", ")
}

/// Refuses to import an object by an identity that names another cluster than the one that answers. `kind` is
/// the name of one such object; `endpoint_variable` is as in [`on_another_cluster`].
///
/// # Errors
/// Returns both clusters, and the way out.
pub fn refuse_import_elsewhere<I: OfCluster>(
    identity: &I,
    kind: &str,
    now: &Cluster,
    endpoint_variable: &str,
) -> Outcome<()> {
    if identity.cluster().means_the_same(&now.uuid.as_str().into()) {
        return Ok(());
    }
    Err(Diagnostics::error(
        format!("The {kind} to import is on another cluster"),
        format!(
            "The identity names the {kind} with {} on the cluster with uuid {}, but the provider's endpoint \
             leads to cluster {} with uuid {}. Nothing is imported. Correct endpoint ({endpoint_variable}), or \
             {CLUSTER} in the identity.",
            spelled(identity),
            identity.cluster().text(),
            now.name,
            now.uuid
        ),
    ))
}

/// Returns the error for a state whose id differs from the recorded uuid.
pub fn another(object: &str, id: &str, remembered: &str) -> Diagnostics {
    Diagnostics::error(
        format!("The state of {object} names another object"),
        format!(
            "It has the id {id}, and what was made or imported has the uuid {remembered}: the state was \
             edited or damaged. Restore the state from a backup, or remove the object from it with \
             \"terraform state rm\" and import it with {remembered} as id."
        ),
    )
}

/// Returns the error for an object that was made on another cluster than the one that answers.
/// `endpoint_variable` is the environment variable for the provider's endpoint.
pub fn on_another_cluster(
    object: &str,
    recorded: &str,
    now: &Cluster,
    endpoint_variable: &str,
) -> Diagnostics {
    Diagnostics::error(
        format!("{object} belongs to another cluster"),
        format!(
            "It was made on the cluster with uuid {recorded}, but the provider's endpoint leads to cluster \
             {} with uuid {}. Correct endpoint or {endpoint_variable}; if the object really is to be \
             forgotten, use \"terraform state rm\".",
            now.name, now.uuid
        ),
    )
}

/// Returns the error for an object that is not on the cluster that answers, if it is unknown on which cluster
/// it was made. `endpoint_variable` is as in [`on_another_cluster`].
pub fn not_on_this_cluster(object: &str, endpoint_variable: &str) -> Diagnostics {
    Diagnostics::error(
        format!("{object} is not on this cluster"),
        format!(
            "The state does not say which cluster it was made on, so that it may be on another one, and it \
             is not taken for gone. Check endpoint ({endpoint_variable}). If it was deleted, forget it with \
             \"terraform state rm\"."
        ),
    )
}

/// Returns the error for a change of an object that was deleted in the meantime.
pub fn gone(object: &str) -> Diagnostics {
    Diagnostics::error(
        format!("Could not change {object}: it is gone"),
        "It was deleted outside of Terraform since it was last read. Run Terraform again: the next plan \
         shows what is to be made.",
    )
}

/// An attribute of an object in the state and on the system, for messages.
pub struct Difference<'a> {
    /// The attribute, such as `name`.
    pub attribute: &'a str,
    /// The value in the state; absent if the state does not say.
    pub stored: Option<String>,
    /// The value on the system.
    pub found: Option<String>,
}

/// Refuses to delete an object that differs from its state. Attributes that the state does not say are not
/// compared.
pub fn refuse_unlike(object: &str, differences: &[Difference<'_>]) -> Outcome<()> {
    let unlike =
        |difference: &&Difference<'_>| difference.stored.is_some() && difference.stored != difference.found;
    let sentences: Vec<_> = differences.iter().filter(unlike).map(Difference::sentence).collect();
    if sentences.is_empty() {
        return Ok(());
    }
    Err(Diagnostics::error(
        format!("What is there is not the {object} of the state"),
        format!(
            "{}. Nothing was deleted. If it is the right object and was changed outside of Terraform, run \
             \"terraform apply -refresh-only\" first, so that the state knows it; else restore the state \
             from a backup, or remove the object from it with \"terraform state rm\".",
            sentences.join("; ")
        ),
    ))
}

impl Difference<'_> {
    fn sentence(&self) -> String {
        let text = |value: &Option<String>| {
            value.as_ref().map_or_else(|| "none".to_owned(), |value| format!("{value:?}"))
        };
        format!(
            "{} is {} in the state and {} on the system",
            self.attribute,
            text(&self.stored),
            text(&self.found)
        )
    }
}

#[cfg(test)]
mod tests {
    use ontap_core::Version;

    use super::*;

    /// Something on a cluster.
    #[derive(Debug, Clone, PartialEq, Identity)]
    struct Thing {
        /// The cluster.
        cluster_uuid: Uuid,
        /// The thing.
        uuid: Uuid,
        /// Where it is.
        #[identity(mutable)]
        place: String,
    }

    impl OfCluster for Thing {
        fn cluster(&self) -> &Uuid {
            &self.cluster_uuid
        }
    }

    const CLUSTERS: [&str; 2] =
        ["2d5c7a10-7f0b-11ee-9d20-0a1b2c3d4e5f", "2d5c7a10-7f0b-11ee-9d20-0a1b2c3d4e50"];

    fn thing(cluster: &str, uuid: &str, place: &str) -> Thing {
        Thing { cluster_uuid: cluster.into(), uuid: uuid.into(), place: place.to_owned() }
    }

    #[test]
    fn the_same_object_has_every_attribute_of_the_identity() {
        let [cluster, other] = CLUSTERS;
        let one = thing(cluster, cluster, "a");
        let upper = cluster.to_uppercase();
        for (found, expected) in [
            (thing(cluster, cluster, "a"), true),
            (thing(&upper, &upper, "a"), true),
            (thing(cluster, cluster, "A"), false),
            (thing(cluster, other, "a"), false),
            (thing(other, cluster, "a"), false),
        ] {
            assert_eq!(is_same(&one, &found), expected, "{found:?}");
        }
    }

    #[test]
    fn an_identity_of_another_cluster_is_refused_with_both_clusters() {
        let [here, other] = CLUSTERS;
        let now = Cluster { name: "cvo".into(), uuid: here.into(), version: Version::new(9, 15, 1) };
        let refusal =
            |cluster: &str| refuse_import_elsewhere(&thing(cluster, "u", "a"), "thing", &now, "CVO_ENDPOINT");
        assert_eq!(refusal(&here.to_uppercase()), Ok(()));
        let refusal = format!("{:?}", refusal(other).unwrap_err());
        for part in
            [here, other, "CVO_ENDPOINT", "uuid = \\\"u\\\", place = \\\"a\\\"", "Nothing is imported"]
        {
            assert!(refusal.contains(part), "{part}: {refusal}");
        }
    }

    fn difference(stored: Option<&str>, found: Option<&str>) -> Difference<'static> {
        Difference { attribute: "name", stored: stored.map(str::to_owned), found: found.map(str::to_owned) }
    }

    #[test]
    fn an_object_that_differs_from_its_state_is_not_deleted() {
        let refused = refuse_unlike("storage VM a", &[difference(Some("a"), Some("b"))]).unwrap_err();
        let detail = &refused.iter().next().unwrap().detail;
        assert!(detail.starts_with("name is \"a\" in the state and \"b\" on the system."), "{detail}");
        assert!(refuse_unlike("storage VM a", &[difference(Some("a"), None)]).is_err());
    }

    #[test]
    fn attributes_missing_in_the_state_are_not_compared() {
        assert_eq!(
            refuse_unlike("x", &[difference(None, Some("b")), difference(Some("a"), Some("a"))]),
            Ok(())
        );
    }
}
