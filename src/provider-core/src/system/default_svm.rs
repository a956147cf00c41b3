//! The storage VM that the system was deployed with.

use ontap_core::Volume;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A storage VM by name and uuid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SvmId {
    pub name: String,
    pub uuid: String,
}

/// Returns the storage VM of the oldest of these root volumes. A volume without a creation time counts as the
/// newest.
pub fn oldest_svm(roots: &[Volume]) -> Option<SvmId> {
    let made = |root: &&Volume| {
        let text = root.create_time.as_deref()?;
        OffsetDateTime::parse(text, &Rfc3339).ok()
    };
    let by_age = |one: &&Volume, other: &&Volume| match (made(one), made(other)) {
        (Some(one), Some(other)) => one.cmp(&other),
        (one, other) => other.is_some().cmp(&one.is_some()),
    };
    let oldest = roots.iter().min_by(by_age)?;
    Some(SvmId { name: oldest.svm.name.clone()?, uuid: oldest.svm.uuid.clone()? })
}
