//! `data.cvo_aggregates`: the data aggregates by name.

use std::collections::BTreeMap;

use async_trait::async_trait;
use ontap::Aggregate;
use tfplugin::{Attr, Cx, DataSource, Model, Outcome, Recorded, shown};

use crate::clients::Clients;

/// The data aggregates of the cluster: where root volumes may lie, and how much room is left.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct AggregatesData {
    /// The data aggregates by name. The root aggregates of the nodes are not among them.
    #[attr(computed)]
    pub aggregates: Attr<BTreeMap<String, AggregateData>>,
}

/// One data aggregate.
#[derive(Debug, Clone, PartialEq, Default, Model)]
#[model(record = Aggregate)]
pub struct AggregateData {
    /// UUID of the aggregate.
    #[attr(computed, api(uuid))]
    pub id: Attr<String>,
    /// Node that serves the aggregate by right.
    #[attr(computed, api(home_node.name))]
    pub home_node: Attr<String>,
    /// Node that serves it now: the partner while its own node is taken over.
    #[attr(computed, api(node.name))]
    pub current_node: Attr<String>,
    /// `online`, for example.
    #[attr(computed, api(state, read = shown))]
    pub state: Attr<String>,
    /// Size in bytes.
    #[attr(computed, api(space.block_storage.size))]
    pub size: Attr<i64>,
    /// Free space in bytes.
    #[attr(computed, api(space.block_storage.available))]
    pub available: Attr<i64>,
    /// Space in use in bytes.
    #[attr(computed, api(space.block_storage.used))]
    pub used: Attr<i64>,
}

/// The data source.
#[derive(Debug)]
pub struct Aggregates;

#[async_trait]
impl DataSource for Aggregates {
    const NAME: &'static str = "aggregates";

    type Model = AggregatesData;
    type Clients = Clients;

    async fn read(cx: &Cx<Clients>, _config: AggregatesData) -> Outcome<AggregatesData> {
        let found = cx.clients().ontap.aggregates().await?.iter();
        let by_name =
            found.map(|found| (found.name.clone(), AggregateData::default().observed(found))).collect();
        Ok(AggregatesData { aggregates: Attr::Known(by_name) })
    }
}
