//! Whether the storage VM that has the name of an unfinished create is the one that it made.

use ontap::{Svm, SvmState};
use tfplugin::{Cx, Diagnostics, Outcome, Text};

use super::model::StorageVmModel;
use super::observe::{self, Whole};
use super::{describe, guard};
use crate::clients::Clients;
use crate::diagnose::During;
use crate::unfinished::{Found, Looked, Object, Sent, Values, without_record};

/// The type, for messages.
const TYPE: &str = "cvo_storage_vm";

/// What there is of a state without uuid. Only a record of what a create sent makes an object its own.
pub(super) async fn look(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    stored: &StorageVmModel,
) -> Outcome<Looked<Whole>> {
    let described = describe(stored);
    let name = stored.name.known().map(Text::text);
    let object = Object { name: &described, type_name: TYPE, import_id: name.as_deref() };
    let (Some(sent), Some(name)) = (Sent::remembered(cx), &name) else {
        let missing = if name.is_some() { &["id"][..] } else { &["id", "name"] };
        return Err(without_record(&object, missing));
    };
    let found = ontap.find::<Svm>(&[("name", name)]).await.during(format!("look for {described}"))?;
    let Some(svm) = found else { return Ok(Looked::Absent) };
    let svm = when_ready(cx, ontap, svm, &described).await?;
    let whole = observe::with_root(ontap, svm, &described).await?;
    let holds = guard::contents(ontap, whole.svm()).await?;
    let found = Found { uuid: &whole.svm().uuid, values: stored.values_of(&whole), holds };
    Ok(match sent.refuse_other(&object, &found) {
        Ok(()) => Looked::Ours(whole),
        Err(refusal) => Looked::NotOurs(refusal),
    })
}

/// One that is still in the making shows as it will be only afterwards: before, nobody can tell whose it is.
async fn when_ready(cx: &Cx<Clients>, ontap: &ontap::Client, mut svm: Svm, name: &str) -> Outcome<Svm> {
    while svm.state == Some(SvmState::Initializing) {
        if !Clients::pause(cx).await {
            return Err(in_the_making(name));
        }
        svm = ontap.get::<Svm>(&svm.uuid).await.during(format!("read {name}"))?;
    }
    Ok(svm)
}

fn in_the_making(name: &str) -> Diagnostics {
    Diagnostics::error(
        format!("ONTAP is still making {name}"),
        "Whether it is the one that was asked for shows when it is made. Run Terraform again then.",
    )
}

impl StorageVmModel {
    /// What a create sends.
    pub(super) fn values_sent(&self) -> Values {
        let body = self.create_body();
        Values::from([
            ("name", body.name),
            ("root_volume_name", body.root_volume.name),
            ("root_volume_aggregate", body.root_volume.aggregate),
            ("root_volume_security_style", body.root_volume.security_style.map(|style| style.to_string())),
            ("snapshot_policy", body.snapshot_policy.name),
            ("language", body.language),
            ("ipspace", body.ipspace.name),
            ("comment", body.comment),
            ("subtype", body.subtype.map(|subtype| subtype.to_string())),
        ])
    }

    /// The same of what was found.
    fn values_of(&self, whole: &Whole) -> Values {
        self.seen(whole).values_sent()
    }
}
