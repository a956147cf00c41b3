terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

variable "image_root" {
  type = string
}

variable "demanded" {
  type    = bool
  default = false
}

data "cvo_linux_kvm_drivers" "image" {
  image_root = var.image_root
  kernels    = "bootable"

  lifecycle {
    postcondition {
      condition     = self.compliant || !var.demanded
      error_message = join("\n", self.reasons)
    }
  }
}

output "found" {
  value = data.cvo_linux_kvm_drivers.image
}

output "codes" {
  value = data.cvo_linux_kvm_drivers.image.findings[*].code
}
