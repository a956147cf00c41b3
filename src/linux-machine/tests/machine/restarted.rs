//! Restarting a machine.

use std::time::Duration;

use kvm_drivers::system::Engine;
use linux_machine::testing::Machine;
use linux_machine::{has_restarted, probe, reboot};

#[tokio::test]
async fn a_new_boot_id_shows_a_restart() {
    let machine = Machine::new(Engine::Dracut);
    machine.tool(
        "systemctl",
        "#!/bin/sh\necho 22222222-2222-2222-2222-222222222222 > /proc/sys/kernel/random/boot_id\n",
    );
    let before = probe(&machine).await.unwrap().facts.boot_id;
    assert!(!has_restarted(&machine, &before).await.unwrap());
    reboot(&machine).await.unwrap();
    let mut attempts = 0;
    while !has_restarted(&machine, &before).await.unwrap() {
        attempts += 1;
        assert!(attempts < 100, "it was not restarted");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
