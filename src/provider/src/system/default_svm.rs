//! Which storage VM is the one that the system was deployed with.

use ontap::Volume;
use provider_core::system::{SvmId, oldest_svm};
use tfplugin::{Cx, Outcome};

use crate::clients::Clients;
use crate::diagnose::During;

/// The storage VM whose root volume is the oldest. That this is the one of the deployment is assumed: no API
/// says it, and its name can change.
pub async fn default_svm(cx: &Cx<Clients>) -> Outcome<Option<SvmId>> {
    let ontap = cx.clients().ontap.client().await?;
    let roots = ontap.list::<Volume>(&[("is_svm_root", "true")]).await.during("list the root volumes")?;
    Ok(oldest_svm(&roots))
}
