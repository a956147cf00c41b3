//! The storage VM that the system was deployed with.

use ontap::Volume;
use provider_core::system::{Oldest, SvmId, oldest_svm};
use tfplugin::{Cx, Diagnostics, Outcome};

use crate::clients::Clients;
use crate::diagnose::During;

/// Returns the storage VM whose root volume is the oldest. That it is the one of the deployment is assumed
/// (`default-svm-is-the-oldest`): no API says which one that is, and its name can change.
pub async fn default_svm(cx: &Cx<Clients>) -> Outcome<Option<SvmId>> {
    let ontap = cx.clients().ontap.client().await?;
    let roots = ontap.list::<Volume>(&[("is_svm_root", "true")]).await.during("list the root volumes")?;
    match oldest_svm(&roots) {
        Oldest::Untold(why) => Err(untold(&why)),
        Oldest::Svm(svm) => Ok(Some(svm)),
    }
}

fn untold(why: &str) -> Diagnostics {
    Diagnostics::error(
        "Which storage VM the system was deployed with is not known",
        format!(
            "It is the one with the oldest root volume. {why}. Look at the root volumes (\"volume show -fields \
             vserver,create-time\"), then run Terraform again."
        ),
    )
}
