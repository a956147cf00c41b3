//! `/api/storage/volumes`: the volumes of an SVM, including its root volume.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::api_enum::api_enum;
use crate::body::{body, is_default};
use crate::protocol::request::Request;
use crate::record::record;
use crate::{Filters, Object, Reference, Result, Writable};

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
        /// When it was deleted, as ONTAP writes it.
        pub deletion_request_time: Option<String>,
        /// How long it stays in the queue, in hours.
        #[serde(default, deserialize_with = "number_or_text")]
        pub retention_hours: Option<u64>,
    }
}

body! {
    /// What names a volume in the queue.
    pub struct QueuedVolumeBody {
        /// SVM that it belonged to.
        pub vserver: String,
        /// Its name in the queue.
        pub volume: String,
    }
}

impl QueuedVolumeBody {
    /// Returns the request that deletes the volume for good.
    ///
    /// # Errors
    /// When the body cannot be written as JSON.
    pub fn purge(&self) -> Result<Request> {
        let request = Request::post(&format!("{}/purge", QueuedVolume::PATH), self)?;
        Ok(request.parameter("privilege_level", "diagnostic"))
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

/// Reads a number of the CLI. That it is a number in JSON is assumed (`recovery-queue-hours`): a text is read
/// too, and anything else counts as absent, because it is only shown.
fn number_or_text<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<Option<u64>, D::Error> {
    let value = Value::deserialize(from)?;
    Ok(value.as_u64().or_else(|| value.as_str()?.parse().ok()))
}

/// The command requires diagnostic privilege. That its field names follow the general rule is assumed
/// (`private-cli-spelling`).
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
    fn the_hours_in_the_queue_may_be_a_number_or_a_text() {
        for (hours, expected) in [(json!(12), Some(12)), (json!("12"), Some(12)), (json!(null), None)] {
            let volume = json!({"vserver": "svm_2", "volume": "v1_1025", "retention_hours": hours});
            let read: QueuedVolume = serde_json::from_value(volume).unwrap();
            assert_eq!(read.retention_hours, expected);
        }
    }

    const FIELDS: &str = "vserver,volume,deletion_request_time,retention_hours";

    #[test]
    fn the_recovery_queue_requires_diagnostic_privilege() {
        let query = list::<QueuedVolume>(&[("vserver", "svm_2")], None).unwrap().query;
        let expected = [("fields", FIELDS), ("vserver", "svm_2"), ("privilege_level", "diagnostic")];
        assert_eq!(query[..3], expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let purge = QueuedVolumeBody { vserver: "svm_2".to_owned(), volume: "v1_1025".to_owned() }.purge();
        let sent = json!({"vserver": "svm_2", "volume": "v1_1025"});
        let path = "/private/cli/volume/recovery-queue/purge";
        let expected = Request::post(path, &sent).unwrap().parameter("privilege_level", "diagnostic");
        assert_eq!(purge.unwrap(), expected);
    }
}
