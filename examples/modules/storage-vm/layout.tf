# What is wanted, as plain values: which LIF on which node with which address.

locals {
  topology   = data.cvo_system.this.topology
  nodes      = data.cvo_system.this.nodes
  node_names = sort(keys(local.nodes))
  is_pair    = length(local.node_names) > 1

  version   = [for part in regex("^(\\d+)\\.(\\d+)\\.(\\d+)", data.cvo_system.this.ontap_version) : tonumber(part)]
  is_9_11_1 = local.version[0] * 10000 + local.version[1] * 100 + local.version[2] >= 91101

  # For a node that there is not, which the output `topology` refuses, the first one stands.
  svms = {
    for svm in var.storage_vms : coalesce(svm.key, svm.name) => merge(svm, {
      home_node           = contains(local.node_names, coalesce(svm.home_node, "-")) ? svm.home_node : local.node_names[0]
      private_lif_policy  = coalesce(svm.private_lif_policy, var.private_lif_policy)
      deletion_protection = svm.deletion_protection == null ? var.deletion_protection : svm.deletion_protection
    })
  }

  floats = local.topology == "ha_multi_az"

  # LIFs with these policies never leave their home.
  block_policies = ["default-data-blocks", "default-data-iscsi", "default-data-nvme-tcp"]

  lif_list = flatten([
    for key, svm in local.svms : concat(
      [
        for index, node in local.node_names : {
          svm     = key
          kind    = "private"
          id      = "node${index + 1}_iscsi"
          name    = lookup(svm.private_lif_names, node, null)
          policy  = svm.private_lif_policy
          node    = node
          address = lookup(svm.private_addresses, node, null)
          moves   = false
        } if local.floats || (local.is_pair && svm.outbound_lifs)
      ],
      [
        {
          svm     = key
          kind    = "nas"
          id      = local.floats ? "nas_floating" : "nas"
          name    = svm.nas_lif_name
          policy  = svm.nas_lif_policy
          node    = svm.home_node
          address = svm.nas_address
          moves   = true
        }
      ],
      [
        for wanted in [true] : {
          svm     = key
          kind    = "management"
          id      = "svm_mgmt"
          name    = svm.management_lif_name
          policy  = svm.management_lif_policy
          node    = svm.home_node
          address = svm.management_address
          moves   = true
        } if svm.management_lif
      ],
      [
        for id, lif in svm.further_lifs : {
          svm     = key
          kind    = "further"
          id      = id
          name    = lif.name
          policy  = lif.service_policy
          node    = contains(local.node_names, coalesce(lif.home_node, "-")) ? lif.home_node : svm.home_node
          address = lif.address
          moves   = !coalesce(lif.stays, contains(local.block_policies, lif.service_policy))
        }
      ],
    )
  ])

  # By an id that neither a rename nor another address changes. Only in an HA pair in several availability zones an address
  # floats, that of each LIF that does not stay.
  lifs = {
    for lif in local.lif_list : "${lif.svm}/${lif.id}" => merge(lif, {
      name     = coalesce(lif.name, "${lif.svm}_${lif.id}")
      floating = local.floats && lif.moves
    })
  }

  # A node is assumed not to reach the router of another zone's subnet: one default route per subnet, the home node's
  # preferred. Each keeps its gateway, so that another home changes two metrics, one after the other, and there is a
  # default route at any time. Before ONTAP 9.11.1 no metric can be given, and NetApp advises against equal ones: the
  # one route is then the home node's, as it is where the nodes share a subnet.
  per_subnet = local.floats && local.is_9_11_1
  routes = {
    for key, svm in local.svms : key => local.per_subnet ? [
      for node in local.node_names : { node = node, metric = node == svm.home_node ? 20 : 30 }
    ] : [{ node = svm.home_node, metric = null }]
  }
}
