//! The resource: a pledge, which has `complete` and must never be replaced.

use tfplugin::{
    Attr, Cx, Diagnostics, Identity, Model, NeverReplaced, Outcome, Plan, Private, Resource, async_trait,
};

use crate::provider::World;

/// A pledge.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Pledge {
    /// Its id.
    #[attr(computed, stable)]
    id: Attr<String>,
    /// Its name.
    #[attr(required)]
    name: Attr<String>,
    /// How its create goes wrong.
    #[attr(optional)]
    mode: Attr<String>,
    /// Whether its create is complete.
    #[attr(computed, stable)]
    complete: Attr<bool>,
}

/// The identity of a pledge.
#[derive(Debug, Clone, PartialEq, Identity)]
pub(crate) struct PledgeIdentity {
    /// Its id.
    id: String,
}

impl Pledge {
    fn made(self, cx: &Cx<World>) -> Self {
        let (id, name) = ("id-1".to_owned(), self.name.value_or_default());
        cx.clients().inner().things.insert(id.clone(), name);
        Self { id: id.into(), ..self }
    }
}

#[async_trait]
impl Resource for Pledge {
    const NAME: &'static str = "pledge";
    type Model = Self;
    type Clients = World;
    type Identity = PledgeIdentity;
    type Facts = ();

    fn never_replaced(pledge: &Self) -> Option<NeverReplaced> {
        let name = pledge.name.known()?.clone();
        Some(NeverReplaced {
            name,
            refusal: Diagnostics::error_at("name", "It is never replaced", "Move it."),
        })
    }

    /// The id of one that was made in a hurry is not known until it is read.
    fn identity(pledge: &Self, _: &Private) -> Option<PledgeIdentity> {
        if pledge.mode.known().is_some_and(|mode| mode == "hurry") {
            return None;
        }
        Some(PledgeIdentity { id: pledge.id.known()?.clone() })
    }

    async fn facts(_: &Cx<World>, _: &Plan<Self>) -> Outcome<()> {
        Ok(())
    }

    async fn create(cx: &Cx<World>, planned: Self) -> Outcome<Self> {
        let lost = || Diagnostics::error("It was not heard", "The line is dead.");
        match planned.mode.known().map_or("", String::as_str) {
            "refused" => return Err(lost()),
            "withdrawn" => {
                cx.pending(&planned, "whether it was made is not known");
                cx.withdraw();
                return Err(lost());
            }
            _ => cx.pending(&planned, "whether it was made is not known"),
        }
        match planned.mode.known().map_or("", String::as_str) {
            "lost" => Err(lost()),
            "panic" => panic!("no line"),
            "half" => {
                let made = planned.made(cx);
                cx.pending(&made, "it is made, and not all is done");
                Err(lost())
            }
            "other_name" => Ok(Self { name: "another".into(), ..planned.made(cx) }),
            "later" => Ok(Self { complete: Attr::Known(false), ..planned.made(cx) }),
            _ => Ok(planned.made(cx)),
        }
    }

    async fn read(cx: &Cx<World>, prior: Self) -> Outcome<Option<Self>> {
        let Some(id) = prior.id.known().cloned() else { return Ok(Some(prior)) };
        let name = cx.clients().inner().things.get(&id).cloned();
        Ok(name.map(|name| Self { name: name.into(), ..prior }))
    }

    async fn update(cx: &Cx<World>, _: Self, planned: Self) -> Outcome<Self> {
        Ok(planned.made(cx))
    }

    async fn delete(cx: &Cx<World>, prior: Self) -> Outcome<()> {
        cx.clients().inner().things.remove(&prior.id.value_or_default());
        Ok(())
    }

    async fn import(_: &Cx<World>, id: &str) -> Outcome<Self> {
        let (id, name) = (id.into(), "imported".into());
        Ok(Self { id, name, mode: Attr::Null, complete: Attr::Null })
    }
}
