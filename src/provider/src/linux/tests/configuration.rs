//! Which `ssh` blocks are valid, and which of them can log in.

use super::*;

#[test]
fn a_block_that_contradicts_itself_is_refused_at_the_attribute() {
    let key = "key";
    let cases = [
        (json!({"private_key": key, "private_key_path": "id"}), "[ssh.private_key_path]", "Keep one"),
        (
            json!({"private_key_path": "id", "agent": true}),
            "[ssh.agent]",
            "ssh.private_key_path and ssh.agent",
        ),
        (
            json!({"agent": true, "private_key_passphrase": key}),
            "[ssh.private_key_passphrase]",
            "ssh.agent is true",
        ),
        (
            json!({"bastion": {"host": "b", "private_key": key, "agent": true}}),
            "[ssh.bastion.agent]",
            "Keep one",
        ),
        (
            json!({"profiles": {"x": {"private_key": key, "agent": true}}}),
            "[ssh.profiles[\"x\"].agent]",
            "Keep one",
        ),
        (
            json!({"profiles": {"x": {"private_key_passphrase": "p"}}}),
            "[ssh.profiles[\"x\"].private_key_passphrase]",
            "neither private_key",
        ),
        (
            json!({"bastion": {"host": "b", "private_key_passphrase": "p"}}),
            "[ssh.bastion.private_key_passphrase]",
            "neither private_key",
        ),
        (json!({"profiles": {"default": {}}}), "[ssh.profiles[\"default\"]]", "another name"),
        (json!({"profiles": {"two words": {}}}), "[ssh.profiles[\"two words\"]]", "letters"),
    ];
    for (ssh, path, says) in cases {
        let message = text_of(&contradictions(&block(&ssh)));
        assert!(message.contains(path) && message.contains(says), "{ssh}: {message}");
    }
}

#[test]
fn unknown_values_that_may_turn_out_valid_are_accepted() {
    let unknown = tfplugin::testing::UNKNOWN;
    for ssh in [
        json!({"private_key": unknown, "private_key_path": "id"}),
        json!({"private_key": "key", "agent": false}),
        json!({"agent": unknown, "private_key_passphrase": "passphrase"}),
        json!({"agent": true, "profiles": {"x": {"private_key": "key"}}}),
    ] {
        let message = text_of(&contradictions(&block(&ssh)));
        assert!(message.is_empty(), "{ssh}: {message}");
    }
}

#[test]
fn an_invalid_attribute_is_named() {
    let cases = [
        (json!({"private_key": ""}), "[ssh.private_key]", "empty"),
        (json!({"connect_timeout": "soon"}), "[ssh.connect_timeout]", "90s"),
        (json!({"bastion": {"host": "root@jump"}}), "[ssh.bastion.host]", "user"),
        (json!({"bastion": {"host": "jump", "port": 0}}), "[ssh.bastion.port]", "65535"),
        (
            json!({"bastion": {"host": "jump", "host_keys": ["key"]}}),
            "[ssh.bastion.host_keys[0]]",
            "public key",
        ),
    ];
    for (ssh, path, says) in cases {
        let message = text_of(&SshConfig::from_value(&value(&ssh), &"ssh".into()).unwrap_err());
        assert!(message.contains(path) && message.contains(says), "{ssh}: {message}");
    }
}

#[tokio::test]
async fn a_missing_setting_is_named_before_anything_is_sent() {
    let world = World::new().await;
    let key = Key::of(World::USER).private();
    let cases = [
        (json!({}), None, "CVO_SSH_USER"),
        (json!({"user": "builder"}), None, "CVO_SSH_PRIVATE_KEY_PATH"),
        (json!({"user": "builder", "agent": true}), None, "SSH_AUTH_SOCK"),
        (json!({"user": "builder", "private_key_path": "/no/such/file"}), None, "/no/such/file"),
        (json!({"user": "builder", "private_key_path": "~/.ssh/id"}), None, "HOME"),
        (json!({"user": "builder", "private_key": "no key"}), None, "not a private key"),
        (json!({"user": "builder", "private_key": key}), Some("x"), "has no profiles"),
        (json!({"profiles": {"y": {}, "z": {}}}), Some("x"), "y, z"),
        (
            json!({"user": "builder", "private_key": key, "profiles": {"x": {}}}),
            Some("x"),
            "provider's ssh.profiles[\"x\"].",
        ),
        (
            json!({"profiles": {"x": {"user": "builder"}}}),
            Some("x"),
            "agent in the provider's ssh.profiles[\"x\"].",
        ),
    ];
    for (ssh, profile, says) in cases {
        let host = HostAddress { profile: profile.map(str::to_owned), ..address(&world) };
        let why_not = not_reached(&access(&ssh, &[]), &host).await;
        assert!(matches!(why_not, NotReached::Refused(_)), "{ssh}: {why_not:?}");
        let message = why(&why_not);
        assert!(message.starts_with("[ssh_profile]") && message.contains(says), "{ssh}: {message}");
    }
    assert_eq!(world.server.connections(), 0);
}

#[tokio::test]
async fn unknown_settings_are_reported_differently_from_wrong_ones() {
    let unknown = tfplugin::testing::UNKNOWN;
    let world = World::new().await;
    let cases = [
        (json!(unknown), None, "ssh is known"),
        (json!({"user": "builder", "private_key": unknown}), None, "ssh.private_key is known"),
        (json!({"user": "builder", "private_key": "key", "bastion": unknown}), None, "ssh.bastion is known"),
        (
            json!({"user": "builder", "agent": true, "bastion": {"host": unknown}}),
            None,
            "ssh.bastion.host is known",
        ),
        (json!({"profiles": unknown}), Some("x"), "ssh.profiles is known"),
        (json!({"profiles": {"x": {"user": unknown}}}), Some("x"), "ssh.profiles[\"x\"].user is known"),
    ];
    for (ssh, profile, says) in cases {
        let access = access(&ssh, &[("CVO_SSH_PRIVATE_KEY", "key")]);
        let host = HostAddress { profile: profile.map(str::to_owned), ..address(&world) };
        let why_not = not_reached(&access, &host).await;
        assert!(matches!(why_not, NotReached::Unknown(_)), "{ssh}: {why_not:?}");
        assert!(why(&why_not).contains(says), "{ssh}: {}", why(&why_not));
        assert!(says.contains(&access.unknown().unwrap()), "{ssh}: the provider names the same attribute");
    }
    assert_eq!(world.server.connections(), 0);
}

#[tokio::test]
async fn an_unknown_value_in_another_profile_does_not_matter() {
    let world = World::new().await;
    let mut ssh = user();
    ssh["profiles"] = json!({"x": {"private_key": tfplugin::testing::UNKNOWN}});
    let access = access(&ssh, &[]);
    connect(&access, &address(&world)).await.unwrap();
    assert_eq!(access.unknown().as_deref(), Some("ssh.profiles[\"x\"].private_key"));
}
