//! Logins, directly and through a bastion, and their failures.

use provider_core::values::ssh::OnUnreachable;
use ssh::{Command, Host};
use tokio::net::TcpListener;

use super::*;

/// Seed of the bastion's host key.
const BASTION: u8 = 5;

async fn whoami(connection: &Connection) -> String {
    connection.run(&Command::new(["echo", "here"])).await.unwrap().stdout.text()
}

#[tokio::test]
async fn settings_from_block_environment_and_files_reach_the_host() {
    let world = World::new().await;
    let key = Key::of(World::USER).private();
    let folder = home("");
    std::fs::write(folder.path().join("id"), &key).unwrap();
    let file = format!("{}/id", path(&folder));
    let by_environment = [("CVO_SSH_USER", "builder"), ("CVO_SSH_PRIVATE_KEY", key.as_str())];
    let cases: [(Json, &[(&str, &str)]); 5] = [
        (user(), &[]),
        (Json::Null, &by_environment),
        (json!({"user": "builder", "private_key_path": file}), &[]),
        (json!({"user": "builder", "private_key_path": "~/id"}), &[("HOME", path(&folder))]),
        (json!({"user": "builder"}), &[("HOME", path(&folder)), ("CVO_SSH_PRIVATE_KEY_PATH", "~/id")]),
    ];
    for (ssh, variables) in cases {
        let connection = connect(&access(&ssh, variables), &address(&world)).await.unwrap();
        assert_eq!(whoami(&connection).await, "here\n");
    }
}

#[tokio::test]
async fn the_object_names_user_and_profile() {
    let world = World::new().await;
    let ssh = json!({"user": "nobody", "private_key": Key::of(9).private(), "profiles": {"x": user()}});
    let access = access(&ssh, &[]);
    let mut host = HostAddress { profile: Some("x".to_owned()), ..address(&world) };
    assert!(connect(&access, &host).await.unwrap().name().starts_with("builder@127.0.0.1"));
    host.user = Some("other".to_owned());
    assert!(connect(&access, &host).await.unwrap().name().starts_with("other@"));
    host.profile = Some("default".to_owned());
    assert!(
        matches!(not_reached(&access, &host).await, NotReached::Refused(_)),
        "the block has a different key"
    );
}

#[tokio::test]
async fn a_refused_login_says_where_user_and_key_come_from() {
    let world = World::accepting(|accepts| accepts.users.clear()).await;
    let why_not = not_reached(&access(&user(), &[]), &address(&world)).await;
    let message = why(&why_not);
    assert!(matches!(why_not, NotReached::Refused(_)), "{message}");
    assert!(
        message.starts_with("[ssh_profile] Could not connect to 127.0.0.1: builder@127.0.0.1:"),
        "{message}"
    );
    assert!(message.contains("CVO_SSH_PRIVATE_KEY") && message.contains("authorized_keys"), "{message}");
}

#[tokio::test]
async fn on_unreachable_tolerates_only_a_host_that_does_not_answer() {
    let world = World::new().await;
    let access = access(&user(), &[]);
    let mut host = address(&world);
    host.port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let why_not = not_reached(&access, &host).await;
    assert!(
        matches!(why_not, NotReached::Unreachable(_)) && why(&why_not).starts_with("[host]"),
        "{why_not:?}"
    );
    let kept = why_not.clone().kept(OnUnreachable::Keep).unwrap();
    assert!(text_of(&kept).contains("out of date"), "{kept:?}");
    let refused = text_of(&why_not.kept(OnUnreachable::Error).unwrap_err());
    for way_out in ["on_unreachable = \"keep\"", "-refresh=false", "removed block"] {
        assert!(refused.contains(way_out), "{refused}");
    }
    host = HostAddress { host_keys: vec![Key::of(9).fingerprint()], ..address(&world) };
    let changed = not_reached(&access, &host).await;
    assert!(changed.kept(OnUnreachable::Keep).is_err());
    let not_known = NotReached::Unknown(Diagnostics::error("not known yet", ""));
    assert_eq!(
        not_known.kept(OnUnreachable::Error),
        Ok(Diagnostics::new()),
        "the provider block has reported it"
    );
}

#[tokio::test]
async fn a_silent_host_is_given_up_after_the_connect_timeout() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let world = World::new().await;
    let mut ssh = user();
    ssh["connect_timeout"] = json!("300ms");
    let host = HostAddress { port: silent.local_addr().unwrap().port(), ..address(&world) };
    let why_not = not_reached(&access(&ssh, &[]), &host).await;
    assert!(matches!(why_not, NotReached::Unreachable(_)) && why(&why_not).contains("0.3 s"), "{why_not:?}");
}

#[tokio::test]
async fn a_stop_ends_the_wait_for_a_host() {
    let world = World::new().await;
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let host = HostAddress { port, wait_for: Duration::from_secs(600), ..address(&world) };
    let (access, stop) = (access(&user(), &[]), CancellationToken::new());
    let (stopped, ()) = tokio::join!(access.connect(&host, &stop), async { stop.cancel() });
    assert!(matches!(stopped, Err(NotReached::Stopped(_))));
}

#[tokio::test]
async fn a_lost_connection_counts_as_unreachable() {
    let world = World::new().await;
    let connection = connect(&access(&user(), &[]), &address(&world)).await.unwrap();
    world.server.cut_during(1);
    let error = connection.run(&Command::new(["true"])).await.unwrap_err();
    let why_not = NotReached::during("look at 127.0.0.1", &error, &[]);
    assert!(matches!(why_not, NotReached::Unreachable(_)), "{why_not:?}");
    assert!(why(&why_not).starts_with("[] Could not look at 127.0.0.1: The connection"), "{}", why(&why_not));
}

#[tokio::test]
async fn a_bastion_uses_the_login_of_the_host_unless_it_has_its_own() {
    let bastion = World::accepting(|accepts| {
        accepts.host_key = Key::of(BASTION);
        accepts.users.push(Key::of(7));
    })
    .await;
    let world = World::new().await;
    let jump =
        json!({"host": "127.0.0.1", "port": bastion.server.port, "host_keys": [Key::of(BASTION).public()]});
    let mut other = jump.clone();
    other["user"] = json!("jump");
    other["private_key"] = json!(Key::of(7).private());
    for jump in [jump, other] {
        let mut ssh = user();
        ssh["bastion"] = jump;
        let before = bastion.server.connections();
        let connection = connect(&access(&ssh, &[]), &address(&world)).await.unwrap();
        assert_eq!(whoami(&connection).await, "here\n");
        assert_eq!(bastion.server.connections(), before + 1);
    }
}

#[tokio::test]
async fn an_error_of_a_bastion_does_not_point_to_the_host() {
    let bastion = World::accepting(|accepts| accepts.host_key = Key::of(BASTION)).await;
    let world = World::new().await;
    let jump = |port: u16, key: u8| {
        let mut ssh = user();
        ssh["bastion"] =
            json!({"host": "127.0.0.1", "port": port, "user": "jump", "host_keys": [Key::of(key).public()]});
        access(&ssh, &[])
    };
    let wrong_key = not_reached(&jump(bastion.server.port, 9), &address(&world)).await;
    assert!(matches!(wrong_key, NotReached::HostKey(_)), "{wrong_key:?}");
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let away = not_reached(&jump(closed, BASTION), &address(&world)).await;
    assert!(matches!(away, NotReached::Unreachable(_)), "{away:?}");
    for why_not in [wrong_key, away] {
        let message = why(&why_not);
        assert!(message.starts_with("[ssh_profile]") && message.contains("jump@127.0.0.1"), "{message}");
    }
    let behind = HostAddress { host_keys: vec![Key::of(9).fingerprint()], ..address(&world) };
    let message = why(&not_reached(&jump(bastion.server.port, BASTION), &behind).await);
    assert!(message.starts_with("[host_keys]") && message.contains("builder@127.0.0.1"), "{message}");
}
