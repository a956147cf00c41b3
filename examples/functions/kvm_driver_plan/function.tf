locals {
  plan = provider::cvo::kvm_driver_plan("debian", "12", null)
}

# For cloud-init: the drivers come into the initrd, and the log says which one does not.
output "user_data" {
  value = join("\n", ["#cloud-config", yamlencode({
    write_files = [{
      path    = local.plan.config_path
      append  = local.plan.config_mode != "own_file"
      content = local.plan.config_content
    }]
    runcmd = concat(local.plan.regenerate, local.plan.verify)
  })])
}

# The manual's own way on an old SUSE whose boot loader loads another image than the usual one:
# "mkinitrd -k vmlinuz-$(uname -r) -i initrd.vmx".
output "suse" {
  value = provider::cvo::kvm_driver_plan("sles", "11.4", { style = "seed", image = "/boot/initrd.vmx" }).text.regenerate
}
