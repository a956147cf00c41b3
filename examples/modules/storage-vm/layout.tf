# What is wanted, as plain values: which LIF on which node with which address.

locals {
  topology   = data.cvo_system.this.topology
  nodes      = data.cvo_system.this.nodes
  node_names = sort(keys(local.nodes))
  is_pair    = length(local.node_names) > 1

  version   = [for part in regex("^(\\d+)\\.(\\d+)\\.(\\d+)", data.cvo_system.this.ontap_version) : tonumber(part)]
  is_9_11_1 = local.version[0] * 10000 + local.version[1] * 100 + local.version[2] >= 91101

  svms = {
    for svm in var.storage_vms : coalesce(svm.key, svm.name) => merge(svm, {
      home_node = coalesce(svm.home_node, local.node_names[0])
    })
  }

  floats = local.topology == "ha_multi_az"

  lif_list = flatten([
    for key, svm in local.svms : concat(
      [
        for index, node in local.node_names : {
          svm      = key
          suffix   = "node${index + 1}_iscsi"
          policy   = var.private_lif_policy
          node     = node
          address  = lookup(svm.private_addresses, node, null)
          moves    = false
          floating = false
        } if local.floats || (local.is_pair && svm.outbound_lifs)
      ],
      [
        for lif in [
          { suffix = local.floats ? "nas_floating" : "nas", policy = "default-data-files", address = svm.nas_address, wanted = true },
          { suffix = "svm_mgmt", policy = "default-management", address = svm.management_address, wanted = svm.management_lif },
          ] : {
          svm      = key
          suffix   = lif.suffix
          policy   = lif.policy
          node     = svm.home_node
          address  = lif.address
          moves    = true
          floating = local.floats
        } if lif.wanted
      ],
    )
  ])

  # By an id that neither a rename nor another address changes.
  lifs = { for lif in local.lif_list : "${lif.svm}/${lif.suffix}" => merge(lif, { name = "${lif.svm}_${lif.suffix}" }) }

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
