//! No error and no debug output shows a secret.

use ssh::testing::{Key, World};
use ssh::{Become, Command, Connection, Credentials, Host, Secret, Settings};

use crate::refused;

const PASSPHRASE: &str = "correct horse";
const PASSWORD: &str = "hunter22";
const INPUT: &str = "input that nobody should see";

fn assert_hidden(shown: &str) {
    let private = Key::of(World::USER).private();
    let lines = private.lines().filter(|line| !line.starts_with("-----"));
    for secret in lines.chain([PASSPHRASE, PASSWORD, INPUT]) {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

fn settings(world: &World) -> Settings {
    let mut settings = world.settings();
    let passphrase = Some(Secret::new(PASSPHRASE));
    settings.credentials =
        Credentials::Key { private_key: Secret::new(Key::of(World::USER).private()), passphrase };
    settings.sudo_password = Some(Secret::new(PASSWORD));
    settings.privilege = Become::Sudo;
    settings
}

#[tokio::test]
async fn settings_and_commands_show_no_secret() {
    let world = World::new().await;
    assert_hidden(&format!("{:?}", settings(&world)));
    assert_hidden(&format!("{:?}", Command::script(INPUT, ["a"])));
}

#[tokio::test]
async fn connection_errors_show_no_secret() {
    let world = World::accepting(|accepts| accepts.users.clear()).await;
    let refused_user = settings(&world);
    let mut damaged_key = settings(&world);
    let passphrase = Some(Secret::new(PASSPHRASE));
    let half = Key::of(World::USER).private()[..200].to_owned();
    damaged_key.credentials = Credentials::Key { private_key: Secret::new(half), passphrase };
    for settings in [refused_user, damaged_key] {
        let error = refused(&settings).await;
        assert_hidden(&format!("{error} {error:?}"));
    }
}

#[tokio::test]
async fn command_errors_show_no_secret() {
    let sudos = [
        ("refused", "case \" $* \" in *' -n '*) echo 'a password is required' >&2; esac; exit 1"),
        ("killed", "while [ \"$1\" != -- ]; do shift; done; kill -9 $$"),
    ];
    for (name, script) in sudos {
        let world = World::new().await;
        world.stub("sudo", script);
        let connection = Connection::open(&settings(&world)).await.unwrap();
        let error = connection.run(&Command::script(INPUT, ["a"])).await.unwrap_err();
        assert!(!error.to_string().is_empty(), "{name}");
        assert_hidden(&format!("{error} {error:?}"));
    }
}
