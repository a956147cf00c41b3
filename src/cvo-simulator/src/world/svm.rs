//! Storage VMs: their fields, and how they change.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::cluster::Cluster;
use super::error::{ApiError, ApiResult};
use super::names::Reference;

/// State of a storage VM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SvmState {
    /// It serves data.
    Running,
    /// It was stopped.
    Stopped,
    /// A job is deleting it.
    Deleting,
}

/// A data storage VM.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Svm {
    /// UUID.
    pub uuid: Uuid,
    /// Name.
    pub name: String,
    /// `default` or `dp_destination`.
    pub subtype: String,
    /// State.
    pub state: SvmState,
    /// State that it returns to when a job could not delete it.
    #[serde(default)]
    pub state_before_deletion: Option<SvmState>,
    /// Name of its IPspace.
    pub ipspace: String,
    /// Names of the aggregates that its volumes may use.
    pub aggregates: Vec<String>,
    /// Name of its snapshot policy.
    pub snapshot_policy: String,
    /// Lower case, with an underscore: `c.utf_8`.
    pub language: String,
    /// Free text.
    pub comment: String,
    /// `unlimited`, or a number.
    pub max_volumes: String,
    /// Fields that are stored and returned unchanged.
    pub others: Map<String, Value>,
}

/// A PATCH of a storage VM.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SvmChange {
    /// New name; whether it can be combined with other changes is a
    /// [variant](super::variants::Variants::rename_only_alone).
    pub name: Option<String>,
    /// `running` or `stopped`.
    pub state: Option<String>,
    /// Free text.
    pub comment: Option<String>,
    /// Language.
    pub language: Option<String>,
    /// Replaces the whole list.
    pub aggregates: Option<Vec<Reference>>,
    /// Snapshot policy.
    pub snapshot_policy: Reference,
    /// `unlimited`, or a number.
    pub max_volumes: Option<String>,
    /// Fields that are stored and returned unchanged.
    #[serde(flatten)]
    pub others: Map<String, Value>,
}

impl Svm {
    /// Whether it replicates another storage VM and so has no root volume and no policies.
    pub fn is_destination(&self) -> bool {
        self.subtype == "dp_destination"
    }
}

impl SvmChange {
    fn is_more_than_a_rename(&self) -> bool {
        let rest = Self { name: None, ..self.clone() };
        rest.state.is_some()
            || rest.comment.is_some()
            || rest.language.is_some()
            || rest.aggregates.is_some()
            || !rest.snapshot_policy.is_absent()
            || rest.max_volumes.is_some()
            || !rest.others.is_empty()
    }
}

impl Cluster {
    /// Makes the checks that fail a PATCH immediately. The job makes the others.
    pub fn check_svm_change(&self, uuid: Uuid, change: &SvmChange) -> ApiResult<()> {
        let svm = self.svm(uuid).ok_or_else(|| ApiError::not_found("uuid"))?;
        if svm.state == SvmState::Deleting {
            return Err(ApiError::new(409, 13_434_915, format!("SVM \"{}\" is being deleted.", svm.name)));
        }
        if let Some(name) = &change.name {
            if self.variants.rename_only_alone && change.is_more_than_a_rename() {
                let message = "A rename of an SVM cannot be combined with other changes.";
                return Err(ApiError::new(400, 13_434_881, message).on("name"));
            }
            if *name != svm.name {
                self.check_svm_name(name)?;
            }
        }
        for aggregate in change.aggregates.iter().flatten() {
            self.aggregate_at(aggregate, "aggregates.name")?;
        }
        if !change.snapshot_policy.is_absent() {
            self.snapshot_policy_at(&change.snapshot_policy)?;
        }
        check_language(change.language.as_deref())?;
        if svm.is_destination() {
            refuse_what_comes_from_the_source(change)?;
        }
        check_state(change.state.as_deref())
    }

    /// Applies all of a PATCH or none of it.
    pub fn apply_svm_change(&mut self, uuid: Uuid, change: SvmChange) -> ApiResult<()> {
        self.check_svm_change(uuid, &change)?;
        let aggregates = match &change.aggregates {
            Some(list) => Some(self.aggregate_names(list)?),
            None => None,
        };
        let policy = if change.snapshot_policy.is_absent() {
            None
        } else {
            Some(self.snapshot_policy_at(&change.snapshot_policy)?)
        };
        let svm = self.svm_mut(uuid)?;
        let set =
            |field: &mut String, value: Option<String>| value.into_iter().for_each(|value| *field = value);
        set(&mut svm.name, change.name);
        set(&mut svm.comment, change.comment);
        set(&mut svm.language, change.language.map(|language| language.to_lowercase()));
        set(&mut svm.snapshot_policy, policy);
        set(&mut svm.max_volumes, change.max_volumes);
        if let Some(aggregates) = aggregates {
            svm.aggregates = aggregates;
        }
        match change.state.as_deref() {
            Some("stopped") => svm.state = SvmState::Stopped,
            Some(_) => svm.state = SvmState::Running,
            None => {}
        }
        svm.others.extend(change.others);
        Ok(())
    }

    /// Returns the names of the aggregates that a request lists.
    pub(super) fn aggregate_names(&self, list: &[Reference]) -> ApiResult<Vec<String>> {
        let mut names = Vec::new();
        for reference in list {
            let name = self.aggregate_at(reference, "aggregates.name")?;
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Ok(names)
    }

    pub(super) fn svm_mut(&mut self, uuid: Uuid) -> ApiResult<&mut Svm> {
        self.svms.iter_mut().find(|svm| svm.uuid == uuid).ok_or_else(|| ApiError::not_found("uuid"))
    }

    /// Returns the name of the snapshot policy that a request refers to.
    pub(super) fn snapshot_policy_at(&self, reference: &Reference) -> ApiResult<String> {
        let found =
            self.snapshot_policies.iter().find(|policy| reference.points_at(&policy.name, policy.uuid));
        found.map(|policy| policy.name.clone()).ok_or_else(|| {
            let message = format!("Snapshot policy \"{}\" does not exist.", reference.shown());
            ApiError::new(400, 13_434_886, message).on("snapshot_policy.name")
        })
    }
}

/// Error 2621580 for what a POST of a destination refuses as well, because it comes from the source with the
/// first transfer: assumed (`destination-settings-refused`). The CLI documents `aggregates` as changeable.
fn refuse_what_comes_from_the_source(change: &SvmChange) -> ApiResult<()> {
    if change.language.is_some() || !change.snapshot_policy.is_absent() || change.max_volumes.is_some() {
        let message = "An SVM of subtype \"dp_destination\" has these settings from its source.";
        return Err(ApiError::new(400, 2_621_580, message).on("subtype"));
    }
    Ok(())
}

fn check_state(state: Option<&str>) -> ApiResult<()> {
    match state {
        None | Some("running" | "stopped") => Ok(()),
        Some(other) => Err(ApiError::invalid("state", other)),
    }
}

/// Error 13434885: only UTF-8 languages are allowed. ONTAP has more of them than this check knows.
pub(super) fn check_language(language: Option<&str>) -> ApiResult<()> {
    match language {
        Some(language) if !language.to_lowercase().contains("utf_8") && !language.ends_with("utf8mb4") => {
            let message = format!("Language \"{language}\" is not a UTF-8 language.");
            Err(ApiError::new(400, 13_434_885, message).on("language"))
        }
        _ => Ok(()),
    }
}
