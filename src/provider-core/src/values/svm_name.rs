//! [`SvmName`]: the name of a storage VM.

use tfplugin_core::{Invalid, Text, quoted};

/// Length of the longest name that ONTAP accepts; a longer one is error 13434911.
const LONGEST: usize = 47;

/// A name that ONTAP accepts for a storage VM. It begins with a letter or an underscore, continues with
/// letters, digits, `_`, `-` and `.` (assumed (`svm-name-characters`)), has at most 47 characters, and is not
/// the reserved word `all`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SvmName(String);

impl SvmName {
    /// Returns the name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Text for SvmName {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let refuse =
            |why: &str| Err(Invalid(format!("{} is not a name for a storage VM: {why}.", quoted(text))));
        if text.is_empty() {
            return refuse("it is empty");
        }
        if text.chars().count() > LONGEST {
            return refuse("ONTAP allows at most 47 characters");
        }
        if !text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
            return refuse("it must begin with a letter or an underscore");
        }
        if let Some(wrong) = text.chars().find(|c| !(c.is_ascii_alphanumeric() || "_-.".contains(*c))) {
            return refuse(&format!("{wrong:?} is not allowed; use letters, digits, '_', '-' and '.'"));
        }
        if text.eq_ignore_ascii_case("all") {
            return refuse("ONTAP reserves this word");
        }
        Ok(Self(text.to_owned()))
    }

    fn text(&self) -> String {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_ontap_accepts_are_accepted() {
        for name in ["svm_2", "_x", "Data-1.prod", &"a".repeat(47)] {
            assert_eq!(SvmName::parse(name).unwrap().text(), name);
        }
    }

    #[test]
    fn each_refusal_gives_the_reason() {
        let cases = [
            ("", "empty"),
            ("2svm", "begin with a letter"),
            ("svm 2", "' '"),
            ("svm/2", "'/'"),
            ("All", "reserves"),
            (&"a".repeat(48), "47"),
        ];
        for (name, why) in cases {
            let refusal = SvmName::parse(name).unwrap_err().to_string();
            assert!(refusal.contains(why), "{name}: {refusal}");
        }
    }
}
