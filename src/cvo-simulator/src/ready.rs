//! The addresses and credentials of a running simulator.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The addresses and credentials of a running simulator; the program prints them as one line of JSON.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ready {
    /// Base URL of the ONTAP REST API, without a trailing slash.
    pub ontap: String,
    /// Base URL of the same API on each node of an HA pair, by node name. A failed node does not answer.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub nodes: BTreeMap<String, String>,
    /// Base URL of the EC2 API, without a trailing slash.
    pub ec2: String,
    /// Base URL of the control endpoint, without a trailing slash.
    pub control: String,
    /// PEM file with the CA that signed the certificate of the ONTAP side. The simulator deletes it when it
    /// ends.
    pub ca_file: PathBuf,
    /// ONTAP user.
    pub username: String,
    /// Password of the ONTAP user, new at every start.
    pub password: String,
    /// AWS region.
    pub region: String,
    /// AWS access key id.
    pub access_key: String,
    /// AWS secret key, new at every start.
    pub secret_key: String,
    /// What of a recording the system does not have, a line for each kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// What the system has because it cannot do without, although it was not recorded, a line for each kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made_up: Vec<String>,
}

impl fmt::Debug for Ready {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ready")
            .field("ontap", &self.ontap)
            .field("nodes", &self.nodes)
            .field("ec2", &self.ec2)
            .field("control", &self.control)
            .field("ca_file", &self.ca_file)
            .field("username", &self.username)
            .field("region", &self.region)
            .field("access_key", &self.access_key)
            .finish_non_exhaustive()
    }
}
