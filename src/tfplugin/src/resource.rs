//! [`Resource`]: the interface of a managed resource.

use async_trait::async_trait;
use tfplugin_core::{
    DefaultTimeouts, Diagnostics, Identity, Model, MovedFrom, NeverReplaced, Outcome, Plan, Private,
};

use crate::cx::Cx;

/// A managed resource. The framework decodes, plans, keeps partial state, enforces timeouts and encodes; the
/// resource decides (`validate` and `plan`, without IO) and acts (the asynchronous methods).
#[async_trait]
pub trait Resource: Sized + Send + Sync + 'static {
    /// Type name without the provider's prefix, such as `storage_vm`.
    const NAME: &'static str;
    /// Version of the stored state.
    const VERSION: i64 = 0;

    /// The attributes.
    type Model: Model;
    /// The clients that the provider passes to its resources.
    type Clients: Send + Sync + 'static;
    /// What tells an object from all others; [`tfplugin_core::NoIdentity`] if nothing does.
    type Identity: Identity;
    /// What the plan rules need to know of the world, gathered before they run.
    type Facts: Send + Sync;

    /// How long operations may take where the model's `timeouts`, if it has them, do not say.
    fn default_timeouts() -> DefaultTimeouts {
        DefaultTimeouts::default()
    }

    /// Checks a configuration across attributes, offline. Unknown values may be anything.
    fn validate(_config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// Adapts a configuration that Terraform writes for an object that exists (`-generate-config-out`). `config`
    /// already has nothing that only the provider sets, and nothing at a fixed default. Here goes out what the
    /// schema does not know: a default by rules, and all but one of several attributes that exclude each other.
    /// The plan of the result must leave the object as it is.
    fn generate(_config: &mut Self::Model, _state: &Self::Model) {}

    /// Converts the state of an older version of the resource to the current version. Both are in the JSON
    /// form of the state file. `version` is lower than [`Resource::VERSION`].
    ///
    /// # Errors
    /// When this version cannot be upgraded. By default that is every version.
    fn upgrade(version: i64, _stored: serde_json::Value) -> Outcome<serde_json::Value> {
        Err(Diagnostics::error(
            "State of an older version",
            format!(
                "The stored state has version {version}, which this version of the provider cannot read."
            ),
        ))
    }

    /// Converts an object of another resource, which a `moved` block names, to one of this resource. `None` if the
    /// source is not one that it can take over. Terraform asks before the provider is configured, so nothing is
    /// looked up; what the source does not say is null, and the refresh that follows reads it. There is no private
    /// data yet, and no part may be unknown.
    ///
    /// # Errors
    /// When it is such a source, and what its state says is not enough to find the object.
    fn move_from(_source: &MovedFrom) -> Outcome<Option<Self::Model>> {
        Ok(None)
    }

    /// Returns the name of an object that must never be replaced; `None` if the name is unknown or a
    /// replacement does no harm. The create plan under the name of an object that this process has seen
    /// stored is then refused, and so is the destroy plan of an object under whose name a create is planned.
    /// Such plans result from `-replace`, a tainted object or a changed `for_each` key.
    fn never_replaced(_object: &Self::Model) -> Option<NeverReplaced> {
        None
    }

    /// Returns the identity of an object, from its attributes and from the private data that is stored with it.
    /// `None` while a part is unknown or not there. Nothing is looked up here: what the model does not have,
    /// each operation remembers as it found it ([`Cx::remember`]), before its first checkpoint.
    ///
    /// A resource with identity returns one for each object that a create, a read or an import returned, unless
    /// its create is incomplete ([`Cx::pending`]). It must not change afterwards: the framework refuses a plan, a
    /// read and an apply that would make it another one.
    fn identity(_object: &Self::Model, _private: &Private) -> Option<Self::Identity> {
        None
    }

    /// Notes an object of the state. Terraform names each one before it reads, plans or changes it, also with
    /// `-refresh=false`. Nothing is looked up here.
    fn stored(_clients: &Self::Clients, _object: &Self::Model) {}

    /// Notes an object that a plan leaves as it is, for which no facts are looked up. Nothing is looked up here
    /// either. `private` is the private data that is stored with it.
    fn kept(_clients: &Self::Clients, _object: &Self::Model, _private: &Private) {}

    /// Looks up the facts for [`Resource::plan`]. Called only if the plan changes the object and the provider
    /// is configured, so an untouched object costs no call.
    ///
    /// # Errors
    /// When the facts cannot be looked up. The plan fails with these diagnostics.
    async fn facts(cx: &Cx<Self::Clients>, plan: &Plan<Self::Model>) -> Outcome<Self::Facts>;

    /// Applies the rules of the plan, without IO. `facts` is `None` for an untouched object, and while the
    /// provider's configuration is unknown.
    fn plan(_plan: &mut Plan<Self::Model>, _facts: Option<&Self::Facts>) {}

    /// Refuses a destroy, or warns about it, before anything is changed in this run.
    ///
    /// # Errors
    /// When the object must not be destroyed.
    async fn plan_destroy(_cx: &Cx<Self::Clients>, _prior: &Self::Model) -> Outcome<()> {
        Ok(())
    }

    /// Creates the object and reads it back.
    ///
    /// # Errors
    /// What could not be done. After [`Cx::pending`] the user sees a warning instead of an error, and the
    /// object is stored as planned with `complete = false`. Otherwise the last checkpoint is stored, and
    /// Terraform marks the object as tainted.
    async fn create(cx: &Cx<Self::Clients>, planned: Self::Model) -> Outcome<Self::Model>;

    /// Reads the object; `None` when it is gone.
    ///
    /// # Errors
    /// When that cannot be determined. The stored state is kept.
    async fn read(cx: &Cx<Self::Clients>, prior: Self::Model) -> Outcome<Option<Self::Model>>;

    /// Changes the object and reads it back.
    ///
    /// # Errors
    /// What could not be done. The framework then reads the object again and stores its actual state.
    async fn update(cx: &Cx<Self::Clients>, prior: Self::Model, planned: Self::Model)
    -> Outcome<Self::Model>;

    /// Deletes the object. An object that is already gone counts as deleted.
    ///
    /// # Errors
    /// When the object still exists. The stored state or the last checkpoint is kept.
    async fn delete(cx: &Cx<Self::Clients>, prior: Self::Model) -> Outcome<()>;

    /// Finds the object that an import id names and returns its whole state.
    ///
    /// # Errors
    /// When the id names no object or several. The message lists the candidates.
    async fn import(cx: &Cx<Self::Clients>, id: &str) -> Outcome<Self::Model>;

    /// Finds the object of this identity and returns its whole state. What the framework cannot know is refused
    /// here, such as an object of another cluster.
    ///
    /// # Errors
    /// When there is no such object.
    async fn import_by_identity(_cx: &Cx<Self::Clients>, _identity: Self::Identity) -> Outcome<Self::Model> {
        Err(Diagnostics::error(
            format!("A {} is not imported by identity", Self::NAME),
            "Write `id = \"...\"` into the import block in place of `identity`.",
        ))
    }
}
