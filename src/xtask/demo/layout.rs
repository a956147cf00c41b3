//! A drawing of what the simulator holds: the addresses of the network interface on AWS's side, the LIFs that have them
//! on ONTAP's, and the storage VM.

use std::fmt::Write;

use serde_json::Value;

/// Every interface that carries LIFs, with what uses its addresses; then the storage VM `svm`, whose LIFs are marked.
pub(super) fn drawing(state: &Value, svm: &str) -> String {
    let interfaces = list(state, "interfaces").map(|interface| carrier(state, interface, svm));
    interfaces.collect::<String>() + &storage_vm(state, svm)
}

/// One interface; nothing if no LIF has one of its addresses.
fn carrier(state: &Value, interface: &Value, svm: &str) -> String {
    let addresses: Vec<&str> = list(interface, "private_ips").filter_map(address).collect();
    let lif_with = |address: &str| list(state, "lifs").find(|lif| string(lif, "address") == address);
    let Some(first) = addresses.iter().find_map(|address| lif_with(address)) else { return String::new() };
    let id = string(interface, "id");
    let place = format!("{}, port {}", string(first, "home_node"), string(first, "home_port"));
    let mut text = format!("\n  {:<32}{place}\n", format!("AWS {id}"));
    text += &frame('┌', '┐');
    for address in addresses {
        let (link, used_by) = match lif_with(address) {
            Some(lif) => ("◀───▶", user(lif, svm)),
            None => ("     ", "  not in use".to_owned()),
        };
        let _infallible = writeln!(text, "  │ {address:<23}│{link}│ {used_by:<43}│");
    }
    text + &frame('└', '┘')
}

fn frame(left: char, right: char) -> String {
    format!("  {left}{}{right}     {left}{}{right}\n", "─".repeat(24), "─".repeat(44))
}

fn user(lif: &Value, svm: &str) -> String {
    let owner = string(lif, "svm");
    let mark = if owner == svm { '*' } else { ' ' };
    format!("{mark} {:<20} {owner}", string(lif, "name"))
}

fn storage_vm(state: &Value, svm: &str) -> String {
    let Some(found) = list(state, "svms").find(|found| string(found, "name") == svm) else {
        return String::new();
    };
    let root = &found["root_volume"];
    let mut text = format!("\n  * storage VM {svm}\n");
    let root = format!(
        "{} on {}, {}",
        string(root, "name"),
        string(root, "aggregate"),
        string(root, "security_style")
    );
    let aggregates: Vec<&str> = list(found, "aggregates").filter_map(Value::as_str).collect();
    let _infallible = writeln!(text, "      root volume  {root}");
    let _infallible = writeln!(text, "      aggregates   {}", aggregates.join(", "));
    for route in list(state, "routes").filter(|route| string(route, "svm") == svm) {
        let (destination, gateway) = (string(route, "destination"), string(route, "gateway"));
        let _infallible = writeln!(text, "      route        {destination} via {gateway}");
    }
    text
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value[key].as_array().into_iter().flatten()
}

fn string<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The address of an entry, which is one or has one.
fn address(entry: &Value) -> Option<&str> {
    entry.as_str().or_else(|| entry["address"].as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::drawing;

    #[test]
    fn addresses_are_joined_with_the_lifs_that_have_them() {
        let state = json!({
            "interfaces": [
                {"id": "eni-1", "private_ips": ["10.0.0.4", "10.0.0.5"]},
                {"id": "eni-2", "private_ips": ["10.0.0.9"]},
            ],
            "lifs": [{"name": "ip_nas_2", "svm": "svm_2", "address": "10.0.0.5", "home_node": "n", "home_port": "e0a"}],
            "svms": [{
                "name": "svm_2",
                "aggregates": ["aggr1"],
                "root_volume": {"name": "root_svm_2", "aggregate": "aggr1", "security_style": "unix"},
            }],
            "routes": [{"svm": "svm_2", "destination": "0.0.0.0/0", "gateway": "10.0.0.1"}],
        });
        let drawn = drawing(&state, "svm_2");
        for line in [
            "  AWS eni-1                       n, port e0a",
            "  │ 10.0.0.4               │     │   not in use                               │",
            "  │ 10.0.0.5               │◀───▶│ * ip_nas_2             svm_2               │",
            "      root volume  root_svm_2 on aggr1, unix",
            "      route        0.0.0.0/0 via 10.0.0.1",
        ] {
            assert!(drawn.lines().any(|drawn| drawn.trim_end() == line), "{line}\n{drawn}");
        }
        assert!(!drawn.contains("eni-2"), "{drawn}");
    }
}
