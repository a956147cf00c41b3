//! [`Object`]: what is particular to a type of object that ONTAP keeps.

use std::borrow::Borrow;

use async_trait::async_trait;
use ontap::Writable;
use provider_core::import::{Wanted, choose};
use provider_core::object::{OntapModel, exists_already};
use provider_core::unfinished::{Object as Described, made_anew};
use tfplugin::{Cx, DefaultTimeouts, Diagnostics, MovedFrom, NeverReplaced, Outcome, Plan, Recorded, calls};

use super::{change, look_before_destroy};
use crate::clients::{Age, Clients, Departing, Held};
use crate::diagnose::{During, DuringOf};

/// What a read finds of an object.
pub type Found<O> = <<O as Object>::Model as OntapModel>::Found;

/// The identity of an object.
pub type Identity<O> = <<O as Object>::Model as OntapModel>::Identity;

/// A create or a change that is ready to be sent.
pub struct Prepared<O: Object> {
    /// The plan with every attribute settled, and with the ids of the objects that it belongs to.
    pub planned: O::Model,
    /// Only for a create: uuids of existing objects that the new one could be mistaken for.
    pub before: Vec<String>,
    /// A lock that keeps what was checked valid. It is released after the request.
    pub held: Option<Held>,
    /// Findings of the checks, for [`Object::finish`] or [`Object::finish_change`].
    pub findings: O::Findings,
}

impl<O: Object> Prepared<O> {
    /// Returns a plan that needed no checks.
    pub fn of(planned: O::Model) -> Self {
        Self { planned, before: Vec::new(), held: None, findings: O::Findings::default() }
    }
}

/// The object before a change.
pub struct Current<'a, O: Object> {
    /// The stored state.
    pub prior: &'a O::Model,
    /// The current state.
    pub now: &'a O::Model,
    /// The records that `now` was read from.
    pub found: &'a Found<O>,
}

/// When a destroy is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// In the plan: Terraform will destroy other objects of the configuration first.
    Plan,
    /// Immediately before the destroy.
    Apply,
}

/// A type of object that ONTAP keeps. All reads and changes of the system are here; decisions are in the
/// model and in `provider-core`.
#[async_trait]
pub trait Object: Send + Sync + Sized + 'static {
    /// ONTAP error codes, and fields without an attribute of their own, each with the attribute that it
    /// concerns.
    const ERROR_ATTRIBUTES: &'static [(&'static str, &'static str)] = &[];
    /// Whether the uuid stays the same as long as the object exists.
    const KEEPS_UUID: bool = true;

    /// The model: schema and state.
    type Model: OntapModel<Found: Borrow<Self::Record> + From<Self::Record>>
        + Recorded<Record: From<Self::Record>, Body: Send + Sync>;
    /// The record that ONTAP returns for the creating request. Its key identifies the object in a change and
    /// a delete.
    type Record: Writable<Body = <Self::Model as Recorded>::Body> + Clone + Sync + 'static;
    /// What a create or a change finds out before its request and needs after it.
    type Findings: Default + Send + Sync;

    /// Returns the default time limits of the operations.
    fn default_timeouts() -> DefaultTimeouts {
        DefaultTimeouts::default()
    }

    /// Checks a configuration, offline.
    fn validate(_config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// Leaves in a configuration that Terraform writes for an object what a person would write.
    fn generate(_config: &mut Self::Model, _state: &Self::Model) {}

    /// Converts the state of an object of another provider, offline; `None` if it is none that this resource takes
    /// over.
    ///
    /// # Errors
    /// Why this state cannot be taken over.
    fn move_from(_source: &MovedFrom) -> Outcome<Option<Self::Model>> {
        Ok(None)
    }

    /// Returns the object's name if it must never be replaced.
    fn never_replaced(_model: &Self::Model) -> Option<NeverReplaced> {
        None
    }

    /// Refuses a destroy from the stored state alone.
    ///
    /// # Errors
    /// Returns why the object must not be destroyed.
    fn refuse_protected(_prior: &Self::Model) -> Outcome<()> {
        Ok(())
    }

    /// Announces to other objects of this run what this object owns or is about to own.
    fn announce(_clients: &Clients, _model: &Self::Model) {}

    /// Tells other objects of this run that this one is being deleted, for as long as what is returned lives.
    fn depart(_cx: &Cx<Clients>, _prior: &Self::Model) -> Option<Departing> {
        None
    }

    /// Stores with the object what was found: `seen` as attributes.
    fn notice(_cx: &Cx<Clients>, _seen: &Self::Model, _found: &Found<Self>) {}

    /// Gathers the facts that the model's plan rules need.
    async fn facts(
        _cx: &Cx<Clients>,
        _plan: &Plan<Self::Model>,
    ) -> Outcome<Option<<Self::Model as OntapModel>::Facts>> {
        Ok(None)
    }

    /// Completes a record with whatever is read together with it.
    async fn whole(
        _cx: &Cx<Clients>,
        _ontap: &ontap::Client,
        record: Self::Record,
    ) -> ontap::Result<Found<Self>> {
        Ok(record.into())
    }

    /// Returns the object from a read of all objects of its type, or `None` if that read does not show it.
    async fn listed(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        stored: &Self::Model,
        age: Age,
    ) -> Option<Found<Self>> {
        Self::whole(cx, ontap, listed::<Self>(cx, stored, age).await?).await.ok()
    }

    /// Returns the object as a recent read of all objects shows it.
    async fn recent(cx: &Cx<Clients>, ontap: &ontap::Client, stored: &Self::Model) -> Option<Found<Self>> {
        Self::listed(cx, ontap, stored, Age::Recent).await
    }

    /// Reads the object with this uuid.
    async fn by_uuid(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        _stored: &Self::Model,
        uuid: &str,
    ) -> ontap::Result<Found<Self>> {
        Self::whole(cx, ontap, ontap.get::<Self::Record>(uuid).await?).await
    }

    /// Reads the object with this uuid now: while other operations are under way, from a read of all objects that
    /// serves all of them. An object that does not show there is read by itself.
    async fn now(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        stored: &Self::Model,
        uuid: &str,
    ) -> ontap::Result<Found<Self>> {
        if calls().are_others_under_way()
            && stored.id().known().is_some_and(|id| id == uuid)
            && let Some(found) = Self::listed(cx, ontap, stored, Age::Now).await
        {
            return Ok(found);
        }
        Self::by_uuid(cx, ontap, stored, uuid).await
    }

    /// Returns the object that has the name given by an unfinished create, and what it contains that a new
    /// one would not.
    async fn by_name(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        stored: &Self::Model,
    ) -> Outcome<Option<(Found<Self>, Vec<String>)>> {
        let name = stored.describe();
        let found = ontap.find_like::<Self::Record>(&stored.body()).await;
        let Some(record) = found.during(format!("look for {name}"))? else { return Ok(None) };
        let whole = Self::whole(cx, ontap, record).await.during(format!("read {name}"))?;
        Ok(Some((whole, Vec::new())))
    }

    /// Looks for an object with the name of one that is gone: something else deleted that and made this.
    /// Unless overridden, refuses it, because what it contains is not what the state is about.
    async fn made_anew(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        gone: &Self::Model,
    ) -> Outcome<Option<Found<Self>>> {
        match Self::by_name(cx, ontap, gone).await? {
            Some((there, _)) => Err(refuse_made_anew(gone, &there)),
            None => Ok(None),
        }
    }

    /// Asks, while the storage VM is being looked up, what [`Object::prepare`] will decide by: answers that are asked
    /// for since the operation began serve it.
    async fn look_ahead(_cx: &Cx<Clients>) {}

    /// Checks everything that must hold before the creating request. Unless overridden, refuses if an object
    /// has the name already. The storage VM that the object belongs to is looked up already.
    async fn prepare(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        planned: Self::Model,
    ) -> Outcome<Prepared<Self>> {
        match Self::by_name(cx, ontap, &planned).await? {
            Some((there, _)) => Err(exists_already::<Self::Model>(&there)),
            None => Ok(Prepared::of(planned)),
        }
    }

    /// Looks again, after ONTAP refused the creating request because such an object exists, for whoever
    /// [`Object::prepare`] could not see yet.
    ///
    /// # Errors
    /// Returns the refusal that names the other object. Unless overridden, ONTAP's own is all there is.
    async fn refuse_duplicate(_cx: &Cx<Clients>, _planned: &Self::Model) -> Outcome<()> {
        Ok(())
    }

    /// Refuses an answer that is about another object.
    ///
    /// # Errors
    /// Returns the differences.
    fn refuse_answer(_begun: &Self::Model, _made: &Self::Record) -> Outcome<()> {
        Ok(())
    }

    /// Does what remains to be done once the object exists.
    async fn go_on(
        _cx: &Cx<Clients>,
        _ontap: &ontap::Client,
        _planned: &Self::Model,
        _made: &Self::Record,
    ) -> Outcome<()> {
        Ok(())
    }

    /// Returns the state of an object that was created and read back.
    async fn finish(
        _cx: &Cx<Clients>,
        planned: Self::Model,
        found: Found<Self>,
        _findings: Self::Findings,
    ) -> Outcome<Self::Model> {
        Ok(planned.seen(&found))
    }

    /// Changes the object, which was just read, to the plan, and reads it back.
    async fn change(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        (prior, planned): (Self::Model, Self::Model),
        before: Found<Self>,
    ) -> Outcome<Self::Model> {
        change::<Self>(cx, ontap, &prior, planned, &before).await
    }

    /// Checks everything that must hold before a change.
    async fn prepare_change(
        _cx: &Cx<Clients>,
        _ontap: &ontap::Client,
        planned: Self::Model,
        _current: Current<'_, Self>,
    ) -> Outcome<Prepared<Self>> {
        Ok(Prepared::of(planned))
    }

    /// Sends the requests of a change.
    async fn send_changes(
        _cx: &Cx<Clients>,
        ontap: &ontap::Client,
        planned: &Self::Model,
        current: Current<'_, Self>,
    ) -> Outcome<()> {
        let record: &Self::Record = current.found.borrow();
        let key = record.key().unwrap_or_default();
        for (action, body) in planned.steps(current.now) {
            ontap.patch::<Self::Record>(key, &body).await.during_of::<Self>(action)?;
        }
        Ok(())
    }

    /// Returns the state of an object that was changed and read back.
    async fn finish_change(
        _cx: &Cx<Clients>,
        planned: Self::Model,
        found: Found<Self>,
        _findings: Self::Findings,
    ) -> Outcome<Self::Model> {
        Ok(planned.seen(&found))
    }

    /// Checks the object before a destroy is planned.
    async fn plan_destroy(cx: &Cx<Clients>, prior: &Self::Model) -> Outcome<()> {
        look_before_destroy::<Self>(cx, prior).await
    }

    /// Refuses to destroy an object that was just read.
    async fn refuse_destroy(
        _cx: &Cx<Clients>,
        _ontap: &ontap::Client,
        _prior: &Self::Model,
        _found: &Found<Self>,
        _moment: Moment,
    ) -> Outcome<()> {
        Ok(())
    }

    /// Deletes an object that was just read and whose destroy was not refused.
    async fn remove(
        _cx: &Cx<Clients>,
        ontap: &ontap::Client,
        prior: &Self::Model,
        found: Found<Self>,
    ) -> Outcome<()> {
        delete::<Self>(ontap, prior, found.borrow()).await
    }

    /// Returns the object that an import names.
    async fn import(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        wanted: &Wanted<'_, Identity<Self>>,
    ) -> Outcome<Found<Self>> {
        let all = ontap.listed::<Self::Record>(&[]).await.during(format!("list the {}", kinds::<Self>()))?;
        let record = choose::<Self::Model, _>(all.records.clone(), wanted)?;
        let name = Self::Model::default().observed(&record.clone().into()).describe();
        let whole = all.refuse_faulty(record.key().unwrap_or_default());
        whole.during(format!("read {name}"))?;
        Self::whole(cx, ontap, record).await.during(format!("read {name}"))
    }
}

/// Returns the record of an object from a read of all objects of its type, if it can be read there.
pub async fn listed<O: Object>(cx: &Cx<Clients>, stored: &O::Model, age: Age) -> Option<O::Record> {
    let uuid = stored.id().known()?;
    let all = cx.clients().all::<O::Record>(&kinds::<O>(), age).await.ok()?;
    all.refuse_faulty(uuid).ok()?;
    all.iter().find(|record| record.key() == Some(uuid.as_str())).cloned()
}

/// Sends the one request that deletes an object.
pub async fn delete<O: Object>(ontap: &ontap::Client, prior: &O::Model, record: &O::Record) -> Outcome<()> {
    let key = record.key().unwrap_or_default();
    ontap.delete::<O::Record>(key).await.during(format!("delete {}", prior.describe()))
}

/// Refuses an object that has the name of one that is gone.
pub fn refuse_made_anew<M: OntapModel>(gone: &M, there: &M::Found) -> Diagnostics {
    let (name, import_id) = (gone.describe(), gone.seen(there).import_id());
    let object = Described { name: &name, type_name: M::TYPE, import_id: import_id.as_deref() };
    made_anew(&object, &gone.id().value_or_default(), &M::uuid(there))
}

/// Returns the plural of the type's name.
fn kinds<O: Object>() -> String {
    format!("{}s", O::Model::KIND)
}
