//! States that were edited by hand or damaged: nothing is guessed, and nothing counts as gone.

use super::*;

/// Returns the state of `made` with these attributes changed, and with its private data.
async fn edited(system: &System, made: &Stored, changes: &[(&str, Json)]) -> Stored {
    let mut state = made.json();
    for (name, value) in changes {
        state[*name] = value.clone();
    }
    let read = system.provider.upgrade(TYPE, 0, state).await;
    assert!(read.diagnostics.is_empty(), "{}", text_of(&read.diagnostics));
    Stored { private: made.private.clone(), ..read.stored }
}

async fn made(system: &System) -> Stored {
    let (interface, had) = e0a(system).await;
    system.create(TYPE, json!({"network_interface_id": interface, "private_ip": sibling(&had[0], 60)})).await
}

/// Applies a destroy that no plan has refused, as with `-refresh=false` or a plan of an older version.
async fn destroy_unplanned(system: &System, good: &Stored, stored: &Stored) -> Answered {
    let plan = system.provider.plan_destroy(good).await;
    let plan = tfplugin::testing::Planned { stored: stored.clone(), private: stored.private.clone(), ..plan };
    system.provider.apply(&plan).await
}

#[tokio::test]
async fn a_state_without_interface_or_address_is_an_error_and_never_gone() {
    let system = System::start().await;
    let made = made(&system).await;
    let empty: Vec<_> = made.json().as_object().unwrap().keys().cloned().collect();
    let all: Vec<_> = empty.iter().map(|name| (name.as_str(), Json::Null)).collect();
    let before = system.state().await;
    for (changes, said) in [
        (&all[..], "lacks network_interface_id and private_ip"),
        (&[("private_ip", Json::Null), ("id", Json::Null)], "lacks private_ip"),
        (&[("network_interface_id", Json::Null)], "lacks network_interface_id"),
        (&[("id", json!("eni-0c0a51de00099e0a0/10.20.1.60"))], "contradicts itself"),
    ] {
        let damaged = edited(&system, &made, changes).await;
        let read = system.provider.read(&damaged).await;
        assert_eq!(read.stored.state, damaged.state, "{said}: the state is kept");
        let planned = system.provider.plan_destroy(&damaged).await.diagnostics;
        let deleted = destroy_unplanned(&system, &made, &damaged).await;
        assert!(deleted.stored.exists(), "{said}");
        for diagnostics in [read.diagnostics, planned, deleted.diagnostics] {
            let message = text_of(&diagnostics);
            assert!(diagnostics.has_errors() && message.contains(said), "{said}: {message}");
            assert!(message.contains("terraform state rm") && message.contains("id = \"eni-"), "{message}");
        }
    }
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn a_state_without_release_on_destroy_is_refused_until_the_configuration_sets_it() {
    let system = System::start().await;
    let made = made(&system).await;
    let damaged = edited(&system, &made, &[("release_on_destroy", Json::Null)]).await;
    let read = system.provider.read(&damaged).await;
    assert!(read.diagnostics.is_empty(), "the address is known: {}", text_of(&read.diagnostics));
    let planned = system.provider.plan_destroy(&read.stored).await.diagnostics;
    let deleted = destroy_unplanned(&system, &made, &read.stored).await;
    for diagnostics in [planned, deleted.diagnostics] {
        let message = text_of(&diagnostics);
        assert!(diagnostics.has_errors() && message.contains("lacks release_on_destroy"), "{message}");
    }
    let mut config = json!({});
    for name in ["network_interface_id", "private_ip"] {
        config[name] = made.json()[name].clone();
    }
    config["release_on_destroy"] = json!(true);
    let repaired = system.update(&read.stored, config).await;
    assert!(try_destroy(&system, &repaired).await.diagnostics.is_empty());
    assert_eq!(holder(&system, made.json()["private_ip"].as_str().unwrap()).await, None);
}
