//! Names of resources in a configuration, made of the names of their objects.

use std::collections::BTreeSet;

/// The names that are given out, by type. Asked in the same order, it gives the same names.
#[derive(Debug, Default)]
pub struct Names(BTreeSet<(&'static str, String)>);

impl Names {
    /// Returns a name that no other resource of the type has: `wanted` in characters that Terraform allows,
    /// with a number if it is taken.
    pub fn claim(&mut self, type_name: &'static str, wanted: &str) -> String {
        let wanted = allowed(wanted);
        let mut name = wanted.clone();
        let mut number = 2;
        while !self.0.insert((type_name, name.clone())) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        name
    }
}

/// Returns the text with an underscore in place of each character that Terraform may refuse in a name.
fn allowed(text: &str) -> String {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let name: String = text.chars().map(|c| if is_allowed(c) { c } else { '_' }).collect();
    let begins = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    if begins { name } else { format!("_{name}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_allowed_and_unique_within_their_type() {
        let mut names = Names::default();
        let cases = [
            ("cvo_lif", "svm_2_nas", "svm_2_nas"),
            ("cvo_lif", "svm.2:nas", "svm_2_nas_2"),
            ("cvo_lif", "svm/2 nas", "svm_2_nas_3"),
            ("cvo_route", "svm_2_nas", "svm_2_nas"),
            ("cvo_lif", "svm_2_nas_2", "svm_2_nas_2_2"),
            ("cvo_lif", "10.0.1.20", "_10_0_1_20"),
            ("cvo_lif", "-a", "_-a"),
            ("cvo_lif", "größe", "gr__e"),
            ("cvo_lif", "", "_"),
        ];
        for (type_name, wanted, name) in cases {
            assert_eq!(names.claim(type_name, wanted), name, "{wanted}");
        }
    }

    proptest! {
        #[test]
        fn whatever_an_object_is_called_its_name_is_one_for_terraform(all in prop::collection::vec(any::<String>(), 0..9)) {
            let mut names = Names::default();
            let given: Vec<_> = all.iter().map(|wanted| names.claim("cvo_lif", wanted)).collect();
            let distinct: BTreeSet<_> = given.iter().collect();
            prop_assert_eq!(distinct.len(), given.len());
            for name in given {
                let label = format!("a = cvo_lif.{name}.id\n").parse::<hcl_edit::structure::Body>();
                prop_assert!(label.is_ok(), "{}", name);
            }
        }
    }
}
