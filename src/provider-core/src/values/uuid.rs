//! [`Uuid`]: the uuid of a cluster or of an object of ONTAP.

use tfplugin_core::{Invalid, Text, quoted};

/// A uuid. Upper and lower case mean the same; ONTAP writes lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Uuid(String);

impl Uuid {
    /// Returns the uuid in ONTAP's spelling.
    #[must_use]
    pub fn canonical(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// A uuid that ONTAP gave.
impl From<&str> for Uuid {
    fn from(uuid: &str) -> Self {
        Self(uuid.to_owned())
    }
}

impl Text for Uuid {
    fn parse(text: &str) -> Result<Self, Invalid> {
        if ontap_core::is_uuid(text) {
            return Ok(Self(text.to_owned()));
        }
        Err(Invalid(format!(
            "{} is not a uuid. A uuid looks like \"2d5c7a10-7f0b-11ee-9d20-0a1b2c3d4e5f\".",
            quoted(text)
        )))
    }

    fn text(&self) -> String {
        self.0.clone()
    }

    fn means_the_same(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "2d5c7a10-7f0b-11ee-9d20-0a1b2c3d4e5f";

    #[test]
    fn the_case_of_a_uuid_does_not_matter_and_stays() {
        let upper = Uuid::parse(&UUID.to_uppercase()).unwrap();
        assert!(upper.means_the_same(&UUID.into()));
        assert_eq!((upper.text(), upper.canonical()), (UUID.to_uppercase(), UUID.to_owned()));
        assert!(!upper.means_the_same(&"2d5c7a10-7f0b-11ee-9d20-0a1b2c3d4e50".into()));
    }

    #[test]
    fn what_is_no_uuid_is_refused_with_an_example() {
        for wrong in ["", "svm_2", "2d5c7a10", "2d5c7a10-7f0b-11ee-9d20-0a1b2c3d4e5g"] {
            let refusal = Uuid::parse(wrong).unwrap_err().to_string();
            assert!(refusal.contains("looks like"), "{wrong}: {refusal}");
        }
    }
}
