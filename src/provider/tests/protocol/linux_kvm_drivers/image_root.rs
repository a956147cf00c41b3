//! Findings in an image.

use serde_json::json;

use super::root::{KERNEL, Root, SIX, image};
use super::{TYPE, codes, provider, read, reasons};
use crate::support::text_of;

#[tokio::test]
async fn an_image_with_all_drivers_is_compliant() {
    let root = Root::debian(&SIX);
    let before = root.files();
    let found = read(&root, json!({})).await;
    assert_eq!((&found["compliant"], &found["needs_optimization"]), (&json!(true), &json!(false)));
    assert_eq!(found["reasons"], json!([]));
    assert_eq!(found["engine"], "initramfs-tools");
    assert_eq!(found["os"], json!({"id": "debian", "version": "12", "family": "debian"}));
    let drivers = json!({"virtio_blk": "in_image", "virtio_scsi": "in_image", "virtio_net": "in_image",
        "virtio_pci": "in_image", "virtio_ring": "in_image", "virtio": "in_image"});
    let path = format!("/boot/initrd.img-{KERNEL}");
    let image = json!({
        "path": path, "bootable": true, "drivers": drivers, "missing": [], "previous_image": null,
    });
    assert_eq!(found["images"], json!({KERNEL: image}));
    assert_eq!(found["findings"], json!([]));
    assert_eq!(root.files(), before, "nothing is written");
}

#[tokio::test]
async fn an_image_needs_no_driver_that_the_kernel_has_built_in() {
    let root = Root::debian(&["virtio_blk", "virtio_scsi", "virtio_net"]);
    let builtin =
        ["virtio", "virtio_ring", "virtio_pci"].map(|driver| format!("kernel/drivers/virtio/{driver}.ko\n"));
    root.write(&format!("lib/modules/{KERNEL}/modules.builtin"), builtin.concat());
    let found = read(&root, json!({})).await;
    assert_eq!(found["compliant"], true, "{found}");
    let drivers = &found["images"][KERNEL]["drivers"];
    assert_eq!((&drivers["virtio_pci"], &drivers["virtio_net"]), (&json!("builtin"), &json!("in_image")));
}

#[tokio::test]
async fn a_driver_that_the_image_lacks_is_named_with_its_kernel() {
    let root = Root::debian(&["virtio_blk", "virtio_pci", "virtio_ring", "virtio"]);
    let found = read(&root, json!({})).await;
    assert_eq!((&found["compliant"], &found["needs_optimization"]), (&json!(false), &json!(true)));
    assert_eq!(found["images"][KERNEL]["missing"], json!(["virtio_scsi", "virtio_net"]));
    let reasons = reasons(&found);
    assert!(reasons.contains(&format!("initrd.img-{KERNEL} lacks virtio_scsi")), "{reasons}");
}

#[tokio::test]
async fn names_on_one_line_are_found_and_not_compliant() {
    // The manual read literally: the tool includes the first driver and reports success.
    let root = Root::debian(&["virtio_blk", "virtio_ring", "virtio"]);
    root.write("etc/initramfs-tools/modules", format!("{}\n", SIX.join(" ")));
    let found = read(&root, json!({})).await;
    assert_eq!(found["compliant"], false);
    assert_eq!(found["images"][KERNEL]["drivers"]["virtio_pci"], "available");
    assert!(codes(&found).contains(&"names_on_one_line"), "{found}");
    // The images have the drivers, but the next kernel's image would not.
    root.write(&format!("boot/initrd.img-{KERNEL}"), image(KERNEL, &SIX));
    let found = read(&root, json!({})).await;
    assert_eq!(found["compliant"], false);
    assert_eq!(found["images"][KERNEL]["missing"], json!([]));
    assert!(reasons(&found).contains("one line"), "{found}");
}

#[tokio::test]
async fn each_kernel_is_judged_by_its_own_image() {
    let root = Root::debian(&SIX);
    root.install("6.1.0-51-amd64", &[]);
    let all = read(&root, json!({})).await;
    assert_eq!((&all["compliant"], &all["images"][KERNEL]["missing"]), (&json!(false), &json!([])));
    assert_eq!(all["images"]["6.1.0-51-amd64"]["bootable"], false);
    for kernels in [json!("bootable"), json!([KERNEL])] {
        let some = read(&root, json!({"kernels": kernels})).await;
        assert_eq!((&some["compliant"], &some["kernels"]), (&json!(true), &kernels), "{some}");
        assert_eq!(some["images"].as_object().unwrap().len(), 1);
    }
    let modules_of_another = image("6.1.0-51-amd64", &SIX);
    root.write(&format!("boot/initrd.img-{KERNEL}"), modules_of_another);
    let found = read(&root, json!({"kernels": [KERNEL]})).await;
    assert_eq!(found["compliant"], false, "modules of another kernel are of no use");
}

#[tokio::test]
async fn drivers_can_be_named_and_keep_their_spelling() {
    let root = Root::debian(&["virtio_blk"]);
    let found = read(&root, json!({"preset": "none", "drivers": ["virtio-blk"]})).await;
    assert_eq!((&found["compliant"], &found["drivers"]), (&json!(true), &json!(["virtio-blk"])));
    assert_eq!(found["images"][KERNEL]["drivers"], json!({"virtio_blk": "in_image"}));
    let found = read(&root, json!({"preset": "none", "drivers": ["virtio_blk", "hv_storvsc"]})).await;
    assert_eq!(found["images"][KERNEL]["drivers"]["hv_storvsc"], "not_in_kernel");
    assert!(reasons(&found).contains("no driver hv_storvsc"), "{found}");
    let found = read(&root, json!({"preset": "aws_nitro"})).await;
    assert!(reasons(&found).contains("cannot find its disk"), "{found}");
}

#[tokio::test]
async fn what_is_left_out_shows_its_default() {
    let found = read(&Root::debian(&SIX), json!({})).await;
    assert_eq!((&found["preset"], &found["become"]), (&json!("virtio"), &json!("auto")));
    assert_eq!((&found["drivers"], &found["port"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn an_image_that_cannot_be_read_to_its_end_is_not_compliant() {
    let root = Root::debian(&SIX);
    let whole = image(KERNEL, &SIX);
    for broken in [&whole[..whole.len() / 2], b"", b"no image at all"] {
        root.write(&format!("boot/initrd.img-{KERNEL}"), broken);
        let found = read(&root, json!({})).await;
        assert_eq!((&found["compliant"], &found["images"][KERNEL]["drivers"]), (&json!(false), &json!({})));
        assert!(reasons(&found).contains("cannot be listed"), "{found}");
    }
    let endless = std::fs::File::create(root.at(&format!("boot/initrd.img-{KERNEL}"))).unwrap();
    endless.set_len(3 << 30).unwrap();
    let found = read(&root, json!({})).await;
    assert!(reasons(&found).contains("bytes"), "{found}");
}

#[tokio::test]
async fn other_obstacles_are_found() {
    let root = Root::debian(&SIX);
    root.write("etc/fstab", "/dev/sda1 / ext4 defaults 0 1\nUUID=2 /usr ext4 defaults 0 2\n");
    root.write("usr/sbin/clamd", "");
    let found = read(&root, json!({})).await;
    let mut codes = codes(&found);
    codes.sort_unstable();
    assert_eq!(codes, ["fstab_by_device_name", "security_software", "separate_usr"]);
    assert_eq!(found["compliant"], true, "findings do not change the verdict");
    for finding in found["findings"].as_array().unwrap() {
        assert!(
            !finding["object"].as_str().unwrap().is_empty() && finding["text"].as_str().unwrap().len() > 20
        );
    }
}

#[tokio::test]
async fn without_an_endpoint_only_what_needs_ontap_is_refused() {
    let harness = provider().await;
    let aggregates = harness.data("cvo_aggregates", json!({})).await;
    let said = text_of(&aggregates.diagnostics);
    assert!(aggregates.diagnostics.has_errors() && said.contains("CVO_ENDPOINT"), "{said}");
    let root = Root::debian(&SIX);
    let found = harness.data(TYPE, json!({"image_root": root.text()})).await;
    assert!(found.diagnostics.is_empty(), "{}", text_of(&found.diagnostics));
    // With an endpoint, the rest of the connection is required as before.
    let halves = harness.configure(json!({"endpoint": "https://127.0.0.1:9"})).await;
    assert!(text_of(&halves).contains("CVO_USERNAME"), "{}", text_of(&halves));
}

#[tokio::test]
async fn a_name_that_is_not_utf8_hides_no_driver() {
    let root = Root::debian(&SIX);
    let with_mark = String::from_utf8(image(KERNEL, &SIX)).unwrap().replace("init\0", "in~t\0");
    let odd: Vec<u8> = with_mark.bytes().map(|byte| if byte == b'~' { 0xe9 } else { byte }).collect();
    assert!(odd.contains(&0xe9));
    root.write(&format!("boot/initrd.img-{KERNEL}"), odd);
    let found = read(&root, json!({})).await;
    assert_eq!((&found["compliant"], &found["reasons"]), (&json!(true), &json!([])));
}

#[tokio::test]
async fn a_read_ends_within_a_second_when_terraform_is_stopped() {
    let root = Root::debian(&SIX);
    // Several seconds of zeros.
    for number in 0..40 {
        let kernel = format!("6.2.{number}-amd64");
        root.install(&kernel, &[]);
        let file = std::fs::File::create(root.at(&format!("boot/initrd.img-{kernel}"))).unwrap();
        file.set_len((2 << 30) - 1).unwrap();
    }
    let provider = provider().await;
    let config = json!({"image_root": root.text()});
    let look = provider.data(TYPE, config);
    let stop = async {
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        provider.stop().await;
        std::time::Instant::now()
    };
    let (found, stopped) = tokio::join!(look, stop);
    let took = stopped.elapsed();
    let said = text_of(&found.diagnostics);
    assert!(said.contains("interrupted"), "{said}");
    assert!(took < std::time::Duration::from_secs(1), "{took:?}");
}

#[tokio::test]
async fn a_pipe_in_an_image_root_is_reported_without_waiting() {
    let root = Root::debian(&SIX);
    for path in ["etc/initramfs-tools/modules", "boot/initrd.img-6.1.0-50-amd64"] {
        let _ = std::fs::remove_file(root.at(path));
        root.write("etc/initramfs-tools/keep", "");
        assert!(std::process::Command::new("mkfifo").arg(root.at(path)).status().unwrap().success());
        let limit = std::time::Duration::from_secs(20);
        let provider = provider().await;
        let look = provider.data(TYPE, json!({"image_root": root.text()}));
        let found = tokio::time::timeout(limit, look).await.expect("the read does not wait for a writer");
        let said = text_of(&found.diagnostics) + &found.json().to_string();
        assert!(said.contains("neither a file nor a folder"), "{path}: {said}");
        std::fs::remove_file(root.at(path)).unwrap();
    }
}
