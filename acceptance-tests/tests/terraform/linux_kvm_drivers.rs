//! `data.cvo_linux_kvm_drivers` on a mounted image, with a provider that has no system configured.

use acceptance_tests::{ImageRoot, Workdir, World, scenario};
use anyhow::Result;
use serde_json::json;

/// Returns a folder whose environment names no system.
fn without_system(world: &World, root: &ImageRoot) -> Result<Workdir> {
    let mut work = world.workdir(&scenario("linux_kvm_drivers/image_root"))?;
    for variable in ["CVO_ENDPOINT", "CVO_USERNAME", "CVO_PASSWORD", "CVO_CA_FILE", "AWS_ENDPOINT_URL_EC2"] {
        work.unset(variable);
    }
    work.set("TF_VAR_image_root", &root.path().display().to_string());
    Ok(work)
}

#[test]
fn an_image_is_judged_by_the_content_of_its_initrd() -> Result<()> {
    let world = World::single_node()?;
    let root = ImageRoot::debian(&["virtio_blk", "virtio_ring", "virtio"])?;
    // The manual taken literally. The tool takes all but the first name for parameters, and succeeds.
    root.write("etc/initramfs-tools/modules", ImageRoot::VIRTIO.join(" ").as_bytes())?;
    let work = without_system(&world, &root)?;
    work.apply()?;
    let outputs = work.outputs()?;
    let found = &outputs["found"]["value"];
    assert_eq!((&found["needs_optimization"], &found["engine"]), (&json!(true), &json!("initramfs-tools")));
    let missing = json!(["virtio_scsi", "virtio_net", "virtio_pci"]);
    assert_eq!(found["images"][ImageRoot::KERNEL]["missing"], missing);
    assert_eq!(outputs["codes"]["value"], json!(["names_on_one_line"]));
    work.expect_no_changes()?;

    root.write("etc/initramfs-tools/modules", ImageRoot::VIRTIO.join("\n").as_bytes())?;
    root.put_into_initrd(&ImageRoot::VIRTIO)?;
    work.apply()?;
    let outputs = work.outputs()?;
    assert_eq!(outputs["found"]["value"]["compliant"], true, "{outputs}");
    assert_eq!(outputs["codes"]["value"], json!([]));
    work.expect_no_changes()?;
    assert_eq!(world.requests()?.len(), 0, "no request is sent to a system");
    Ok(())
}

#[test]
fn a_postcondition_stops_an_image_that_lacks_drivers() -> Result<()> {
    let world = World::single_node()?;
    let root = ImageRoot::debian(&[])?;
    let mut work = without_system(&world, &root)?;
    work.set("TF_VAR_demanded", "true");
    let parts = ["Resource postcondition failed", "lacks virtio_blk", ImageRoot::KERNEL];
    work.try_apply()?.failed_saying(&parts)?;
    root.put_into_initrd(&ImageRoot::VIRTIO)?;
    work.apply()?;
    Ok(())
}

#[test]
fn a_folder_that_is_not_an_image_is_an_error_at_its_attribute() -> Result<()> {
    let world = World::single_node()?;
    let root = ImageRoot::debian(&[])?;
    let mut work = without_system(&world, &root)?;
    let nowhere = root.path().join("nowhere").display().to_string();
    for (image_root, says) in [("/", "runs Terraform"), ("image", "absolute"), (&nowhere, "Mount the image")]
    {
        work.set("TF_VAR_image_root", image_root);
        work.run(&["plan", "-input=false"])?.failed_saying(&["image_root = var.image_root", says])?;
    }
    Ok(())
}
