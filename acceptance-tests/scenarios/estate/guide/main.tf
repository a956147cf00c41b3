# The estate that the guide about existing storage VMs is followed on, and that Terraform then knows nothing of.

terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

data "cvo_system" "this" {}

locals {
  node = one(values(data.cvo_system.this.nodes))
  addresses = {
    svm_2 = "10.20.1.35"
    svm_3 = "10.20.1.36"
  }
}

resource "cvo_secondary_ip" "nas" {
  for_each = local.addresses

  network_interface_id = local.node.network_interface_id
  private_ip           = each.value
}

resource "cvo_storage_vm" "this" {
  for_each = local.addresses

  name       = each.key
  aggregates = ["aggr1"]
}

resource "cvo_route" "default" {
  for_each = local.addresses

  svm_name = cvo_storage_vm.this[each.key].name
  gateway  = local.node.subnet_gateway
}

resource "cvo_lif" "nas" {
  for_each = local.addresses

  name      = "nas"
  svm_name  = cvo_storage_vm.this[each.key].name
  address   = cvo_secondary_ip.nas[each.key].private_ip
  home_node = one(keys(data.cvo_system.this.nodes))
}
