//! The calls of whole stacks: the first apply, and a run that finds nothing to do.

use cvo_simulator::Preset;
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

use super::{Calls, Counted, counted, data, system_of};
use crate::support::{Estate, System, text_of};

/// Objects in the order in which Terraform makes them; those of one stage are made at the same time.
type Stages = Vec<Vec<(&'static str, Json)>>;

/// Returns one table of all stacks.
pub(super) async fn table() -> String {
    let stacks = [
        ("Single node, one storage VM", Preset::SingleNode, 1),
        ("Pair in one zone, one storage VM", Preset::HaSingleAz, 1),
        ("Pair in one zone, five storage VMs", Preset::HaSingleAz, 5),
        ("Pair in several zones, one storage VM", Preset::HaMultiAz, 1),
        ("Pair in several zones, five storage VMs", Preset::HaMultiAz, 5),
    ];
    let mut columns: [Counted; 4] = Default::default();
    let counts = join_all(stacks.map(|(_, preset, svms)| count(preset, svms))).await;
    for ((line, ..), calls) in stacks.into_iter().zip(counts) {
        for (column, calls) in columns.iter_mut().zip(calls) {
            column.push((line.to_owned(), calls));
        }
    }
    let head =
        ["Stack", "First apply", "Empty plan", "Of these for its resources", "Empty plan, resources only"];
    super::page::table(&head, &columns, &[])
}

/// Counts the calls of the first run, of a run with an empty plan, of the resources in that run, and of the
/// resources in a run without a data source.
async fn count(preset: Preset, svms: u8) -> [Calls; 4] {
    let system = system_of(preset).await;
    let estate = Estate::of(&system, preset).await;
    let stages = stages(&estate, svms);
    system.run_again().await;
    let (made, first) = counted(&system, apply(&system, &stages)).await;
    system.run_again().await;
    let (_, sources) = counted(&system, data(&system, "cvo_system", json!({}))).await;
    let (_, resources) = counted(&system, refresh(&system, &stages, &made)).await;
    let all = Calls { ontap: sources.ontap + resources.ontap, ec2: sources.ec2 + resources.ec2 };
    system.run_again().await;
    let (_, alone) = counted(&system, refresh(&system, &stages, &made)).await;
    [first, all, resources, alone]
}

/// Returns the stages. Each storage VM has a route, two LIFs for clients, their addresses or those of two
/// private LIFs, and a service policy move.
fn stages(estate: &Estate, svms: u8) -> Stages {
    let mut stages: Stages = vec![Vec::new(); 4];
    for number in 0..svms {
        let svm = format!("svm_{}", number + 2);
        let hosts = [70 + 2 * number, 71 + 2 * number];
        stages[0].push(("cvo_storage_vm", Estate::storage_vm(&svm)));
        stages[0].extend(hosts.iter().enumerate().map(|(node, host)| {
            let node = if estate.floats() { node } else { 0 };
            ("cvo_secondary_ip", estate.secondary(node, *host))
        }));
        stages[1].push(("cvo_route", estate.route(&svm)));
        if estate.floats() {
            stages[1].extend(
                hosts.iter().enumerate().map(|(node, host)| ("cvo_lif", estate.iscsi(node, &svm, *host))),
            );
        }
        stages[2].push(("cvo_lif", estate.roaming(&svm, "default-data-files", hosts[0])));
        stages[2].push(("cvo_lif", estate.roaming(&svm, "default-management", hosts[1])));
        if estate.preset != Preset::SingleNode {
            stages[3]
                .push(("cvo_service_policy_move", json!({"svm_name": svm, "on_missing_carrier": "warn"})));
        }
    }
    stages
}

/// Plans and applies everything, together with the data source that every stack has.
async fn apply(system: &System, stages: &Stages) -> Vec<Vec<Stored>> {
    data(system, "cvo_system", json!({})).await;
    let mut made = Vec::new();
    for stage in stages {
        made.push(join_all(stage.iter().map(|(type_name, config)| create(system, type_name, config))).await);
    }
    made
}

async fn create(system: &System, type_name: &str, config: &Json) -> Stored {
    let plan = system.provider.plan(type_name, None, config.clone()).await;
    assert!(!plan.diagnostics.has_errors(), "{type_name}: {}", text_of(&plan.diagnostics));
    let made = system.provider.apply(&plan).await;
    assert!(!made.diagnostics.has_errors(), "{type_name}: {}", text_of(&made.diagnostics));
    made.stored
}

/// Reads and plans everything; nothing changes.
async fn refresh(system: &System, stages: &Stages, made: &[Vec<Stored>]) {
    for (stage, made) in stages.iter().zip(made) {
        let unchanged = stage.iter().zip(made).map(|((type_name, config), made)| async move {
            let read = system.provider.read(made).await;
            assert_eq!(read.stored, *made, "{}", text_of(&read.diagnostics));
            let plan = system.provider.plan(type_name, Some(&read.stored), config.clone()).await;
            assert!(plan.is_empty() && plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
        });
        join_all(unchanged).await;
    }
}
