//! `/api/storage/volumes`: the volumes of an SVM, including its root volume.

use serde::{Deserialize, Serialize};

use crate::api_enum::api_enum;
use crate::body::{body, is_default};
use crate::record::record;
use crate::{Filters, Object, Reference, Writable};

record! {
    /// One volume.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct Volume {
        /// Its uuid.
        pub uuid: String,
        /// Its name.
        pub name: String,
        /// Whether it is online.
        pub state: Option<VolumeState>,
        /// Its type.
        pub kind as "type": Option<VolumeType>,
        /// Whether it is the root volume of its SVM.
        pub is_svm_root: Option<bool>,
        /// SVM that it belongs to.
        #[serde(default)]
        pub svm: Reference,
        /// Aggregates that it is placed on.
        #[serde(default)]
        pub aggregates: Vec<Reference>,
        /// Its NAS settings.
        #[serde(default)]
        pub nas: Nas,
        /// When it was created, in ISO 8601.
        pub create_time: Option<String>,
    }
}

record! {
    /// The NAS settings of a volume.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Nas {
        /// Which kind of permissions its files have.
        #[serde(skip_serializing_if = "is_default")]
        pub security_style: Option<SecurityStyle>,
    }
}

api_enum! {
    /// Which kind of permissions files have.
    SecurityStyle {
        /// UNIX permissions.
        Unix = "unix",
        /// NTFS permissions.
        Ntfs = "ntfs",
        /// Either of them, per file.
        Mixed = "mixed",
        /// Both at once.
        Unified = "unified",
    }
}

api_enum! {
    /// Whether a volume is online.
    VolumeState {
        /// Online.
        Online = "online",
        /// Offline.
        Offline = "offline",
        /// In error.
        Error = "error",
        /// Partly online.
        Mixed = "mixed",
    }
}

api_enum! {
    /// Type of a volume.
    VolumeType {
        /// Readable and writable.
        ReadWrite = "rw",
        /// Destination of a replication.
        DataProtection = "dp",
        /// Load-sharing mirror.
        LoadSharing = "ls",
    }
}

body! {
    /// What is sent to change a volume.
    pub struct VolumeBody {
        /// Its name.
        pub name: Option<String>,
        /// SVM that it belongs to.
        pub svm: Reference,
        /// Its NAS settings.
        pub nas: Nas,
    }
}

record! {
    /// A deleted volume that can still be recovered.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct QueuedVolume {
        /// SVM that it belonged to.
        pub vserver: Option<String>,
        /// Its name in the queue.
        pub volume: String,
    }
}

impl Object for Volume {
    const PATH: &'static str = "/storage/volumes";
    const ALWAYS: &'static [&'static str] = &["name", "state", "type", "is_svm_root", "svm.name", "svm.uuid"];
    /// ONTAP reports fewer fields of a volume that is not online.
    const ALWAYS_WHERE: &'static [((&'static str, &'static str), &'static [&'static str])] =
        &[(("state", "online"), &["aggregates.name", "nas.security_style"])];
}

impl Writable for Volume {
    type Body = VolumeBody;
    const BY_JOB: bool = true;

    fn key(&self) -> Option<&str> {
        Some(&self.uuid)
    }

    fn like(body: &VolumeBody) -> Filters {
        vec![("svm.uuid", body.svm.uuid.clone()), ("name", body.name.clone())]
    }
}

/// The command requires diagnostic privilege. Its field names are assumed to follow the general rule.
impl Object for QueuedVolume {
    const PATH: &'static str = "/private/cli/volume/recovery-queue";
    const KEY: &'static str = "volume";
    const PARAMETERS: &'static [(&'static str, &'static str)] = &[("privilege_level", "diagnostic")];
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::protocol::objects::{list, patch};
    use crate::protocol::request::Request;

    #[test]
    fn a_change_of_both_name_and_style_is_one_request() {
        let body = VolumeBody {
            name: Some("root_2".to_owned()),
            nas: Nas { security_style: Some(SecurityStyle::Mixed) },
            ..VolumeBody::default()
        };
        let sent = json!({"name": "root_2", "nas": {"security_style": "mixed"}});
        let expected = Request::patch_one("/storage/volumes", "u-1", &sent).unwrap().by_job();
        assert_eq!(patch::<Volume>("u-1", &body).unwrap(), Some(expected));
        assert_eq!(patch::<Volume>("u-1", &VolumeBody::default()).unwrap(), None);
    }

    #[test]
    fn the_recovery_queue_requires_diagnostic_privilege() {
        let query = list::<QueuedVolume>(&[("vserver", "svm_2")], None).unwrap().query;
        let expected =
            [("fields", "vserver,volume"), ("vserver", "svm_2"), ("privilege_level", "diagnostic")];
        assert_eq!(query, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
