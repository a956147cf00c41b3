//! The guide about permissions names everything that the provider requests, with sufficient access.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cvo_simulator::Preset;
use futures::future::join_all;

use provider_core::permissions::{FOR_THE_CHECK, FOR_THE_RECORDING, NEEDED};

use super::{CASES, Case, DATA_SOURCES, make};
use crate::support::{Estate, System, text_of};

const GUIDE: &str = "docs/guides/permissions.md";

fn guide() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(GUIDE);
    std::fs::read_to_string(path).unwrap()
}

/// Returns the paths in the guide's table, with the access to each.
fn role(guide: &str) -> BTreeMap<&str, &str> {
    let mut role = BTreeMap::new();
    for line in guide.lines().filter(|line| line.starts_with("| `/api/")) {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let access = cells[2].trim_matches('`');
        role.extend(cells[1].split(", ").map(|path| (path.trim_matches('`'), access)));
    }
    role
}

/// Returns the methods that an access level of ONTAP's REST roles allows.
fn methods(access: &str) -> &'static [&'static str] {
    match access {
        "readonly" => &["GET"],
        "read_create" => &["GET", "POST"],
        "read_modify" => &["GET", "PATCH"],
        "read_create_modify" => &["GET", "POST", "PATCH"],
        "all" => &["GET", "POST", "PATCH", "DELETE"],
        other => panic!("{GUIDE}: ONTAP has no access level {other:?}"),
    }
}

/// Returns the access of a role to a path: that of the longest path in the role that equals or contains it.
fn access<'a>(role: &BTreeMap<&str, &'a str>, path: &str) -> Option<&'a str> {
    let covers =
        |of: &str| path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    role.iter().filter(|(of, _)| covers(of)).max_by_key(|(of, _)| of.len()).map(|(_, access)| *access)
}

/// Returns all requests in the life of an object, such as `ontap GET /api/cluster` or `DescribeSubnets`.
async fn requests_of(preset: Preset, case: &Case) -> Vec<String> {
    let name = case.type_name;
    let system = System::of(preset).await;
    let subject = case.prepare(&system, &Estate::of(&system, preset).await).await;
    system.requests().await;
    system.ec2_calls();
    let config = subject.destroyable();
    let mut made = make(&system, name, config.clone()).await;
    system.run_again().await;
    made = system.provider.read(&made).await.stored;
    let plan = system.provider.plan(name, Some(&made), subject.changed_from(&config)).await;
    let changed = system.provider.apply(&plan).await;
    assert!(!changed.diagnostics.has_errors(), "{name}: {}", text_of(&changed.diagnostics));
    made = changed.stored;
    system.provider.import(name, &case.import_id(&made.json())).await;
    let gone = system.provider.apply(&system.provider.plan_destroy(&made).await).await;
    assert!(!gone.diagnostics.has_errors(), "{name}: {}", text_of(&gone.diagnostics));
    all_requests(&system).await
}

async fn requests_of_data_sources(preset: Preset) -> Vec<String> {
    let system = System::of(preset).await;
    for (type_name, config) in DATA_SOURCES {
        let read = system.provider.data(type_name, config()).await;
        assert!(!read.diagnostics.has_errors(), "{type_name}: {}", text_of(&read.diagnostics));
    }
    all_requests(&system).await
}

async fn all_requests(system: &System) -> Vec<String> {
    let ec2 = system.ec2_calls().into_iter().map(str::to_owned);
    system.requests().await.into_iter().chain(ec2).collect()
}

/// Returns a path without the uuid of one object and what follows it.
fn collection(path: &str) -> &str {
    let is_uuid = |part: &str| part.len() == 36 && part.bytes().filter(|byte| *byte == b'-').count() == 4;
    let uuid = path.split('/').find(|part| is_uuid(part));
    let before = uuid.and_then(|uuid| path.split_once(uuid)).map(|(before, _)| before.trim_end_matches('/'));
    before.unwrap_or(path)
}

/// Returns what the guide lacks to allow `request`.
fn lacking(guide: &str, request: &str) -> Option<String> {
    let Some(request) = request.strip_prefix("ontap ") else {
        let is_there =
            guide.contains(&format!("`ec2:{request}`")) || guide.contains(&format!("\"ec2:{request}\""));
        return (!is_there).then(|| format!("the action ec2:{request} in the policy"));
    };
    let (method, path) = request.split_once(' ').unwrap();
    let path = collection(path);
    match access(&role(guide), path) {
        None => Some(format!("a row of the role for {path} that allows {method}")),
        Some(access) if !methods(access).contains(&method) => {
            Some(format!("more access than {access} for {method} {path}"))
        }
        Some(_) => None,
    }
}

#[tokio::test]
async fn the_guide_allows_every_request() {
    let guide = guide();
    let mut missing = BTreeSet::new();
    for preset in Preset::ALL.iter().copied() {
        let mut requested =
            join_all(CASES.iter().map(async |case| (case.type_name, requests_of(preset, case).await))).await;
        requested.push(("a data source", requests_of_data_sources(preset).await));
        for (who, requests) in requested {
            let lacks = requests.iter().filter_map(|request| lacking(&guide, request));
            missing.extend(lacks.map(|what| format!("{who} needs {what}")));
        }
    }
    assert!(missing.is_empty(), "{GUIDE} lacks: {missing:#?}");
}

#[test]
fn the_check_and_the_recording_look_for_what_the_guide_says() {
    let guide = guide();
    let needed = NEEDED.iter().chain(FOR_THE_CHECK).chain(FOR_THE_RECORDING);
    let needed: BTreeMap<_, _> = needed.map(|needed| (needed.path, needed.access)).collect();
    assert_eq!(role(&guide), needed);
}

#[test]
fn the_longest_path_of_the_role_decides() {
    let guide = "| `/api/a`, `/api/b` | `readonly` | x |\n| `/api/a/c` | `read_modify` | y |\n";
    let cases = [
        ("ontap GET /api/a/d", None),
        ("ontap POST /api/b", Some("more access than readonly for POST /api/b")),
        ("ontap PATCH /api/a/c/u-1", None),
        ("ontap GET /api/ab", Some("a row of the role for /api/ab that allows GET")),
        (
            "ontap DELETE /api/d/7b9889df-55c2-5947-a6cd-80ff97f6a848/x",
            Some("a row of the role for /api/d that allows DELETE"),
        ),
        ("DescribeVpcs", Some("the action ec2:DescribeVpcs in the policy")),
    ];
    for (request, expected) in cases {
        assert_eq!(lacking(guide, request).as_deref(), expected, "{request}");
    }
}
