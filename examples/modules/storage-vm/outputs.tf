output "storage_vms" {
  description = "The storage VMs by key, as they are: UUID, name, what protects them, their LIFs by name with address, node and policy, their routes, and the addresses that clients and tools use."
  value = {
    for key, svm in cvo_storage_vm.this : key => {
      id                  = svm.id
      name                = svm.name
      aggregates          = svm.aggregates
      deletion_protection = svm.deletion_protection
      nas_address         = one([for id, lif in cvo_lif.this : lif.address if local.lifs[id].svm == key && local.lifs[id].kind == "nas"])
      management_address  = one([for id, lif in cvo_lif.this : lif.address if local.lifs[id].svm == key && local.lifs[id].kind == "management"])
      private_addresses   = { for id, lif in cvo_lif.private : local.lifs[id].node => lif.address if local.lifs[id].svm == key }

      lifs = {
        for id, lif in merge(cvo_lif.private, cvo_lif.this) : lif.name => {
          id             = lif.id
          address        = lif.address
          floating       = local.lifs[id].floating
          moves          = local.lifs[id].moves
          home_node      = lif.home_node
          service_policy = lif.service_policy
        } if local.lifs[id].svm == key
      }

      routes = [
        for route in concat(
          [for id, route in cvo_route.default : route if id == key],
          [for id, route in cvo_route.second : route if id == key],
          ) : {
          id          = route.id
          destination = route.destination
          gateway     = route.gateway
          metric      = route.metric
        }
      ]
    }
  }
}

# Apart from the addresses, so that it is refused also where they cannot be planned.
output "topology" {
  description = "What the system is: single_node, ha_single_az or ha_multi_az."
  value       = local.topology

  precondition {
    condition     = var.topology == null || var.topology == local.topology
    error_message = "The layout is meant for ${coalesce(var.topology, "any system")}, and ${data.cvo_system.this.cluster_name} is ${local.topology}."
  }

  precondition {
    condition     = length(local.missing_nodes) == 0
    error_message = "storage_vms names ${join(", ", local.missing_nodes)}, and ${data.cvo_system.this.cluster_name} has the nodes ${join(", ", local.node_names)}. Nothing was changed."
  }

  precondition {
    condition     = alltrue([for lif in local.lifs : lif.address != null if lif.floating])
    error_message = "In an HA pair in several availability zones these need an address: ${join(", ", [for lif in local.lifs : lif.name if lif.floating && lif.address == null])}. Name it in nas_address, management_address or further_lifs: a floating one outside every VPC, which only you can choose."
  }

  precondition {
    condition     = length(local.equal_names) == 0
    error_message = "Several LIFs of one storage VM would be called ${join(", ", local.equal_names)}. Name one of them otherwise."
  }

  precondition {
    condition     = !var.enforce_svm_limit || local.svms_fit
    error_message = "${local.svms_advice} enforce_svm_limit is set. Nothing was changed."
  }
}

# Only what is wanted: what is free changes with everybody's addresses, and each time a plan would show it. data.cvo_system
# has that.
output "private_addresses_wanted" {
  description = "By node: private addresses that the interface behind its e0a must have room for. In an HA pair in one availability zone with those that move there when the node's partner fails."
  value       = { for node, room in local.room : node => room.wanted }

  precondition {
    condition = alltrue(values(local.fits))
    error_message = join(" ", concat(
      [for node, fits in local.fits : "The interface behind e0a of ${node} has room for ${coalesce(local.room[node].left, 0)} more addresses${local.together ? " if its partner fails" : ""}, and the layout needs ${local.room[node].wanted - local.room[node].there} more." if !fits],
      ["Leave management LIFs out (management_lif = false saves one address each), take storage VMs or further LIFs out of the layout, release addresses that nothing uses, or choose a larger instance type."],
      length(local.without_lif) == 0 ? [] : [
        "These have no LIF and were not assigned by this layout: ${join(", ", local.without_lif)}.",
      ],
      ["Nothing was changed."],
    ))
  }
}

output "complete" {
  description = "Whether everything came to its end."
  value       = length(local.incomplete) == 0

  precondition {
    condition     = length(local.incomplete) == 0
    error_message = "Not complete: ${join(", ", local.incomplete)}. What was done is kept: look at what the warnings say of it, then apply again."
  }
}

locals {
  missing_nodes = setsubtract(compact(flatten([
    for svm in var.storage_vms : [
      svm.home_node,
      keys(svm.private_addresses),
      keys(svm.private_lif_names),
      values(svm.further_lifs)[*].home_node,
    ]
  ])), local.node_names)

  equal_names = distinct(flatten([
    for key, svm in local.svms : [
      for name, lifs in { for lif in local.lifs : lif.name => lif... if lif.svm == key } : "${svm.name}:${name}" if length(lifs) > 1
    ]
  ]))
}
