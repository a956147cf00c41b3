//! No message and no `Debug` output shows a secret.

use ssh::{Command, Host};

use super::*;
use crate::config::ProviderConfig;
use crate::diagnose::During;

const PASSPHRASE: &str = "correct horse";
const PASSWORD: &str = "hunter22";

fn assert_hidden(shown: &str) {
    let key = Key::of(World::USER).private();
    for secret in key.lines().filter(|line| !line.starts_with("-----")).chain([PASSPHRASE, PASSWORD]) {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

/// A block with every secret in every place that accepts one.
fn everything() -> Json {
    let mut own = user();
    own["private_key_passphrase"] = json!(PASSPHRASE);
    let bastion = json!({"host": "127.0.0.1", "port": 1, "private_key": own["private_key"], "private_key_passphrase": PASSPHRASE});
    own["sudo_password"] = json!(PASSWORD);
    let mut with_bastion = own.clone();
    with_bastion["bastion"] = bastion;
    own["profiles"] = json!({"x": with_bastion});
    own
}

#[tokio::test]
async fn debug_output_of_the_block_and_of_access_shows_no_secret() {
    let config =
        ProviderConfig { ssh: tfplugin::Attr::Known(block(&everything())), ..ProviderConfig::default() };
    assert_hidden(&format!("{config:?}"));
    assert_hidden(&format!("{:?}", access(&everything(), &[])));
    let variables = [("CVO_SSH_SUDO_PASSWORD", PASSWORD), ("CVO_SSH_PRIVATE_KEY_PASSPHRASE", PASSPHRASE)];
    assert_hidden(&format!("{:?}", access(&user(), &variables)));
}

#[tokio::test]
async fn no_refusal_shows_a_secret() {
    let world = World::accepting(|accepts| accepts.users.clear()).await;
    let half = Key::of(World::USER).private()[..200].to_owned();
    let mut damaged = everything();
    damaged["private_key"] = json!(half);
    let mut contradiction = everything();
    contradiction["agent"] = json!(true);
    assert_hidden(&text_of(&contradictions(&block(&contradiction))));
    let wrong_key = HostAddress { host_keys: vec![Key::of(9).public()], ..address(&world) };
    let in_profile = HostAddress { profile: Some("x".to_owned()), ..address(&world) };
    let cases = [
        (everything(), address(&world)),
        (everything(), wrong_key),
        (everything(), in_profile),
        (damaged, address(&world)),
    ];
    for (ssh, host) in cases {
        let why_not = not_reached(&access(&ssh, &[]), &host).await;
        assert_hidden(&format!("{why_not:?}"));
    }
}

#[tokio::test]
async fn no_error_of_a_command_shows_a_secret() {
    let world = World::new().await;
    let host = HostAddress { privilege: Become::Sudo, ..address(&world) };
    let connection = connect(&access(&everything(), &[]), &host).await.unwrap();
    world.server.cut_during(1);
    let lost = connection.run(&Command::script(PASSWORD, ["a"])).await.during("look").unwrap_err();
    assert_hidden(&format!("{lost:?}"));
    assert!(world.server.commands().iter().all(|line| !line.contains(PASSWORD)));
}
