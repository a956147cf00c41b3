data "cvo_system" "this" {}

locals {
  nodes = keys(data.cvo_system.this.nodes)
  lifs  = provider::cvo::planned_lifs(data.cvo_system.this.topology, true)
}

# How many secondary private addresses port e0a of each node must have room for.
output "private_addresses" {
  value = {
    for index, node in local.nodes :
    node => length([for lif in local.lifs : lif if lif.node_index == index && !lif.floating])
  }
}

# Names and service policies of the LIFs, such as svm_2_nas.
output "lifs" {
  value = { for lif in local.lifs : "svm_2_${lif.name_suffix}" => lif.service_policy }
}
