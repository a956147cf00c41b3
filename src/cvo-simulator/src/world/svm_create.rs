//! Creation of a storage VM, with everything that ONTAP creates along with it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::clock::Moment;
use super::cluster::{Cluster, DEFAULT_IPSPACE};
use super::error::{ApiError, ApiResult};
use super::names::Reference;
use super::svm::{Svm, SvmState, check_language};
use super::svm_object::{SvmObject, SvmObjectKind};
use super::volume::{ROOT_VOLUME_SIZE, Volume, is_volume_name};

/// NetApp's reference of `/svm/svms`: maximum length of a name.
const LONGEST_NAME: usize = 47;

/// Name services, by the name of their field in an SVM.
pub const NAME_SERVICES: [(&str, SvmObjectKind); 3] =
    [("dns", SvmObjectKind::Dns), ("ldap", SvmObjectKind::Ldap), ("nis", SvmObjectKind::Nis)];

/// A POST of a storage VM, over REST or over the private CLI.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewSvm {
    /// Name.
    pub name: String,
    /// `default` or `dp_destination`.
    pub subtype: Option<String>,
    /// IPspace.
    pub ipspace: Reference,
    /// Aggregates that its volumes may use.
    pub aggregates: Vec<Reference>,
    /// Snapshot policy.
    pub snapshot_policy: Reference,
    /// Language.
    pub language: Option<String>,
    /// Free text.
    pub comment: Option<String>,
    /// `unlimited`, or a number.
    pub max_volumes: Option<String>,
    /// Root volume; only the CLI can set it.
    #[serde(skip_deserializing)]
    pub root: NewRoot,
    /// Fields that are stored and returned unchanged.
    #[serde(flatten)]
    pub others: Map<String, Value>,
}

/// Options of `vserver create` for the root volume.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewRoot {
    /// Name; [`default_root_name`] by default.
    pub name: Option<String>,
    /// Aggregate.
    pub aggregate: Option<String>,
    /// `unix`, `ntfs` or `mixed`.
    pub security_style: Option<String>,
}

impl Cluster {
    /// Makes the checks that fail a POST immediately.
    pub fn check_new_svm(&self, new: &NewSvm) -> ApiResult<()> {
        if new.name.is_empty() {
            return Err(ApiError::missing("name"));
        }
        self.check_svm_name(&new.name)?;
        check_language(new.language.as_deref())?;
        let subtype = new.subtype.as_deref().unwrap_or("default");
        match subtype {
            "default" => {}
            "dp_destination" => refuse_more_than_a_destination_takes(new)?,
            // The synchronous subtypes belong to MetroCluster, which Cloud Volumes ONTAP does not support.
            "sync_source" | "sync_destination" => {
                let message = format!("Subtype \"{subtype}\" needs a MetroCluster configuration.");
                return Err(ApiError::new(400, 2_621_634, message).on("subtype"));
            }
            other => return Err(ApiError::invalid("subtype", other)),
        }
        self.ipspace_of(&new.ipspace)?;
        self.aggregate_names(&new.aggregates)?;
        if !new.snapshot_policy.is_absent() {
            self.snapshot_policy_at(&new.snapshot_policy)?;
        }
        check_root_volume_name(new.root.name.as_deref())?;
        if let Some(aggregate) = &new.root.aggregate {
            self.aggregate_at(&Reference::named(aggregate), "aggregate")?;
        }
        match new.root.security_style.as_deref() {
            None | Some("unix" | "ntfs" | "mixed") => Ok(()),
            Some(other) => Err(ApiError::invalid("rootvolume_security_style", other)),
        }
    }

    /// Names must be unique among storage VMs, IPspaces and the cluster (error 13434908).
    pub(super) fn check_svm_name(&self, name: &str) -> ApiResult<()> {
        if name.len() > LONGEST_NAME {
            let message = format!("SVM name \"{name}\" is longer than {LONGEST_NAME} characters.");
            return Err(ApiError::new(400, 13_434_911, message).on("name"));
        }
        let starts_well = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        // The set of further characters is assumed (`svm-name-characters`) from the CLI's rule for object
        // names.
        let goes_on_well = name.chars().all(|next| next.is_ascii_alphanumeric() || "_-.".contains(next));
        if !starts_well || !goes_on_well {
            let message = format!("SVM name \"{name}\" must begin with a letter or an underscore.");
            return Err(ApiError::new(400, 2_621_519, message).on("name"));
        }
        let taken = self.svm_named(name).is_some()
            || self.name == name
            || self.ipspaces.iter().any(|ipspace| ipspace.name == name);
        if taken {
            let message = format!("The name \"{name}\" is in use by an SVM, an IPspace or the cluster.");
            return Err(ApiError::new(409, 13_434_908, message).on("name"));
        }
        if self.jobs.iter().any(|job| job.reserved_name() == Some(name)) {
            Err(ApiError::new(409, 13_434_913, format!("SVM \"{name}\" is already being created."))
                .on("name"))
        } else {
            Ok(())
        }
    }

    /// Returns the name of the IPspace that a request refers to.
    pub(super) fn ipspace_of(&self, reference: &Reference) -> ApiResult<String> {
        if reference.is_absent() {
            return Ok(DEFAULT_IPSPACE.to_owned());
        }
        let found = self.ipspaces.iter().find(|ipspace| reference.points_at(&ipspace.name, ipspace.uuid));
        found.map(|ipspace| ipspace.name.clone()).ok_or_else(|| {
            let message = format!("IPspace \"{}\" does not exist.", reference.shown());
            ApiError::new(404, 13_434_912, message).on("ipspace.name")
        })
    }

    pub(super) fn make_svm(&mut self, uuid: Uuid, mut new: NewSvm, now: Moment) -> ApiResult<()> {
        let aggregates = self.aggregate_names(&new.aggregates)?;
        let services = take_services(&mut new.others);
        let snapshot_policy = if new.snapshot_policy.is_absent() {
            "default".to_owned()
        } else {
            self.snapshot_policy_at(&new.snapshot_policy)?
        };
        let subtype = new.subtype.unwrap_or_else(|| "default".to_owned());
        let svm = Svm {
            uuid,
            name: new.name,
            // NetApp's library (ECMLP2426782): a destination is created stopped.
            state: if subtype == "dp_destination" { SvmState::Stopped } else { SvmState::Running },
            state_before_deletion: None,
            subtype,
            ipspace: self.ipspace_of(&new.ipspace)?,
            aggregates,
            snapshot_policy,
            language: new.language.map_or_else(|| "c.utf_8".to_owned(), |language| language.to_lowercase()),
            comment: new.comment.unwrap_or_default(),
            max_volumes: new.max_volumes.unwrap_or_else(|| "unlimited".to_owned()),
            others: new.others,
        };
        // A destination gets its root volume and its policies from its source, with the first transfer.
        if !svm.is_destination() {
            self.make_root_volume(&svm, &new.root, now)?;
            self.make_built_in_policies(uuid, &svm.ipspace);
        }
        for (kind, fields) in services {
            let object = SvmObject::new(kind, self.uuids.make(), uuid, fields);
            self.svm_objects.push(object);
        }
        self.svms.push(svm);
        Ok(())
    }

    fn make_root_volume(&mut self, svm: &Svm, root: &NewRoot, now: Moment) -> ApiResult<()> {
        // REST has no field for the aggregate of the root volume. Using the first listed aggregate is assumed
        // (`root-volume-on-first-aggregate`).
        let first = root.aggregate.as_ref().or(svm.aggregates.first());
        let aggregate = first.or(self.aggregates.first().map(|aggregate| &aggregate.name)).cloned();
        let aggregate = aggregate.ok_or_else(|| {
            ApiError::new(400, 13_434_909, "No aggregate could be chosen for the root volume of the SVM.")
        })?;
        let name = root.name.clone().unwrap_or_else(|| default_root_name(&svm.name));
        let volume = Volume {
            is_root: true,
            junction_path: Some("/".to_owned()),
            security_style: root.security_style.clone().unwrap_or_else(|| "unix".to_owned()),
            snapshot_policy: svm.snapshot_policy.clone(),
            ..Volume::new(self.uuids.make(), svm.uuid, name, aggregate, ROOT_VOLUME_SIZE, now)
        };
        self.volumes.push(volume);
        Ok(())
    }
}

/// NetApp's manual page of `vserver create`: `<svm>_root`. That characters which a volume's name cannot have
/// become underscores is assumed (`root-volume-default-name`).
fn default_root_name(svm: &str) -> String {
    let allowed = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    format!("{}_root", svm.chars().map(allowed).collect::<String>())
}

/// Error 13001: the CLI refuses a name of a root volume that no volume can have. Seen for a dash; that it is
/// the same error for every other name is assumed (`root-volume-name-code`).
fn check_root_volume_name(name: Option<&str>) -> ApiResult<()> {
    match name.filter(|name| !is_volume_name(name)) {
        None => Ok(()),
        Some(name) => {
            let message = format!("Volume name \"{name}\" is not made of letters, digits and underscores.");
            Err(ApiError::new(400, 13_001, message).on("rootvolume"))
        }
    }
}

/// Error 2621580: a destination accepts only a name, a comment and an IPspace.
fn refuse_more_than_a_destination_takes(new: &NewSvm) -> ApiResult<()> {
    let bare = new.aggregates.is_empty()
        && new.snapshot_policy.is_absent()
        && new.language.is_none()
        && new.max_volumes.is_none()
        && new.root.name.is_none()
        && new.root.aggregate.is_none()
        && new.root.security_style.is_none()
        && new.others.is_empty();
    if bare {
        Ok(())
    } else {
        let message = "An SVM of subtype \"dp_destination\" takes only a name, a comment and an IPspace.";
        Err(ApiError::new(400, 2_621_580, message).on("subtype"))
    }
}

/// Removes from `others` the services that the POST requests and returns them: protocols with `enabled`, and
/// name services with their fields. Of a protocol, only `allowed` remains as a field of the storage VM.
fn take_services(others: &mut Map<String, Value>) -> Vec<(SvmObjectKind, Map<String, Value>)> {
    let protocols = [
        ("nfs", SvmObjectKind::NfsService),
        ("iscsi", SvmObjectKind::IscsiService),
        ("fcp", SvmObjectKind::FcpService),
        ("nvme", SvmObjectKind::NvmeService),
        ("cifs", SvmObjectKind::CifsService),
        ("s3", SvmObjectKind::S3Service),
    ];
    let mut wanted = Vec::new();
    for (name, kind) in protocols {
        let Some(Value::Object(protocol)) = others.get_mut(name) else { continue };
        let mut service = std::mem::take(protocol);
        protocol.extend(service.remove_entry("allowed"));
        if service.remove("enabled") == Some(Value::Bool(true)) {
            wanted.push((kind, service));
        }
    }
    for (name, kind) in NAME_SERVICES {
        if let Some(Value::Object(fields)) = others.remove(name) {
            wanted.push((kind, fields));
        }
    }
    wanted
}
