//! A provider full of corner cases, called in the same way as by Terraform.
#![expect(clippy::unwrap_used, clippy::panic, reason = "in a test they are how a failure is told")]

mod apply;
mod completion;
mod configuration;
mod count;
mod flat;
mod flats;
mod functions;
mod generate;
mod identity;
mod import;
mod list;
mod moves;
#[expect(dead_code, reason = "its main is the program's, not the test's")]
#[path = "../../examples/notes.rs"]
mod notes;
mod plan;
mod pledge;
mod process;
mod provider;
mod read;
mod stop;
mod thing;
mod transport;
