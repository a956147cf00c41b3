//! An image that cannot be examined is reported, and never counts as an image that needs nothing.

use serde_json::json;

use super::root::{KERNEL, Root, SIX};
use super::{TYPE, provider, refusal};
use crate::support::text_of;

#[tokio::test]
async fn an_invalid_configuration_is_refused_offline() {
    let cases = [
        (json!({"image_root": "mnt/image"}), "[image_root]", "absolute"),
        (json!({"image_root": "/"}), "[image_root]", "runs Terraform"),
        (json!({"image_root": "/mnt/.."}), "[image_root]", ".."),
        (json!({"image_root": "/mnt", "preset": "kvm"}), "[preset]", "virtio, aws_nitro, none"),
        (json!({"image_root": "/mnt", "preset": "none"}), "[drivers]", "must be named"),
        (json!({"image_root": "/mnt", "preset": "none", "drivers": []}), "[drivers]", "must be named"),
        (json!({"image_root": "/mnt", "drivers": ["virtio_blk virtio_net"]}), "[drivers[0]]", "one name"),
        (json!({"image_root": "/mnt", "kernels": "newest"}), "[kernels]", "bootable"),
        (json!({"image_root": "/mnt", "kernels": ["6.1.0", "../etc"]}), "[kernels[1]]", "uname -r"),
    ];
    for (config, path, says) in cases {
        let said = text_of(&provider().await.validate_data(TYPE, config.clone()).await);
        assert!(said.contains(path) && said.contains(says), "{config}: {said}");
    }
}

#[tokio::test]
async fn unknown_values_are_not_refused() {
    let unknown = tfplugin::testing::UNKNOWN;
    for config in [
        json!({"image_root": unknown}),
        json!({"image_root": "/mnt", "preset": "none", "drivers": unknown}),
        json!({"image_root": "/mnt", "preset": unknown, "kernels": unknown}),
        json!({"image_root": "/mnt", "kernels": ["6.1.0", unknown]}),
    ] {
        let said = text_of(&provider().await.validate_data(TYPE, config.clone()).await);
        assert!(said.is_empty(), "{config}: {said}");
    }
}

#[tokio::test]
async fn a_folder_without_an_image_is_an_error() {
    let root = Root::empty();
    let said = refusal(json!({"image_root": root.at("nowhere")})).await;
    assert!(said.contains("[image_root]") && said.contains("nowhere") && said.contains("Mount"), "{said}");
    let said = refusal(json!({"image_root": root.text()})).await;
    assert!(said.contains("There is no kernel") && said.contains("mounted?"), "{said}");
    root.write("file", "");
    let said = refusal(json!({"image_root": root.at("file")})).await;
    assert!(said.contains("[image_root]"), "{said}");
}

#[tokio::test]
async fn an_empty_choice_of_kernels_is_an_error() {
    let root = Root::debian(&SIX);
    let said = refusal(json!({"image_root": root.text(), "kernels": ["6.1.0-99-amd64"]})).await;
    assert!(said.contains("[kernels]") && said.contains(KERNEL), "{said}");
    root.start(&[]);
    let said = refusal(json!({"image_root": root.text(), "kernels": "bootable"})).await;
    assert!(said.contains("[kernels]") && said.contains("/boot"), "{said}");
}
