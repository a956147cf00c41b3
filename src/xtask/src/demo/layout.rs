//! A drawing of the simulator's state: the addresses of the network interfaces in AWS, the LIFs in ONTAP that
//! use them, floating addresses with the targets of their routes, and the storage VM.

use std::fmt::Write;

use serde_json::Value;

/// Draws every interface with LIFs and the uses of its addresses, then the floating addresses, then the
/// storage VM `svm`. The LIFs of `svm` are marked.
pub fn drawing(state: &Value, svm: &str) -> String {
    let interfaces = list(state, "interfaces").map(|interface| carrier(state, interface, svm));
    interfaces.collect::<String>() + &floating(state, svm) + &storage_vm(state, svm)
}

/// Draws one interface; nothing if no LIF has any of its addresses.
fn carrier(state: &Value, interface: &Value, svm: &str) -> String {
    let addresses = addresses(interface);
    let lif_with = |address: &str| list(state, "lifs").find(|lif| string(lif, "address") == address);
    // The first LIF found has the node's own address, which never leaves the node.
    let Some(first) = addresses.iter().find_map(|address| lif_with(address)) else { return String::new() };
    let id = string(interface, "id");
    let node = string(first, "home_node");
    let place = format!("{node}, port {}{}", string(first, "home_port"), condition(state, node));
    let mut text = format!("\n  {:<32}{place}\n", format!("AWS {id}"));
    text += &frame('┌', '┐');
    for address in addresses {
        let (link, used_by) = match lif_with(address) {
            Some(lif) => ("◀────▶", user(lif, svm) + &moved(state, lif)),
            None => ("", "  not in use".to_owned()),
        };
        text += &row(address, link, &used_by);
    }
    text + &frame('└', '┘')
}

/// Draws the addresses that no interface has, with the nodes that the route tables lead to; nothing if there
/// are none.
fn floating(state: &Value, svm: &str) -> String {
    let assigned: Vec<&str> = list(state, "interfaces").flat_map(addresses).collect();
    let mut lifs = list(state, "lifs").filter(|lif| !assigned.contains(&string(lif, "address"))).peekable();
    if lifs.peek().is_none() {
        return String::new();
    }
    let mut text = format!("\n  {:<32}floating addresses\n", "AWS route tables") + &frame('┌', '┐');
    for lif in lifs {
        let address = string(lif, "address");
        let node = leads_to(state, address).unwrap_or("nowhere");
        text += &row(address, "─────▶", &format!("{}→ {node}", user(lif, svm)));
    }
    text + &frame('└', '┘')
}

/// Returns the node whose interface is the target of the routes to an address.
fn leads_to<'a>(state: &'a Value, address: &str) -> Option<&'a str> {
    let destination = format!("{address}/32");
    let mut routes = list(state, "route_tables").flat_map(|table| list(table, "routes"));
    let target = string(routes.find(|route| string(route, "destination") == destination)?, "target");
    let interface = list(state, "interfaces").find(|interface| string(interface, "id") == target)?;
    let own = addresses(interface);
    let lif = list(state, "lifs").find(|lif| own.contains(&string(lif, "address")))?;
    Some(string(lif, "home_node"))
}

fn frame(left: char, right: char) -> String {
    format!("  {left}{}{right}      {left}{}{right}\n", "─".repeat(20), "─".repeat(50))
}

fn row(address: &str, link: &str, used_by: &str) -> String {
    format!("  │ {address:<19}│{link:^6}│ {used_by:<49}│\n")
}

fn user(lif: &Value, svm: &str) -> String {
    let owner = string(lif, "svm");
    let mark = if owner == svm { '*' } else { ' ' };
    format!("{mark} {:<22} {owner:<10} ", string(lif, "name"))
}

/// Returns the current node of a LIF that is not at home, or `down` for a LIF on a failed node.
fn moved(state: &Value, lif: &Value) -> String {
    let (home, now) = (string(lif, "home_node"), string(lif, "node"));
    if !condition(state, now).is_empty() {
        "down".to_owned()
    } else if home == now {
        String::new()
    } else {
        format!("→ {now}")
    }
}

/// Returns the state of a node, such as ` (taken over)`; nothing for a node that is up.
fn condition(state: &Value, node: &str) -> String {
    let found = list(state, "nodes").find(|found| string(found, "name") == node);
    match found.map(|found| string(found, "state")) {
        None | Some("up") => String::new(),
        Some(other) => format!(" ({})", other.replace('_', " ")),
    }
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
        let metric = &route["metric"];
        let _infallible = writeln!(text, "      route        {destination} via {gateway}, metric {metric}");
    }
    text
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value[key].as_array().into_iter().flatten()
}

fn string<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Returns the addresses of an interface, the primary one first.
fn addresses(interface: &Value) -> Vec<&str> {
    list(interface, "private_ips").filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::drawing;

    #[test]
    fn addresses_are_drawn_next_to_their_lifs() {
        let state = json!({
            "interfaces": [
                {"id": "eni-1", "private_ips": ["10.0.0.4", "10.0.0.5"]},
                {"id": "eni-2", "private_ips": ["10.0.0.9"]},
            ],
            "lifs": [{"name": "ip_nas_2", "svm": "svm_2", "address": "10.0.0.5", "home_node": "n", "node": "n", "home_port": "e0a"}],
            "svms": [{
                "name": "svm_2",
                "aggregates": ["aggr1"],
                "root_volume": {"name": "root_svm_2", "aggregate": "aggr1", "security_style": "unix"},
            }],
            "routes": [{"svm": "svm_2", "destination": "0.0.0.0/0", "gateway": "10.0.0.1", "metric": 20}],
        });
        let drawn = drawing(&state, "svm_2");
        for line in [
            "  AWS eni-1                       n, port e0a",
            "  │ 10.0.0.4           │      │   not in use                                     │",
            "  │ 10.0.0.5           │◀────▶│ * ip_nas_2               svm_2                   │",
            "      root volume  root_svm_2 on aggr1, unix",
            "      route        0.0.0.0/0 via 10.0.0.1, metric 20",
        ] {
            assert!(drawn.lines().any(|drawn| drawn.trim_end() == line), "{line}\n{drawn}");
        }
        assert!(!drawn.contains("eni-2"), "{drawn}");
    }

    #[test]
    fn moved_lifs_are_shown_at_their_current_node() {
        let lif = |name: &str, address: &str, node: &str| json!({"name": name, "svm": "svm_2", "address": address, "home_node": "n1", "node": node, "home_port": "e0a"});
        let state = json!({
            "nodes": [{"name": "n1", "state": "taken_over"}, {"name": "n2", "state": "up"}],
            "interfaces": [
                {"id": "eni-1", "private_ips": ["10.0.0.4"]},
                {"id": "eni-2", "private_ips": ["10.0.1.4", "10.0.1.5"]},
            ],
            "lifs": [
                lif("mgmt_1", "10.0.0.4", "n1"),
                json!({"name": "mgmt_2", "address": "10.0.1.4", "home_node": "n2", "node": "n2", "home_port": "e0a"}),
                lif("nas", "10.0.1.5", "n2"),
                lif("nas_floating", "192.168.0.9", "n2"),
            ],
            "route_tables": [{"routes": [{"destination": "192.168.0.9/32", "target": "eni-2"}]}],
        });
        let drawn = drawing(&state, "svm_2");
        for line in [
            "  AWS eni-1                       n1, port e0a (taken over)",
            "  │ 10.0.0.4           │◀────▶│ * mgmt_1                 svm_2      down         │",
            "  │ 10.0.1.5           │◀────▶│ * nas                    svm_2      → n2         │",
            "  │ 192.168.0.9        │─────▶│ * nas_floating           svm_2      → n2         │",
        ] {
            assert!(drawn.lines().any(|drawn| drawn.trim_end() == line), "{line}\n{drawn}");
        }
    }
}
