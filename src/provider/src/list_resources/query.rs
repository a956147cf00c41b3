//! What all queries do: each collection is read once by the query itself, so that it ends with its reader.

use ontap::{Listed as Collection, Object, Volume};
use provider_core::estate::listed::{Filter, Listed as Found};
use provider_core::estate::oldest_of;
use provider_core::storage_vm::Whole;
use provider_core::system::{Oldest, oldest_svm};
use provider_core::values::NamePattern;
use tfplugin::{Attr, Cx, Diagnostics, Listed, Outcome, Query, Resource};

use crate::clients::Clients;
use crate::diagnose::During;

/// Returns all objects of a kind. `what` is the plural for an error, such as `routes`.
pub async fn all<T: Object>(cx: &Cx<Clients>, what: &str) -> Outcome<Collection<T>> {
    let ontap = cx.clients().ontap.client().await?;
    ontap.listed::<T>(&[]).await.during(format!("list the {what}"))
}

/// Returns those of which everything can be read. `kind` is the name of one, such as `route`.
pub fn sound<T>(
    cx: &Cx<Clients>,
    all: Collection<T>,
    kind: &str,
    uuid: impl Fn(&T) -> Option<&str>,
) -> Vec<T> {
    for fault in &all.faults {
        let name = fault.uuid.as_deref().unwrap_or("without a uuid");
        let why = ontap::Error::from(fault.clone());
        cx.warn(
            format!("The {kind} {name} is not listed"),
            format!("Not everything can be read of it: {why}"),
        );
    }
    let is_faulty =
        |one: &T| all.faults.iter().any(|fault| fault.uuid.is_some() && fault.uuid.as_deref() == uuid(one));
    let sound: Vec<bool> = all.records.iter().map(|one| !is_faulty(one)).collect();
    all.records.into_iter().zip(sound).filter_map(|(one, is_sound)| is_sound.then_some(one)).collect()
}

/// Returns the root volumes of all storage VMs.
pub async fn roots(cx: &Cx<Clients>) -> Outcome<Collection<Volume>> {
    let ontap = cx.clients().ontap.client().await?;
    ontap.listed::<Volume>(&[("is_svm_root", "true")]).await.during("list the root volumes")
}

/// Which storage VMs a query is about.
pub struct Scope {
    svm: Option<NamePattern>,
    left_out: Option<Oldest>,
}

impl Scope {
    /// Reads with which storage VM the system was deployed, if that is to be left out.
    pub async fn of(cx: &Cx<Clients>, svm: Attr<NamePattern>, include_system: &Attr<bool>) -> Outcome<Self> {
        let svm = svm.into_known();
        let is_one = svm.as_ref().is_some_and(|pattern| pattern.exact().is_some());
        if is_one || *include_system == Attr::Known(true) {
            return Ok(Self { svm, left_out: None });
        }
        Ok(Self { svm, left_out: Some(told(cx, oldest_svm(&roots(cx).await?))) })
    }

    /// Like [`Self::of`], with storage VMs and root volumes that were read already.
    pub fn with(
        cx: &Cx<Clients>,
        svm: Attr<NamePattern>,
        include_system: &Attr<bool>,
        (storage_vms, roots): (&[Whole], &[Volume]),
    ) -> Self {
        let is_left_out = *include_system != Attr::Known(true);
        let left_out = is_left_out.then(|| told(cx, oldest_of(storage_vms, roots)));
        Self { svm: svm.into_known(), left_out }
    }

    /// Returns the filter.
    pub fn filter(&self) -> Filter<'_> {
        Filter { svm: self.svm.as_ref(), left_out: self.left_out.as_ref() }
    }
}

/// Warns if it is not known with which storage VM the system was deployed.
fn told(cx: &Cx<Clients>, oldest: Oldest) -> Oldest {
    if let Oldest::Untold(why) = &oldest {
        cx.warn(
            "What the system was deployed with is listed, too",
            format!("{why}, so that it is not known with which storage VM the system was deployed."),
        );
    }
    oldest
}

/// An object that was found, and what tells it from others.
type Identified<R> = (Found<<R as Resource>::Model>, Option<<R as Resource>::Identity>);

/// Passes on what was found, as long as it is wanted. What cannot be told apart from others is not listed.
pub async fn pass<R: Resource>(query: &mut Query<R>, found: Vec<Identified<R>>) {
    for (Found { object, name }, identity) in found {
        let Some(identity) = identity else { continue };
        let object = query.includes_objects().then_some(object);
        let listed = Listed { identity, display_name: name, object, warnings: Diagnostics::new() };
        if query.found(listed).await.is_break() {
            return;
        }
    }
}
