//! Provider functions, with every release of Terraform that supports them.

use acceptance_tests::{World, scenario};
use anyhow::Result;
use serde_json::json;

/// A variable that makes a call fail, and Terraform's error.
const REFUSED: &[(&str, &[&str])] = &[
    (
        "version_text=9.eleven",
        &["\"version\" parameter", "\"9.eleven\" is not an ONTAP version", "or \"9.12.1RC1\"."],
    ),
    ("cidr=2001:db8::/32", &["\"cidr\" parameter", "is not an IPv4 block"]),
    ("address=169.254.169.254", &["\"address\" parameter", "is a link-local address"]),
    ("address=10.20.16", &["\"address\" parameter", "is not an IPv4 address"]),
    ("linux=beos", &["\"os_id\" parameter", "\"beos\" is not a known system"]),
    ("kernel=2.6.24", &["\"options\" parameter", "2.6.25 or later"]),
    ("topology=ha", &["\"topology\" parameter", "single_node, ha_single_az, ha_multi_az."]),
];

#[test]
fn functions_return_and_refuse_with_every_release_that_supports_them() -> Result<()> {
    let world = World::single_node()?;
    let matrix = &world.programs().terraform_matrix;
    // Terraform has supported provider functions since 1.8.
    let releases: Vec<_> =
        matrix.iter().filter(|path| !path.display().to_string().contains("-1.6.")).collect();
    assert!(!releases.is_empty(), "{matrix:?}");
    for terraform in releases {
        let work = world.workdir_with(terraform, &scenario("functions/answers"))?;
        work.apply()?;
        let outputs = work.outputs()?;
        let output = |name: &str| &outputs[name]["value"];
        assert_eq!(*output("at_least"), json!([true, true, false]));
        assert_eq!((output("later"), output("floating")), (&json!(true), &json!(true)));
        assert_eq!(*output("netmask"), "255.255.240.0");
        let lifs = ["node1_iscsi 0 false", "node2_iscsi 1 false", "nas_floating 0 true", "svm_mgmt 0 true"];
        assert_eq!(*output("lifs"), json!(lifs));
        let regenerate = "dracut -f /boot/initramfs-2.6.32-573.el6.x86_64.img 2.6.32-573.el6.x86_64";
        assert_eq!(*output("kvm_regenerate"), json!([regenerate]));
        assert_eq!(*output("kvm_config"), json!(["/etc/dracut.conf", "append_lines"]));
        let lines = ["virtio_blk", "virtio_scsi", "virtio_net", "virtio_pci", "virtio_ring", "virtio"];
        assert_eq!(*output("kvm_lines"), json!(lines));
        work.expect_no_changes()?;
        let inside =
            work.run(&["apply", "-auto-approve", "-input=false", "-var=address=10.20.17.9"])?.succeeded()?;
        assert!(inside.stdout.contains("floating = false"), "{inside}");
        for (variable, said) in REFUSED {
            work.run(&["plan", "-input=false", &format!("-var={variable}")])?.failed_saying(said)?;
        }
    }
    Ok(())
}
