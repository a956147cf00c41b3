//! [`VolumeName`]: the name of a volume.

use tfplugin_core::{Invalid, Text, quoted};

use super::SvmName;

/// Length of the longest name.
const LONGEST: usize = 203;

/// A name that ONTAP accepts for a volume; it refuses others with 917888, and its CLI with 13001. It begins with
/// a letter or an underscore, continues with letters, digits and underscores, and has at most 203 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumeName(String);

impl VolumeName {
    /// Returns the name of a storage VM's root volume, if nobody chooses one: the storage VM's name and `_root`,
    /// with an underscore in place of each character that only a storage VM's name can have.
    #[must_use]
    pub fn of_root(svm: &SvmName) -> Self {
        let allowed = |c: char| if is_allowed(c) { c } else { '_' };
        Self(format!("{}_root", svm.as_str().chars().map(allowed).collect::<String>()))
    }
}

fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

impl Text for VolumeName {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let refuse = |why: &str| Err(Invalid(format!("{} is not a name for a volume: {why}.", quoted(text))));
        if text.is_empty() {
            return refuse("it is empty");
        }
        if text.chars().count() > LONGEST {
            return refuse("ONTAP allows at most 203 characters");
        }
        if let Some(wrong) = text.chars().find(|c| !is_allowed(*c)) {
            return refuse(&format!("{wrong:?} is not allowed; use letters, digits and '_'"));
        }
        if text.starts_with(|first: char| first.is_ascii_digit()) {
            return refuse("it must begin with a letter or an underscore");
        }
        Ok(Self(text.to_owned()))
    }

    fn text(&self) -> String {
        self.0.clone()
    }
}

/// Checks the name of a volume. For `#[attr(check_new = volume_name)]`.
///
/// # Errors
/// ONTAP would refuse the name.
pub fn volume_name<T: Text>(name: &T) -> Result<(), Invalid> {
    VolumeName::parse(&name.text()).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_ontap_accepts_are_accepted() {
        for name in ["root_svm_2", "_", "V1", &"a".repeat(203)] {
            assert_eq!(volume_name(&name.to_owned()), Ok(()), "{name}");
        }
        for (name, why) in [
            ("", "it is empty"),
            ("svm-prod_root", "'-' is not allowed"),
            ("a.b", "'.' is not allowed"),
            ("1st", "must begin with a letter"),
            ("ü", "is not allowed"),
            (&"a".repeat(204), "at most 203 characters"),
        ] {
            let refusal = volume_name(&name.to_owned()).unwrap_err().to_string();
            assert!(refusal.contains(why), "{refusal}");
        }
    }

    #[test]
    fn the_root_volume_of_every_storage_vm_has_a_name_that_ontap_accepts() {
        for (svm, root) in [
            ("svm_2", "svm_2_root"),
            ("svm-prod", "svm_prod_root"),
            ("_a.b-c", "_a_b_c_root"),
            (&"x".repeat(47), &format!("{}_root", "x".repeat(47))),
        ] {
            let name = VolumeName::of_root(&SvmName::parse(svm).unwrap()).text();
            assert_eq!((name.as_str(), volume_name(&name)), (root, Ok(())));
        }
    }
}
