//! How many calls each operation makes, compared with `docs/development/calls.md`.

mod data_sources;
mod objects;
mod page;
mod stacks;

use std::collections::BTreeSet;
use std::fmt;

use cvo_simulator::Preset;
use futures::future::{join, join_all};
use serde_json::{Value as Json, json};
use tfplugin::testing::UNKNOWN;

use crate::cases::{CASES, DATA_SOURCES};
use crate::support::{Estate, System, text_of};

/// Requests of NetApp's provider for ONTAP (terraform-provider-netapp-ontap, 2.1 and later), counted in its
/// source.
const PEERS: [(&str, &str); 13] = [
    ("cvo_storage_vm: create: apply", "2"),
    ("cvo_storage_vm: read", "2"),
    ("cvo_storage_vm: update: apply", "2"),
    ("cvo_storage_vm: destroy: apply", "1, the job is not awaited"),
    ("cvo_route: create: apply", "1"),
    ("cvo_route: read", "2"),
    ("cvo_route: update: apply", "0, nothing is sent"),
    ("cvo_route: destroy: apply", "1"),
    ("cvo_lif: create, private address: apply", "2 or 3"),
    ("cvo_lif: read", "1"),
    ("cvo_lif: rename: apply", "2"),
    ("cvo_lif: destroy, private address: apply", "1"),
    ("cvo_service_policy_move: create: apply", "15, with three imports"),
];

/// Numbers of ONTAP and EC2 calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Calls {
    ontap: usize,
    ec2: usize,
}

impl Calls {
    fn sum(self) -> usize {
        self.ontap + self.ec2
    }

    fn less(self, other: Self) -> Self {
        Self { ontap: self.ontap - other.ontap, ec2: self.ec2 - other.ec2 }
    }
}

/// Shows the numbers as `3 + 1`: ONTAP and EC2.
impl fmt::Display for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.ontap, self.ec2) {
            (0, 0) => write!(f, "0"),
            (ontap, 0) => write!(f, "{ontap}"),
            (ontap, ec2) => write!(f, "{ontap} + {ec2}"),
        }
    }
}

/// The calls of each operation, one entry per line of a table.
type Counted = Vec<(String, Calls)>;

/// Runs `doing`, and returns its result and its calls.
async fn counted<T>(system: &System, doing: impl Future<Output = T>) -> (T, Calls) {
    system.requests().await;
    system.ec2_calls();
    let done = doing.await;
    // A job counts once, because the number of its reads only shows how long it ran.
    let mut jobs = BTreeSet::new();
    let requests = system.requests().await.into_iter();
    let requests = requests.filter(|line| !line.contains("/api/cluster/jobs/") || jobs.insert(line.clone()));
    (done, Calls { ontap: requests.count(), ec2: system.ec2_calls().len() })
}

/// Starts a system whose mediator writes routes at once, so that the number of reads does not depend on time.
async fn system_of(preset: Preset) -> System {
    let system = System::of(preset).await;
    if preset == Preset::HaMultiAz {
        system.command("mediator", json!({"route_delay_ms": 0})).await;
    }
    system
}

/// Starts a new run of Terraform in which everything that does not change within a run is already known.
/// Nothing else has been read or written, as at the beginning of a plan's refresh.
async fn warm_run(system: &System, estate: &Estate) {
    system.run_again().await;
    plans(system, estate).await;
}

/// Makes plans that need everything that is read once in a run.
async fn plans(system: &System, estate: &Estate) {
    let svm = json!({"name": "svm_9", "aggregates": ["aggr1"], "ipspace": "Default"});
    let (mut lif, route) = (estate.iscsi(0, "svm_9", 99), estate.route("svm_9"));
    // Whether a known address or policy is possible is looked at anew in each plan.
    (lif["address"], lif["service_policy"]) = (json!(UNKNOWN), json!(UNKNOWN));
    for (type_name, config) in [("cvo_storage_vm", svm), ("cvo_lif", lif), ("cvo_route", route)] {
        let plan = system.provider.plan(type_name, None, config).await;
        assert!(!plan.diagnostics.has_errors(), "{}", text_of(&plan.diagnostics));
    }
}

/// Reads a data source, which must succeed.
async fn data(system: &System, type_name: &str, config: Json) -> Json {
    let read = system.provider.data(type_name, config).await;
    assert!(read.diagnostics.is_empty(), "{}", text_of(&read.diagnostics));
    read.json()
}

/// Returns the operations of resources and data sources that no line counts.
fn uncounted(columns: &[Counted]) -> Vec<String> {
    let has = |begin: &str| columns.iter().flatten().any(|(line, _)| line.starts_with(begin));
    let operations = CASES.iter().flat_map(|case| {
        ["create", "read", "import", "destroy"].map(|operation| format!("{}: {operation}", case.type_name))
    });
    let sources = DATA_SOURCES.iter().map(|(type_name, _)| format!("data.{type_name}"));
    operations.chain(sources).filter(|line| !has(line)).collect()
}

#[tokio::test]
async fn the_manual_has_the_calls_of_each_operation() {
    let column = async |preset: &Preset| {
        let (mut objects, sources) = join(objects::count(*preset), data_sources::count(*preset)).await;
        objects.extend(sources);
        objects
    };
    let columns = join_all(Preset::ALL.iter().map(column)).await;
    assert_eq!(uncounted(&columns), Vec::<String>::new());
    let head = ["Operation", "Single node", "Pair, one zone", "Pair, several zones", "ontap provider"];
    page::compare("operations", &page::table(&head, &columns, &PEERS), |_, counted| counted.to_owned());
}

#[tokio::test]
async fn the_manual_has_the_calls_of_whole_stacks() {
    page::compare("stacks", &stacks::table().await, page::about);
}
