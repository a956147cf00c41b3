//! `version_at_least`: versions compared as versions, not as text.

use tfplugin::{Function, FunctionError, Parameters};

use super::ontap_version::OntapVersion;

/// Whether one ONTAP version is at least another.
///
/// Compared as text, `9.9.1` would be later than `9.11.1`. The order is that of NetApp's releases: the
/// candidates of a release (`9.12.1RC1`), the release itself (`9.12.1`), its patches (`9.12.1P2`), and of
/// each its debug builds (`9.12.1P2D1`). A third number that is left out is 0.
#[derive(Debug, Parameters)]
pub struct VersionAtLeast {
    /// Version to judge, such as the `ontap_version` of `data.cvo_system`.
    version: OntapVersion,
    /// Lowest version that is wanted, such as `9.11.1`.
    minimum: OntapVersion,
}

impl Function for VersionAtLeast {
    const NAME: &'static str = "version_at_least";
    type Output = bool;

    fn call(self) -> Result<bool, FunctionError> {
        Ok(self.version >= self.minimum)
    }
}

#[cfg(test)]
mod tests {
    use tfplugin::Text;

    use super::*;

    #[test]
    fn a_version_is_at_least_itself_and_every_earlier_one() {
        let cases = [
            ("9.11.1", "9.11.1", true),
            ("9.11.1P3", "9.11.1", true),
            ("9.11.1", "9.11.1P3", false),
            ("9.9.1", "9.11.1", false),
            ("9.11.1RC1", "9.11.1", false),
            ("9.16.1", "9.9.1P12", true),
        ];
        for (version, minimum, expected) in cases {
            let [version, minimum] = [version, minimum].map(|text| OntapVersion::parse(text).unwrap());
            assert_eq!(VersionAtLeast { version, minimum }.call(), Ok(expected), "{version:?} {minimum:?}");
        }
    }
}
