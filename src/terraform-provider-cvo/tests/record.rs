//! `terraform-provider-cvo record` on simulated systems.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod by_hand;

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cvo_simulator::world::role::Role;
use cvo_simulator::{Options, Preset, Simulator};
use serde_json::{Value, json};
use tempfile::TempDir;

struct System {
    simulator: Simulator,
    folder: TempDir,
}

impl System {
    fn of(preset: Preset) -> Self {
        // Small pages, so that every listing has several.
        Self::with(Options { preset, ..Options::default() })
    }

    /// Starts a system like the one of a recording.
    fn like(recording: PathBuf) -> Self {
        Self::with(Options { recording: Some(recording), ..Options::default() })
    }

    fn with(options: Options) -> Self {
        let simulator = Simulator::start(Options { page_size: Some(2), ..options }).unwrap();
        Self { simulator, folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("recording.json")
    }

    /// Starts the command with all variables that it needs, and these in their place; an empty one is
    /// removed.
    fn record(&self, variables: &[(&str, &str)]) -> Output {
        let mut command = by_hand::command(self.simulator.ready(), variables);
        command.args(["record", "--out"]).arg(self.file()).output().unwrap()
    }

    /// Records and returns what was told, and the recording.
    fn recorded(&self, variables: &[(&str, &str)]) -> (String, Value) {
        let output = self.record(variables);
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{told}");
        (told, serde_json::from_str(&self.text()).unwrap())
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.file()).unwrap()
    }

    /// Sends a request to the control server and returns its answer.
    fn control(&self, method: &str, path: &str, body: &str) -> Value {
        let host = self.simulator.ready().control.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        let head = format!("{method} {path} HTTP/1.0\r\nHost: {host}\r\nContent-Type: application/json");
        write!(stream, "{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(" 2"), "{head} {body}");
        serde_json::from_str(body).unwrap_or_default()
    }

    fn set_role(&self, privileges: &[(&str, &str)]) {
        let privileges = privileges.iter().map(|(path, access)| ((*path).to_owned(), (*access).to_owned()));
        let role = Role { name: "secretive".to_owned(), privileges: privileges.collect() };
        self.simulator.world().lock().cluster.role = role;
    }

    /// Returns every name, id and secret of the system.
    fn belongings(&self) -> BTreeSet<String> {
        let ready = self.simulator.ready();
        let world = self.simulator.world();
        let state = world.lock().snapshot();
        let mut found =
            BTreeSet::from([ready.password.clone(), ready.secret_key.clone(), ready.access_key.clone()]);
        let cluster = &world.lock().cluster;
        found.extend([cluster.name.clone(), cluster.uuid.to_string()]);
        found.extend(cluster.nodes.iter().flat_map(|node| [node.name.clone(), node.uuid.to_string()]));
        found.extend(cluster.aggregates.iter().flat_map(|one| [one.name.clone(), one.uuid.to_string()]));
        found.extend(cluster.volumes.iter().flat_map(|one| [one.name.clone(), one.uuid.to_string()]));
        found.extend(cluster.svms.iter().flat_map(|one| [one.name.clone(), one.uuid.to_string()]));
        let of = |list: &str, member: &str| {
            let items = state[list].as_array().unwrap().iter();
            items.map(|item| item[member].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        found.extend(of("lifs", "name"));
        found.extend(of("interfaces", "id"));
        found.extend(of("route_tables", "id"));
        found.remove("cluster_mgmt");
        found
    }

    fn refused<'a>(&self, told: &'a str) -> Vec<&'a str> {
        told.lines().filter(|line| line.starts_with("refused")).collect()
    }
}

/// Returns the answer to this path or action.
fn part<'a>(recording: &'a Value, name: &str) -> &'a Value {
    let reads = recording["ontap"].as_array().unwrap().iter().chain(recording["ec2"].as_array().unwrap());
    let mut found = reads.filter(|read| read["path"] == name || read["action"] == name);
    found.next().unwrap()
}

#[test]
fn of_every_kind_of_system_everything_is_recorded_but_what_belongs_to_somebody() {
    for preset in Preset::ALL {
        let system = System::of(*preset);
        let before = system.simulator.world().lock().snapshot();
        system.control("DELETE", "/requests", "");
        let (told, recording) = system.recorded(&[]);
        assert_eq!(system.refused(&told), [""; 0]);
        assert!(told.contains("Nothing was sent anywhere") && told.contains("private addresses"), "{told}");
        assert_eq!((&recording["format"], recording["ontap"].as_array().unwrap().len()), (&json!(1), 34));
        for read in recording["ontap"].as_array().unwrap() {
            assert_eq!(read["status"], 200, "{read}");
        }
        let actions: Vec<_> =
            recording["ec2"].as_array().unwrap().iter().map(|one| one["action"].as_str().unwrap()).collect();
        let all = [
            "DescribeNetworkInterfaces",
            "DescribeSubnets",
            "DescribeVpcs",
            "DescribeInstances",
            "DescribeInstanceTypes",
            "DescribeRouteTables",
        ];
        assert_eq!(actions, all);
        let text = system.text();
        for secret in system.belongings() {
            assert!(!text.contains(&secret), "{secret} is in the file");
        }
        assert!(!text.contains("_links"));
        for kept in ["9.15.1", "default-data-files", "\"e0a\"", "m5.2xlarge", "eu-central-1a", "svm-1_root"] {
            assert!(text.contains(kept), "{kept} is not in the file");
        }
        assert_eq!(system.simulator.world().lock().snapshot(), before);
        only_reads_were_sent(&system, &told);
    }
}

fn only_reads_were_sent(system: &System, told: &str) {
    let requests = system.control("GET", "/requests", "");
    let requests = requests.as_array().unwrap();
    for request in requests {
        let action = request["action"].as_str();
        let is_read = action.map_or(request["method"] == "GET", |action| action.starts_with("Describe"));
        assert!(is_read, "{request}");
    }
    assert!(told.contains(&format!("{} reads were sent", requests.len())), "{} {told}", requests.len());
}

#[test]
fn the_same_object_has_the_same_name_in_both_halves() {
    let system = System::of(Preset::HaMultiAz);
    let (_, recording) = system.recorded(&[]);
    let nodes = &part(&recording, "/api/cluster/nodes")["answer"]["records"];
    let shown = nodes[0]["vm"]["instance_id"].as_str().unwrap();
    let reservations = &part(&recording, "DescribeInstances")["answer"]["Reservations"];
    let ids: Vec<_> =
        reservations.as_array().unwrap().iter().map(|one| &one["Instances"][0]["InstanceId"]).collect();
    assert!(shown.starts_with("i-0000") && ids.contains(&&json!(shown)), "{shown} {ids:?}");
    let lifs = part(&recording, "/api/network/ip/interfaces")["answer"]["records"].as_array().unwrap();
    let named = |lif: &Value| lif["name"] == "node-1_mgmt1" || lif["name"] == "node-2_mgmt1";
    assert_eq!(lifs.iter().filter(|lif| named(lif)).count(), 2, "{lifs:?}");
    let floating = lifs.iter().find(|lif| lif["name"] == "cluster_mgmt").unwrap();
    let routes = part(&recording, "DescribeRouteTables").to_string();
    assert!(routes.contains(&format!("{}/32", floating["ip"]["address"].as_str().unwrap())), "{routes}");
}

#[test]
fn a_takeover_is_recorded_as_it_is() {
    let system = System::of(Preset::HaSingleAz);
    system.control("POST", "/takeover", r#"{"node": "cvo-node1"}"#);
    let (_, recording) = system.recorded(&[]);
    let nodes = part(&recording, "/api/cluster/nodes")["answer"].to_string();
    assert!(nodes.contains("taken_over") && nodes.contains("in_takeover"), "{nodes}");
    let failover = part(&recording, "/api/private/cli/storage/failover")["answer"].to_string();
    assert!(failover.contains("In takeover"), "{failover}");
}

#[test]
fn what_the_role_does_not_allow_is_in_the_file_with_its_code_and_the_rest_too() {
    let system = System::of(Preset::SingleNode);
    let none = ["/api/storage/luns", "/api/private", "/api/security"].map(|path| (path, "none"));
    system.set_role(&[&[("/api", "readonly")], &none[..]].concat());
    let (told, recording) = system.recorded(&[]);
    let refused = system.refused(&told);
    assert_eq!(refused.len(), 10, "{told}");
    assert!(told.contains("skipped  /api/security/roles: not asked"), "{told}");
    assert!(
        refused[0].contains("/api/storage/luns") && refused[0].contains("give its role access"),
        "{told}"
    );
    assert_eq!(
        *part(&recording, "/api/storage/luns"),
        json!({
            "path": "/api/storage/luns", "query": "fields=**", "status": 403,
            "answer": {"error": {"code": "6"}},
        })
    );
    assert_eq!(part(&recording, "/api/private/cli/vserver")["status"], 403);
    assert_eq!(part(&recording, "/api/storage/volumes")["status"], 200);
    assert_eq!(part(&recording, "DescribeSubnets")["answer"]["Subnets"].as_array().unwrap().len(), 1);
    assert!(
        !system.text().contains("secretive") && !system.text().contains("not authorized"),
        "{}",
        system.text()
    );
}

#[test]
fn without_the_addresses_of_lifs_ec2_is_not_asked() {
    let system = System::of(Preset::SingleNode);
    system.set_role(&[("/api", "readonly"), ("/api/network/ip/interfaces", "none")]);
    let (told, recording) = system.recorded(&[]);
    assert!(told.contains("skipped  EC2: not asked"), "{told}");
    assert_eq!(recording["ec2"], json!([]));
    assert_eq!(part(&recording, "/api/network/ip/routes")["status"], 200);
}

#[test]
fn what_people_write_into_a_system_is_not_in_the_file() {
    let system = System::of(Preset::SingleNode);
    let rule = |path: &str, members: Value| {
        let effect = json!({"kind": "members", "members": members});
        let rule = json!({"side": "ontap", "method": "GET", "path": path, "count": 0, "effect": effect});
        system.control("POST", "/faults", &rule.to_string());
    };
    let svm = json!({
        "comment": "hunter2secret", "contacts": ["jane@acme.example"],
        "hunter3secret": {"hunter4secret": "hunter5secret"},
        "dns": {"domains": ["acme.example"], "servers": ["8.8.8.8"]}, "certificate": {"name": "acmecert"},
    });
    rule("/api/svm/svms", svm);
    rule(
        "/api/cluster/nodes",
        json!({"serial_number": "9520acme", "location": "Acme street", "state": "Acme"}),
    );
    let (_, recording) = system.recorded(&[]);
    let text = system.text();
    for secret in ["hunter", "jane", "acme", "Acme", "8.8.8.8"] {
        assert!(!text.contains(secret), "{secret} is in the file");
    }
    let svm = &part(&recording, "/api/svm/svms")["answer"]["records"][0];
    assert_eq!(svm["dns"]["servers"][0], "203.0.113.1");
}

#[test]
fn a_query_that_the_release_refuses_is_asked_again_without_the_fields() {
    let system = System::of(Preset::SingleNode);
    let message = "The field \"x\" does not exist.";
    let error = json!({"kind": "error", "status": 400, "code": "262249", "message": message});
    let rule = json!({"side": "ontap", "path": "/api/private/cli/volume/recovery-queue", "effect": error});
    system.control("POST", "/faults", &rule.to_string());
    let rule = json!({"side": "ontap", "path": "/api/storage/aggregates", "effect": error});
    system.control("POST", "/faults", &rule.to_string());
    let (told, recording) = system.recorded(&[]);
    assert_eq!(system.refused(&told), [""; 0]);
    let queue = part(&recording, "/api/private/cli/volume/recovery-queue");
    assert_eq!((&queue["status"], &queue["query"]), (&json!(200), &json!("privilege_level=diagnostic")));
    let aggregates = part(&recording, "/api/storage/aggregates");
    assert_eq!((&aggregates["status"], &aggregates["query"]), (&json!(200), &json!("")));
    assert_eq!(aggregates["answer"]["records"][0]["name"], "aggregate-1");
}

#[test]
fn without_credentials_of_aws_the_ontap_half_is_recorded() {
    let system = System::of(Preset::SingleNode);
    let (told, recording) = system.recorded(&[("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", "")]);
    assert_eq!(system.refused(&told).len(), 1, "{told}");
    assert_eq!(
        recording["ec2"],
        json!([{"action": "DescribeNetworkInterfaces", "error": {"code": "NoCredentials"}}])
    );
    assert_eq!(part(&recording, "/api/svm/svms")["status"], 200);
}

#[test]
fn what_ec2_refuses_is_in_the_file_with_its_code_and_the_rest_too() {
    let system = System::of(Preset::HaMultiAz);
    for action in ["DescribeVpcs", "DescribeInstanceTypes"] {
        let error =
            json!({"kind": "error", "status": 403, "code": "UnauthorizedOperation", "message": "No."});
        let rule = json!({"side": "ec2", "action": action, "count": 0, "effect": error});
        system.control("POST", "/faults", &rule.to_string());
    }
    let (told, recording) = system.recorded(&[]);
    assert_eq!(system.refused(&told).len(), 2, "{told}");
    for action in ["DescribeVpcs", "DescribeInstanceTypes"] {
        assert_eq!(part(&recording, action)["error"], json!({"code": "UnauthorizedOperation"}), "{action}");
    }
    assert_eq!(part(&recording, "DescribeRouteTables")["answer"]["RouteTables"].as_array().unwrap().len(), 2);
}

#[test]
fn a_file_that_exists_stays_as_it_is_and_nothing_is_asked() {
    let system = System::of(Preset::SingleNode);
    std::fs::write(system.file(), "mine").unwrap();
    system.control("DELETE", "/requests", "");
    let output = system.record(&[]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.code() == Some(1) && told.contains("nothing is overwritten"), "{told}");
    assert_eq!(system.text(), "mine");
    assert_eq!(system.control("GET", "/requests", ""), json!([]));
}

#[test]
fn without_a_cluster_there_is_no_file() {
    let system = System::of(Preset::SingleNode);
    let cases = [
        ("CVO_ENDPOINT", "https://127.0.0.1:1", "The cluster cannot be reached"),
        ("CVO_PASSWORD", "wrong", "ONTAP refused the login"),
        ("CVO_EXPECTED_CLUSTER_UUID", "00000000-0000-4000-8000-000000000000", "not the expected cluster"),
        ("CVO_ENDPOINT", "", "CVO_ENDPOINT"),
    ];
    for (variable, value, says) in cases {
        let output = system.record(&[(variable, value)]);
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.code() == Some(1) && told.contains(says), "{variable}: {told}");
        assert!(!system.file().exists(), "{variable}");
    }
}

#[test]
fn a_file_must_be_named() {
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_terraform-provider-cvo"))
            .args(arguments)
            .env_clear()
            .output()
            .unwrap()
    };
    let output = run(&["record"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("--out"));
    let output = run(&["record", "--out", "/no/such/folder/recording.json"]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.code() == Some(1) && told.contains("no such folder"), "{told}");
    assert!(!Path::new("/no").exists());
}

/// Removes what passes.
fn without_time(mut recording: Value) -> Value {
    for asked in recording["ontap"].as_array_mut().unwrap() {
        for node in asked["answer"]["records"].as_array_mut().into_iter().flatten() {
            node.as_object_mut().unwrap().retain(|member, _| member != "date" && member != "uptime");
        }
    }
    recording
}

#[test]
fn what_is_recorded_of_a_simulated_recording_is_the_recording() {
    for preset in Preset::ALL.iter().copied() {
        let system = System::of(preset);
        let (_, recorded) = system.recorded(&[]);
        let (_, again) = System::like(system.file()).recorded(&[]);
        let (recorded, again) = (without_time(recorded), without_time(again));
        for part in ["ontap", "ec2"] {
            let parts = |recording: &Value| recording[part].as_array().unwrap().clone();
            for (was, is) in parts(&recorded).iter().zip(&parts(&again)) {
                assert_eq!(was, is, "{preset:?}");
            }
        }
        assert_eq!(recorded, again, "{preset:?}");
    }
}
