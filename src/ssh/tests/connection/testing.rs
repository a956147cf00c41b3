//! Tests of the test server, for the abilities that other tests rely on.

use ssh::testing::World;
use ssh::{Command, Error, Host};

fn sh(script: &str) -> Command {
    Command::new(["sh", "-c", script])
}

#[tokio::test]
async fn connections_and_commands_are_counted() {
    let world = World::new().await;
    let connection = world.connect().await;
    for word in ["one", "two"] {
        connection.run(&Command::new(["echo", word])).await.unwrap();
    }
    world.connect().await;
    let commands = world.server.commands();
    assert_eq!((world.server.connections(), commands.len()), (2, 2));
    assert!(commands[1].ends_with("echo two"), "{commands:?}");
}

#[tokio::test]
async fn a_connection_is_cut_during_the_chosen_command_which_runs_on() {
    let world = World::new().await;
    let file = world.stubs.path().join("done");
    let connection = world.connect().await;
    world.server.cut_during(2);
    assert!(connection.run(&sh("cat").with_stdin("first")).await.unwrap().is_success());
    // More output than a pipe holds: nobody reads it, and the command must complete all the same.
    let script = format!("cat > {0}.part; head -c 300000 /dev/zero; mv {0}.part {0}", file.display());
    let error = connection.run(&sh(&script).with_stdin("whole input")).await.unwrap_err();
    assert!(matches!(error, Error::ConnectionLost { .. }), "{error}");
    world.server.idle().await;
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "whole input");
    assert!(world.connect().await.run(&sh("true")).await.unwrap().is_success(), "new connections fail");
}

#[tokio::test]
async fn all_connections_can_be_cut_at_once() {
    let world = World::new().await;
    let (first, second) = (world.connect().await, world.connect().await);
    world.server.cut();
    for connection in [first, second] {
        assert!(connection.run(&sh("true")).await.is_err());
    }
}

#[tokio::test]
async fn a_wrapper_is_put_before_each_command() {
    let wrapper = ["env", "MACHINE=a fake one"].map(str::to_owned).to_vec();
    let world = World::accepting(|accepts| accepts.wrapper = wrapper).await;
    let output = world.connect().await.run(&sh("echo $MACHINE; cat").with_stdin("input")).await.unwrap();
    assert_eq!(output.stdout.text(), "a fake one\ninput");
}
