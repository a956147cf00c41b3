//! The resource with an identity: a flat in a house, which is the world. It misbehaves as configured.

use tfplugin::{
    Attr, Cx, Diagnostics, Identity, Invalid, Model, MovedFrom, Outcome, Plan, Private, Resource, Text,
    Timeouts, async_trait,
};

use crate::provider::World;

/// The name of a house, in any case.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct House(pub(crate) String);

impl Text for House {
    fn parse(text: &str) -> Result<Self, Invalid> {
        if text.contains(' ') {
            return Err(Invalid("A house has one word for a name.".to_owned()));
        }
        Ok(Self(text.to_owned()))
    }

    fn text(&self) -> String {
        self.0.clone()
    }

    fn means_the_same(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

/// A flat.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub(crate) struct Flat {
    /// Its number in the house.
    #[attr(required)]
    number: Attr<String>,
    /// Who lives there.
    #[attr(optional)]
    tenant: Attr<String>,
    /// On which floor it is. Another floor is another flat.
    #[attr(optional, replace)]
    floor: Attr<String>,
    /// What it costs.
    #[attr(optional, default = 100)]
    rent: Attr<i64>,
    /// Name at the door.
    #[attr(optional, default_by_rules = "that of the tenant")]
    sign: Attr<String>,
    /// Its rooms.
    #[attr(optional, unmanaged)]
    rooms: Attr<Vec<String>>,
    /// Its parts.
    #[attr(optional)]
    parts: Attr<Vec<Part>>,
    /// How many have a key.
    #[attr(computed, stable)]
    keys: Attr<i64>,
    /// Something that is never stored.
    #[attr(optional, write_only)]
    code: Attr<String>,
    /// How it misbehaves.
    #[attr(optional)]
    mode: Attr<String>,
    /// How long operations may take.
    #[attr(optional)]
    timeouts: Attr<Timeouts>,
}

/// A part of a flat.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub(crate) struct Part {
    /// Its name.
    #[attr(required)]
    name: Attr<String>,
    /// The key to it.
    #[attr(computed, stable)]
    key: Attr<i64>,
}

/// What tells a flat from all others.
#[derive(Debug, Clone, PartialEq, Identity)]
pub(crate) struct FlatIdentity {
    /// The house.
    pub(crate) house: House,
    /// Its number in the house.
    pub(crate) number: String,
    /// Who lives there.
    #[identity(mutable)]
    pub(crate) tenant: Option<String>,
}

/// Where the private data has the house.
const HOUSE: &str = "house";

pub(crate) fn house(world: &World) -> &'static str {
    world.inner().house.unwrap_or("north")
}

impl Flat {
    fn is(&self, mode: &str) -> bool {
        self.mode.known().is_some_and(|own| own == mode)
    }

    fn settle(mut self, cx: &Cx<World>) -> Outcome<Self> {
        let of = |key: Attr<i64>| if key.is_unknown() { Attr::Known(1) } else { key };
        self.keys = of(self.keys);
        if let Attr::Known(parts) = &mut self.parts {
            parts.iter_mut().for_each(|part| part.key = of(part.key));
        }
        if self.sign.is_unknown() {
            self.sign = self.tenant.clone();
        }
        if self.rooms.is_unknown() {
            self.rooms = Attr::Known(Vec::new());
        }
        let (number, tenant) = (self.number.value_or_default(), self.tenant.value_or_default());
        cx.clients().write().things.insert(number, tenant);
        if !self.is("homeless") {
            cx.remember(HOUSE, &house(cx.clients()));
        }
        cx.checkpoint(&self);
        match self.is("fail") {
            true => Err(Diagnostics::error("It failed", "As it was told.")),
            false => Ok(self),
        }
    }

    pub(crate) fn found(cx: &Cx<World>, number: &str) -> Outcome<Self> {
        let tenant = cx.clients().inner().things.get(number).cloned();
        let tenant = tenant.ok_or_else(|| Diagnostics::error("There is no such flat", "Look."))?;
        let number: Attr<String> = number.into();
        let number = number.map(|number| number.trim_start_matches('?').to_owned());
        let tenant = inhabited(&tenant);
        let sign = tenant.clone();
        let (keys, rooms) = (Attr::Known(1), Attr::Known(Vec::new()));
        Ok(Self { number, tenant, sign, keys, rooms, rent: Attr::Known(100), ..Self::default() })
    }
}

/// The attribute of a tenant.
fn inhabited(tenant: &str) -> Attr<String> {
    if tenant.is_empty() { Attr::Null } else { tenant.into() }
}

#[async_trait]
impl Resource for Flat {
    const NAME: &'static str = "flat";
    type Model = Self;
    type Clients = World;
    type Identity = FlatIdentity;
    type Facts = ();

    fn identity(flat: &Self, private: &Private) -> Option<FlatIdentity> {
        assert!(!flat.is("panic"), "who knows");
        let house = House(private.get(HOUSE)?);
        let tenant = match &flat.tenant {
            Attr::Unknown => return None,
            tenant => tenant.known().cloned(),
        };
        Some(FlatIdentity { house, number: flat.number.known()?.clone(), tenant })
    }

    async fn facts(_: &Cx<World>, _: &Plan<Self>) -> Outcome<()> {
        Ok(())
    }

    fn plan(plan: &mut Plan<Self>, _: Option<&()>) {
        let tenant = plan.planned.tenant.clone();
        plan.keep_default(|flat| &mut flat.sign, tenant);
    }

    fn generate(config: &mut Self, state: &Self) {
        assert!(!state.is("panic"), "who knows");
        if state.sign == state.tenant {
            config.sign = Attr::Null;
        }
        if state.is("too much") {
            config.keys = Attr::Known(7);
        }
    }

    async fn create(cx: &Cx<World>, planned: Self) -> Outcome<Self> {
        planned.settle(cx)
    }

    async fn read(cx: &Cx<World>, prior: Self) -> Outcome<Option<Self>> {
        if prior.is("unreadable") {
            return Err(Diagnostics::error("It cannot be read", "Ask later."));
        }
        let tenant = cx.clients().inner().things.get(&prior.number.value_or_default()).cloned();
        cx.remember(HOUSE, &house(cx.clients()));
        Ok(tenant.map(|tenant| Self { tenant: inhabited(&tenant), ..prior }))
    }

    async fn update(cx: &Cx<World>, _: Self, planned: Self) -> Outcome<Self> {
        planned.settle(cx)
    }

    async fn delete(_: &Cx<World>, prior: Self) -> Outcome<()> {
        match prior.is("stays") {
            true => Err(Diagnostics::error("It stays", "As it was told.")),
            false => Ok(()),
        }
    }

    async fn import(cx: &Cx<World>, id: &str) -> Outcome<Self> {
        let flat = Self::found(cx, id)?;
        cx.remember(HOUSE, &house(cx.clients()));
        Ok(flat)
    }

    /// An apartment of an older town.
    fn move_from(source: &MovedFrom) -> Outcome<Option<Self>> {
        if !source.is_of("old/town") || source.type_name != "town_apartment" {
            return Ok(None);
        }
        let number = source.text("door").ok_or_else(|| Diagnostics::error("It has no door", "Import it."))?;
        assert!(number != "13", "there is no 13");
        let keys = if number == "12" { Attr::Unknown } else { Attr::Null };
        Ok(Some(Self { number: number.into(), code: "never stored".into(), keys, ..Self::default() }))
    }

    /// Flats with a mark of interrogation are not where they say.
    async fn import_by_identity(cx: &Cx<World>, identity: FlatIdentity) -> Outcome<Self> {
        let flat = Self::found(cx, &identity.number)?;
        cx.remember(HOUSE, &house(cx.clients()));
        Ok(flat)
    }
}
