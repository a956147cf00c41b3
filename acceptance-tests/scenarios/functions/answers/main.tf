terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

variable "version_text" {
  type    = string
  default = "9.11.1P3"
}

variable "cidr" {
  type    = string
  default = "10.20.16.0/20"
}

variable "address" {
  type    = string
  default = "192.168.209.27"
}

variable "topology" {
  type    = string
  default = "ha_multi_az"
}

data "cvo_system" "this" {}

# Known only when the system has been read.
resource "terraform_data" "later" {
  input = data.cvo_system.this.ontap_version
}

output "at_least" {
  value = [for minimum in ["9.9.1", "9.11.1", "9.11.1P4"] : provider::cvo::version_at_least(var.version_text, minimum)]
}

output "later" {
  value = provider::cvo::version_at_least(terraform_data.later.output, "9.10.1")
}

output "netmask" {
  value = provider::cvo::netmask(var.cidr)
}

output "floating" {
  value = provider::cvo::is_floating(var.address, toset([var.cidr, "172.31.0.0/16"]))
}

output "lifs" {
  value = [for lif in provider::cvo::planned_lifs(var.topology, true) : "${lif.name_suffix} ${lif.node_index} ${lif.floating}"]
}

variable "linux" {
  type    = string
  default = "centos"
}

variable "kernel" {
  type    = string
  default = "2.6.32-573.el6.x86_64"
}

locals {
  kvm    = provider::cvo::kvm_driver_plan(var.linux, "6.10", { kernel = var.kernel, style = "seed" })
  debian = provider::cvo::kvm_driver_plan("debian", 12, null)
}

output "kvm_regenerate" {
  value = local.kvm.regenerate
}

output "kvm_config" {
  value = [local.kvm.config_path, local.kvm.config_mode]
}

output "kvm_lines" {
  value = [for line in split("\n", local.debian.config_content) : line if startswith(line, "virtio")]
}
