//! A connection that breaks: the machine comes to the end by itself, and the next apply finds it.

use linux_machine::testing::KERNEL;
use serde_json::json;

use super::host::Host;
use crate::support::told;

/// Which command of a create is the transaction: after who am I, what is there, and what is in the images.
const TRANSACTION: usize = 4;

#[tokio::test]
async fn a_connection_that_breaks_in_a_transaction_does_not_break_it() {
    let host = Host::new().await;
    let slow = host.machine.read("/sbin/mkinitramfs").replace("#!/bin/sh\n", "#!/bin/sh\nsleep 1\n");
    host.machine.tool("mkinitramfs", &slow);
    host.world.server.cut_during(TRANSACTION);
    let (stored, said) = host.refused(None, json!({})).await;
    assert!(said.contains("connection to builder@127.0.0.1"), "{said}");
    assert!(stored.exists(), "something may have been done, and is not forgotten");
    assert_eq!(stored.json()["on_destroy"], "keep");
    host.world.server.idle().await;
    let image = host.machine.read(&host.machine.image(KERNEL));
    assert!(image.contains("virtio_pci"), "the machine came to the end by itself: {image}");
    // Terraform replaces what a create did not finish: a destroy that contacts nobody, and a create that finds all done.
    let before = host.machine.essential();
    host.made(None, json!({})).await;
    assert_eq!(host.machine.essential(), before);
}

#[tokio::test]
async fn a_connection_that_breaks_while_looking_changes_nothing() {
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
async fn a_machine_that_goes_away_while_it_is_looked_at_is_kept_on_demand() {
    let host = Host::new().await;
    let strict = host.made(None, json!({})).await;
    let lenient = host.made(Some(&strict), json!({"on_unreachable": "keep"})).await;
    for command in 2..TRANSACTION {
        host.world.server.cut_during(command);
        let read = host.provider.read(&strict).await;
        assert!(read.diagnostics.has_errors(), "what is true now is not known");
        assert!(told(&read.diagnostics).contains("on_unreachable = \"keep\""), "{}", told(&read.diagnostics));
        host.world.server.cut_during(command);
        let kept = host.provider.read(&lenient).await;
        assert!(
            !kept.diagnostics.has_errors() && !kept.diagnostics.is_empty(),
            "{}",
            told(&kept.diagnostics)
        );
        assert_eq!(kept.json(), lenient.json());
    }
}
