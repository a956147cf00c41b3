//! A system on which other people's clients have made storage VMs, with everything that belongs to them.

use std::net::{IpAddr, Ipv4Addr};
use std::process::{Command, Output};

use cvo_simulator::world::ec2::AssignRequest;
use cvo_simulator::{Options, Preset, Simulator};
use reqwest::{Certificate, Client, Method};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use super::by_hand;

/// The services that a policy move takes out of `default-data-files`.
const MOVED: [&str; 5] = [
    "data_fpolicy_client",
    "management_ad_client",
    "management_dns_client",
    "management_ldap_client",
    "management_nis_client",
];

/// A comment that must come back as it is.
pub(crate) const COMMENT: &str = "made by ${somebody} \"else\" %{ if }";

pub(crate) struct Estate {
    pub(crate) simulator: Simulator,
    http: Client,
    runtime: Runtime,
}

/// Port e0a of a node, in AWS.
struct Home {
    node: String,
    interface: String,
    subnet: Ipv4Addr,
}

impl Estate {
    /// Starts a system with the storage VMs `svm_2` and `svm_3` beside that of the deployment.
    pub(crate) fn of(preset: Preset) -> Self {
        // Small pages, so that every listing has several.
        let options = Options { preset, page_size: Some(2), ..Options::default() };
        let simulator = Simulator::start(options).unwrap();
        let pem = std::fs::read(&simulator.ready().ca_file).unwrap();
        let http = Client::builder().tls_certs_only([Certificate::from_pem(&pem).unwrap()]).build().unwrap();
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let estate = Self { simulator, http, runtime };
        for (index, svm) in ["svm_2", "svm_3"].into_iter().enumerate() {
            estate.make(preset, svm, 60 + 10 * u8::try_from(index).unwrap());
        }
        estate.assign(&estate.homes()[0], 99);
        estate.forget_requests();
        estate
    }

    fn make(&self, preset: Preset, svm: &str, first: u8) {
        let wanted = json!({"name": svm, "aggregates": [{"name": "aggr1"}], "comment": COMMENT});
        self.ontap("/api/svm/svms?return_timeout=30", &wanted);
        let homes = self.homes();
        for (index, home) in homes.iter().enumerate() {
            let address = self.assign(home, first + u8::try_from(index).unwrap());
            self.lif(svm, &format!("iscsi_{index}"), home, (address, "default-data-blocks"));
        }
        let nas = match preset {
            Preset::HaMultiAz => Ipv4Addr::new(192, 168, 77, first),
            _ => self.assign(&homes[0], first + 5),
        };
        self.lif(svm, "nas", &homes[0], (nas, "default-data-files"));
        let gateway = Ipv4Addr::from(u32::from(homes[0].subnet) + 1);
        let route = json!({"svm": {"name": svm}, "gateway": gateway});
        self.ontap("/api/network/ip/routes", &route);
        self.move_services(svm);
    }

    fn lif(&self, svm: &str, name: &str, home: &Home, (address, policy): (Ipv4Addr, &str)) {
        let lif = json!({
            "name": name, "svm": {"name": svm}, "ip": {"address": address, "netmask": "255.255.255.0"},
            "service_policy": {"name": policy},
            "location": {"home_port": {"name": "e0a", "node": {"name": home.node}}},
        });
        self.ontap("/api/network/ip/interfaces", &lif);
    }

    fn move_services(&self, svm: &str) {
        let world = self.simulator.world();
        let cluster = &mut world.lock().cluster;
        let svm = cluster.svm_named(svm).unwrap().uuid;
        let uuid_of = |name: &str| {
            let found = cluster.policies.iter().find(|policy| policy.svm == Some(svm) && policy.name == name);
            found.unwrap().uuid
        };
        let [files, blocks, iscsi] =
            ["default-data-files", "default-data-blocks", "default-data-iscsi"].map(uuid_of);
        for service in MOVED {
            cluster.add_service(blocks, service, &[]).unwrap();
            cluster.add_service(iscsi, service, &[]).unwrap();
            cluster.remove_service(files, service).unwrap();
        }
    }

    fn homes(&self) -> Vec<Home> {
        let world = self.simulator.world();
        let world = world.lock();
        let account = world.ec2.account();
        let home = |node: &str| {
            let of_node = |address: &IpAddr| {
                let lifs = world.cluster.interfaces.iter();
                lifs.filter(|lif| lif.svm.is_none() && lif.home_node == node)
                    .any(|lif| lif.address == *address)
            };
            let is_its = |address: &Ipv4Addr| of_node(&IpAddr::V4(*address));
            let interface = account.interfaces.iter().find(|one| is_its(&one.primary_address)).unwrap();
            let subnet = account.subnets.iter().find(|subnet| subnet.id == interface.subnet_id).unwrap();
            Home { node: node.to_owned(), interface: interface.id.clone(), subnet: subnet.cidr.network() }
        };
        world.cluster.nodes.iter().map(|node| home(&node.name)).collect()
    }

    /// Assigns an address of the subnet to the interface.
    fn assign(&self, home: &Home, host: u8) -> Ipv4Addr {
        let address = Ipv4Addr::from(u32::from(home.subnet) + u32::from(host));
        let request = AssignRequest {
            network_interface_id: home.interface.clone(),
            private_ip_addresses: vec![address.to_string()],
            ..AssignRequest::default()
        };
        let world = self.simulator.world();
        let mut world = world.lock();
        let now = world.clock.now();
        world.ec2.assign_private_ip_addresses(now, &request).unwrap();
        address
    }

    fn ontap(&self, path: &str, body: &Value) {
        let ready = self.simulator.ready();
        let request = self.http.post(format!("{}{path}", ready.ontap)).json(body);
        self.send(request.basic_auth(&ready.username, Some(&ready.password)));
    }

    /// Sends a request to the control server and returns its answer.
    pub(crate) fn control(&self, method: Method, path: &str, body: &Value) -> Value {
        let url = format!("{}{path}", self.simulator.ready().control);
        self.send(self.http.request(method, url).json(body))
    }

    fn send(&self, request: reqwest::RequestBuilder) -> Value {
        self.runtime.block_on(async {
            let answer = request.send().await.unwrap();
            let (is_good, text) = (answer.status().is_success(), answer.text().await.unwrap());
            assert!(is_good, "{text}");
            serde_json::from_str(&text).unwrap_or_default()
        })
    }

    pub(crate) fn forget_requests(&self) {
        self.control(Method::DELETE, "/requests", &json!({}));
    }

    /// Returns the paths and actions that were asked for, each of which must be a read.
    pub(crate) fn reads(&self) -> Vec<String> {
        let requests = self.control(Method::GET, "/requests", &json!({}));
        let read = |request: &Value| {
            let text = |key: &str| request[key].as_str().unwrap_or_default();
            let is_read = text("method") == "GET" || text("action").starts_with("Describe");
            assert!(is_read, "{request}");
            format!("{}{}", text("path"), text("action"))
        };
        requests.as_array().unwrap().iter().map(read).collect()
    }

    /// Returns the command `discover` with these arguments and all variables that it needs.
    pub(crate) fn command(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Command {
        let mut command = by_hand::command(self.simulator.ready(), variables);
        command.arg("discover").args(arguments);
        command
    }

    /// Runs `discover`, which must succeed, and returns what it prints.
    pub(crate) fn discovered(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments, &[]).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{}", all(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs `discover`, which must fail and print nothing, and returns what it says.
    pub(crate) fn refused(&self, arguments: &[&str], variables: &[(&str, &str)]) -> String {
        let output = self.command(arguments, variables).output().unwrap();
        assert!(output.status.code() == Some(1) && output.stdout.is_empty(), "{}", all(&output));
        String::from_utf8(output.stderr).unwrap()
    }
}

fn all(output: &Output) -> String {
    format!("{output:?}")
}
