# Storage VMs of a single node, each with two LIFs, their addresses and a default route.

terraform {
  required_providers {
    cvo = { source = "cvo/cvo" }
  }
}

variable "objects" {
  description = "Number of storage VMs."
  type        = number
}

provider "cvo" {}

data "cvo_system" "this" {}

locals {
  node  = one(keys(data.cvo_system.this.nodes))
  e0a   = data.cvo_system.this.nodes[local.node].network_interface_id
  names = { for index in range(var.objects) : "svm_bench_${index}" => index }
}

resource "cvo_storage_vm" "this" {
  for_each = local.names

  name                = each.key
  aggregates          = ["aggr1"]
  deletion_protection = false
}

resource "cvo_route" "default" {
  for_each = local.names

  svm_name    = cvo_storage_vm.this[each.key].name
  destination = "0.0.0.0/0"
  gateway     = data.cvo_system.this.nodes[local.node].subnet_gateway
}

resource "cvo_secondary_ip" "nas" {
  for_each = local.names

  network_interface_id = local.e0a
  private_ip           = "10.20.1.${60 + each.value}"
}

resource "cvo_secondary_ip" "management" {
  for_each = local.names

  network_interface_id = local.e0a
  private_ip           = "10.20.1.${70 + each.value}"
}

resource "cvo_lif" "nas" {
  for_each = local.names

  name           = "nas"
  svm_name       = cvo_storage_vm.this[each.key].name
  address        = cvo_secondary_ip.nas[each.key].private_ip
  home_node      = local.node
  service_policy = "default-data-files"
}

resource "cvo_lif" "management" {
  for_each = local.names

  name           = "management"
  svm_name       = cvo_storage_vm.this[each.key].name
  address        = cvo_secondary_ip.management[each.key].private_ip
  home_node      = local.node
  service_policy = "default-management"
}
