//! Twenty-four storage VMs with everything, made over REST and EC2 by somebody who knows no Terraform.

use std::path::Path;

use acceptance_tests::{Programs, World};
use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::client::Client;

/// Number of storage VMs.
pub(super) const NUMBER: usize = 24;

/// Services for connections that a storage VM opens.
const OUTBOUND: [&str; 5] = [
    "management_ad_client",
    "management_dns_client",
    "management_ldap_client",
    "management_nis_client",
    "data_fpolicy_client",
];

/// Last number of the first address. Nobody else has it or one of those behind it.
const FIRST: usize = 100;

/// The instance type of the presets.
const USUAL: &str = "m5.2xlarge";

/// One with room for fifty addresses on an interface.
const LARGE: &str = "m5.16xlarge";

/// A node, and where the addresses of its LIFs are.
pub(super) struct Node {
    pub(super) name: &'static str,
    pub(super) interface: &'static str,
    /// The first three numbers of its addresses.
    pub(super) network: &'static str,
}

/// A topology.
pub(super) struct Place {
    pub(super) preset: &'static str,
    pub(super) nodes: &'static [Node],
    /// The first three numbers of floating addresses, which data LIFs have then.
    pub(super) floating: Option<&'static str>,
}

impl Place {
    /// Starts the system, on instances with room for the estate. It keeps its state in this folder.
    pub(super) fn start(&self, folder: &Path) -> Result<World> {
        let file = folder.join("state");
        let path = file.to_str().context("no text")?;
        let start = |arguments: &[&str]| World::start(Programs::from_environment()?, arguments);
        drop(start(&["--preset", self.preset, "--ontap-version", "9.15.1", "--state", path])?);
        let usual = std::fs::read_to_string(&file)?;
        std::fs::write(&file, usual.replace(USUAL, LARGE))?;
        start(&["--state", path])
    }

    /// Makes the estate and returns the number of its objects.
    pub(super) fn settle(&self, client: &Client) -> Result<usize> {
        let mut objects = 0;
        for number in 0..NUMBER {
            let svm = format!("app_{number:02}");
            let node = &self.nodes[number % self.nodes.len()];
            let body =
                json!({"name": svm, "aggregates": [{"name": "aggr1"}], "comment": "\"${a}\" of another"});
            client.post("/api/svm/svms", &body)?;
            move_services(client, &svm, number % 3 == 0)?;
            let route = json!({"svm": {"name": svm}, "gateway": format!("{}.1", node.network),
                               "destination": {"address": "0.0.0.0", "netmask": "0"}});
            client.post("/api/network/ip/routes", &route)?;
            objects += 3 + self.connect(client, &svm, node, number + FIRST)?;
        }
        Ok(objects)
    }

    /// Makes the LIFs of a storage VM and their addresses, and returns how many objects these are.
    fn connect(&self, client: &Client, svm: &str, node: &Node, last: usize) -> Result<usize> {
        let private = format!("{}.{last}", node.network);
        let parameters = [("NetworkInterfaceId", node.interface), ("PrivateIpAddress.1", &private)];
        client.ec2("AssignPrivateIpAddresses", &parameters)?;
        let Some(floating) = self.floating else {
            post_lif(client, svm, node, ("nas", &private, "default-data-files"))?;
            return Ok(2);
        };
        post_lif(client, svm, node, ("iscsi", &private, "default-data-blocks"))?;
        post_lif(client, svm, node, ("nas", &format!("{floating}.{last}"), "default-data-files"))?;
        Ok(3)
    }
}

fn post_lif(
    client: &Client,
    svm: &str,
    node: &Node,
    (name, address, policy): (&str, &str, &str),
) -> Result<()> {
    let is_for_files = policy == "default-data-files";
    let failover = if is_for_files { "broadcast_domain_only" } else { "home_port_only" };
    let location = json!({"home_node": {"name": node.name}, "failover": failover, "auto_revert": is_for_files,
                          "home_port": {"name": "e0a", "node": {"name": node.name}}});
    let body = json!({"name": name, "svm": {"name": svm}, "ip": {"address": address, "netmask": "24"},
                      "location": location, "service_policy": {"name": policy}});
    client.post("/api/network/ip/interfaces", &body)
}

/// Moves what a storage VM opens connections with from the policy for files to that for blocks, or a part.
fn move_services(client: &Client, svm: &str, whole: bool) -> Result<()> {
    let query = format!("/api/network/ip/service-policies?svm.name={svm}&fields=services");
    let moved = if whole { &OUTBOUND[..] } else { &OUTBOUND[..2] };
    let policies = client.records(&query)?;
    for (name, is_source) in [("default-data-blocks", false), ("default-data-files", true)] {
        let policy = policies.iter().find(|policy| policy["name"] == name).context("no such policy")?;
        let there = policy["services"].as_array().context("no services")?;
        let stays = there.iter().filter(|service| !moved.iter().any(|moved| *service == moved));
        let mut services: Vec<Value> = stays.cloned().collect();
        if !is_source {
            services.extend(moved.iter().map(|service| json!(service)));
        }
        let uuid = policy["uuid"].as_str().context("no uuid")?;
        client.patch(&format!("/api/network/ip/service-policies/{uuid}"), &json!({"services": services}))?;
    }
    Ok(())
}
