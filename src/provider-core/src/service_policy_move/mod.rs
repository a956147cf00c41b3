//! `cvo_service_policy_move`: moves services of a storage VM from one service policy to others.

mod checks;
mod identity;
mod identity_schema;
mod import;
pub mod messages;
mod model;
pub mod networks;
pub mod rules;
pub mod steps;
pub mod waves;
mod written;

pub use checks::{FPOLICY, Missing, NAME_SERVICES, OnMissing, Uses, on_missing, sort, without_carriers};
pub use identity::{TYPE, another_svm, require_intact};
pub use identity_schema::MoveIdentity;
pub use import::{as_made, malformed, parts};
pub use model::MoveModel;
pub use rules::Facts;
pub use steps::{Change, DesiredPolicy, Direction, Edit};
pub use waves::Way;
