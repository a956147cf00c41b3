//! A machine that cannot be reached, or that is another machine.

use serde_json::json;
use ssh::testing::Key;
use tfplugin::Severity;
use tfplugin::testing::UNKNOWN;

use super::host::Host;
use crate::support::text_of;

#[tokio::test]
async fn another_host_key_sees_no_login() {
    let host = Host::new().await;
    let (stored, said) = host.refused(None, json!({"host_keys": [Key::of(9).fingerprint()]})).await;
    assert!(said.starts_with("[host_keys]") && said.contains("has changed"), "{said}");
    assert!(!stored.exists() && host.world.server.commands().is_empty());
    let made = host.made(None, json!({})).await;
    let wrong = json!({"host_keys": [Key::of(9).fingerprint()], "on_unreachable": "keep"});
    let plan = host.plan(Some(&made), wrong).await;
    let other = host.provider.apply(&plan).await.stored;
    let read = host.provider.read(&other).await;
    assert!(
        text_of(&read.diagnostics).starts_with("[host_keys]"),
        "never tolerated: {}",
        text_of(&read.diagnostics)
    );
}

#[tokio::test]
async fn a_machine_that_does_not_answer_is_an_error_or_kept_on_demand() {
    let host = Host::new().await;
    let strict = host.made(None, json!({})).await;
    let lenient = host.made(Some(&strict), json!({"on_unreachable": "keep"})).await;
    let Host { machine: _machine, world, provider } = host;
    drop(world);
    let read = provider.read(&strict).await;
    let said = text_of(&read.diagnostics);
    for part in ["[host]", "on_unreachable = \"keep\"", "-refresh=false", "removed block"] {
        assert!(said.contains(part), "{said}");
    }
    let kept = provider.read(&lenient).await;
    assert_eq!(kept.json(), lenient.json());
    let [only] = &kept.diagnostics.iter().collect::<Vec<_>>()[..] else {
        panic!("{}", text_of(&kept.diagnostics))
    };
    assert_eq!(only.severity, Severity::Warning);
    let destroyed = provider.apply(&provider.plan_destroy(&strict).await).await;
    assert!(
        !destroyed.diagnostics.has_errors(),
        "a destroy contacts no machine: {}",
        text_of(&destroyed.diagnostics)
    );
}

#[tokio::test]
async fn an_unknown_login_keeps_the_stored_state() {
    let host = Host::new().await;
    let made = host.made(None, json!({})).await;
    host.provider.configure(json!({"ssh": {"user": "builder", "private_key": UNKNOWN}})).await;
    let read = host.provider.read(&made).await;
    assert!(read.diagnostics.is_empty(), "{}", text_of(&read.diagnostics));
    assert_eq!(read.json(), made.json());
}

#[tokio::test]
async fn another_address_is_an_update_and_the_old_machine_is_left_alone() {
    let first = Host::new().await;
    let made = first.made(None, json!({})).await;
    let second = Host::new().await;
    let plan = second.plan(Some(&made), json!({})).await;
    assert!(
        plan.replace.is_empty() && text_of(&plan.diagnostics).contains("Another place"),
        "{}",
        text_of(&plan.diagnostics)
    );
    let before = first.machine.essential();
    let moved = second.provider.apply(&plan).await;
    assert!(moved.diagnostics.is_empty(), "{}", text_of(&moved.diagnostics));
    assert_eq!(moved.json()["id"], format!("ssh://127.0.0.1:{}", second.world.server.port));
    assert_eq!(first.machine.essential(), before);
}
