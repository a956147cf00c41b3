//! An SSH server for tests of this and other crates (feature `testing`). It runs in the same process, on
//! loopback, without root and without sshd. It executes commands in a real shell, counts them, and cuts
//! connections on request.
//!
//! ```no_run
//! # async fn example() {
//! use ssh::testing::World;
//! use ssh::{Command, Host};
//!
//! let world = World::new().await;
//! world.stub("uname", "echo 6.1.0-50-amd64");
//! let output = world.connect().await.run(&Command::new(["uname", "-r"])).await.unwrap();
//! assert_eq!(output.stdout.text(), "6.1.0-50-amd64\n");
//! assert_eq!((world.server.connections(), world.server.commands().len()), (1, 1));
//! # }
//! ```
//!
//! A wrapper around every command can give the server a machine of its own, made of bind mounts that no other
//! process sees. The wrapper script ends with `exec "$@"`.
//!
//! ```no_run
//! # async fn example() {
//! let world = ssh::testing::World::accepting(|accepts| {
//!     accepts.wrapper = ["unshare", "-rm", "sh", "setup.sh"].map(str::to_owned).to_vec();
//! });
//! # world.await;
//! # }
//! ```
#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

mod key;
mod running;
mod server;
mod visitor;
mod world;

pub use key::Key;
pub use server::{Accepts, Server};
pub use world::World;
