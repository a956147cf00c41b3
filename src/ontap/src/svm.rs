//! `/api/svm/svms`: reading storage VMs. Changing them is in `svm_change`.

use crate::{Client, Result, Svm, SvmRootSettings};
use ontap_core::protocol::request::Request;

pub(crate) const PATH: &str = "/svm/svms";

const FIELDS: &[&str] = &[
    "uuid",
    "name",
    "subtype",
    "language",
    "state",
    "comment",
    "ipspace.name",
    "ipspace.uuid",
    "snapshot_policy.name",
    "snapshot_policy.uuid",
    "aggregates.name",
    "aggregates.uuid",
    "aggregates_delegated",
];

/// What every SVM has. A comment may be missing where there is none, and so may the list of aggregates: whether it is
/// empty is said in a field of its own.
const ALWAYS: &[&str] = &["name", "subtype", "state", "ipspace.name"];
/// What an SVM has that serves data; a DR destination may be without until its first transfer.
const ALWAYS_OF_DATA: &[&str] = &["language", "snapshot_policy.name"];
/// What an SVM has that some aggregates were assigned to.
const ALWAYS_WITH_AGGREGATES: &[&str] = &["aggregates.name"];

fn shown(request: Request) -> Request {
    request
        .fields(FIELDS)
        .always(ALWAYS)
        .always_where(("subtype", "default"), ALWAYS_OF_DATA)
        .always_where(("aggregates_delegated", "true"), ALWAYS_WITH_AGGREGATES)
}

pub(crate) fn get(uuid: &str) -> Result<Request> {
    Ok(shown(Request::get_one(PATH, uuid)?))
}

pub(crate) fn list() -> Request {
    shown(Request::get(PATH))
}

pub(crate) fn by_name(name: &str) -> Result<Request> {
    list().filter("name", name)
}

fn root_settings(name: &str) -> Result<Request> {
    Request::get("/private/cli/vserver")
        .fields(&["vserver", "rootvolume", "aggregate", "rootvolume_security_style"])
        .filter("vserver", name)
}

impl Client {
    /// Reads the SVM of this uuid.
    ///
    /// # Errors
    /// Whatever the request meets; [`crate::UnlessGone`] makes `None` of an SVM that does not exist.
    pub async fn svm(&self, uuid: &str) -> Result<Svm> {
        self.fetch(&get(uuid)?).await
    }

    /// Reads the SVM of this name, if there is one.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn svm_by_name(&self, name: &str) -> Result<Option<Svm>> {
        self.list_only(&by_name(name)?).await
    }

    /// Lists the data SVMs.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn svms(&self) -> Result<Vec<Svm>> {
        self.list(&list()).await
    }

    /// Reads the root volume's settings through the private CLI, which needs access to the CLI command too.
    /// [`Client::root_volume`] says the same through the published API.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn svm_root_settings(&self, name: &str) -> Result<Option<SvmRootSettings>> {
        self.list_only(&root_settings(name)?).await
    }
}
