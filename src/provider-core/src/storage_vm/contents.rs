//! What is in a storage VM and in the way of its deletion: pure decisions on what was just read. That ONTAP
//! itself refuses to delete data is only assumed (`svm-delete-refuses-data`), and so is that it takes the
//! volumes in the recovery queue along (`svm-delete-purges-the-queue`).

use ontap_core::{QueuedVolume, SnapmirrorRelationship, SvmPeer};
use tfplugin_core::{Attr, Diagnostics, Outcome, counted};

use super::model::StorageVmModel;
use crate::values::{Choice, Choices};

/// Largest number of objects of one kind that a message names.
const NAMED: usize = 10;

/// When a destroy looks into the storage VM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ContentsCheck {
    /// In the plan, and again before the deletion.
    #[default]
    Plan,
    /// Before the deletion only, after what goes in the same run.
    Apply,
}

impl Choices for ContentsCheck {
    const ALL: &'static [(&'static str, Self)] = &[("plan", Self::Plan), ("apply", Self::Apply)];
}

/// What a destroy does with the storage VM's volumes in the recovery queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RecoveryQueue {
    /// It is refused while there are any.
    #[default]
    Keep,
    /// It deletes them for good.
    Purge,
}

impl Choices for RecoveryQueue {
    const ALL: &'static [(&'static str, Self)] = &[("keep", Self::Keep), ("purge", Self::Purge)];
}

impl StorageVmModel {
    /// Returns whether the contents are looked at only when the storage VM's turn comes.
    pub fn is_looked_into_at_its_turn(&self) -> bool {
        self.contents_check == Attr::Known(Choice(ContentsCheck::Apply))
    }

    /// Returns whether a destroy purges the volumes in the recovery queue.
    pub fn purges_queue(&self) -> bool {
        self.recovery_queue == Attr::Known(Choice(RecoveryQueue::Purge))
    }
}

/// Objects of one kind that prevent the deletion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    one: &'static str,
    several: &'static str,
    names: Vec<String>,
}

impl Blocker {
    /// Returns the blocker for the objects that were found; `one` and `several` name their kind.
    pub fn new<T>(
        (one, several): (&'static str, &'static str),
        found: impl IntoIterator<Item = T>,
        name: impl Fn(T) -> String,
    ) -> Self {
        Self { one, several, names: found.into_iter().map(name).collect() }
    }

    /// Returns the number of objects.
    pub fn number(&self) -> usize {
        self.names.len()
    }

    /// Returns a text such as `2 LUNs: a, b`.
    pub fn text(&self) -> String {
        let mut names = self.names.clone();
        names.sort();
        let more = names.len().saturating_sub(NAMED);
        names.truncate(NAMED);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}: {}{rest}", counted(self.names.len(), self.one, self.several), names.join(", "))
    }
}

/// Which storage VM is looked into: some of what it contains names its uuid, some its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SvmKey {
    /// Its uuid.
    pub uuid: String,
    /// Its name.
    pub name: String,
}

/// Everything in a storage VM that prevents its deletion.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// Objects by kind, without LIFs and deleted volumes.
    pub objects: Vec<Blocker>,
    /// LIFs, if they are looked at.
    pub lifs: Option<Blocker>,
    /// Volumes in the recovery queue.
    pub queued: Vec<QueuedVolume>,
}

impl Contents {
    /// Returns the number of objects that can go in the same run. A volume that goes comes into the recovery
    /// queue, which therefore does not count.
    pub fn number(&self) -> usize {
        self.objects.iter().chain(&self.lifs).map(Blocker::number).sum()
    }

    /// Returns a text for each kind of object that there is.
    pub fn texts(&self) -> Vec<String> {
        let queued = (!self.queued.is_empty()).then(|| queue(&self.queued));
        let all = self.objects.iter().chain(&self.lifs).chain(&queued);
        all.filter(|blocker| blocker.number() > 0).map(Blocker::text).collect()
    }

    /// Returns the contents without the deleted volumes that a destroy purges.
    #[must_use]
    pub fn without_purged(self, stored: &StorageVmModel) -> Self {
        if stored.purges_queue() { Self { queued: Vec::new(), ..self } } else { self }
    }

    /// Refuses the plan of a destroy. `svm` is the storage VM's name.
    ///
    /// # Errors
    /// Returns what is in the way, and every way out.
    pub fn refuse_plan(&self, svm: &str) -> Outcome<()> {
        let texts = self.texts();
        if texts.is_empty() {
            return Ok(());
        }
        let commands = purge_commands(svm, &self.queued);
        Err(in_the_way(
            svm,
            &texts,
            &format!(
                "This provider deletes no volume: remove these objects where they are managed, then destroy \
                 again. If this configuration manages them too, apply contents_check = \"apply\" first: the \
                 storage VM is then looked into when its turn comes, after what goes in the same run. A \
                 volume that was deleted can be recovered for some hours, and the deletion of the storage VM \
                 would end that: apply recovery_queue = \"purge\" first to give such volumes up{commands}."
            ),
        ))
    }

    /// Refuses the destroy when the storage VM's turn has come.
    ///
    /// # Errors
    /// Returns what is in the way, and the ways out.
    pub fn refuse_turn(&self, svm: &str) -> Outcome<()> {
        let texts = self.texts();
        if texts.is_empty() {
            return Ok(());
        }
        let mut ways =
            "This provider deletes no volume: remove these objects where they are managed, then destroy again."
                .to_owned();
        if self.lifs.as_ref().is_some_and(|lifs| lifs.number() > 0) {
            ways.push_str(
                " Are the LIFs managed here too? Let them refer to the storage VM's name, and to the \
                 private_ip of their addresses, so that Terraform knows the order, or destroy again.",
            );
        }
        if !self.queued.is_empty() {
            let commands = purge_commands(svm, &self.queued);
            ways.push_str(&format!(
                " To give up the volumes that can still be recovered, apply recovery_queue = \"purge\" and \
                 destroy then{commands}."
            ));
        }
        Err(in_the_way(svm, &texts, &ways))
    }
}

fn in_the_way(svm: &str, texts: &[String], ways: &str) -> Diagnostics {
    let lines: Vec<_> = texts.iter().map(|text| format!("  - {text}")).collect();
    Diagnostics::error(
        format!("Storage VM {svm} is not empty"),
        format!(
            "In the way of its deletion:\n{}\nNothing of the storage VM was changed. {ways}",
            lines.join("\n")
        ),
    )
}

fn queue(queued: &[QueuedVolume]) -> Blocker {
    let kind = ("volume in the recovery queue", "volumes in the recovery queue");
    Blocker::new(kind, queued, describe_queued)
}

fn describe_queued(volume: &QueuedVolume) -> String {
    let deleted = volume.deletion_request_time.as_ref().map(|time| format!("deleted {time}"));
    let hours = volume.retention_hours.and_then(|hours| usize::try_from(hours).ok());
    let kept = hours.map(|hours| format!("kept for {}", counted(hours, "hour", "hours")));
    let known: Vec<_> = deleted.into_iter().chain(kept).collect();
    if known.is_empty() { volume.volume.clone() } else { format!("{} ({})", volume.volume, known.join(", ")) }
}

/// Returns the end of a sentence with the commands that delete these volumes for good.
fn purge_commands(svm: &str, queued: &[QueuedVolume]) -> String {
    let command = |volume: &QueuedVolume| {
        format!("\"volume recovery-queue purge -vserver {svm} -volume {}\"", volume.volume)
    };
    let commands: Vec<_> = queued.iter().take(NAMED).map(command).collect();
    match &commands[..] {
        [] => String::new(),
        commands => format!(", or enter {} (privilege diagnostic)", commands.join(" and ")),
    }
}

/// Returns the warning of a plan that will purge volumes.
pub fn to_be_purged(svm: &str, queued: &[QueuedVolume]) -> Option<(String, String)> {
    let names = queue(queued);
    (names.number() > 0).then(|| {
        (
            format!("Deleted volumes of storage VM {svm} will be gone for good"),
            format!(
                "recovery_queue = \"purge\": the destroy deletes what can be recovered until then. {}.",
                names.text()
            ),
        )
    })
}

/// Refuses a storage VM with volumes in the recovery queue that came there while others were purged.
pub fn still_queued(svm: &str, queued: &[QueuedVolume]) -> Diagnostics {
    Diagnostics::error(
        format!("The recovery queue of storage VM {svm} is not empty"),
        format!(
            "The volumes that were in it are purged; {} came since. The storage VM was not deleted. Destroy \
             again to give them up too.",
            queue(queued).text()
        ),
    )
}

pub fn describe_mirror(mirror: SnapmirrorRelationship) -> String {
    let end = |path: Option<String>| path.unwrap_or_else(|| "elsewhere".to_owned());
    format!("{} to {}", end(mirror.source.path), end(mirror.destination.path))
}

pub fn describe_peer(peer: SvmPeer) -> String {
    let (svm, cluster) = (peer.peer.svm.name.or(peer.name), peer.peer.cluster.name);
    format!("{} of cluster {}", svm.unwrap_or(peer.uuid), cluster.unwrap_or_else(|| "unknown".to_owned()))
}

#[cfg(test)]
#[path = "contents_tests.rs"]
mod tests;
