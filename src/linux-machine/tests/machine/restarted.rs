//! A restart.

use std::time::Duration;

use kvm_drivers::system::Engine;
use linux_machine::testing::Machine;
use linux_machine::{has_restarted, probe, reboot};

#[tokio::test]
async fn a_machine_has_restarted_when_its_boot_id_is_another() {
    let machine = Machine::new(Engine::Dracut);
    machine.tool(
        "systemctl",
        "#!/bin/sh\necho 22222222-2222-2222-2222-222222222222 > /proc/sys/kernel/random/boot_id\n",
    );
    let before = probe(&machine).await.unwrap().facts.boot_id;
    assert!(!has_restarted(&machine, &before).await.unwrap());
    reboot(&machine).await.unwrap();
    let mut questions = 0;
    while !has_restarted(&machine, &before).await.unwrap() {
        questions += 1;
        assert!(questions < 100, "it was never restarted");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
