//! Reading a storage VM whole.

use futures::future::BoxFuture;
use ontap::{Svm, SvmState};
use provider_core::storage_vm::{Whole, in_the_making};
use tfplugin::{Cx, Outcome};

use crate::clients::{Clients, every_second, wait_until};
use crate::diagnose::During;

/// One that was just read.
pub async fn with_root(cx: &Cx<Clients>, ontap: &ontap::Client, svm: Svm) -> ontap::Result<Whole> {
    let root = ontap.root_volume(&svm.uuid).await?;
    Ok(Whole::new(svm, root, cx.clients().ontap.known_cluster().cloned()))
}

/// One that is still in the making shows as it will be only afterwards: before, nobody can tell whose it is.
pub async fn when_ready(ontap: &ontap::Client, svm: Svm, name: &str) -> Outcome<Svm> {
    let uuid = svm.uuid.as_str();
    if svm.state != Some(SvmState::Initializing) {
        return Ok(svm);
    }
    let look = || -> BoxFuture<'_, Outcome<_>> {
        Box::pin(async move {
            let now = ontap.get::<Svm>(uuid).await.during(format!("read {name}"))?;
            Ok(if now.state == Some(SvmState::Initializing) { Err(()) } else { Ok(now) })
        })
    };
    wait_until(every_second(), &format!("{name} to be made"), look).await?.map_err(|()| in_the_making(name))
}
