//! `data.cvo_aggregates`: the data aggregates by name.

use std::collections::BTreeMap;

use async_trait::async_trait;
use ontap::Aggregate;
use tfplugin::{Attr, Cx, DataSource, Model, Outcome};

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
pub struct AggregateData {
    /// UUID of the aggregate.
    #[attr(computed)]
    pub id: Attr<String>,
    /// Node that serves the aggregate by right.
    #[attr(computed)]
    pub home_node: Attr<String>,
    /// Node that serves it now: the partner while its own node is taken over.
    #[attr(computed)]
    pub current_node: Attr<String>,
    /// `online`, for example.
    #[attr(computed)]
    pub state: Attr<String>,
    /// Size in bytes.
    #[attr(computed)]
    pub size: Attr<i64>,
    /// Free space in bytes.
    #[attr(computed)]
    pub available: Attr<i64>,
    /// Space in use in bytes.
    #[attr(computed)]
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
        let by_name = found.map(|aggregate| (aggregate.name.clone(), entry(aggregate))).collect();
        Ok(AggregatesData { aggregates: Attr::Known(by_name) })
    }
}

fn entry(aggregate: &Aggregate) -> AggregateData {
    let space = &aggregate.space.block_storage;
    let bytes = |count: Option<u64>| count.and_then(|count| i64::try_from(count).ok());
    AggregateData {
        id: aggregate.uuid.clone().into(),
        home_node: aggregate.home_node.name.clone().into(),
        current_node: aggregate.node.name.clone().into(),
        state: aggregate.state.as_ref().map(ToString::to_string).into(),
        size: bytes(space.size).into(),
        available: bytes(space.available).into(),
        used: bytes(space.used).into(),
    }
}
