//! Aggregates, snapshot policies and volumes.

use super::records::{AggregateRecord, Link, VolumeRecord, VolumeRow};
use super::{Builder, Owner, Record, Result};
use crate::world::aggregate::Aggregate;
use crate::world::clock::Moment;
use crate::world::volume::{ROOT_VOLUME_SIZE, Volume};

pub const AGGREGATES: &str = "/api/storage/aggregates";
pub const SNAPSHOT_POLICIES: &str = "/api/storage/snapshot-policies";
pub const VOLUMES: &str = "/api/storage/volumes";
pub const VOLUME_ROWS: &str = "/api/private/cli/volume";
pub const QUEUE_ROWS: &str = "/api/private/cli/volume/recovery-queue";

impl Builder<'_> {
    pub(super) fn aggregates(&mut self) -> Result<()> {
        let Some(records) = self.recording.collection::<AggregateRecord>(AGGREGATES)? else {
            self.not_recorded(AGGREGATES);
            return Ok(());
        };
        for record in &records {
            let name = record.required("name", record.name.clone())?;
            let home = self.node_of(record, record.home_node.as_ref())?;
            let current = self.node_of(record, record.node.as_ref())?;
            let node = record.required("home_node", home.or(current))?;
            let space = record.space.as_ref().and_then(|space| space.block_storage.as_ref());
            let size = record.required("space.block_storage.size", space.and_then(|space| space.size))?;
            let used = space.and_then(|space| space.used).unwrap_or_default();
            let uuid = self.uuid(record.uuid);
            self.cluster.aggregates.push(Aggregate {
                uuid,
                name,
                node,
                size,
                // The volumes are subtracted when they are known.
                used_besides: i64::try_from(used).unwrap_or(i64::MAX),
                create_time: self.time(record.create_time.as_deref()),
            });
        }
        Ok(())
    }

    pub(super) fn snapshot_policies(&mut self) -> Result<()> {
        match self.named(SNAPSHOT_POLICIES)? {
            Some(policies) => self.cluster.snapshot_policies = policies,
            None => self.not_recorded(SNAPSHOT_POLICIES),
        }
        Ok(())
    }

    pub(super) fn volumes(&mut self) -> Result<()> {
        match self.recording.collection::<VolumeRecord>(VOLUMES)? {
            Some(records) => records.iter().try_for_each(|record| self.volume(record))?,
            None => self.not_recorded(VOLUMES),
        }
        let rows: Vec<Record<VolumeRow>> = self.recording.collection(VOLUME_ROWS)?.unwrap_or_default();
        rows.iter().filter(|row| row.volume_type.as_deref() == Some("del")).for_each(|row| self.deleted(row));
        let queue: Vec<Record<VolumeRow>> = self.recording.collection(QUEUE_ROWS)?.unwrap_or_default();
        queue.iter().for_each(|row| self.deleted(row));
        let cluster = &mut self.cluster;
        for volume in &cluster.volumes {
            let size = i64::try_from(volume.size).unwrap_or(i64::MAX);
            let aggregate =
                cluster.aggregates.iter_mut().find(|aggregate| aggregate.name == volume.aggregate);
            aggregate.into_iter().for_each(|it| it.used_besides = it.used_besides.saturating_sub(size));
        }
        Ok(())
    }

    fn volume(&mut self, record: &Record<VolumeRecord>) -> Result<()> {
        let name = record.required("name", record.name.clone())?;
        let Owner::Svm(svm) = self.owner(record.svm.as_ref(), None) else {
            self.report.left_out("volume(s) of an unknown storage VM", name);
            return Ok(());
        };
        let links = record.aggregates.as_deref().unwrap_or_default();
        let Some(aggregate) = self.aggregate_names(links).into_iter().next() else {
            self.report.left_out("volume(s) on no known aggregate", name);
            return Ok(());
        };
        if record.style.as_deref().is_some_and(|style| style != "flexvol") || links.len() > 1 {
            self.report.left_out("constituent(s) of volumes, which are FlexVol volumes", &name);
        }
        let uuid = self.uuid(record.uuid);
        let size = record.size.unwrap_or(ROOT_VOLUME_SIZE);
        let nas = record.nas.as_ref();
        let created = self.time(record.create_time.as_deref());
        let plain = Volume::new(uuid, svm, name, aggregate, size, created);
        self.cluster.volumes.push(Volume {
            is_root: record.is_svm_root.unwrap_or_default(),
            volume_type: record.volume_type.clone().unwrap_or(plain.volume_type),
            online: record.state.as_deref().is_none_or(|state| state == "online"),
            junction_path: nas.and_then(|nas| nas.path.clone()),
            security_style: nas.and_then(|nas| nas.security_style.clone()).unwrap_or(plain.security_style),
            snapshot_policy: name_of(record.snapshot_policy.as_ref()).unwrap_or(plain.snapshot_policy),
            comment: record.comment.clone().unwrap_or_default(),
            ..plain
        });
        Ok(())
    }

    /// Adds a volume in the recovery queue, unless another row showed it. It stays there as long as if it had
    /// been deleted now.
    fn deleted(&mut self, row: &Record<VolumeRow>) {
        let name = row.volume.clone().unwrap_or_else(|| row.at.clone());
        let link = Link { name: row.vserver.clone(), uuid: None };
        let first = self.cluster.aggregates.first().map(|aggregate| aggregate.name.clone());
        let (Owner::Svm(svm), Some(aggregate)) =
            (self.owner(Some(&link), None), row.aggregate.clone().or(first))
        else {
            self.report.left_out("deleted volume(s) of an unknown storage VM", name);
            return;
        };
        let is_same = |volume: &Volume| volume.svm == svm && volume.name == name;
        if self.cluster.recovery_queue().any(is_same) {
            return;
        }
        let (uuid, size) = (self.uuid(None), row.size.unwrap_or(ROOT_VOLUME_SIZE));
        let volume = Volume::new(uuid, svm, name, aggregate, size, self.now);
        self.cluster.volumes.push(Volume { online: false, deleted: Some(self.now), ..volume });
    }

    /// Returns the names of the known aggregates among those that a record refers to.
    pub(super) fn aggregate_names(&self, links: &[Link]) -> Vec<String> {
        let known = |link: &Link| {
            let found = self.cluster.aggregates.iter().find(|it| link.points_at(&it.name, it.uuid));
            found.map(|aggregate| aggregate.name.clone())
        };
        links.iter().filter_map(known).collect()
    }

    fn time(&self, text: Option<&str>) -> Moment {
        text.and_then(Moment::parse).unwrap_or(self.now)
    }
}

/// Returns the name that a link has.
pub fn name_of(link: Option<&Link>) -> Option<String> {
    link.and_then(|link| link.name.clone())
}
