# A machine that an image is made of. How to log in stands in the provider's ssh; the key was read on the machine's console.
resource "cvo_linux_kvm_drivers" "builder" {
  host      = "10.0.1.20"
  host_keys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ"]
}

# An image that is mounted where Terraform runs, and trusted: its own tool is run in it.
resource "cvo_linux_kvm_drivers" "image" {
  image_root   = "/mnt/image"
  allow_chroot = true
}

# Ready for Amazon EC2 as well, and whoever destroys it takes the configuration away again.
resource "cvo_linux_kvm_drivers" "both" {
  host              = "10.0.1.21"
  ssh_profile       = "debian"
  drivers           = ["nvme", "ena"]
  security_software = "fail"
  reboot            = "if_changed"
  on_unreachable    = "keep"
  on_destroy        = "remove_config"
}
