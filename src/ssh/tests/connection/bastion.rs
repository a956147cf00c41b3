//! Connections through a bastion.

use ssh::testing::{Key, World};
use ssh::{Bastion, Command, Connection, Error, Host, HostKeys, Settings, Target};

use crate::refused;

/// Seed of the bastion's host key.
const BASTION: u8 = 5;

async fn bastion(forwarding: bool) -> World {
    World::accepting(|accepts| {
        accepts.host_key = Key::of(BASTION);
        accepts.forwarding = forwarding;
    })
    .await
}

fn through(bastion: &World, world: &World, pinned: u8) -> Settings {
    let hop = Bastion {
        target: Target::new("127.0.0.1", bastion.server.port, "jump"),
        credentials: Key::of(World::USER).credentials(),
        host_keys: HostKeys::pinned([Key::of(pinned).fingerprint()]).unwrap(),
    };
    Settings { bastion: Some(hop), ..world.settings() }
}

#[tokio::test]
async fn both_hosts_are_verified_and_the_command_runs_on_the_target() {
    let (first, second) = (bastion(true).await, World::new().await);
    second.stub("where", "echo behind");
    let connection = Connection::open(&through(&first, &second, BASTION)).await.unwrap();
    let output = connection.run(&Command::new(["where"])).await.unwrap();
    assert_eq!(output.stdout.text(), "behind\n");
}

#[tokio::test]
async fn a_wrong_key_of_either_host_is_refused() {
    let (first, second) = (bastion(true).await, World::new().await);
    let error = refused(&through(&first, &second, 9)).await;
    assert!(matches!(&error, Error::HostKeyChanged { target, .. } if target.starts_with("jump@")), "{error}");
    let mut settings = through(&first, &second, BASTION);
    settings.host_keys = HostKeys::pinned([Key::of(9).fingerprint()]).unwrap();
    let error = refused(&settings).await;
    assert!(
        matches!(&error, Error::HostKeyChanged { target, .. } if target.starts_with("builder@")),
        "{error}"
    );
}

#[tokio::test]
async fn the_error_names_a_bastion_that_does_not_forward() {
    let second = World::new().await;
    let error = refused(&through(&bastion(false).await, &second, BASTION)).await;
    assert!(matches!(error, Error::Bastion { .. }), "{error}");
    let first = bastion(true).await;
    let mut settings = through(&first, &second, BASTION);
    settings.target.port = 1;
    let error = refused(&settings).await;
    assert!(matches!(error, Error::Unreachable { .. }) && error.may_pass(), "{error}");
}
