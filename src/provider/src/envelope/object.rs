//! [`Object`]: what is particular to an object that ONTAP keeps.

use std::borrow::Borrow;

use async_trait::async_trait;
use ontap::Writable;
use provider_core::import::choose;
use provider_core::object::OntapModel;
use tfplugin::{Cx, DefaultTimeouts, Diagnostics, NeverReplaced, Outcome, Plan, Recorded};

use super::{DuringOf, change, look_before_destroy};
use crate::clients::{Age, Clients, Held};
use crate::diagnose::During;

/// What was found of an object.
pub type Found<O> = <<O as Object>::Model as OntapModel>::Found;

/// A create or a change that may be sent.
pub struct Prepared<O: Object> {
    /// The plan with everything settled, and with the ids of what the object belongs to.
    pub planned: O::Model,
    /// Of a create: uuids of the objects that exist and that the new one could be taken for.
    pub before: Vec<String>,
    /// As long as this exists, what was looked at holds. It ends with the request.
    pub held: Option<Held>,
    /// What was found out on the way, for [`Object::finish`] or [`Object::finish_change`].
    pub findings: O::Findings,
}

impl<O: Object> Prepared<O> {
    /// Nothing had to be looked at.
    pub fn of(planned: O::Model) -> Self {
        Self { planned, before: Vec::new(), held: None, findings: O::Findings::default() }
    }
}

/// What is there before a change.
pub struct Current<'a, O: Object> {
    /// What the state says.
    pub prior: &'a O::Model,
    /// What is true.
    pub now: &'a O::Model,
    /// What that was read from.
    pub found: &'a Found<O>,
}

/// When a destroy is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// In the plan: other objects of the configuration will be destroyed before.
    Plan,
    /// Right before it.
    Apply,
}

/// An object that ONTAP keeps. Everything that asks or changes the system is here; what is decided is in the model and in
/// `provider-core`.
#[async_trait]
pub trait Object: Send + Sync + Sized + 'static {
    /// Type name without the provider's prefix.
    const NAME: &'static str;
    /// ONTAP's error codes, and its fields that no attribute stands for, with the attributes that they are about.
    const ERROR_ATTRIBUTES: &'static [(&'static str, &'static str)] = &[];
    /// Whether the uuid stays the same as long as the object exists.
    const KEEPS_UUID: bool = true;

    /// Schema and state.
    type Model: OntapModel<Found: Borrow<Self::Record>>
        + Recorded<Record: From<Self::Record>, Body: Send + Sync>;
    /// What the plan rules need to know.
    type Facts: Send + Sync;
    /// What ONTAP answers to the request that makes it, and changes and deletes by its key.
    type Record: Writable<Body = <Self::Model as Recorded>::Body> + Clone + Sync + 'static;
    /// What a create or a change finds out before its request and needs after it.
    type Findings: Default + Send + Sync;

    /// How long operations may take by default.
    fn default_timeouts() -> DefaultTimeouts {
        DefaultTimeouts::default()
    }

    /// Checks a configuration, offline.
    fn validate(_config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// The rules of the plan.
    fn rules(plan: &mut Plan<Self::Model>, facts: Option<&Self::Facts>);

    /// Its name, if it is never replaced.
    fn never_replaced(_model: &Self::Model) -> Option<NeverReplaced> {
        None
    }

    /// Refuses a destroy by what the state says alone.
    ///
    /// # Errors
    /// Why it must not be destroyed.
    fn refuse_protected(_prior: &Self::Model) -> Outcome<()> {
        Ok(())
    }

    /// Tells other objects of this run what this one has or is to have.
    fn announce(_cx: &Cx<Clients>, _model: &Self::Model) {}

    /// Keeps with the object what was seen.
    fn notice(_cx: &Cx<Clients>, _seen: &Self::Model) {}

    /// Gathers what the rules need to know.
    async fn facts(cx: &Cx<Clients>, plan: &Plan<Self::Model>) -> Outcome<Self::Facts>;

    /// A record with whatever is read with it.
    async fn whole(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        record: Self::Record,
    ) -> ontap::Result<Found<Self>>;

    /// The object in a recent look at all of its kind; `None` where that says nothing.
    async fn recent(cx: &Cx<Clients>, ontap: &ontap::Client, stored: &Self::Model) -> Option<Found<Self>> {
        Self::whole(cx, ontap, recent::<Self>(cx, stored).await?).await.ok()
    }

    /// The object of this uuid.
    async fn by_uuid(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        _stored: &Self::Model,
        uuid: &str,
    ) -> ontap::Result<Found<Self>> {
        Self::whole(cx, ontap, ontap.get::<Self::Record>(uuid).await?).await
    }

    /// The object that has the name which an unfinished create gave, and what it holds that a new one does not.
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

    /// Looks at everything that must hold before the request that makes it, and refuses.
    async fn prepare(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        planned: Self::Model,
    ) -> Outcome<Prepared<Self>>;

    /// Refuses an answer that is about another object.
    ///
    /// # Errors
    /// The differences.
    fn refuse_answer(_begun: &Self::Model, _made: &Self::Record) -> Outcome<()> {
        Ok(())
    }

    /// What is left to do once it is there.
    async fn go_on(
        _cx: &Cx<Clients>,
        _ontap: &ontap::Client,
        _planned: &Self::Model,
        _made: &Self::Record,
    ) -> Outcome<()> {
        Ok(())
    }

    /// The state of what was made and read back.
    async fn finish(
        _cx: &Cx<Clients>,
        planned: Self::Model,
        found: Found<Self>,
        _findings: Self::Findings,
    ) -> Outcome<Self::Model> {
        Ok(planned.seen(&found))
    }

    /// Changes what is there, which was just read, into what is planned, and reads it back.
    async fn change(
        cx: &Cx<Clients>,
        ontap: &ontap::Client,
        (prior, planned): (Self::Model, Self::Model),
        before: Found<Self>,
    ) -> Outcome<Self::Model> {
        change::<Self>(cx, ontap, &prior, planned, &before).await
    }

    /// Looks at everything that must hold before a change, and refuses.
    async fn prepare_change(
        _cx: &Cx<Clients>,
        _ontap: &ontap::Client,
        planned: Self::Model,
        _current: Current<'_, Self>,
    ) -> Outcome<Prepared<Self>> {
        Ok(Prepared::of(planned))
    }

    /// Sends what a change consists of.
    async fn send_changes(
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

    /// The state of what was changed and read back.
    async fn finish_change(
        _cx: &Cx<Clients>,
        planned: Self::Model,
        found: Found<Self>,
        _findings: Self::Findings,
    ) -> Outcome<Self::Model> {
        Ok(planned.seen(&found))
    }

    /// Looks before a destroy is planned.
    async fn plan_destroy(cx: &Cx<Clients>, prior: &Self::Model) -> Outcome<()> {
        look_before_destroy::<Self>(cx, prior).await
    }

    /// Refuses to destroy what was just read.
    async fn refuse_destroy(
        _cx: &Cx<Clients>,
        _ontap: &ontap::Client,
        _prior: &Self::Model,
        _found: &Found<Self>,
        _moment: Moment,
    ) -> Outcome<()> {
        Ok(())
    }

    /// Deletes what was just read and may go.
    async fn remove(
        _cx: &Cx<Clients>,
        ontap: &ontap::Client,
        prior: &Self::Model,
        found: Found<Self>,
    ) -> Outcome<()> {
        delete::<Self>(ontap, prior, found.borrow()).await
    }

    /// The object that an import id names.
    async fn import(cx: &Cx<Clients>, ontap: &ontap::Client, id: &str) -> Outcome<Found<Self>> {
        let all = ontap.list::<Self::Record>(&[]).await.during(format!("list the {}", kinds::<Self>()))?;
        let record = choose::<Self::Model, _>(all, id)?;
        let name = Self::Model::default().observed(&record.clone().into()).describe();
        Self::whole(cx, ontap, record).await.during(format!("read {name}"))
    }
}

/// The record of an object in a recent look at all of its kind.
pub async fn recent<O: Object>(cx: &Cx<Clients>, stored: &O::Model) -> Option<O::Record> {
    let uuid = stored.id().known()?;
    let all = cx.clients().all::<O::Record>(&kinds::<O>(), Age::Recent).await.ok()?;
    all.iter().find(|record| record.key() == Some(uuid.as_str())).cloned()
}

/// The one request that deletes an object.
pub async fn delete<O: Object>(ontap: &ontap::Client, prior: &O::Model, record: &O::Record) -> Outcome<()> {
    let key = record.key().unwrap_or_default();
    ontap.delete::<O::Record>(key).await.during(format!("delete {}", prior.describe()))
}

/// What several objects of this kind are called.
fn kinds<O: Object>() -> String {
    format!("{}s", O::Model::KIND)
}
