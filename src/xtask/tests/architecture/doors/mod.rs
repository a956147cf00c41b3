//! Which modules may do what has an effect: open sockets, read the environment, run programs, open files.

mod table;

use self::table::{DOORS, Door};
use super::Broken;
use super::code::{Code, Says, is_below};

/// Returns the places where a module names what the door closes to it.
fn broken(code: &Code, door: &Door) -> Vec<Broken> {
    let is_in = |list: &[&str], name: &str| list.iter().any(|listed| is_below(name, listed));
    // A glob import of a module also imports what is below it.
    let is_around = |name: &str| {
        let around = name.strip_suffix("::*");
        around.is_some_and(|around| door.through.iter().any(|through| is_below(through, around)))
    };
    let mut broken = Vec::new();
    for module in code.modules.iter().filter(|module| !is_in(door.open_to, &module.name)) {
        for (place, says) in code.says(module) {
            let Says::Name(name) = says else { continue };
            let through = is_in(door.through, name) && !is_in(door.harmless, name);
            if through || is_around(name) {
                broken.push(Broken { place, why: format!("{} names {name}", module.name) });
            }
        }
    }
    broken
}

/// All doors in one test: each test is a process of its own, which parses the whole code.
#[test]
fn a_module_does_only_what_it_is_listed_for() {
    let code = super::project::code();
    let broken = DOORS.iter().flat_map(|door| {
        let named = |found: Broken| Broken { why: format!("{}. {}", found.why, door.invariant), ..found };
        broken(code, door).into_iter().map(named)
    });
    super::assert_holds("Every effect has its modules (doors/table.rs)", broken);
}

mod tests {
    use super::*;
    use crate::code::sample;

    fn is_found(door: &str, module: &str, text: &str) -> bool {
        let files = [
            ("provider", "p/lib.rs", "mod clients; pub mod named_file;"),
            ("provider", "p/clients.rs", if module == "provider::clients" { text } else { "" }),
            ("provider", "p/named_file.rs", "pub use std::env as passed_on;"),
            ("ontap", "o/lib.rs", "mod transport; mod client; pub type Http = reqwest::Client;"),
            ("ontap", "o/transport.rs", "use reqwest::Client; fn f() { Client::builder(); }"),
            ("ontap", "o/client.rs", if module == "ontap::client" { text } else { "" }),
        ];
        let code = sample(&files);
        let door = DOORS.iter().find(|found| found.invariant.contains(door)).unwrap();
        let broken = broken(&code, door);
        broken.iter().any(|broken| broken.why.starts_with(module))
    }

    #[test]
    fn whoever_goes_through_a_closed_door_is_found() {
        for (door, module, text) in [
            ("sockets to ONTAP", "ontap::client", "use reqwest::Client as C;"),
            ("sockets to ONTAP", "ontap::client", "use reqwest::{Error, blocking};"),
            ("sockets to ONTAP", "ontap::client", "fn f() { reqwest::get(a); }"),
            ("sockets to ONTAP", "ontap::client", "use reqwest::*;"),
            ("sockets to ONTAP", "ontap", ""),
            ("sockets to AWS", "provider::clients", "use aws_sdk_ec2::Client;"),
            ("sockets to AWS", "provider::clients", "extern crate aws_sdk_ec2 as other;"),
            ("to Linux hosts", "provider::clients", "fn f() { russh::client::connect(a); }"),
            ("a socket by itself", "provider::clients", "use tokio::{net::TcpStream, sync::Mutex};"),
            (
                "a socket by itself",
                "provider::clients",
                "use tokio::net; fn f() { net::UnixStream::connect(a); }",
            ),
            ("a socket by itself", "provider::clients", "use std::net::ToSocketAddrs;"),
            ("a socket by itself", "provider::clients", "use std::*;"),
            (
                "a socket by itself",
                "provider::clients",
                "fn f() { tokio::select! { _ = tokio::net::lookup_host(a) => {} } }",
            ),
            ("the operating system", "provider::clients", "fn f() { libc::socket(a) }"),
            ("the environment", "provider::clients", "fn f() { std::env::var(a); }"),
            ("the environment", "provider::clients", "use std::env::{var};"),
            ("the environment", "provider::clients", "use std::env::var as read;"),
            ("the environment", "provider::clients", "use std::env; fn f() { env::var(a); }"),
            ("the environment", "provider::clients", "use std::{env as e}; fn f() { e::vars_os(); }"),
            (
                "the environment",
                "provider::clients",
                "use crate::named_file::passed_on; fn f() { passed_on::var(a); }",
            ),
            ("the environment", "provider::clients", "fn f() { option_env!(\"A\"); }"),
            ("the environment", "provider::clients", "fn f() { core::option_env!(\"A\"); }"),
            ("runs programs", "provider::clients", "use tokio::process::Command;"),
            ("opens files", "provider::clients", "fn f() { std::fs::read(a); }"),
        ] {
            assert!(is_found(door, module, text), "{door}: {text}");
        }
    }

    #[test]
    fn what_is_harmless_or_open_is_let_be() {
        for (door, module, text) in [
            ("sockets to ONTAP", "ontap::client", "fn f(_: reqwest::Error) {}"),
            ("sockets to ONTAP", "ontap::transport", ""),
            ("a socket by itself", "provider::clients", "use std::net::{IpAddr, Ipv4Addr};"),
            ("the operating system", "provider::clients", "use libc::O_NONBLOCK;"),
            (
                "the environment",
                "provider::clients",
                "const A: &str = env!(\"CARGO_PKG_VERSION\"); // std::env::var",
            ),
            ("the environment", "provider::clients", "#[cfg(test)] use std::env;"),
            ("runs programs", "provider::clients", "use std::process::ExitCode; use ssh::Command;"),
            ("opens files", "provider::named_file", ""),
        ] {
            assert!(!is_found(door, module, text), "{door}: {text}");
        }
    }
}
