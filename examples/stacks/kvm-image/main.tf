# A Linux image that gets its KVM drivers: looked at, changed, and looked at once more. It is mounted where Terraform runs,
# with its /boot and /boot/efi if these are file systems of their own.
#
# Nothing here needs a Cloud Volumes ONTAP system.

terraform {
  required_version = ">= 1.6"

  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

# Before: what is true of the image. Nothing of it is run.

data "cvo_linux_kvm_drivers" "before" {
  image_root = var.image_root
  preset     = var.preset
  drivers    = var.drivers
}

locals {
  disks_by_name = [
    for finding in data.cvo_linux_kvm_drivers.before.findings : finding.text
    if contains(["root_by_device_name", "fstab_by_device_name"], finding.code)
  ]
}

# No driver helps where the disk is looked for under the name that it had elsewhere.
check "disks_are_named_by_uuid" {
  assert {
    condition     = length(local.disks_by_name) == 0
    error_message = join("\n", local.disks_by_name)
  }
}

# The drivers, by the image's own tool.

resource "cvo_linux_kvm_drivers" "image" {
  image_root   = var.image_root
  allow_chroot = var.allow_chroot
  preset       = var.preset
  drivers      = var.drivers

  lifecycle {
    # Where /boot is a file system of its own and not mounted, initrds would come to lie below it.
    precondition {
      condition     = anytrue([for image in data.cvo_linux_kvm_drivers.before.images : image.bootable])
      error_message = "No entry of a boot loader starts a kernel of ${var.image_root}. Is its /boot mounted?"
    }
  }
}

# After: the initrds read once more, without the tool that made them.

data "cvo_linux_kvm_drivers" "after" {
  image_root = var.image_root
  preset     = var.preset
  drivers    = var.drivers

  lifecycle {
    postcondition {
      condition     = self.compliant
      error_message = join("\n", self.reasons)
    }
  }

  depends_on = [cvo_linux_kvm_drivers.image]
}
