//! `cvo_lif`: one logical interface of a storage VM.

mod checks;
mod floating;
mod identity;
mod last_private_lif;
mod model;
mod names;
mod placement;
mod rules;
mod steps;

pub use checks::{Seen, refusals, refuse_of_default, serves_iscsi, without_private_lifs};
pub use floating::{Surroundings, has_route, keeping_routes, names_address};
pub use last_private_lif::{IN_DESTROY, IN_UPDATE, reason, refused, taken_away};
pub use model::LifModel;
pub use placement::{Home, Placement, Zones, other_port};
pub use rules::{Facts, places};
