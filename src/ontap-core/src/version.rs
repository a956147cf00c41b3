//! ONTAP releases.

use std::fmt;

use serde::Deserialize;

use crate::record::requested_whole;

/// An ONTAP release, such as 9.15.1. Releases are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub struct Version {
    /// First number, which is 9 for all current releases.
    pub generation: u32,
    /// Second number.
    pub major: u32,
    /// Third number.
    pub minor: u32,
}

impl Version {
    /// First release whose routes have a metric.
    pub const ROUTE_METRIC: Self = Self::new(9, 11, 0);
    /// First release whose service policies say whether they are built in.
    pub const BUILT_IN_FLAG: Self = Self::new(9, 12, 1);

    /// Builds the release with these three numbers.
    pub const fn new(generation: u32, major: u32, minor: u32) -> Self {
        Self { generation, major, minor }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.generation, self.major, self.minor)
    }
}

requested_whole!(Version);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_ordered_by_number_not_by_text() {
        assert!(Version::new(9, 9, 1) < Version::new(9, 10, 1));
        assert!(Version::new(9, 11, 1) >= Version::ROUTE_METRIC);
        assert_eq!(Version::new(9, 15, 1).to_string(), "9.15.1");
    }
}
