//! An unchanged object is found in one look at all of its kind, which serves every other object of the run.

use cvo_simulator::Preset;

use super::{CASES, Case, make};
use crate::support::{Estate, System, told};

#[tokio::test]
async fn an_unchanged_object_costs_no_call_of_its_own() {
    for case in CASES {
        is_found_among_all(case).await;
    }
}

async fn is_found_among_all(case: &Case) {
    let name = case.type_name;
    let system = System::of(Preset::HaSingleAz).await;
    let subject = case.prepare(&system, &Estate::of(&system, Preset::HaSingleAz).await).await;
    let stored = make(&system, name, subject.config).await;
    system.run_again().await;
    let mut asked = [Vec::new(), Vec::new()];
    for asked in &mut asked {
        system.requests().await;
        system.ec2_calls();
        let read = system.provider.read(&stored).await;
        assert!(read.diagnostics.is_empty(), "{name}: {}", told(&read.diagnostics));
        assert_eq!(read.json(), stored.json(), "{name}: a refresh of what nobody touched changes nothing");
        asked.extend(system.requests().await);
        asked.extend(system.ec2_calls().into_iter().map(str::to_owned));
    }
    let [first, second] = asked;
    let id = stored.json()["id"].as_str().map_or_else(|| "none".to_owned(), |id| format!("/{id}"));
    assert!(
        !first.iter().any(|request| request.ends_with(&id)),
        "{name}: a refresh asks for the object by itself ({first:?}). `recent` of its impl has to find it in a list of all \
         objects: add one to src/provider/src/clients/recent.rs"
    );
    assert!(
        second.is_empty(),
        "{name}: the refresh of every further object asks again ({second:?}). `recent` of its impl has to take the list of \
         all objects from src/provider/src/clients/recent.rs with Age::Recent"
    );
}
