//! How commands end, and how much of their output is kept.

use std::time::Duration;

use ssh::testing::World;
use ssh::{Command, Connection, Error, Host, Limits, Overflow, read_file, write_file};

use crate::proxy::Proxy;

fn sh(script: &str) -> Command {
    Command::new(["sh", "-c", script])
}

#[tokio::test]
async fn status_stdout_and_stderr_are_separate() {
    let world = World::new().await;
    let output = world.connect().await.run(&sh("echo out; echo err >&2; exit 7")).await.unwrap();
    assert_eq!(output.status, 7);
    assert_eq!((output.stdout.text(), output.stderr.text()), ("out\n".to_owned(), "err\n".to_owned()));
}

#[tokio::test]
async fn arguments_arrive_unchanged() {
    let world = World::new().await;
    let words = ["a b", "it's", "$(id)", "", "*", "line\nline", "ü"];
    let argv = ["printf", "%s|"].into_iter().chain(words);
    let output = world.connect().await.run(&Command::new(argv)).await.unwrap();
    assert_eq!(output.stdout.text(), words.map(|word| format!("{word}|")).concat());
}

#[tokio::test]
async fn large_input_arrives_whole() {
    let world = World::new().await;
    let input: Vec<u8> = (0..300_000_u32).map(|n| (n % 251) as u8).collect();
    let command = Command::new(["cksum"]).with_stdin(input.clone());
    let output = world.connect().await.run(&command).await.unwrap().stdout.text();
    assert!(output.ends_with(" 300000\n"), "{output}");
}

#[tokio::test]
async fn a_command_need_not_read_its_input() {
    let world = World::new().await;
    let command = sh("exit 3").with_stdin(vec![b'x'; 8 << 20]);
    assert_eq!(world.connect().await.run(&command).await.unwrap().status, 3);
}

#[tokio::test]
async fn large_output_is_shortened_or_refused() {
    let world = World::new().await;
    let connection = world.connect().await;
    let mut command = sh("echo first; head -c 4000000 /dev/zero | tr '\\0' x; echo; echo last");
    let output = connection.run(&command).await.unwrap();
    let text = output.stdout.text();
    assert!(text.starts_with("first\n") && text.ends_with("\nlast\n") && text.contains("bytes left out"));
    assert!(text.len() < 66 * 1024);
    assert_eq!(output.stdout.total(), 4_000_000 + 12);
    command.limits.overflow = Overflow::Refuse;
    let error = connection.run(&command).await.unwrap_err();
    assert!(matches!(error, Error::OutputTooLarge { limit: 65_536, .. }), "{error}");
    assert_eq!(connection.run(&sh("exit 4")).await.unwrap().status, 4, "the connection is no longer usable");
}

#[tokio::test]
async fn a_signal_is_an_error_and_not_a_status() {
    let world = World::new().await;
    let error = world.connect().await.run(&sh("echo why >&2; kill -9 $$")).await.unwrap_err();
    match error {
        Error::Killed { signal, stderr, .. } => assert_eq!((&*signal, &*stderr), ("KILL", "why")),
        error => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_command_that_times_out_leaves_the_connection_usable() {
    let world = World::new().await;
    let connection = world.connect().await;
    let limits = Limits { timeout: Duration::from_millis(300), ..Limits::default() };
    let error = connection.run(&sh("echo working >&2; exec sleep 20").with_limits(limits)).await.unwrap_err();
    assert!(matches!(&error, Error::CommandTimedOut { stderr, .. } if stderr == "working"), "{error}");
    assert!(connection.run(&sh("true")).await.unwrap().is_success());
}

#[tokio::test]
async fn a_lost_connection_is_not_taken_for_the_end_of_the_command() {
    let world = World::new().await;
    let proxy = Proxy::start(world.server.port).await;
    let mut settings = world.settings();
    settings.target.port = proxy.port;
    let connection = Connection::open(&settings).await.unwrap();
    let command = sh("exec sleep 20");
    let (result, ()) = tokio::join!(connection.run(&command), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        proxy.cut();
    });
    let error = result.unwrap_err();
    assert!(matches!(error, Error::ConnectionLost { .. }) && error.outcome_is_unknown(), "{error}");
    let error = connection.run(&command).await.unwrap_err();
    assert!(matches!(error, Error::NotStarted { .. }), "{error}");
}

#[tokio::test]
async fn a_host_that_falls_silent_counts_as_lost() {
    let world = World::new().await;
    let proxy = Proxy::start(world.server.port).await;
    let mut settings = world.settings();
    settings.target.port = proxy.port;
    settings.keepalive = Duration::from_millis(100);
    let connection = Connection::open(&settings).await.unwrap();
    proxy.fall_silent();
    let error = connection.run(&sh("exec sleep 20")).await.unwrap_err();
    assert!(matches!(error, Error::ConnectionLost { .. } | Error::NotStarted { .. }), "{error}");
}

#[tokio::test]
async fn a_command_without_a_program_is_not_sent() {
    let world = World::new().await;
    let connection = world.connect().await;
    for argv in [vec![], vec!["echo", "a\0b"]] {
        let error = connection.run(&Command::new(argv)).await.unwrap_err();
        assert!(matches!(error, Error::NotStarted { .. }), "{error}");
    }
}

#[tokio::test]
async fn files_are_read_and_written_whole() {
    let world = World::new().await;
    let connection = world.connect().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("it's a file");
    let path = path.to_str().unwrap();
    assert_eq!(read_file(&connection, path, 1000).await.unwrap(), None);
    write_file(&connection, path, b"a\0b\r\n", "640").await.unwrap();
    assert_eq!(read_file(&connection, path, 1000).await.unwrap().as_deref(), Some(&b"a\0b\r\n"[..]));
    assert!(matches!(read_file(&connection, path, 2).await, Err(Error::OutputTooLarge { .. })));
    let error = write_file(&connection, "/absent/file", b"x", "640").await.unwrap_err();
    assert!(matches!(error, Error::File { deed: "written", .. }), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "a temporary file was left behind");
}
