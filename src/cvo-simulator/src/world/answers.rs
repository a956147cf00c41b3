//! How ONTAP answers, where systems differ or it is not known how they do.

use serde::{Deserialize, Serialize};

/// What answers look like.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// Most records on one page, whatever a client asks for. NetApp's API rules: ONTAP may put fewer on a
    /// page than `max_records` says.
    pub page_size: Option<usize>,
    /// What the record of a node that has been taken over shows.
    pub failed_node: FailedNode,
}

/// What the record of a node that has been taken over shows. No answer of a real system is known, so that
/// each is assumed (`failed-node-record`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailedNode {
    /// Everything but uptime, date and version.
    #[default]
    Everything,
    /// Everything but its partner and what it says of takeover and giveback.
    NoPartner,
    /// Its uuid, name and state only.
    NameAndState,
}

impl FailedNode {
    /// Whether the record has a member, a field of the record itself.
    pub fn shows(self, member: &str) -> bool {
        match self {
            Self::Everything => !["uptime", "date", "version"].contains(&member),
            Self::NoPartner => Self::Everything.shows(member) && member != "ha",
            Self::NameAndState => ["uuid", "name", "state"].contains(&member),
        }
    }
}
