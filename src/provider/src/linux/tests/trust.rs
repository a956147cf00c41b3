//! Which keys a host is accepted with.

use super::*;

fn line(world: &World, seed: u8) -> String {
    format!("[127.0.0.1]:{} {}\n", world.server.port, Key::of(seed).public())
}

#[tokio::test]
async fn a_host_with_another_key_sees_no_login() {
    let world = World::new().await;
    let host = HostAddress { host_keys: vec![Key::of(9).public()], ..address(&world) };
    let why_not = not_reached(&access(&user(), &[]), &host).await;
    let message = why(&why_not);
    assert!(matches!(why_not, NotReached::HostKey(_)), "{message}");
    assert!(message.starts_with("[host_keys]") && message.contains("No login was tried"), "{message}");
    assert!(message.contains(&Key::of(World::HOST).fingerprint()), "{message}");
}

#[tokio::test]
async fn a_host_without_a_known_key_is_not_contacted() {
    let world = World::new().await;
    let host = HostAddress { host_keys: Vec::new(), ..address(&world) };
    let empty = tempfile::tempdir().unwrap();
    for variables in [&[][..], &[("HOME", path(&empty))]] {
        let why_not = not_reached(&access(&user(), variables), &host).await;
        let message = why(&why_not);
        assert!(matches!(why_not, NotReached::HostKey(_)) && message.starts_with("[host_keys]"), "{message}");
        for way in ["ssh-keyscan", "console", "CVO_SSH_KNOWN_HOSTS_PATH"] {
            assert!(message.contains(way), "{message}");
        }
    }
    assert_eq!(world.server.connections(), 0);
}

#[tokio::test]
async fn known_hosts_decides_if_the_object_names_no_key() {
    let world = World::new().await;
    let host = HostAddress { host_keys: Vec::new(), ..address(&world) };
    let (right, wrong, nothing) = (home(&line(&world, World::HOST)), home(&line(&world, 9)), home(""));
    let file = |home: &TempDir| format!("{}/.ssh/known_hosts", path(home));
    let mut named = user();
    named["known_hosts_path"] = json!("~/.ssh/known_hosts");
    connect(&access(&user(), &[("HOME", path(&right))]), &host).await.unwrap();
    connect(&access(&named, &[("HOME", path(&right)), ("CVO_SSH_KNOWN_HOSTS_PATH", &file(&wrong))]), &host)
        .await
        .unwrap();
    connect(&access(&user(), &[("HOME", path(&wrong)), ("CVO_SSH_KNOWN_HOSTS_PATH", &file(&right))]), &host)
        .await
        .unwrap();
    for (home, says) in [(&wrong, "has changed"), (&nothing, "is unknown")] {
        let why_not = not_reached(&access(&user(), &[("HOME", path(home))]), &host).await;
        let message = why(&why_not);
        assert!(matches!(why_not, NotReached::HostKey(_)) && message.contains(says), "{message}");
    }
}

#[tokio::test]
async fn a_revoked_key_is_refused_even_if_the_object_names_it() {
    let world = World::new().await;
    let home = home(&format!("@revoked * {}\n", Key::of(World::HOST).public()));
    let why_not = not_reached(&access(&user(), &[("HOME", path(&home))]), &address(&world)).await;
    assert!(matches!(why_not, NotReached::HostKey(_)) && why(&why_not).contains("revoked"), "{why_not:?}");
}

#[tokio::test]
async fn a_path_that_is_not_a_key_file_is_refused_at_once() {
    let world = World::new().await;
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("fifo");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let (mut key, host) =
        (json!({"user": "builder"}), HostAddress { host_keys: Vec::new(), ..address(&world) });
    for path in [
        "/dev/zero",
        fifo.to_str().unwrap(),
        path(&folder),
        "~/.ssh/known_hosts\nhunter22",
        "PRIVATE KEY hunter22",
    ] {
        let mut hosts = user();
        hosts["known_hosts_path"] = json!(path);
        key["private_key_path"] = json!(path);
        for ssh in [&hosts, &key] {
            let begun = std::time::Instant::now();
            let why_not = not_reached(&access(ssh, &[("HOME", "/nonexistent")]), &host).await;
            let message = why(&why_not);
            assert!(matches!(why_not, NotReached::Refused(_)), "{path}: {message}");
            assert!(message.contains("no regular file") || message.contains("no path"), "{path}: {message}");
            assert!(!message.contains("hunter22"), "{message}");
            assert!(begun.elapsed() < Duration::from_secs(1), "{path}: {:?}", begun.elapsed());
        }
    }
    assert_eq!(world.server.connections(), 0);
}

#[tokio::test]
async fn an_unreadable_known_hosts_file_trusts_no_host() {
    let world = World::new().await;
    let damaged = home("@revoked * damaged\n");
    let mut absent = user();
    absent["known_hosts_path"] = json!("/no/such/file");
    for (access, says) in
        [(access(&absent, &[]), "/no/such/file"), (access(&user(), &[("HOME", path(&damaged))]), "line 1")]
    {
        let why_not = not_reached(&access, &address(&world)).await;
        assert!(matches!(why_not, NotReached::Refused(_)) && why(&why_not).contains(says), "{why_not:?}");
    }
    assert_eq!(world.server.connections(), 0);
}
