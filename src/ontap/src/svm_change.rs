//! Creating, changing, renaming and deleting storage VMs. Each is a job that is followed to its end.

use std::time::Instant;

use serde_json::{Map, Value, json};

use crate::client::UnknownOutcome;
use crate::create::unread;
use crate::svm::PATH;
use crate::{Client, Result, SecurityStyle, Svm, SvmCreate, SvmPatch, SvmState, SvmSubtype, UnlessGone};
use ontap_core::protocol::request::Request;

/// The published API cannot name the root volume, its aggregate or its security style; the CLI can.
fn create(svm: &SvmCreate) -> Request {
    if svm.subtype == Some(SvmSubtype::DpDestination) {
        return create_dp_destination(svm);
    }
    let mut body = Map::new();
    let mut set = |key: &str, value: Option<&str>| {
        if let Some(value) = value {
            body.insert(key.to_owned(), Value::from(value));
        }
    };
    set("vserver", Some(&svm.name));
    set("rootvolume", svm.root_volume.as_deref());
    set("aggregate", svm.root_volume_aggregate.as_deref());
    set("rootvolume_security_style", svm.root_volume_security_style.as_ref().map(SecurityStyle::as_str));
    set("snapshot_policy", svm.snapshot_policy.as_deref());
    set("language", svm.language.as_deref());
    set("ipspace", svm.ipspace.as_deref());
    set("comment", svm.comment.as_deref());
    set("subtype", svm.subtype.as_ref().map(SvmSubtype::as_str));
    Request::post("/private/cli/vserver", Value::Object(body)).by_job()
}

/// A DR destination has no root volume of its own yet and takes only name, comment and IPspace (code 2621580).
fn create_dp_destination(svm: &SvmCreate) -> Request {
    let mut body = json!({"name": svm.name, "subtype": SvmSubtype::DpDestination});
    if let Some(comment) = &svm.comment {
        body["comment"] = json!(comment);
    }
    if let Some(ipspace) = &svm.ipspace {
        body["ipspace"] = json!({"name": ipspace});
    }
    Request::post(PATH, body).by_job()
}

fn patch(uuid: &str, patch: &SvmPatch) -> Result<Option<Request>> {
    let mut body = Map::new();
    if let Some(policy) = &patch.snapshot_policy {
        body.insert("snapshot_policy".to_owned(), json!({"name": policy}));
    }
    if let Some(comment) = &patch.comment {
        body.insert("comment".to_owned(), json!(comment));
    }
    if let Some(language) = &patch.language {
        body.insert("language".to_owned(), json!(language));
    }
    if let Some(aggregates) = &patch.aggregates {
        let names: Vec<_> = aggregates.iter().map(|name| json!({"name": name})).collect();
        body.insert("aggregates".to_owned(), json!(names));
    }
    if body.is_empty() {
        return Ok(None);
    }
    Ok(Some(Request::patch_one(PATH, uuid, Value::Object(body))?.by_job()))
}

/// ONTAP refuses a rename together with anything else.
fn rename(uuid: &str, name: &str) -> Result<Request> {
    Ok(Request::patch_one(PATH, uuid, json!({"name": name}))?.by_job())
}

fn delete(uuid: &str) -> Result<Request> {
    Ok(Request::delete_one(PATH, uuid)?.by_job())
}

impl Client {
    /// Creates an SVM, follows the job to its end and reads the SVM by its name.
    ///
    /// An SVM that has the name after a request whose outcome is unknown is not taken for the one that was asked for: it
    /// may be somebody else's.
    ///
    /// # Errors
    /// Whatever the request or its job meets. An error that [`crate::Error::is_ambiguous`] may have left an SVM.
    pub async fn create_svm(&self, svm: &SvmCreate) -> Result<Svm> {
        let _slot = self.svm_job_slot().await?;
        let request = create(svm);
        let created = self.create(&request, || Box::pin(self.svm_by_name(&svm.name))).await?;
        self.made(&request, created).await
    }

    /// An SVM whose creation was answered without a job may still be in the making.
    async fn made(&self, request: &Request, mut svm: Svm) -> Result<Svm> {
        let begun = Instant::now();
        let mut waits = self.pace.between_looks();
        while svm.state == Some(SvmState::Initializing) && begun.elapsed() < self.pace.job_timeout {
            let wait = waits.next().unwrap_or(self.pace.longest);
            self.pause(wait, "the new SVM to be ready", UnknownOutcome(true)).await?;
            svm = self.svm(&svm.uuid).await.map_err(|error| unread(request, error.to_string()))?;
        }
        Ok(svm)
    }

    /// Changes an SVM and follows the job to its end; an empty change sends nothing.
    ///
    /// # Errors
    /// Whatever the request or its job meets.
    pub async fn patch_svm(&self, uuid: &str, change: &SvmPatch) -> Result<()> {
        match patch(uuid, change)? {
            Some(request) => self.change(&request).await,
            None => Ok(()),
        }
    }

    /// Renames an SVM and follows the job to its end.
    ///
    /// # Errors
    /// Whatever the request or its job meets.
    pub async fn rename_svm(&self, uuid: &str, name: &str) -> Result<()> {
        self.change(&rename(uuid, name)?).await
    }

    /// Deletes an SVM with its root volume and follows the job to its end. An SVM that is gone already is no error.
    ///
    /// # Errors
    /// Whatever the request or its job meets, such as a data volume that is in the way.
    pub async fn delete_svm(&self, uuid: &str) -> Result<()> {
        let _slot = self.svm_job_slot().await?;
        self.delete(&delete(uuid)?, || Box::pin(async { self.svm(uuid).await.unless_gone() })).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svm_is_created_through_the_cli_because_only_that_can_name_its_root_volume() {
        let svm = SvmCreate {
            name: "svm_2".to_owned(),
            root_volume: Some("root_svm_2".to_owned()),
            root_volume_aggregate: Some("aggr1".to_owned()),
            root_volume_security_style: Some(SecurityStyle::Unix),
            snapshot_policy: Some("default".to_owned()),
            ..SvmCreate::default()
        };
        let body = json!({
            "vserver": "svm_2",
            "rootvolume": "root_svm_2",
            "aggregate": "aggr1",
            "rootvolume_security_style": "unix",
            "snapshot_policy": "default",
        });
        assert_eq!(create(&svm), Request::post("/private/cli/vserver", body).by_job());
    }

    #[test]
    fn a_dr_destination_is_created_with_name_comment_and_ipspace_only() {
        let svm = SvmCreate {
            name: "svm_dr".to_owned(),
            root_volume: Some("ignored".to_owned()),
            ipspace: Some("Default".to_owned()),
            subtype: Some(SvmSubtype::DpDestination),
            ..SvmCreate::default()
        };
        let body = json!({"name": "svm_dr", "subtype": "dp_destination", "ipspace": {"name": "Default"}});
        assert_eq!(create(&svm), Request::post("/svm/svms", body).by_job());
    }

    #[test]
    fn a_change_names_only_what_changes() {
        let change = SvmPatch { aggregates: Some(vec!["aggr1".to_owned()]), ..SvmPatch::default() };
        let body = json!({"aggregates": [{"name": "aggr1"}]});
        assert_eq!(
            patch("u-1", &change).unwrap(),
            Some(Request::patch_one(PATH, "u-1", body).unwrap().by_job())
        );
        assert_eq!(patch("u-1", &SvmPatch::default()).unwrap(), None);
    }

    #[test]
    fn a_rename_is_alone_in_its_request() {
        assert_eq!(rename("u-1", "svm_new").unwrap().body, Some(json!({"name": "svm_new"})));
    }
}
