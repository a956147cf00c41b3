//! ONTAP releases.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An ONTAP release, such as 9.15.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OntapVersion {
    /// 9 for every release with this API.
    pub generation: u16,
    /// The second number.
    pub major: u16,
    /// The third number.
    pub minor: u16,
}

const fn release(major: u16, minor: u16) -> OntapVersion {
    OntapVersion { generation: 9, major, minor }
}

impl OntapVersion {
    /// The release that introduced the API.
    pub const V9_6: Self = release(6, 0);
    /// 9.7
    pub const V9_7: Self = release(7, 0);
    /// 9.8
    pub const V9_8: Self = release(8, 0);
    /// 9.9.1
    pub const V9_9_1: Self = release(9, 1);
    /// 9.10.1
    pub const V9_10_1: Self = release(10, 1);
    /// 9.11.1
    pub const V9_11_1: Self = release(11, 1);
    /// 9.12.1
    pub const V9_12_1: Self = release(12, 1);
    /// 9.13.1
    pub const V9_13_1: Self = release(13, 1);
    /// 9.14.1
    pub const V9_14_1: Self = release(14, 1);
    /// 9.15.1
    pub const V9_15_1: Self = release(15, 1);
    /// 9.16.1
    pub const V9_16_1: Self = release(16, 1);
    /// 9.17.1; not simulated, but it introduced some fields that older releases refuse.
    pub const V9_17_1: Self = release(17, 1);
    /// 9.18.1; not simulated, see [`Self::V9_17_1`].
    pub const V9_18_1: Self = release(18, 1);
    /// 9.19.1; not simulated, see [`Self::V9_17_1`].
    pub const V9_19_1: Self = release(19, 1);

    /// The releases that can be simulated.
    pub const SIMULATED: &'static [Self] = &[
        Self::V9_10_1,
        Self::V9_11_1,
        Self::V9_12_1,
        Self::V9_13_1,
        Self::V9_14_1,
        Self::V9_15_1,
        Self::V9_16_1,
    ];

    /// Returns the newest simulated release that is not newer than the given one, which need not be simulated
    /// itself; `None` if it is older than all of them.
    pub fn nearest(generation: u16, major: u16, minor: u16) -> Option<Self> {
        let given = Self { generation, major, minor };
        Self::SIMULATED.iter().copied().filter(|version| *version <= given).max()
    }

    /// Returns the value of `version.full`.
    pub fn full(self) -> String {
        format!("NetApp Release {self}: Tue Jun 04 11:25:07 UTC 2024")
    }
}

impl fmt::Display for OntapVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.generation, self.major, self.minor)
    }
}

impl FromStr for OntapVersion {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::SIMULATED.iter().copied().find(|version| version.to_string() == text).ok_or_else(|| {
            let known: Vec<_> = Self::SIMULATED.iter().map(ToString::to_string).collect();
            format!("ONTAP \"{text}\" is not simulated; choose one of {}", known.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_simulated_releases_parse() {
        assert_eq!("9.15.1".parse(), Ok(OntapVersion::V9_15_1));
        for text in ["9.9.1", "9.15", "9.15.1P2", "latest", ""] {
            assert!(text.parse::<OntapVersion>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_release_counts_as_the_nearest_older_one() {
        for (given, expected) in [
            ((9, 10, 1), Some(OntapVersion::V9_10_1)),
            ((9, 15, 1), Some(OntapVersion::V9_15_1)),
            ((9, 15, 0), Some(OntapVersion::V9_14_1)),
            ((9, 18, 1), Some(OntapVersion::V9_16_1)),
            ((10, 1, 0), Some(OntapVersion::V9_16_1)),
            ((9, 10, 0), None),
            ((8, 99, 9), None),
        ] {
            assert_eq!(OntapVersion::nearest(given.0, given.1, given.2), expected, "{given:?}");
        }
    }

    #[test]
    fn releases_compare_numerically() {
        assert!(OntapVersion::V9_9_1 < OntapVersion::V9_10_1);
    }
}
