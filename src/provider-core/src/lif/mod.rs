//! `cvo_lif`: one logical interface of a storage VM.

mod checks;
mod identity;
mod last_private_lif;
mod model;
mod names;
mod placement;
mod required;
mod rules;
mod steps;

pub use checks::{Seen, refusals, without_private_lifs};
pub use last_private_lif::{IN_DESTROY, IN_UPDATE, reason, refused, taken_away};
pub use model::LifModel;
pub use placement::{
    Home, Placement, Surroundings, Zones, has_route, keeping_routes, names_address, other_port,
};
pub use required::{refuse_of_default, serves_iscsi};
pub use rules::{Facts, places, rules};
