//! `cvo_route`: one static route of a storage VM.

mod checks;
mod identity;
mod identity_schema;
mod model;
mod moved;
mod replacement;
mod rules;
mod steps;
mod written;

pub use checks::{duplicate, gateway_is_lif};
pub use identity::Ours;
pub use identity_schema::RouteIdentity;
pub use model::RouteModel;
pub use replacement::{Replacement, Replacements};
pub use rules::{
    Facts, NO_DEFAULT_ROUTE, NodeNet, chooses_gateway, gives_up_default, metric_of_later_releases,
    no_default_route,
};
pub use steps::{Change, change};
