//! `/api/storage/volumes`: the volumes of an SVM, its root volume among them.

use serde_json::{Map, Value, json};

use crate::{Client, QueuedVolume, Result, Volume, VolumePatch};
use ontap_core::protocol::request::Request;

const PATH: &str = "/storage/volumes";

/// `is_svm_root` costs the server something and is given only when it is named.
const FIELDS: &[&str] = &[
    "uuid",
    "name",
    "state",
    "type",
    "is_svm_root",
    "svm.name",
    "svm.uuid",
    "aggregates.name",
    "aggregates.uuid",
    "nas.security_style",
    "create_time",
];

/// What every volume has.
const ALWAYS: &[&str] = &["name", "state", "type", "is_svm_root", "svm.name", "svm.uuid"];
/// What a volume in operation has besides; of one that is not, ONTAP tells less.
const ALWAYS_ONLINE: &[&str] = &["aggregates.name", "nas.security_style"];

fn shown() -> Request {
    Request::get(PATH).fields(FIELDS).always(ALWAYS).always_where(("state", "online"), ALWAYS_ONLINE)
}

fn list(svm_uuid: &str) -> Result<Request> {
    shown().filter("svm.uuid", svm_uuid)
}

fn root(svm_uuid: &str) -> Result<Request> {
    list(svm_uuid)?.filter("is_svm_root", "true")
}

fn roots() -> Result<Request> {
    shown().filter("is_svm_root", "true")
}

/// The command is one of the diagnostic privilege; its field names follow the general rule and are assumed.
fn recovery_queue(svm_name: &str) -> Result<Request> {
    Ok(Request::get("/private/cli/volume/recovery-queue")
        .fields(&["vserver", "volume"])
        .filter("vserver", svm_name)?
        .parameter("privilege_level", "diagnostic"))
}

fn patch(uuid: &str, patch: &VolumePatch) -> Result<Option<Request>> {
    let mut body = Map::new();
    if let Some(name) = &patch.name {
        body.insert("name".to_owned(), json!(name));
    }
    if let Some(style) = &patch.security_style {
        body.insert("nas".to_owned(), json!({"security_style": style}));
    }
    if body.is_empty() {
        return Ok(None);
    }
    Ok(Some(Request::patch_one(PATH, uuid, Value::Object(body))?.by_job()))
}

impl Client {
    /// Lists the volumes of an SVM, its root volume included.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn volumes(&self, svm_uuid: &str) -> Result<Vec<Volume>> {
        self.list(&list(svm_uuid)?).await
    }

    /// Reads the root volume of an SVM; a DR destination has none before its first transfer.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn root_volume(&self, svm_uuid: &str) -> Result<Option<Volume>> {
        self.list_only(&root(svm_uuid)?).await
    }

    /// Lists the root volumes of all data SVMs.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn root_volumes(&self) -> Result<Vec<Volume>> {
        self.list(&roots()?).await
    }

    /// Lists the deleted volumes of an SVM that can still be recovered, by the SVM's name. Deleting the SVM makes
    /// an end of them. The published API does not show them; the private CLI is asked, which not every account may.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn volumes_in_recovery_queue(&self, svm_name: &str) -> Result<Vec<QueuedVolume>> {
        self.list(&recovery_queue(svm_name)?).await
    }

    /// Changes a volume and follows the job to its end; an empty change sends nothing.
    ///
    /// # Errors
    /// Whatever the request or its job meets.
    pub async fn patch_volume(&self, uuid: &str, change: &VolumePatch) -> Result<()> {
        match patch(uuid, change)? {
            Some(request) => self.change(&request).await,
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SecurityStyle;

    #[test]
    fn a_change_of_both_name_and_style_is_one_request() {
        let change =
            VolumePatch { name: Some("root_2".to_owned()), security_style: Some(SecurityStyle::Mixed) };
        let body = json!({"name": "root_2", "nas": {"security_style": "mixed"}});
        assert_eq!(
            patch("u-1", &change).unwrap(),
            Some(Request::patch_one(PATH, "u-1", body).unwrap().by_job())
        );
        assert_eq!(patch("u-1", &VolumePatch::default()).unwrap(), None);
    }

    #[test]
    fn the_root_volume_is_asked_for_by_svm_and_flag() {
        let query = root("u-1").unwrap().query;
        assert!(query.contains(&("svm.uuid".to_owned(), "u-1".to_owned())));
        assert!(query.contains(&("is_svm_root".to_owned(), "true".to_owned())));
    }
}
