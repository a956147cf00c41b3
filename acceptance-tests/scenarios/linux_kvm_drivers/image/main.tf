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

variable "allow_chroot" {
  type    = bool
  default = true
}

variable "on_destroy" {
  type    = string
  default = "keep"
}

resource "cvo_linux_kvm_drivers" "image" {
  image_root   = var.image_root
  allow_chroot = var.allow_chroot
  on_destroy   = var.on_destroy
}
