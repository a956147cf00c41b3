# Whether the layout fits: checked in the plan, before anything is changed. What the interfaces hold already is compared
# with what is wanted, so that a plan after the apply has nothing new to place.

locals {
  held = flatten([
    for node, interface in data.cvo_system.this.interfaces :
    [for entry in interface.addresses : merge(entry, { holder = node })]
  ])
  existing_svms = keys(data.cvo_storage_vms.all.storage_vms)

  # Addresses that earlier applies of this layout assigned. One that this plan is about to assign has the plan's own time in
  # its note; its address may not be known yet, and must not be asked for here. The time has seconds: those of a plan and an
  # apply within the last one are known by their LIFs.
  assigned = [for address in cvo_secondary_ip.this : address.private_ip if address.note != plantimestamp()]

  own_lifs = [for lif in local.lifs : "${local.svms[lif.svm].name}/${lif.name}"]

  # Those that are on an interface: each counts as data.cvo_system counts it, for the home of its LIF, or for the interface
  # that has it as long as no LIF has it, because an apply was interrupted.
  ours = [
    for entry in local.held : { node = coalesce(entry.home_node, entry.holder), moves = entry.migrates }
    if contains(local.assigned, entry.address) || contains(local.own_lifs, "${coalesce(entry.svm_name, "-")}/${coalesce(entry.lif_name, "-")}")
  ]
  without_lif = [for entry in local.held : entry.address if entry.role == "unused" && !contains(local.assigned, entry.address)]

  # Private addresses by node of the LIF and by whether they move in a takeover: wanted, and there already.
  private = [for lif in local.lifs : lif if !lif.floating]
  wanted = {
    for node in local.node_names : node => {
      for moves in [true, false] : tostring(moves) =>
      length([for lif in local.private : lif if lif.node == node && lif.moves == moves])
    }
  }
  there = {
    for node in local.node_names : node => {
      for moves in [true, false] : tostring(moves) =>
      length([for entry in local.ours : entry if entry.node == node && entry.moves == moves])
    }
  }

  # In one availability zone each node must be able to hold its own addresses and all that move: otherwise a takeover
  # fails one day. Elsewhere private addresses never move.
  together = local.topology == "ha_single_az"
  room = {
    for node, interface in data.cvo_system.this.interfaces : node => {
      wanted = local.wanted[node].false + (
        local.together ? sum([for counts in local.wanted : counts.true]) : local.wanted[node].true
      )
      there = local.there[node].false + (
        local.together ? sum([for counts in local.there : counts.true]) : local.there[node].true
      )
      left = local.together ? try(data.cvo_system.this.takeover_fit[node].left, null) : interface.left
    }
  }
  fits = {
    for node, room in local.room : node =>
    room.left == null || room.wanted <= room.there || room.wanted - room.there <= coalesce(room.left, 0)
  }

  # Storage VMs that NetApp publishes for the configuration, without and with management LIFs, by the number of
  # addresses that the instance type has per interface (release notes of Cloud Volumes ONTAP, storage limits).
  published = {
    single_node  = { "15" = [10, 5], "30" = [24, 12], "50" = [24, 12] }
    ha_single_az = { "15" = [11, 5], "30" = [24, 12], "50" = [24, 12] }
    ha_multi_az  = { "15" = [13, 13], "30" = [24, 24], "50" = [24, 24] }
  }
  address_limit = min([for interface in data.cvo_system.this.interfaces : coalesce(interface.address_limit, 50)]...)
  managed       = anytrue([for svm in local.svms : svm.management_lif])
  svm_limit     = var.license == "node_paygo" ? 2 : lookup(local.published[local.topology], local.address_limit, [24, 24])[local.managed ? 1 : 0]

  other_svms = {
    for name, svm in data.cvo_storage_vms.all.storage_vms : name => svm
    if !contains(var.storage_vms[*].name, name)
  }
  svm_count  = length(local.other_svms) + length(local.svms)
  data_count = length([for svm in local.other_svms : svm if svm.subtype != "dp_destination"]) + length(local.svms)

  # Storage VMs that are there are no news: only a plan that makes another one is judged.
  makes_svms  = length(setsubtract(var.storage_vms[*].name, local.existing_svms)) > 0
  svms_fit    = !local.makes_svms || (local.svm_count <= local.svm_limit && (var.license != "node_paygo" || local.data_count <= 1))
  svms_advice = "${local.svm_count} storage VMs with those of others, ${local.data_count} of them for data. For a system like this (${local.topology}, ${local.address_limit} addresses per interface, license ${var.license}) NetApp publishes ${local.svm_limit}${var.license == "node_paygo" ? ": one for data and one for disaster recovery" : ""}."
}

data "cvo_storage_vms" "all" {}

# The same check as a warning: see `enforce_svm_limit`.
check "number_of_storage_vms" {
  assert {
    condition     = local.svms_fit
    error_message = local.svms_advice
  }
}

# As they are when the plan is made, so that a LIF that somebody took away is told while it is about to be made again.
locals {
  lost_private_lifs = flatten([
    for key, svm in local.svms : [
      for lif in local.lifs : merge(lif, { svm_name = svm.name })
      if lif.svm == key && lif.kind == "private" && contains(data.cvo_storage_vms.all.storage_vms[svm.name].nodes_without_private_lif, lif.node)
    ] if local.floats && contains(local.existing_svms, svm.name)
  ])
}

check "private_lifs" {
  assert {
    condition = length(local.lost_private_lifs) == 0
    error_message = join(" ", [
      for lif in local.lost_private_lifs :
      "When this was planned, storage VM ${lif.svm_name} had no LIF that stays on ${lif.node}, so its floating addresses do not migrate there. An apply makes ${lif.name} again."
    ])
  }
}
