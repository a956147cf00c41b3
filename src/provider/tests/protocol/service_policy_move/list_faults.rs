//! A fault at each call of a move by whole lists, reads and writes, and one plain apply in the next run that
//! repairs everything.

use cvo_simulator::world::version::OntapVersion;
use futures::StreamExt;
use serde_json::{Value as Json, json};

use super::contents::{contents_of, with_moved};
use super::faults::{MOVED, effects, is_honest, untouched};
use super::lists::{SVM, with_new_svm};
use super::{TYPE, apply, settled};
use crate::support::{System, text_of};

/// The calls of a create: the nodes, policies, LIFs and allowed addresses at the same time; two lists; policies and
/// allowed addresses; the third list; the policies.
const CALLS: u64 = 10;
const WRITES: [u64; 3] = [5, 6, 9];

/// How calls fail, and how many from then on; 0 means all.
#[derive(Debug, Clone)]
struct Fault {
    effect: Json,
    nth: u64,
    count: u64,
}

/// Returns each effect once at each call, and at every call from the first and from the last write on. Whether a
/// read took effect does not matter.
fn faults() -> Vec<Fault> {
    let fits = |effect: &Json, nth: u64| effect["after"] == true || WRITES.contains(&nth);
    let once = effects().into_iter().flat_map(|effect| {
        let calls = (1..=CALLS).filter(|nth| fits(&effect, *nth)).collect::<Vec<_>>();
        calls.into_iter().map(move |nth| Fault { effect: effect.clone(), nth, count: 1 })
    });
    let for_good = effects().into_iter().filter(|effect| effect["after"] == true);
    let for_good =
        for_good.flat_map(|effect| [5, 9].map(|nth| Fault { effect: effect.clone(), nth, count: 0 }));
    once.chain(for_good).collect()
}

fn config() -> Json {
    json!({"svm_name": SVM, "services": ["management-dns-client", "management-nis-client"],
        "timeouts": {"create": "4s"}})
}

async fn strike(system: &System, Fault { effect, nth, count }: &Fault) {
    system.fault(json!({"side": "ontap", "nth": nth, "count": count, "effect": effect})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_fails_nothing_else_changes_and_the_next_run_finishes_the_move() {
    let one = async |fault: Fault| {
        let run = format!("{fault:?}");
        let system = with_new_svm(OntapVersion::V9_15_1).await;
        let before = contents_of(&system, SVM);
        let plan = system.provider.plan(TYPE, None, config()).await;
        strike(&system, &fault).await;
        let made = system.provider.apply(&plan).await;
        system.no_faults().await;
        let between = contents_of(&system, SVM);
        untouched(&between, &before, &run);
        is_honest(&made, &between, &before, &run);
        system.run_again().await;
        let stored = if made.stored.exists() {
            let read = system.provider.read(&made.stored).await;
            assert!(read.diagnostics.is_empty(), "{run}: {}", text_of(&read.diagnostics));
            Some(read.stored)
        } else {
            None
        };
        let again = apply(&system, stored.as_ref(), config()).await;
        assert!(again.diagnostics.is_empty(), "{run}: {}", text_of(&again.diagnostics));
        assert_eq!(again.json()["complete"], true, "{run}");
        assert_eq!(contents_of(&system, SVM), with_moved(&before, &MOVED), "{run}");
        settled(&system, &again.stored, config()).await;
        !made.diagnostics.is_empty()
    };
    let all = faults();
    assert_eq!(all.len(), 7 * 7 + 3 * 14 + 14);
    let disturbed: Vec<_> = futures::stream::iter(all).map(one).buffer_unordered(12).collect().await;
    let disturbed = disturbed.into_iter().filter(|is_disturbed| *is_disturbed).count();
    assert!(disturbed > 20, "{disturbed}: some faults are met by a repeat, and many are not");
}
