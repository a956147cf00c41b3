//! Destroys.

use linux_machine::testing::KERNEL;
use serde_json::json;

use super::host::Host;
use crate::support::text_of;

const MODULES: &str = "/etc/initramfs-tools/modules";

#[tokio::test]
async fn a_destroy_leaves_the_drivers_and_says_so_in_the_plan() {
    let host = Host::new().await;
    let made = host.made(None, json!({})).await;
    let (before, connections) = (host.machine.essential(), host.world.server.connections());
    let plan = host.provider.plan_destroy(&made).await;
    assert!(text_of(&plan.diagnostics).contains("The drivers stay"), "{}", text_of(&plan.diagnostics));
    let gone = host.provider.apply(&plan).await;
    assert!(gone.diagnostics.is_empty() && !gone.stored.exists(), "{}", text_of(&gone.diagnostics));
    assert_eq!(host.machine.essential(), before);
    assert_eq!(host.world.server.connections(), connections);
}

#[tokio::test]
async fn the_configuration_is_removed_on_demand_and_the_images_stay() {
    let host = Host::new().await;
    let original = host.machine.read(MODULES);
    let made = host.made(None, json!({"on_destroy": "remove_config"})).await;
    let gone = host.destroyed(&made).await;
    assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
    assert_eq!(host.machine.read(MODULES), original);
    assert!(host.machine.read(&host.machine.image(KERNEL)).contains("virtio_pci"));
}

#[tokio::test]
async fn images_are_restored_unless_the_machine_starts_from_their_drivers() {
    let host = Host::new().await;
    host.machine.tool("mountpoint", "#!/bin/sh\necho 8:1\n");
    host.machine.write("sys/dev/block/8:1/size", "");
    let before = host.machine.essential();
    let made = host.made(None, json!({"on_destroy": "restore"})).await;
    let with = host.machine.essential();
    host.machine.tool("systemd-detect-virt", "#!/bin/sh\necho kvm\n");
    let refused = host.destroyed(&made).await;
    let said = text_of(&refused.diagnostics);
    assert!(said.contains("lacks virtio_blk") && said.contains("on_destroy = \"keep\""), "{said}");
    assert_eq!(host.machine.essential(), with);
    assert!(refused.stored.exists());
    host.machine.tool("systemd-detect-virt", "#!/bin/sh\necho none\n");
    let gone = host.destroyed(&made).await;
    assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
    assert_eq!(host.machine.read(MODULES), "# List of modules\next4\n");
    let image = host.machine.read(&host.machine.image(KERNEL));
    assert!(image.contains("ext4.ko") && !image.contains("virtio_"), "{image}");
    assert_eq!(host.machine.essential().len(), before.len());
}
