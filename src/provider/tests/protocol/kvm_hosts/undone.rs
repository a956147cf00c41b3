//! Changes that fail: the machine is as before, and so is the state.

use kvm_drivers::system::Engine;
use linux_machine::testing::KERNEL;
use serde_json::json;

use super::host::Host;

#[tokio::test]
async fn a_create_that_fails_leaves_neither_a_trace_nor_a_state() {
    for engine in [Engine::InitramfsTools, Engine::Dracut] {
        let host = Host::with(engine).await;
        host.machine.write("etc/fails", "");
        let before = host.machine.essential();
        let (stored, said) = host.refused(None, json!({})).await;
        for part in ["make an image for kernel", "/etc/fails says so", "as before", "127.0.0.1"] {
            assert!(said.contains(part), "{said}");
        }
        assert_eq!(host.machine.essential(), before);
        assert!(!stored.exists(), "nothing was made");
        std::fs::remove_file(host.machine.path().join("etc/fails")).unwrap();
        host.made(None, json!({})).await;
    }
}

#[tokio::test]
async fn an_update_that_fails_stores_the_actual_state() {
    let host = Host::new().await;
    let made = host.made(None, json!({})).await;
    host.machine.add_kernel("6.1.0-51-amd64");
    host.machine.write("etc/fails", "");
    let read = host.refreshed(&made).await;
    let before = host.machine.essential();
    let (stored, _) = host.refused(Some(&read), json!({})).await;
    assert_eq!(host.machine.essential(), before);
    assert_eq!(stored.json()["compliant"], false);
    assert_eq!(stored.json()["images"][KERNEL]["missing"], json!([]));
}

#[tokio::test]
async fn nothing_begins_while_another_program_is_at_work() {
    let cases = [("dpkg", json!({}), "dpkg runs"), ("clamd", json!({"security_software": "fail"}), "ClamAV")];
    for (process, more, says) in cases {
        let host = Host::new().await;
        host.machine.runs(process);
        let before = host.machine.essential();
        let (stored, said) = host.refused(None, more).await;
        assert!(said.contains(says) && said.contains("Nothing was changed"), "{said}");
        assert!(!stored.exists());
        assert_eq!(host.machine.essential(), before);
    }
}

#[tokio::test]
async fn a_driver_or_kernel_that_does_not_exist_is_refused() {
    let host = Host::new().await;
    let before = host.machine.essential();
    let (_, said) = host.refused(None, json!({"drivers": ["hv_storvsc"]})).await;
    assert!(said.contains("no driver hv_storvsc"), "{said}");
    let (_, said) = host.refused(None, json!({"kernels": ["6.9.9"]})).await;
    assert!(said.contains("has no kernel 6.9.9") && said.contains(KERNEL), "{said}");
    assert_eq!(host.machine.essential(), before);
}

#[tokio::test]
async fn an_old_kernel_is_refused_with_what_to_do() {
    let host = Host::new().await;
    host.machine.add_kernel("2.6.24-19-server");
    let before = host.machine.essential();
    let (_, said) = host.refused(None, json!({})).await;
    assert!(said.contains("2.6.25 or later"), "{said}");
    assert_eq!(host.machine.essential(), before);
}

#[tokio::test]
async fn an_initrd_inside_another_file_is_refused() {
    let host = Host::new().await;
    host.machine.write("boot/efi/EFI/Linux/debian.efi", "");
    let before = host.machine.essential();
    let (_, said) = host.refused(None, json!({})).await;
    assert!(said.contains("part of another file") && said.contains("debian.efi"), "{said}");
    assert_eq!(host.machine.essential(), before);
}
