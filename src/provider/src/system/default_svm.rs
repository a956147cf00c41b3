//! The storage VM that the system was deployed with.

use ontap::Volume;
use provider_core::system::{SvmId, oldest_svm};
use tfplugin::{Cx, Outcome};

use crate::clients::Clients;
use crate::diagnose::During;

/// Returns the storage VM whose root volume is the oldest. It is assumed to be the one of the deployment: no
/// API says which one that is, and its name can change.
pub async fn default_svm(cx: &Cx<Clients>) -> Outcome<Option<SvmId>> {
    let ontap = cx.clients().ontap.client().await?;
    let roots = ontap.list::<Volume>(&[("is_svm_root", "true")]).await.during("list the root volumes")?;
    Ok(oldest_svm(&roots))
}
