//! [`ErasedResource`]: a managed resource without its model type.

use std::marker::PhantomData;

use async_trait::async_trait;
use serde_json::Value as Json;
use tfplugin_core::{
    DefaultTimeouts, Diagnostics, Identity, Model, MovedFrom, NeverReplaced, Outcome, Path, Plan, Private,
    Value,
};

use super::Schema;
use crate::cx::Cx;
use crate::resource::Resource;

/// A planned create or update, as the framework plans it.
#[derive(Debug)]
pub struct ProposedPlan {
    /// The configuration.
    pub config: Value,
    /// The stored state; null for a create.
    pub prior: Value,
    /// The planned state.
    pub planned: Value,
    /// The private state.
    pub private: Private,
    /// Attributes whose change replaces the object.
    pub replace: Vec<Path>,
}

/// The result of applying a resource's rules to a [`ProposedPlan`].
#[derive(Debug)]
pub struct DecidedPlan {
    /// The planned object before the rules, as represented by the model.
    pub before: Value,
    /// The planned object after the rules.
    pub after: Value,
    /// The private state.
    pub private: Private,
    /// Attributes whose change replaces the object.
    pub replace: Vec<Path>,
    /// Diagnostics for the user.
    pub diagnostics: Diagnostics,
}

/// A managed resource of a provider with clients `C`.
#[async_trait]
pub trait ErasedResource<C: Send + Sync>: Send + Sync {
    /// Name, version and attributes.
    fn schema(&self) -> &Schema;

    /// How long operations on `object` may take.
    fn timeouts(&self, object: &Value) -> Outcome<DefaultTimeouts>;

    /// Validates a configuration.
    fn validate(&self, config: &Value) -> Diagnostics;

    /// Adapts a generated configuration of an object with this state.
    fn generate(&self, config: &Value, state: &Value) -> Outcome<Value>;

    /// Upgrades state of an older version to the current version.
    fn upgrade(&self, version: i64, stored: Json) -> Outcome<Json>;

    /// Converts an object of another resource; `None` if it is none that this one takes over.
    fn move_from(&self, source: &MovedFrom) -> Outcome<Option<Value>>;

    /// The name of an object that is never replaced.
    fn never_replaced(&self, object: &Value) -> Option<NeverReplaced>;

    /// The identity of an object; null if it has none, or if a part is not known.
    fn identity(&self, object: &Value, private: &Private) -> Value;

    /// Notes an object of the state.
    fn stored(&self, clients: &C, object: &Value);

    /// Notes an object that a plan leaves as it is.
    fn kept(&self, clients: &C, object: &Value, private: &Private);

    /// Applies the resource's own rules to a proposed plan, with facts if it may look them up (`cx`).
    async fn plan(&self, cx: Option<&Cx<C>>, proposed: ProposedPlan) -> Outcome<DecidedPlan>;

    /// Checks whether a destroy is allowed.
    async fn plan_destroy(&self, cx: &Cx<C>, prior: &Value) -> Outcome<()>;

    /// Creates the object.
    async fn create(&self, cx: &Cx<C>, planned: &Value) -> Outcome<Value>;

    /// Reads the object; `None` when it is gone.
    async fn read(&self, cx: &Cx<C>, prior: &Value) -> Outcome<Option<Value>>;

    /// Changes the object.
    async fn update(&self, cx: &Cx<C>, prior: &Value, planned: &Value) -> Outcome<Value>;

    /// Deletes the object.
    async fn delete(&self, cx: &Cx<C>, prior: &Value) -> Outcome<()>;

    /// Finds the object that `id` names.
    async fn import(&self, cx: &Cx<C>, id: &str) -> Outcome<Value>;

    /// Finds the object of this identity.
    async fn import_by_identity(&self, cx: &Cx<C>, identity: &Value) -> Outcome<Value>;
}

/// Turns a [`Resource`] into an [`ErasedResource`].
pub struct ResourceOf<R> {
    schema: Schema,
    of: PhantomData<fn() -> R>,
}

impl<R: Resource> ResourceOf<R> {
    /// Creates it for the provider named `prefix`.
    pub fn new(prefix: &str) -> Self {
        let schema = Schema::of::<R::Model>(format!("{prefix}_{}", R::NAME), R::VERSION);
        let schema = schema.with_identity(R::Identity::ATTRIBUTES);
        Self { schema, of: PhantomData }
    }
}

fn model<M: Model>(value: &Value) -> Outcome<M> {
    M::from_value(value, &Path::default())
}

#[async_trait]
impl<R: Resource> ErasedResource<R::Clients> for ResourceOf<R> {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn timeouts(&self, object: &Value) -> Outcome<DefaultTimeouts> {
        let model: R::Model = model(object)?;
        Ok(R::default_timeouts().overridden_by(model.timeouts()))
    }

    fn validate(&self, config: &Value) -> Diagnostics {
        let config = match model(config) {
            Ok(config) => config,
            Err(errors) => return errors,
        };
        let mut diagnostics = Diagnostics::new();
        R::validate(&config, &mut diagnostics);
        diagnostics
    }

    fn generate(&self, config: &Value, state: &Value) -> Outcome<Value> {
        let mut config: R::Model = model(config)?;
        R::generate(&mut config, &model(state)?);
        Ok(config.to_value())
    }

    fn upgrade(&self, version: i64, stored: Json) -> Outcome<Json> {
        R::upgrade(version, stored)
    }

    fn move_from(&self, source: &MovedFrom) -> Outcome<Option<Value>> {
        Ok(R::move_from(source)?.map(|model| model.to_value()))
    }

    fn never_replaced(&self, object: &Value) -> Option<NeverReplaced> {
        R::never_replaced(&model(object).ok()?)
    }

    fn identity(&self, object: &Value, private: &Private) -> Value {
        let identity = model(object).ok().and_then(|object| R::identity(&object, private));
        identity.map_or(Value::Null, |identity| identity.to_value())
    }

    fn stored(&self, clients: &R::Clients, object: &Value) {
        if let Ok(object) = model(object) {
            R::stored(clients, &object);
        }
    }

    fn kept(&self, clients: &R::Clients, object: &Value, private: &Private) {
        if let Ok(object) = model(object) {
            R::kept(clients, &object, private);
        }
    }

    async fn plan(&self, cx: Option<&Cx<R::Clients>>, proposed: ProposedPlan) -> Outcome<DecidedPlan> {
        let prior = if proposed.prior.is_null() { None } else { Some(model(&proposed.prior)?) };
        let planned: R::Model = model(&proposed.planned)?;
        let before = planned.to_value();
        let config = model(&proposed.config)?;
        let (private, replace) = (proposed.private, proposed.replace);
        let mut plan = Plan { config, prior, planned, private, replace, diagnostics: Diagnostics::new() };
        let facts = match cx {
            Some(cx) => {
                let facts = R::facts(cx, &plan).await?;
                plan.private = cx.remembered();
                Some(facts)
            }
            None => None,
        };
        R::plan(&mut plan, facts.as_ref());
        let after = plan.planned.to_value();
        Ok(DecidedPlan {
            before,
            after,
            private: plan.private,
            replace: plan.replace,
            diagnostics: plan.diagnostics,
        })
    }

    async fn plan_destroy(&self, cx: &Cx<R::Clients>, prior: &Value) -> Outcome<()> {
        R::plan_destroy(cx, &model(prior)?).await
    }

    async fn create(&self, cx: &Cx<R::Clients>, planned: &Value) -> Outcome<Value> {
        Ok(R::create(cx, model(planned)?).await?.to_value())
    }

    async fn read(&self, cx: &Cx<R::Clients>, prior: &Value) -> Outcome<Option<Value>> {
        Ok(R::read(cx, model(prior)?).await?.map(|model| model.to_value()))
    }

    async fn update(&self, cx: &Cx<R::Clients>, prior: &Value, planned: &Value) -> Outcome<Value> {
        Ok(R::update(cx, model(prior)?, model(planned)?).await?.to_value())
    }

    async fn delete(&self, cx: &Cx<R::Clients>, prior: &Value) -> Outcome<()> {
        R::delete(cx, model(prior)?).await
    }

    async fn import(&self, cx: &Cx<R::Clients>, id: &str) -> Outcome<Value> {
        Ok(R::import(cx, id).await?.to_value())
    }

    async fn import_by_identity(&self, cx: &Cx<R::Clients>, identity: &Value) -> Outcome<Value> {
        Ok(R::import_by_identity(cx, R::Identity::from_value(identity)?).await?.to_value())
    }
}
