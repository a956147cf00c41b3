//! `cvo_lif`: one logical interface of a storage VM.

mod checks;
mod floating;
mod foresight;
mod identity;
mod identity_schema;
mod model;
mod moved;
mod placement;
mod rehoming;
mod rules;
mod steps;
mod written;

pub use checks::{
    Seen, WAY_OUT_OF_DESTROY, WAY_OUT_OF_UPDATE, last_private_detail, last_private_summary, refusals,
    refuse_of_default, serves_iscsi, taken_away, without_private_lifs,
};
pub use floating::{Surroundings, has_route, keeping_routes, names_address};
pub use foresight::{foreseen, lacking_policy};
pub use identity_schema::LifIdentity;
pub use model::LifModel;
pub use placement::{Home, Placement, Zones, other_port};
pub use rehoming::{
    Origin, Unfinished, address_elsewhere, failover_began, former_home, not_followed, refuse_in_takeover,
    stranded, went_back,
};
pub use rules::{Facts, SERVES_BLOCKS, asks_for_services, compares_anew, places};
pub use written::Around;
