//! Whether the storage VM that has the name of an unfinished create is the one that it made.

use futures::future::BoxFuture;
use ontap::{Svm, SvmState};
use provider_core::storage_vm::{StorageVmModel, TYPE, Whole, describe, in_the_making};
use provider_core::unfinished::{Found, Object, without_record};
use tfplugin::{Cx, Outcome, Text};

use super::{guard, observe};
use crate::clients::{Clients, every_second, wait_until};
use crate::diagnose::During;
use crate::unfinished::{self, Looked};

/// What there is of a state without uuid. Only a record of what a create sent makes an object its own.
pub async fn look(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    stored: &StorageVmModel,
) -> Outcome<Looked<Whole>> {
    let described = describe(stored);
    let name = stored.name.known().map(Text::text);
    let object = Object { name: &described, type_name: TYPE, import_id: name.as_deref() };
    let (Some(sent), Some(name)) = (unfinished::remembered(cx), &name) else {
        let missing = if name.is_some() { &["id"][..] } else { &["id", "name"] };
        return Err(without_record(&object, missing));
    };
    let found = ontap.svm_by_name(name).await.during(format!("look for {described}"))?;
    let Some(svm) = found else { return Ok(Looked::Absent) };
    let svm = when_ready(ontap, svm, &described).await?;
    let whole = observe::with_root(ontap, svm, &described).await?;
    let holds = guard::contents(ontap, whole.svm()).await?;
    let found = Found { uuid: &whole.svm().uuid, values: stored.values_of(&whole), holds };
    Ok(match sent.refuse_other(&object, &found) {
        Ok(()) => Looked::Ours(whole),
        Err(refusal) => Looked::NotOurs(refusal),
    })
}

/// One that is still in the making shows as it will be only afterwards: before, nobody can tell whose it is.
async fn when_ready(ontap: &ontap::Client, svm: Svm, name: &str) -> Outcome<Svm> {
    let uuid = svm.uuid.as_str();
    if svm.state != Some(SvmState::Initializing) {
        return Ok(svm);
    }
    let look = || -> BoxFuture<'_, Outcome<_>> {
        Box::pin(async move {
            let now = ontap.svm(uuid).await.during(format!("read {name}"))?;
            Ok(if now.state == Some(SvmState::Initializing) { Err(()) } else { Ok(now) })
        })
    };
    wait_until(every_second(), &format!("{name} to be made"), look).await?.map_err(|()| in_the_making(name))
}
