//! Which storage VM is the one that the system was deployed with.

use ontap::Volume;
use tfplugin::{Cx, Outcome};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::clients::Clients;
use crate::diagnose::During;

/// A storage VM by name and uuid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SvmId {
    pub(crate) name: String,
    pub(crate) uuid: String,
}

/// The storage VM whose root volume is the oldest. That this is the one of the deployment is assumed: no API
/// says it, and its name can change.
pub(crate) async fn default_svm(cx: &Cx<Clients>) -> Outcome<Option<SvmId>> {
    let ontap = Clients::ontap(cx).await?;
    let roots = ontap.list::<Volume>(&[("is_svm_root", "true")]).await.during("list the root volumes")?;
    Ok(oldest(&roots))
}

/// The storage VM of the oldest of these root volumes.
pub(crate) fn oldest(roots: &[Volume]) -> Option<SvmId> {
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
