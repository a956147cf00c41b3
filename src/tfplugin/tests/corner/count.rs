//! The data source.

use tfplugin::{Attr, Cx, DataSource, Diagnostics, Model, Outcome, async_trait};

use crate::provider::World;

/// How many things there are.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Count {
    /// Ids that begin with this text only; by default all.
    #[attr(optional, default = "")]
    prefix: Attr<String>,
    /// Number of things.
    #[attr(computed)]
    count: Attr<i64>,
}

#[async_trait]
impl DataSource for Count {
    const NAME: &'static str = "count";
    type Model = Self;
    type Clients = World;

    fn validate(config: &Self, diagnostics: &mut Diagnostics) {
        if config.prefix.known().is_some_and(String::is_empty) {
            diagnostics.push_warning_at("prefix", "The prefix matches everything", "Leave it out.");
        }
    }

    async fn read(cx: &Cx<World>, mut config: Self) -> Outcome<Self> {
        let prefix = config.prefix.value_or_default();
        let count = cx.clients().inner().things.keys().filter(|id| id.starts_with(&prefix)).count();
        config.count = Attr::Known(i64::try_from(count).unwrap());
        Ok(config)
    }
}
