//! The resource: a thing that misbehaves as configured.

use std::time::Duration;

use serde_json::{Value as Json, json};
use tfplugin::{
    Attr, Cx, DefaultTimeouts, Diagnostics, Model, NoIdentity, Outcome, Path, Plan, Resource, Timeouts,
    Value, async_trait,
};

use crate::provider::World;

/// A part of a thing.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Part {
    /// Name of the part.
    #[attr(required)]
    name: Attr<String>,
    /// Number that the part was given.
    #[attr(computed, stable)]
    number: Attr<i64>,
}

/// A thing.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Thing {
    /// Its id.
    #[attr(computed, stable)]
    pub(crate) id: Attr<String>,
    /// Its name.
    #[attr(required)]
    pub(crate) name: Attr<String>,
    /// How it misbehaves.
    #[attr(optional)]
    pub(crate) mode: Attr<String>,
    /// Another kind is another thing.
    #[attr(optional, replace)]
    pub(crate) kind: Attr<String>,
    /// Something large.
    #[attr(optional)]
    pub(crate) blob: Attr<String>,
    /// Something that is never stored.
    #[attr(optional, write_only)]
    pub(crate) secret: Attr<String>,
    /// Its parts.
    #[attr(optional)]
    pub(crate) parts: Attr<Vec<Part>>,
    /// Changes with every write.
    #[attr(computed)]
    pub(crate) revision: Attr<String>,
    /// How long operations may take.
    #[attr(optional)]
    pub(crate) timeouts: Attr<Timeouts>,
}

impl Thing {
    fn mode(&self) -> &str {
        self.mode.known().map_or("", String::as_str)
    }

    fn id(&self) -> String {
        self.id.value_or_default()
    }

    /// The thing as it exists in the world.
    fn observed(mut self, name: &str) -> Self {
        self.name = name.into();
        self.revision = Attr::Known(format!("of {name}"));
        if let Attr::Known(parts) = &mut self.parts {
            (1..).zip(parts).for_each(|(number, part)| part.number = Attr::Known(number));
        }
        self
    }

    async fn misbehave(self, cx: &Cx<World>) -> Outcome<Self> {
        match self.mode() {
            "fail" => Err(Diagnostics::error_at("mode", "It failed", "As it was told.")),
            "wait" => {
                cx.stop().cancelled().await;
                Err(Diagnostics::error("It was stopped", ""))
            }
            "hang" => std::future::pending().await,
            "panic" => panic!("no way to {}", self.name.value_or_default()),
            "other_name" => Ok(Self { name: "another".into(), ..self }),
            "unknown" => Ok(Self { revision: Attr::Unknown, ..self }),
            _ => Ok(self),
        }
    }
}

#[async_trait]
impl Resource for Thing {
    const NAME: &'static str = "thing";
    const VERSION: i64 = 2;
    type Model = Self;
    type Clients = World;
    type Identity = NoIdentity;
    type Facts = usize;

    fn default_timeouts() -> DefaultTimeouts {
        DefaultTimeouts { create: Duration::from_secs(30), ..DefaultTimeouts::default() }
    }

    fn validate(thing: &Self, diagnostics: &mut Diagnostics) {
        assert!(thing.mode() != "panic_in_validate", "validated the impossible");
        if thing.name.known().is_some_and(|name| name == "bad") {
            diagnostics.push_error_at("name", "Bad name", "Take a good one.");
        }
    }

    fn upgrade(version: i64, mut stored: Json) -> Outcome<Json> {
        if version == 0 {
            return Err(Diagnostics::error("Too old", "Version 0 is forgotten."));
        }
        stored["name"] = json!(format!("upgraded {}", stored["title"].as_str().unwrap_or_default()));
        Ok(stored)
    }

    async fn facts(cx: &Cx<World>, _: &Plan<Self>) -> Outcome<usize> {
        cx.clients().called("facts");
        cx.remember("looked", &true);
        Ok(cx.clients().inner().things.len())
    }

    fn plan(plan: &mut Plan<Self>, facts: Option<&usize>) {
        plan.private.set("planned", &true);
        if facts.is_some_and(|count| *count >= 3) {
            plan.refuse("name", "Too many things", "Delete some.");
        }
        // Names that differ only in case are the same.
        let prior = plan.prior.as_ref().map(|prior| prior.name.clone());
        if let Some(prior) = prior
            && prior.value_or_default().eq_ignore_ascii_case(&plan.planned.name.value_or_default())
        {
            plan.planned.name = prior;
        }
    }

    async fn plan_destroy(cx: &Cx<World>, prior: &Self) -> Outcome<()> {
        cx.clients().called("plan_destroy");
        match prior.mode() {
            "protected" => Err(Diagnostics::error_at("mode", "It is protected", "Unprotect it.")),
            _ => Ok(()),
        }
    }

    async fn create(cx: &Cx<World>, mut planned: Self) -> Outcome<Self> {
        cx.clients().called("create");
        assert!(planned.mode() != "secret" || planned.secret.known().is_some(), "the secret got lost");
        let name = planned.name.value_or_default();
        let id = format!("id-{}", cx.clients().inner().things.len() + 1);
        cx.clients().write().things.insert(id.clone(), name.clone());
        planned.id = Attr::Known(id);
        cx.checkpoint(&planned);
        cx.remember("created", &name);
        cx.warn("It is young", "Give it time.");
        planned.observed(&name).misbehave(cx).await
    }

    async fn read(cx: &Cx<World>, prior: Self) -> Outcome<Option<Self>> {
        cx.clients().called("read");
        if prior.mode() == "unreadable" {
            return Err(Diagnostics::error("It cannot be read", "Ask later."));
        }
        let name = cx.clients().inner().things.get(&prior.id()).cloned();
        Ok(name.map(|name| prior.observed(&name)))
    }

    async fn update(cx: &Cx<World>, _: Self, planned: Self) -> Outcome<Self> {
        cx.clients().called("update");
        let name = planned.name.value_or_default();
        cx.clients().write().things.insert(planned.id(), name.clone());
        planned.observed(&name).misbehave(cx).await
    }

    async fn delete(cx: &Cx<World>, prior: Self) -> Outcome<()> {
        cx.clients().called("delete");
        let id = prior.id();
        prior.misbehave(cx).await?;
        cx.clients().write().things.remove(&id);
        Ok(())
    }

    async fn import(cx: &Cx<World>, id: &str) -> Outcome<Self> {
        let name = cx.clients().inner().things.get(id).cloned();
        let name =
            name.ok_or_else(|| Diagnostics::error(format!("There is no thing {id}"), "Try another."))?;
        cx.remember("imported", &true);
        let blank = Self::from_value(&Value::object([]), &Path::default())?;
        Ok(Self { id: id.into(), ..blank }.observed(&name))
    }
}
