output "storage_vms" {
  description = "The storage VMs by key: UUID, name, and the addresses of their LIFs."
  value = {
    for key, svm in cvo_storage_vm.this : key => {
      id                 = svm.id
      name               = svm.name
      nas_address        = one([for id, lif in cvo_lif.this : lif.address if local.lifs[id].svm == key && local.lifs[id].policy == "default-data-files"])
      management_address = one([for id, lif in cvo_lif.this : lif.address if local.lifs[id].svm == key && local.lifs[id].policy == "default-management"])
      private_addresses  = { for id, lif in cvo_lif.private : local.lifs[id].node => lif.address if local.lifs[id].svm == key }
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
    condition     = !local.floats || alltrue([for lif in local.lifs : lif.address != null if lif.moves])
    error_message = "In an HA pair in several availability zones nas_address, and management_address where there is a management LIF, must be named: floating addresses outside every VPC, which only you can choose."
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
      ["Take storage VMs or LIFs out of the layout, release addresses that nothing uses, or choose a larger instance type."],
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
