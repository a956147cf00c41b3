//! A connection that breaks: the machine finishes by itself, and the next apply finds the result.

use linux_machine::testing::KERNEL;
use serde_json::json;

use super::host::Host;
use crate::support::text_of;

/// The number of the command of a create that is the transaction: it follows the user id, the state of the
/// machine and the images.
const TRANSACTION: usize = 4;

#[tokio::test]
async fn a_broken_connection_does_not_break_a_transaction() {
    let host = Host::new().await;
    let slow = host.machine.read("/sbin/mkinitramfs").replace("#!/bin/sh\n", "#!/bin/sh\nsleep 1\n");
    host.machine.tool("mkinitramfs", &slow);
    host.world.server.cut_during(TRANSACTION);
    let (stored, said) = host.refused(None, json!({})).await;
    assert!(said.contains("connection to builder@127.0.0.1"), "{said}");
    assert!(stored.exists(), "something may have been done, so the object stays in the state");
    assert_eq!(stored.json()["on_destroy"], "keep");
    host.world.server.idle().await;
    let image = host.machine.read(&host.machine.image(KERNEL));
    assert!(image.contains("virtio_pci"), "the machine finished by itself: {image}");
    // Terraform replaces an object whose create failed: the destroy contacts no machine, and the create finds
    // everything done.
    let before = host.machine.essential();
    host.made(None, json!({})).await;
    assert_eq!(host.machine.essential(), before);
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_transaction_changes_nothing() {
    for command in 1..TRANSACTION {
        let host = Host::new().await;
        let before = host.machine.essential();
        host.world.server.cut_during(command);
        let (stored, _) = host.refused(None, json!({})).await;
        assert!(!stored.exists());
        assert_eq!(host.machine.essential(), before);
    }
}

#[tokio::test]
async fn a_machine_that_disappears_during_a_refresh_is_kept_on_demand() {
    let host = Host::new().await;
    let strict = host.made(None, json!({})).await;
    let lenient = host.made(Some(&strict), json!({"on_unreachable": "keep"})).await;
    for command in 2..TRANSACTION {
        host.world.server.cut_during(command);
        let read = host.provider.read(&strict).await;
        assert!(read.diagnostics.has_errors(), "the current state is unknown");
        assert!(
            text_of(&read.diagnostics).contains("on_unreachable = \"keep\""),
            "{}",
            text_of(&read.diagnostics)
        );
        host.world.server.cut_during(command);
        let kept = host.provider.read(&lenient).await;
        assert!(
            !kept.diagnostics.has_errors() && !kept.diagnostics.is_empty(),
            "{}",
            text_of(&kept.diagnostics)
        );
        assert_eq!(kept.json(), lenient.json());
    }
}
