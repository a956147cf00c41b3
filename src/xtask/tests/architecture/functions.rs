//! *A function depends on its arguments alone.*

use super::Broken;
use super::code::{Code, Says, is_below};
use super::pure::why_not;

const FUNCTIONS: &str = "provider::functions";

/// The crates that functions may name: values and decisions. Of the standard library, only the pure part is
/// allowed.
const OPEN: &[&str] =
    &[FUNCTIONS, "ipnet", "kvm_drivers", "provider_core", "std", "tfplugin_core", "tfplugin_derive"];

/// Returns the places where a function depends on more than its arguments.
fn broken(code: &Code) -> Vec<Broken> {
    let mut broken = Vec::new();
    for module in code.modules.iter().filter(|module| module.is_in(FUNCTIONS)) {
        for (place, says) in code.says(module) {
            if let Some(why) = why_not(&module.name, says).or_else(|| asks(code, says)) {
                broken.push(Broken { place, why });
            }
        }
    }
    broken
}

/// Returns the reason if this names a crate that functions must not use, or shared state.
fn asks(code: &Code, says: &Says) -> Option<String> {
    let Says::Name(name) = says else { return None };
    let first = name.split("::").next().unwrap_or_default();
    let is_of_a_crate = code.modules.iter().any(|module| module.name == first) || name.starts_with("std::");
    let is_open = OPEN.iter().any(|open| is_below(name, open)) && !is_below(name, "std::sync");
    (is_of_a_crate && !is_open).then(|| format!("it names {name}"))
}

#[test]
fn a_function_depends_on_its_arguments_alone() {
    let code = super::project::code();
    let files = code.modules.iter().filter(|module| module.is_in(FUNCTIONS)).count();
    assert!(files >= 7, "only {files} modules were found");
    super::assert_holds("A function depends on its arguments alone", broken(code));
}

mod tests {
    use super::*;
    use crate::code::sample;

    fn is_found(text: &str) -> bool {
        let files = [
            ("provider", "p/lib.rs", "mod clients; mod functions { mod netmask; mod cidr; }"),
            ("provider", "p/clients.rs", "pub struct Clients;"),
            ("provider", "p/functions/netmask.rs", text),
            ("provider", "p/functions/cidr.rs", "pub fn parse() {}"),
            ("tfplugin", "t/lib.rs", "pub use tfplugin_core::*; pub struct Cx;"),
            ("tfplugin_core", "c/lib.rs", "pub trait Function {} pub struct FunctionError;"),
            ("ontap", "o/lib.rs", "pub struct Client;"),
        ];
        !broken(&sample(&files)).is_empty()
    }

    #[test]
    fn a_function_that_asks_or_remembers_is_found() {
        for text in [
            "use crate::clients::Clients;",
            "use super::super::clients;",
            "use tfplugin::{Function, Cx};",
            "use ontap::Client;",
            "use std::sync::OnceLock;",
            "thread_local! { static A: u8 = 1; }",
            "fn f() { std::env::var(a); }",
            "fn f() { std::fs::read(a); }",
            "fn f() { std::time::SystemTime::now(); }",
            "async fn f() {}",
            "fn f() { rand::random(); std::collections::hash_map::RandomState::new(); }",
        ] {
            assert!(is_found(text), "{text}");
        }
        assert!(!is_found(
            "use tfplugin::{Function, FunctionError}; use super::cidr::parse; use std::net::Ipv4Addr;"
        ));
    }
}
