//! The list resource: the flats of the house, page by page. It misbehaves as configured.

use std::time::Duration;

use tfplugin::{Attr, Cx, Diagnostics, ListResource, Listed, Model, Outcome, Query, async_trait};

use crate::flat::{Flat, FlatIdentity, House, house};
use crate::provider::World;

/// The flats of the house.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Flats {
    /// Numbers that begin with this text only; by default all.
    #[attr(optional, default = "")]
    prefix: Attr<String>,
    /// How the query misbehaves, before its second page.
    #[attr(optional)]
    mode: Attr<String>,
}

/// How many flats are on a page.
const PAGE: usize = 2;

impl Flats {
    fn numbers(&self, world: &World) -> Vec<String> {
        let prefix = self.prefix.value_or_default();
        world.inner().things.keys().filter(|number| number.starts_with(&prefix)).cloned().collect()
    }

    /// Begins something elsewhere, as a read that several callers share.
    fn share(&self, cx: &Cx<World>) {
        let (stop, world) = (cx.stop().clone(), cx.clients().clone());
        tokio::spawn(async move {
            stop.cancelled().await;
            world.called("told");
        });
    }

    async fn misbehave(&self, cx: &Cx<World>) -> Outcome<()> {
        match self.mode.known().map_or("", String::as_str) {
            "fail" => Err(Diagnostics::error("The second page is lost", "Look again.")),
            "panic" => panic!("no second page"),
            "hang" => std::future::pending().await,
            "wait" => {
                cx.stop().cancelled().await;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

#[async_trait]
impl ListResource for Flats {
    type Resource = Flat;
    type Config = Self;

    fn validate(config: &Self, diagnostics: &mut Diagnostics) {
        if config.prefix.known().is_some_and(|prefix| prefix.contains('*')) {
            diagnostics.push_error_at("prefix", "Not a prefix", "Leave the star out.");
        }
    }

    async fn list(cx: &Cx<World>, config: Self, query: &mut Query<Flat>) -> Outcome<()> {
        if config.mode == Attr::from("shared") {
            config.share(cx);
        }
        for (index, page) in config.numbers(cx.clients()).chunks(PAGE).enumerate() {
            if index == 1 {
                cx.clients().called("second");
                config.misbehave(cx).await?;
            }
            cx.clients().called("page");
            tokio::time::sleep(Duration::from_millis(1)).await;
            for number in page {
                let flat = Flat::found(cx, number)?;
                let mut warnings = Diagnostics::new();
                if number == "13" {
                    warnings.push_warning("Flat 13", "Nobody wants it.");
                }
                let identity = FlatIdentity {
                    house: House(house(cx.clients()).to_owned()),
                    number: number.clone(),
                    tenant: None,
                };
                let object = query.includes_objects().then_some(flat);
                let display_name = format!("flat\n{number}");
                if query.found(Listed { identity, display_name, object, warnings }).await.is_break() {
                    return Ok(());
                }
            }
        }
        cx.warn("The house is old", "There may be more flats.");
        Ok(())
    }
}
