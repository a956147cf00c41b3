//! Becoming root.

use ssh::testing::World;
use ssh::{Become, Command, Connection, Error, Host, Secret, Settings};

const PASSWORD: &str = "hunter22";

/// Skips sudo's options and runs the command as sudo would. A variable shows that it went through sudo.
const RUN: &str = "while [ \"$1\" != -- ]; do shift; done; shift; AS=root exec \"$@\"";

/// A sudo that requires the password and records what others can see of it.
fn wants_password(world: &World) {
    let seen = world.stubs.path().join("seen");
    let script = format!(
        "echo \"$@\" >> {0}; env >> {0}\ncase \" $* \" in *' -n '*) echo 'sudo: a password is required' >&2; \
         exit 1;; esac\nIFS= read -r given || {{ echo 'sudo: no password was provided' >&2; exit 1; }}\nif [ \
         \"$given\" != {PASSWORD} ]; then\necho 'Sorry, try again.' >&2; IFS= read -r given || {{ echo \
         'sudo: 1 incorrect password attempt' >&2; exit 1; }}\necho 'a second attempt' >> {0}; exit 1; \
         fi\n{RUN}",
        seen.display()
    );
    world.stub("sudo", &script).stub("id", "echo 1000");
}

fn settings(world: &World, privilege: Become) -> Settings {
    Settings { privilege, ..world.settings() }
}

async fn run(settings: &Settings) -> Result<String, Error> {
    let connection = Connection::open(settings).await.unwrap();
    let command = Command::new(["sh", "-c", "echo ${AS-user}; cat"]).with_stdin("input");
    connection.run(&command).await.map(|output| output.stdout.text())
}

#[tokio::test]
async fn sudo_without_a_password() {
    let world = World::new().await;
    world.stub("sudo", RUN).stub("id", "echo 1000");
    for privilege in [Become::Auto, Become::Sudo] {
        assert_eq!(run(&settings(&world, privilege)).await.unwrap(), "root\ninput");
    }
    assert_eq!(run(&settings(&world, Become::None)).await.unwrap(), "user\ninput");
}

#[tokio::test]
async fn root_needs_no_sudo() {
    let world = World::new().await;
    world.stub("sudo", RUN).stub("id", "echo 0");
    assert_eq!(run(&settings(&world, Become::Auto)).await.unwrap(), "user\ninput");
}

#[tokio::test]
async fn a_single_command_can_run_as_the_login_user() {
    let world = World::new().await;
    world.stub("sudo", RUN).stub("id", "echo 1000");
    let connection = Connection::open(&settings(&world, Become::Sudo)).await.unwrap();
    let command = Command::new(["sh", "-c", "echo ${AS-user}"]).as_login_user();
    assert_eq!(connection.run(&command).await.unwrap().stdout.text(), "user\n");
}

#[tokio::test]
async fn only_sudo_gets_the_password() {
    let world = World::new().await;
    wants_password(&world);
    let mut settings = settings(&world, Become::Auto);
    settings.sudo_password = Some(Secret::new(PASSWORD));
    assert_eq!(run(&settings).await.unwrap(), "root\ninput");
    let seen = std::fs::read_to_string(world.stubs.path().join("seen")).unwrap();
    assert!(seen.contains("-k -S") && !seen.contains(PASSWORD), "{seen}");
}

#[tokio::test]
async fn a_missing_password_is_an_error() {
    let world = World::new().await;
    wants_password(&world);
    let error = run(&settings(&world, Become::Auto)).await.unwrap_err();
    assert!(matches!(error, Error::SudoNeedsPassword { .. }), "{error}");
}

#[tokio::test]
async fn a_wrong_password_is_tried_once() {
    let world = World::new().await;
    wants_password(&world);
    let mut settings = settings(&world, Become::Auto);
    settings.sudo_password = Some(Secret::new("wrong password"));
    let error = run(&settings).await.unwrap_err();
    assert!(matches!(error, Error::SudoPasswordRefused { .. }), "{error}");
    let seen = std::fs::read_to_string(world.stubs.path().join("seen")).unwrap();
    assert!(!seen.contains("a second attempt"), "{seen}");
}

#[tokio::test]
async fn a_refusal_contains_what_sudo_said() {
    let cases = [
        ("echo 'builder is not in the sudoers file.' >&2; exit 1", "not in the sudoers file"),
        ("echo 'sudo: sorry, you must have a tty to run sudo' >&2; exit 1", "requiretty"),
        ("exit 127", "there is no sudo"),
        ("exit 5", "status 5"),
    ];
    for (script, expected) in cases {
        let world = World::new().await;
        world.stub("sudo", script).stub("id", "echo 1000");
        let error = run(&settings(&world, Become::Auto)).await.unwrap_err();
        assert!(matches!(error, Error::SudoNotPermitted { .. }), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    }
}
