//! [`Resource`]: what a managed resource must say and do.

use async_trait::async_trait;
use tfplugin_core::{DefaultTimeouts, Diagnostics, Model, NeverReplaced, Outcome, Plan};

use crate::cx::Cx;

/// A managed resource. The framework decodes, plans, keeps partial state, times out and encodes;
/// the resource decides (pure: `validate`, `plan`) and acts (async: the rest).
#[async_trait]
pub trait Resource: Sized + Send + Sync + 'static {
    /// Type name without the provider's prefix, such as `storage_vm`.
    const NAME: &'static str;
    /// Version of the stored state.
    const VERSION: i64 = 0;

    /// The attributes.
    type Model: Model;
    /// What the provider hands to its resources.
    type Clients: Send + Sync + 'static;
    /// What the plan rules need to know of the world, gathered before they run.
    type Facts: Send + Sync;

    /// How long operations may take where the model's `timeouts`, if it has them, do not say.
    fn default_timeouts() -> DefaultTimeouts {
        DefaultTimeouts::default()
    }

    /// Checks a configuration across attributes, offline. Unknown values may be anything.
    fn validate(_config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// Turns state that an older version of the resource stored into today's, both as the JSON of the
    /// state file. `version` is lower than [`Resource::VERSION`].
    ///
    /// # Errors
    /// When that version cannot be upgraded, which unless overridden is every one.
    fn upgrade(version: i64, _stored: serde_json::Value) -> Outcome<serde_json::Value> {
        Err(Diagnostics::error(
            "State of an older version",
            format!(
                "The stored state has version {version}, which this version of the provider cannot read."
            ),
        ))
    }

    /// The name of an object that is never replaced. A create plan under the name of an object that this process has seen
    /// stored is then refused, and so is the destroy plan of an object under whose name a create is planned: `-replace`, a
    /// tainted object and a changed `for_each` key come so. `None` where the name is not known, or replacing does no harm.
    fn never_replaced(_object: &Self::Model) -> Option<NeverReplaced> {
        None
    }

    /// Gathers what [`Resource::plan`] decides on. Called only when the plan changes the object and
    /// the provider is configured: an untouched object costs no call.
    ///
    /// # Errors
    /// When the world cannot be asked; the plan fails with these diagnostics.
    async fn facts(cx: &Cx<Self::Clients>, plan: &Plan<Self::Model>) -> Outcome<Self::Facts>;

    /// Rules of the plan, pure. `facts` is absent for an untouched object and where the provider's
    /// configuration is not known yet.
    fn plan(_plan: &mut Plan<Self::Model>, _facts: Option<&Self::Facts>) {}

    /// Refuses a destroy before anything of the run is touched, or warns about it.
    ///
    /// # Errors
    /// When the object must not be destroyed.
    async fn plan_destroy(_cx: &Cx<Self::Clients>, _prior: &Self::Model) -> Outcome<()> {
        Ok(())
    }

    /// Creates the object and reads it back.
    ///
    /// # Errors
    /// What could not be done. After [`Cx::pending`] that is no error for the user, but a warning; the object is stored as
    /// planned with `complete = false`. Else the last checkpoint is stored, and Terraform marks the object as tainted.
    async fn create(cx: &Cx<Self::Clients>, planned: Self::Model) -> Outcome<Self::Model>;

    /// Reads the object; `None` when it is gone.
    ///
    /// # Errors
    /// When it cannot be told. The stored state is kept.
    async fn read(cx: &Cx<Self::Clients>, prior: Self::Model) -> Outcome<Option<Self::Model>>;

    /// Changes the object and reads it back.
    ///
    /// # Errors
    /// What could not be done. The framework reads the object once more and stores what is true.
    async fn update(cx: &Cx<Self::Clients>, prior: Self::Model, planned: Self::Model)
    -> Outcome<Self::Model>;

    /// Deletes the object; one that is gone already is deleted.
    ///
    /// # Errors
    /// When it still exists. The stored state is kept, or the last checkpoint.
    async fn delete(cx: &Cx<Self::Clients>, prior: Self::Model) -> Outcome<()>;

    /// Finds the object that an import id names and returns its whole state.
    ///
    /// # Errors
    /// When the id names none or several; the message lists the candidates.
    async fn import(cx: &Cx<Self::Clients>, id: &str) -> Outcome<Self::Model>;
}
