//! [`ListResource`]: the interface of a query for the objects of a resource (`terraform query`, 1.14 and newer).

use std::fmt;
use std::marker::PhantomData;
use std::ops::ControlFlow;

use async_trait::async_trait;
use tfplugin_core::{Diagnostics, Identity, Model, Outcome, Value};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::cx::Cx;
use crate::resource::Resource;

/// Lists the objects of a managed resource that exist, whoever made them. Only a resource with identity can be
/// listed, because Terraform imports what was found by its identity.
#[async_trait]
pub trait ListResource: Sized + Send + Sync + 'static {
    /// The managed resource, which the provider offers too. The list has its name.
    type Resource: Resource;
    /// The attributes of the block `config`: what is asked for. None is computed.
    type Config: Model;

    /// Validates a configuration across attributes, offline. Unknown values may turn out to be anything.
    fn validate(_config: &Self::Config, _diagnostics: &mut Diagnostics) {}

    /// Passes every object that is asked for to [`Query::found`], in an order that does not change, and returns
    /// when that breaks off or there are no more. Each call of the API must be worth it: the query may break off
    /// after each object, and when nobody waits for the answer any more, this future is dropped.
    ///
    /// # Errors
    /// When the objects cannot be listed. The query then ends; what was found before stands.
    async fn list(
        cx: &Cx<<Self::Resource as Resource>::Clients>,
        config: Self::Config,
        query: &mut Query<Self::Resource>,
    ) -> Outcome<()>;
}

/// An object that a query found.
#[derive(Debug, Clone)]
pub struct Listed<R: Resource> {
    /// What an import of it names.
    pub identity: R::Identity,
    /// The name by which a person recognizes it.
    pub display_name: String,
    /// Its whole state, as an import returns it; needed only if the query includes objects.
    pub object: Option<R::Model>,
    /// Warnings about it.
    pub warnings: Diagnostics,
}

/// A query under way: what is wanted, and where it goes.
pub struct Query<R: Resource> {
    wanted: Wanted,
    of: PhantomData<fn() -> R>,
}

/// A [`Query`] without the type of its resource.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub includes_objects: bool,
    pub left: usize,
    pub stop: CancellationToken,
    pub said: mpsc::Sender<Said>,
}

/// What a query says: an object, or how it ended.
#[derive(Debug)]
pub(crate) enum Said {
    Found(Item),
    Ended(Diagnostics),
}

/// A [`Listed`] without the type of its resource.
#[derive(Debug)]
pub(crate) struct Item {
    pub identity: Value,
    pub display_name: String,
    pub object: Option<Value>,
    pub warnings: Diagnostics,
}

impl<R: Resource> Query<R> {
    pub(crate) fn new(wanted: Wanted) -> Self {
        Self { wanted, of: PhantomData }
    }

    /// Whether each object is wanted with its whole state.
    #[must_use]
    pub fn includes_objects(&self) -> bool {
        self.wanted.includes_objects
    }

    /// How many more objects are wanted at most.
    #[must_use]
    pub fn left(&self) -> usize {
        self.wanted.left
    }

    /// Passes on an object. Breaks when no more are wanted, because there are enough of them, Terraform was
    /// interrupted, or it has gone.
    pub async fn found(&mut self, object: Listed<R>) -> ControlFlow<()> {
        let wanted = &mut self.wanted;
        if wanted.left == 0 || wanted.stop.is_cancelled() {
            return ControlFlow::Break(());
        }
        wanted.left -= 1;
        let Listed { identity, display_name, object, warnings } = object;
        let object = object.filter(|_| wanted.includes_objects).map(|object| object.to_value());
        let item = Item { identity: identity.to_value(), display_name, object, warnings };
        match wanted.said.send(Said::Found(item)).await {
            Ok(()) if wanted.left > 0 && !wanted.stop.is_cancelled() => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    }
}

impl<R: Resource> fmt::Debug for Query<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query").field("wanted", &self.wanted).finish_non_exhaustive()
    }
}
