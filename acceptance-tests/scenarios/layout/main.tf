# Several storage VMs at once, each whole, on any topology, at home on one node and the other by turns.

terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

variable "topology" {
  type = string
}

variable "number" {
  type    = number
  default = 3
}

variable "outbound_lifs" {
  type    = bool
  default = false
}

variable "private_lif_policy" {
  type    = string
  default = "default-data-iscsi"
}

variable "home_node" {
  description = "Home of every storage VM; left out, one node and the other by turns."
  type        = string
  default     = null
}

variable "names" {
  description = "New names, by key."
  type        = map(string)
  default     = {}
}

variable "named_floating_addresses" {
  type    = bool
  default = true
}

locals {
  floats = var.topology == "ha_multi_az" && var.named_floating_addresses
  keys   = [for index in range(var.number) : "svm_${index + 2}"]
}

module "storage_vms" {
  source = "./modules/storage-vm"

  topology           = var.topology
  additional_cidrs   = ["172.31.0.0/16"]
  private_lif_policy = var.private_lif_policy

  storage_vms = [
    for index, key in local.keys : {
      name                = lookup(var.names, key, key)
      key                 = key
      aggregates          = ["aggr1", "aggr2"]
      home_node           = var.home_node != null || var.topology == "single_node" ? var.home_node : "cvo-node${index % 2 + 1}"
      outbound_lifs       = var.outbound_lifs
      nas_address         = local.floats ? cidrhost("192.168.209.0/24", 10 + index) : null
      management_address  = local.floats ? cidrhost("192.168.209.0/24", 110 + index) : null
      deletion_protection = false
    }
  ]
}

output "storage_vms" {
  value = module.storage_vms.storage_vms
}

output "private_addresses_wanted" {
  value = module.storage_vms.private_addresses_wanted
}
