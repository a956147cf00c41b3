//! The provider through the protocol, on a simulated system: one program, so that it is linked once.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod both_ways;
mod cases;
mod counts;
mod empty_texts;
mod endpoints;
mod faults;
mod foresight;
mod ha_compared;
mod ha_floating;
mod ha_lif;
mod ha_releases;
mod ha_secondary_ip;
mod ha_system;
mod ha_takeover;
mod harm;
mod kvm_hosts;
mod lif;
mod linux_kvm_drivers;
mod listings;
mod lists;
mod literals;
mod misplaced;
mod private_lifs;
mod proxies;
mod refresh;
mod rehoming;
mod route;
mod secondary_ip;
mod service_policy_move;
mod ssh_block;
mod storage_vm;
mod support;
mod system;
mod told_once;
mod unchanged;
