//! A simulated Cloud Volumes ONTAP system in AWS: the ONTAP REST API and the EC2 API over one world.
//!
//! The [`world`] is a plain value with rules and no input or output; [`Simulator`] puts HTTP in front of it.
//! It shares no code with the clients under test, so that it does not repeat their mistakes.
//!
//! ```no_run
//! use cvo_simulator::{Options, Simulator};
//!
//! let simulator = Simulator::start(Options::default())?;
//! println!("{}", simulator.ready().ontap);
//! assert!(simulator.world().lock().cluster.svm_named("svm_cvo").is_some());
//! # anyhow::Ok(())
//! ```

pub mod fault;
mod http;
pub mod inventory;
mod options;
mod proxy;
mod ready;
pub mod recording;
pub mod request_log;
mod shared;
mod simulator;
mod star;
mod state_file;
mod tls;
pub mod world;

pub use inventory::Preset;
pub use options::Options;
pub use proxy::Proxy;
pub use ready::Ready;
pub use shared::SharedWorld;
pub use simulator::Simulator;
pub use world::World;
