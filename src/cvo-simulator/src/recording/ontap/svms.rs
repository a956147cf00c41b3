//! Storage VMs.

use super::records::SvmRecord;
use super::storage::name_of;
use super::{Builder, Record, Result};
use crate::world::cluster::DEFAULT_IPSPACE;
use crate::world::svm::{Svm, SvmState};

pub const SVMS: &str = "/api/svm/svms";

impl Builder<'_> {
    pub(super) fn svms(&mut self) -> Result<()> {
        let Some(records) = self.recording.collection::<SvmRecord>(SVMS)? else {
            self.not_recorded(SVMS);
            return Ok(());
        };
        records.iter().try_for_each(|record| self.svm(record))
    }

    fn svm(&mut self, record: &Record<SvmRecord>) -> Result<()> {
        let name = record.required("name", record.name.clone())?;
        let uuid = self.uuid(record.uuid);
        let links = record.aggregates.as_deref().unwrap_or_default();
        let aggregates = self.aggregate_names(links);
        if aggregates.len() < links.len() {
            self.report.left_out("unknown aggregate(s) of storage VMs", &name);
        }
        self.cluster.svms.push(Svm {
            uuid,
            name,
            subtype: record.subtype.clone().unwrap_or_else(|| "default".to_owned()),
            state: state(record.state.as_deref()),
            state_before_deletion: None,
            ipspace: name_of(record.ipspace.as_ref()).unwrap_or_else(|| DEFAULT_IPSPACE.to_owned()),
            aggregates,
            snapshot_policy: name_of(record.snapshot_policy.as_ref()).unwrap_or_else(|| "default".to_owned()),
            language: record.language.clone().unwrap_or_else(|| "c.utf_8".to_owned()),
            comment: record.comment.clone().unwrap_or_default(),
            max_volumes: record.max_volumes.clone().unwrap_or_else(|| "unlimited".to_owned()),
            others: record.others(),
        });
        Ok(())
    }
}

/// What was on its way during the recording has arrived, because the job behind it is not in the recording.
fn state(recorded: Option<&str>) -> SvmState {
    match recorded {
        Some("stopped" | "stopping") => SvmState::Stopped,
        _ => SvmState::Running,
    }
}
