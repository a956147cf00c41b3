//! Whether an object is the one that its state is about.

use ontap_core::Cluster;
use tfplugin_core::{Diagnostics, Outcome};

/// The id of a state is not the one that was remembered with it.
pub fn another(object: &str, id: &str, remembered: &str) -> Diagnostics {
    Diagnostics::error(
        format!("The state of {object} names another object"),
        format!(
            "It has the id {id}, and what was made or imported has the uuid {remembered}: the state was edited or damaged. \
             Restore the state from a backup, or remove the object from it with \"terraform state rm\" \
             and import it with {remembered} as id."
        ),
    )
}

/// An object was made on another cluster than the one that answers.
/// `endpoint_variable` is the variable of the environment that stands in for the provider's endpoint.
pub fn on_another_cluster(
    object: &str,
    recorded: &str,
    now: &Cluster,
    endpoint_variable: &str,
) -> Diagnostics {
    Diagnostics::error(
        format!("{object} belongs to another cluster"),
        format!(
            "It was made on the cluster with uuid {recorded}, but the provider's endpoint leads to cluster {} with \
             uuid {}. Correct endpoint or {endpoint_variable}; if the object really is to be forgotten, use \"terraform state \
             rm\".",
            now.name, now.uuid
        ),
    )
}

/// An object is not on the cluster that answers, and nobody knows which one it was made on.
/// `endpoint_variable` as in [`on_another_cluster`].
pub fn not_on_this_cluster(object: &str, endpoint_variable: &str) -> Diagnostics {
    Diagnostics::error(
        format!("{object} is not on this cluster"),
        format!(
            "The state does not say which cluster it was made on, so that it may be on another one, and it is not taken for gone. \
             Check endpoint ({endpoint_variable}). If it was deleted, forget it with \"terraform state rm\"."
        ),
    )
}

/// An object that was to be changed was deleted meanwhile.
pub fn gone(object: &str) -> Diagnostics {
    Diagnostics::error(
        format!("Could not change {object}: it is gone"),
        "It was deleted outside of Terraform since it was last read. Run Terraform again: the next plan \
         shows what is to be made.",
    )
}

/// What of an object is not as its state says, for messages: attribute, state, reality.
pub struct Difference<'a> {
    /// Such as `name`.
    pub attribute: &'a str,
    /// What the state says.
    pub stored: Option<String>,
    /// What is there.
    pub found: Option<String>,
}

/// Refuses to delete what is not what its state says (what the state does not say is not compared).
pub fn refuse_unlike(object: &str, differences: &[Difference<'_>]) -> Outcome<()> {
    let unlike =
        |difference: &&Difference<'_>| difference.stored.is_some() && difference.stored != difference.found;
    let told: Vec<_> = differences.iter().filter(unlike).map(Difference::sentence).collect();
    if told.is_empty() {
        return Ok(());
    }
    Err(Diagnostics::error(
        format!("What is there is not the {object} of the state"),
        format!(
            "{}. Nothing was deleted. If it is the right object and was changed outside of Terraform, run \"terraform apply \
             -refresh-only\" first, so that the state knows it; else restore the state from a backup, or remove the object from \
             it with \"terraform state rm\".",
            told.join("; ")
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
    use super::*;

    fn difference(stored: Option<&str>, found: Option<&str>) -> Difference<'static> {
        Difference { attribute: "name", stored: stored.map(str::to_owned), found: found.map(str::to_owned) }
    }

    #[test]
    fn what_differs_from_its_state_is_not_deleted_and_both_are_named() {
        let refused = refuse_unlike("storage VM a", &[difference(Some("a"), Some("b"))]).unwrap_err();
        let detail = &refused.iter().next().unwrap().detail;
        assert!(detail.starts_with("name is \"a\" in the state and \"b\" on the system."), "{detail}");
        assert!(refuse_unlike("storage VM a", &[difference(Some("a"), None)]).is_err());
    }

    #[test]
    fn what_the_state_does_not_say_is_not_compared() {
        assert_eq!(
            refuse_unlike("x", &[difference(None, Some("b")), difference(Some("a"), Some("a"))]),
            Ok(())
        );
    }
}
