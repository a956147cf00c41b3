# Where the image's root file system is mounted, such as /mnt/image; with its /boot, if that is a file system of its own.
variable "image_root" {
  type = string
}

# Does the image need to be optimized before it is used on KVM? A plan goes on only when it does not.
data "cvo_linux_kvm_drivers" "image" {
  image_root = var.image_root

  lifecycle {
    postcondition {
      condition     = !self.needs_optimization
      error_message = join("\n", self.reasons)
    }
  }
}

# What an image for Amazon EC2 needs, of the kernels that the boot loader starts: a check only warns. Its data source stands
# outside of it: one inside is read again by every apply, and no plan is ever empty.
data "cvo_linux_kvm_drivers" "ec2" {
  image_root = var.image_root
  preset     = "aws_nitro"
  kernels    = "bootable"
}

check "ready_for_ec2" {
  assert {
    condition     = data.cvo_linux_kvm_drivers.ec2.compliant
    error_message = join("\n", data.cvo_linux_kvm_drivers.ec2.reasons)
  }
}

output "missing" {
  value = { for kernel, image in data.cvo_linux_kvm_drivers.image.images : kernel => image.missing }
}

# Not about drivers, and in the way all the same: disks named by device, for example.
output "findings" {
  value = [for finding in data.cvo_linux_kvm_drivers.image.findings : "${finding.code}: ${finding.text}"]
}

# Machines that are reached over SSH, each with its host key. How to log in stands in the provider's ssh.
variable "machines" {
  type    = map(string)
  default = {}
}

data "cvo_linux_kvm_drivers" "machine" {
  for_each = var.machines

  host      = each.key
  host_keys = [each.value]
}

output "to_be_optimized" {
  value = [for host, found in data.cvo_linux_kvm_drivers.machine : host if found.needs_optimization]
}
