//! The ONTAP side of a recording: the cluster and its objects, built as they were recorded.

mod network;
mod nodes;
mod objects;
mod policies;
mod records;
mod role;
mod storage;
mod svms;

use uuid::Uuid;

use super::error::RecordingError;
use super::file::{Record, Recording};
use super::report::Report;
use crate::world::Settings;
use crate::world::clock::{Clock, Moment};
use crate::world::cluster::{Cluster, Named};
use crate::world::version::OntapVersion;
use records::{ClusterRecord, Link, NamedRecord, NodeRecord, VersionRecord};

type Result<T> = std::result::Result<T, RecordingError>;

const CLUSTER: &str = "/api/cluster";
const NODES: &str = "/api/cluster/nodes";

/// Paths of which the simulated system has its own answers: what a recording does not show in full, and what
/// follows from other answers.
const OWN: &[&str] = &[
    "/api/cluster/jobs",
    "/api/cluster/licensing/licenses",
    "/api/private/cli/network/interface",
    "/api/private/cli/network/route",
    "/api/private/cli/storage/failover",
    "/api/private/cli/version",
    "/api/private/cli/vserver",
];

/// A cluster while it is being built.
struct Builder<'a> {
    recording: &'a Recording,
    cluster: Cluster,
    report: &'a mut Report,
    now: Moment,
}

/// Builds the cluster that was recorded.
pub fn cluster(recording: &Recording, settings: &Settings, report: &mut Report) -> Result<Cluster> {
    let single: Option<Record<ClusterRecord>> = recording.single(CLUSTER)?;
    let nodes: Vec<Record<NodeRecord>> = recording
        .collection(NODES)?
        .ok_or_else(|| RecordingError::NotRecorded { path: NODES, reason: recording.refusal(NODES) })?;
    let version = version(single.as_ref(), &nodes, report)?;
    let settings = Settings { version, ..settings.clone() };
    let name = match &single {
        Some(single) => single.required("name", single.name.clone())?,
        None => made_up_cluster(recording, report),
    };
    let mut cluster = Cluster::bare(name, &settings);
    let recorded = single.as_ref().and_then(|single| single.version.as_ref());
    cluster.release_text = recorded.and_then(|recorded| text_of(version, recorded));
    if let Some(uuid) = single.and_then(|single| single.uuid) {
        cluster.uuid = uuid;
    }
    let now = Clock::new(settings.clock).now();
    let mut builder = Builder { recording, cluster, report, now };
    builder.nodes(&nodes)?;
    builder.networks()?;
    builder.ports()?;
    builder.aggregates()?;
    builder.snapshot_policies()?;
    builder.svms()?;
    builder.volumes()?;
    builder.policies()?;
    builder.interfaces()?;
    builder.routes()?;
    builder.svm_objects()?;
    builder.name_services()?;
    builder.role()?;
    builder.leave_out_the_rest();
    Ok(builder.cluster)
}

fn made_up_cluster(recording: &Recording, report: &mut Report) -> String {
    let name = "cluster-1".to_owned();
    report.made_up("cluster name(s)", format!("{name}; {CLUSTER}: {}", recording.refusal(CLUSTER)));
    name
}

/// The release that is simulated: that of the cluster, or else of a node.
fn version(
    cluster: Option<&Record<ClusterRecord>>,
    nodes: &[Record<NodeRecord>],
    report: &mut Report,
) -> Result<OntapVersion> {
    let of_cluster = cluster.and_then(|cluster| Some((cluster.at.as_str(), cluster.version.as_ref()?)));
    let of_node = || nodes.iter().find_map(|node| Some((node.at.as_str(), node.version.as_ref()?)));
    let missing = || RecordingError::Missing { at: CLUSTER.to_owned(), member: "version" };
    let (at, version) = of_cluster.or_else(of_node).ok_or_else(missing)?;
    let (generation, major, minor) = numbers(at, version)?;
    let shown = format!("{generation}.{major}.{minor}");
    let nearest = OntapVersion::nearest(generation, major, minor)
        .ok_or_else(|| RecordingError::TooOld(shown.clone()))?;
    if nearest.to_string() != shown {
        report.left_out("release(s) that is not simulated", format!("{shown}, which counts as {nearest}"));
    }
    Ok(nearest)
}

/// How the recorded system words its release, if that is the simulated one: `9.15.1P3` is 9.15.1.
fn text_of(version: OntapVersion, recorded: &VersionRecord) -> Option<String> {
    let text = VersionRecord { full: recorded.full.clone(), ..VersionRecord::default() };
    let numbers = numbers(CLUSTER, &text).ok()?;
    let same = numbers == (version.generation, version.major, version.minor);
    recorded.full.clone().filter(|_| same)
}

/// The numbers of a release, or else those in its text: `NetApp Release 9.15.1P3: Tue Jun …` is 9.15.1.
fn numbers(at: &str, version: &VersionRecord) -> Result<(u16, u16, u16)> {
    if let (Some(generation), Some(major), Some(minor)) = (version.generation, version.major, version.minor) {
        return Ok((generation, major, minor));
    }
    let full = version.full.clone().unwrap_or_default();
    let word = full.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    let mut parts = word.unwrap_or_default().splitn(3, '.').map(|part| {
        part.split(|next: char| !next.is_ascii_digit()).next().unwrap_or_default().parse::<u16>().ok()
    });
    match (parts.next().flatten(), parts.next().flatten(), parts.next()) {
        (Some(generation), Some(major), None) => Ok((generation, major, 0)),
        (Some(generation), Some(major), Some(Some(minor))) => Ok((generation, major, minor)),
        _ => Err(RecordingError::NoRelease { at: at.to_owned(), text: full }),
    }
}

/// The storage VM of a record.
enum Owner {
    Cluster,
    Svm(Uuid),
    Unknown,
}

impl Builder<'_> {
    /// Returns the UUID of a record, or a new one.
    fn uuid(&mut self, recorded: Option<Uuid>) -> Uuid {
        recorded.unwrap_or_else(|| self.cluster.uuids.make())
    }

    /// Notes that a collection was not recorded.
    fn not_recorded(&mut self, path: &str) {
        self.report.left_out(
            "collection(s) that could not be recorded",
            format!("{path}: {}", self.recording.refusal(path)),
        );
    }

    /// Returns the name of the node that a record refers to; `None` if it refers to none.
    fn node_of<T>(&self, record: &Record<T>, link: Option<&Link>) -> Result<Option<String>> {
        let Some(link) = link.filter(|link| !link.is_empty()) else { return Ok(None) };
        let found = self.cluster.nodes.iter().find(|node| link.points_at(&node.name, node.uuid));
        let unknown = || RecordingError::UnknownNode { at: record.at.clone(), node: link.shown() };
        found.map(|node| Some(node.name.clone())).ok_or_else(unknown)
    }

    /// Returns whose a record is. ONTAP shows no storage VM for what belongs to the cluster; one of the
    /// cluster's own name is that of the cluster.
    fn owner(&self, svm: Option<&Link>, scope: Option<&str>) -> Owner {
        let Some(link) = svm.filter(|link| !link.is_empty() && scope != Some("cluster")) else {
            return Owner::Cluster;
        };
        let found = self.cluster.svms.iter().find(|svm| link.points_at(&svm.name, svm.uuid));
        match found {
            Some(svm) => Owner::Svm(svm.uuid),
            None if link.name.as_ref() == Some(&self.cluster.name) => Owner::Cluster,
            None => Owner::Unknown,
        }
    }

    /// Reads a collection of objects that have name and UUID only.
    fn named(&mut self, path: &str) -> Result<Option<Vec<Named>>> {
        let Some(records) = self.recording.collection::<NamedRecord>(path)? else { return Ok(None) };
        let named = |record: &Record<NamedRecord>| {
            let name = record.required("name", record.name.clone())?;
            Ok(Named { uuid: self.uuid(record.uuid), name })
        };
        records.iter().map(named).collect::<Result<_>>().map(Some)
    }

    /// Notes every answer that nothing reads.
    fn leave_out_the_rest(&mut self) {
        let read =
            |path: &str| path == CLUSTER || path == NODES || OWN.contains(&path) || READ.contains(&path);
        let objects = objects::paths();
        for path in self.recording.cut() {
            self.report.left_out("collection(s) recorded in part", path);
        }
        let rest = self
            .recording
            .paths()
            .filter(|(path, count)| *count > 0 && !read(path) && !objects.contains(path));
        for (path, count) in rest {
            let records = if count == 1 { "record" } else { "records" };
            self.report.left_out("answer(s) that nothing is made of", format!("{path}: {count} {records}"));
        }
    }
}

/// Paths that the other modules read.
const READ: &[&str] = &[
    network::INTERFACES,
    network::ROUTES,
    nodes::BROADCAST_DOMAINS,
    nodes::IPSPACES,
    nodes::PORTS,
    policies::POLICIES,
    policies::POLICY_ROWS,
    role::ACCOUNTS,
    role::ROLES,
    storage::AGGREGATES,
    storage::SNAPSHOT_POLICIES,
    storage::VOLUMES,
    storage::VOLUME_ROWS,
    storage::QUEUE_ROWS,
    svms::SVMS,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_read_from_its_numbers_or_else_from_its_text() {
        let text = |full: &str| VersionRecord { full: Some(full.to_owned()), ..VersionRecord::default() };
        let numbered = VersionRecord { generation: Some(9), major: Some(13), minor: Some(1), full: None };
        for (version, expected) in [
            (numbered, Some((9, 13, 1))),
            (text("NetApp Release 9.15.1P3: Tue Jun 04 11:25:07 UTC 2024"), Some((9, 15, 1))),
            (text("NetApp Release Lodestar__9.14.1X2: <1>"), None),
            (text("9.16"), Some((9, 16, 0))),
            (text("9.x.1"), None),
            (text("redacted-1"), None),
            (VersionRecord::default(), None),
        ] {
            assert_eq!(numbers("/api/cluster", &version).ok(), expected, "{version:?}");
        }
    }
}
