//! A drawing of what the simulator holds: the interface with its addresses on AWS's side, the LIFs of the storage
//! VM on ONTAP's.

use std::fmt::Write;

use serde_json::Value;

/// The interfaces with every address, and what has it; the LIFs of `svm` are marked.
pub(super) fn drawing(state: &Value, svm: &str) -> String {
    let mut text = String::new();
    for interface in list(state, "interfaces") {
        text += &one_interface(state, interface, svm);
    }
    text += &storage_vm(state, svm);
    text
}

fn one_interface(state: &Value, interface: &Value, svm: &str) -> String {
    let addresses: Vec<&str> = list(interface, "private_ips").filter_map(address).collect();
    let users: Vec<(&str, Option<&Value>)> =
        addresses.iter().map(|address| (*address, lif_with(state, address))).collect();
    let mut text = format!("\n  AWS {:<28} ONTAP\n", string(interface, "id"));
    let _infallible = writeln!(text, "  ┌{0}┐     ┌{1}┐", "─".repeat(24), "─".repeat(44));
    for (address, lif) in users {
        let (name, owner) = lif.map_or(("not in use", ""), |lif| (string(lif, "name"), svm_of(lif)));
        let link = if lif.is_some() { "◀───▶" } else { "     " };
        let mark = if owner == svm { "*" } else { " " };
        let _infallible = writeln!(text, "  │ {address:<23}│{link}│{mark} {name:<20} {owner:<21}│");
    }
    let _infallible = writeln!(text, "  └{0}┘     └{1}┘", "─".repeat(24), "─".repeat(44));
    text
}

fn storage_vm(state: &Value, svm: &str) -> String {
    let mut text = String::new();
    for found in list(state, "svms").filter(|found| string(found, "name") == svm) {
        let _infallible = writeln!(text, "  * storage VM {svm}");
        for (label, value) in found.as_object().into_iter().flatten().filter(|(key, _)| *key != "name") {
            let _infallible = writeln!(text, "      {label}: {}", plain(value));
        }
    }
    for route in list(state, "routes").filter(|route| svm_of(route) == svm) {
        let destination = plain(&route["destination"]);
        let _infallible = writeln!(text, "      route {destination} via {}", plain(&route["gateway"]));
    }
    text
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value[key].as_array().into_iter().flatten()
}

fn string<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn address(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value["address"].as_str())
}

fn svm_of(value: &Value) -> &str {
    string(value, "svm")
}

fn lif_with<'a>(state: &'a Value, address: &str) -> Option<&'a Value> {
    list(state, "lifs").find(|lif| string(lif, "address") == address)
}

/// A value as one would write it by hand.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
