//! From a create to a destroy.

use kvm_drivers::system::Engine;
use linux_machine::testing::KERNEL;
use serde_json::{Value as Json, json};
use ssh::testing::{Key, World};

use super::TYPE;
use super::host::Host;
use crate::support::text_of;

const LATER: &str = "6.1.0-51-amd64";

#[tokio::test]
async fn drivers_are_added_and_a_second_plan_is_empty() {
    for engine in Engine::ALL {
        let host = Host::with(engine).await;
        let answer = host.apply(None, json!({})).await;
        let warned = text_of(&answer.diagnostics);
        assert_eq!(warned.contains("The manual restarts"), engine == Engine::Mkinitrd, "{warned}");
        assert!(!answer.diagnostics.has_errors(), "{warned}");
        let state = answer.json();
        assert_eq!((&state["compliant"], &state["reasons"]), (&json!(true), &json!([])));
        assert_eq!(state["engine"], engine.as_str());
        assert_eq!(state["machine_id"], "0123456789abcdef0123456789abcdef");
        assert_eq!(state["id"], format!("ssh://127.0.0.1:{}", host.world.server.port));
        let image = &state["images"][KERNEL];
        assert_eq!((&image["missing"], &image["bootable"]), (&json!([]), &json!(true)));
        assert_eq!(image["drivers"]["virtio_pci"], "in_image");
        assert_eq!(image["previous_image"], format!("{}.cvo-prev", host.machine.image(KERNEL)));
        let file = host.machine.read(state["config_path"].as_str().unwrap());
        let fragment = state["config_fragment"].as_str().unwrap();
        assert!(engine == Engine::Mkinitrd || file.contains(fragment), "{fragment} in {file}");
        let read = host.refreshed(&answer.stored).await;
        assert_eq!(read.json(), state, "{engine}");
        assert!(host.plan(Some(&read), json!({})).await.is_empty());
    }
}

#[tokio::test]
async fn an_untouched_machine_is_not_contacted_by_a_plan() {
    let host = Host::new().await;
    let made = host.made(None, json!({})).await;
    let before = host.world.server.connections();
    assert!(host.plan(Some(&made), json!({})).await.is_empty());
    let only_here =
        json!({"on_destroy": "remove_config", "reboot": "if_changed", "keep_previous_image": false});
    let plan = host.plan(Some(&made), only_here.clone()).await;
    let planned = plan.planned();
    assert_eq!((&planned["compliant"], &planned["images"]), (&json!(true), &made.json()["images"]));
    let changed = host.made(Some(&made), only_here).await;
    assert_eq!(changed.json()["on_destroy"], "remove_config");
    assert_eq!(host.world.server.connections(), before);
}

#[tokio::test]
async fn a_change_is_one_connection_and_six_commands() {
    let host = Host::new().await;
    host.made(None, json!({})).await;
    // The user id, the state of the machine, the images, the change, and both of the latter once more.
    assert_eq!((host.world.server.connections(), host.world.server.commands().len()), (1, 6));
}

#[tokio::test]
async fn a_refresh_is_one_connection_and_three_commands() {
    let host = Host::new().await;
    let made = host.made(None, json!({})).await;
    let (connections, commands) = (host.world.server.connections(), host.world.server.commands().len());
    host.refreshed(&made).await;
    // The user id, the state of the machine, the images.
    assert_eq!(host.world.server.connections() - connections, 1);
    assert_eq!(host.world.server.commands().len() - commands, 3);
}

#[tokio::test]
async fn a_later_kernel_shows_and_gets_its_drivers() {
    let host = Host::new().await;
    let made = host.made(None, json!({})).await;
    host.machine.add_kernel(LATER);
    let read = host.refreshed(&made).await;
    assert_eq!(read.json()["compliant"], false);
    assert!(read.json()["reasons"].to_string().contains(LATER), "{}", read.json()["reasons"]);
    let first = host.machine.read(&host.machine.image(KERNEL));
    let plan = host.plan(Some(&read), json!({})).await;
    assert!(!plan.is_empty() && plan.replace.is_empty());
    assert_eq!((&plan.planned()["compliant"], &plan.planned()["reasons"]), (&json!(true), &json!([])));
    let mended = host.made(Some(&read), json!({})).await;
    assert_eq!(mended.json()["images"][LATER]["missing"], json!([]));
    assert_eq!(
        host.machine.read(&host.machine.image(KERNEL)),
        first,
        "an image that has its drivers is left alone"
    );
}

#[tokio::test]
async fn a_removed_configuration_shows_and_is_restored() {
    let host = Host::new().await;
    let made = host.made(None, json!({})).await;
    let with = host.machine.read("/etc/initramfs-tools/modules");
    host.machine.write("/etc/initramfs-tools/modules", "ext4\n");
    let read = host.refreshed(&made).await;
    assert!(read.json()["reasons"].to_string().contains("to the next kernel"), "{}", read.json());
    host.made(Some(&read), json!({})).await;
    assert_ne!(host.machine.read("/etc/initramfs-tools/modules"), "ext4\n");
    assert!(host.machine.read("/etc/initramfs-tools/modules").contains(with.lines().last().unwrap()));
}

#[tokio::test]
async fn one_more_driver_is_an_update_in_place() {
    let host = Host::new().await;
    let made = host.made(None, json!({})).await;
    let plan = host.plan(Some(&made), json!({"drivers": ["ext4"]})).await;
    assert!(plan.replace.is_empty() && !plan.is_empty());
    let more = host.made(Some(&made), json!({"drivers": ["ext4"]})).await;
    assert_eq!(more.json()["images"][KERNEL]["drivers"]["ext4"], "in_image");
    let less = host.made(Some(&more), json!({})).await;
    assert!(!less.json()["config_fragment"].as_str().unwrap().contains("ext4"));
}

#[tokio::test]
async fn an_imported_object_needs_no_change() {
    let host = Host::new().await;
    host.machine.write(
        "/etc/initramfs-tools/modules",
        "virtio_blk\nvirtio_scsi\nvirtio_net\nvirtio_pci\nvirtio_ring\nvirtio\n",
    );
    let known = tempfile::NamedTempFile::new().unwrap();
    let port = host.world.server.port;
    std::fs::write(known.path(), format!("[127.0.0.1]:{port} {}\n", Key::of(World::HOST).public())).unwrap();
    let made = host.made(None, json!({})).await;
    let ssh = json!({
        "user": "builder", "private_key": Key::of(World::USER).private(), "known_hosts_path": known.path(),
    });
    let provider = super::host::provider(ssh).await;
    let found = provider.import(TYPE, &format!("ssh://127.0.0.1:{port}")).await;
    assert!(found.diagnostics.is_empty(), "{}", text_of(&found.diagnostics));
    let config = json!({"host": "127.0.0.1", "port": port});
    assert!(provider.plan(TYPE, Some(&found.stored), config).await.is_empty());
    assert_eq!(found.json()["images"], made.json()["images"]);
    let written = host.machine.read("/etc/initramfs-tools/modules");
    assert!(!written.contains("cvo"), "written by hand, and accepted: {written}");
}

#[tokio::test]
async fn the_data_source_says_what_is_missing_and_writes_nothing() {
    let host = Host::new().await;
    let literal = "virtio_blk virtio_scsi virtio_net virtio_pci virtio_ring virtio\n";
    host.machine.write("/etc/initramfs-tools/modules", literal);
    host.machine.runs("clamd");
    let before = host.machine.essential();
    let mut config = host.config(json!({}));
    config.as_object_mut().unwrap().remove("wait_for_ssh");
    let read = host.provider.data(TYPE, config.clone()).await;
    assert!(read.diagnostics.is_empty(), "{}", text_of(&read.diagnostics));
    let found = read.json();
    assert_eq!(found["needs_optimization"], true);
    assert_eq!(found["images"][KERNEL]["missing"].as_array().unwrap().len(), 6);
    let codes: Vec<&Json> =
        found["findings"].as_array().unwrap().iter().map(|found| &found["code"]).collect();
    assert_eq!(codes, ["names_on_one_line", "security_software"]);
    assert_eq!(host.machine.essential(), before);
    config["kernels"] = json!(["6.9.9"]);
    let read = host.provider.data(TYPE, config).await;
    assert!(text_of(&read.diagnostics).starts_with("[kernels]"), "{}", text_of(&read.diagnostics));
}

#[tokio::test]
async fn a_machine_is_restarted_and_checked_again_on_demand() {
    let host = Host::new().await;
    host.machine.tool(
        "systemctl",
        "#!/bin/sh\necho 22222222-2222-2222-2222-222222222222 > /proc/sys/kernel/random/boot_id\n",
    );
    let made = host.made(None, json!({"reboot": "if_changed"})).await;
    assert!(host.machine.read("/proc/sys/kernel/random/boot_id").starts_with("2222"));
    host.machine.write("/proc/sys/kernel/random/boot_id", "3333\n");
    host.machine.write("/etc/initramfs-tools/modules", "ext4\n");
    let read = host.refreshed(&made).await;
    host.made(Some(&read), json!({"reboot": "if_changed"})).await;
    assert_eq!(host.machine.read("/proc/sys/kernel/random/boot_id"), "3333\n", "no image was changed");
}

#[tokio::test]
async fn no_secret_is_stored_or_shown() {
    let host = Host::new().await;
    let secret = Key::of(World::USER).private();
    let body = secret.lines().nth(1).unwrap();
    let made = host.made(None, json!({})).await;
    host.machine.write("etc/fails", "");
    host.machine.add_kernel(LATER);
    let read = host.refreshed(&made).await;
    let (stored, said) = host.refused(Some(&read), json!({})).await;
    for text in [made.json().to_string(), stored.json().to_string(), said] {
        assert!(!text.contains(body), "{text}");
    }
    assert!(!String::from_utf8_lossy(&stored.private).contains(body));
    assert!(host.world.server.commands().iter().all(|line| !line.contains(body)));
}
