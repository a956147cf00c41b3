# Storage VMs that serve files, each whole: addresses, root volume, routes, LIFs, and where the system needs it the move
# of services between service policies. Where the addresses go, and whether they fit, is reckoned in layout.tf and
# limits.tf.

# It must not depend on an input, or it is read only in the apply where an input comes from something that changes.
data "cvo_system" "this" {}

resource "cvo_secondary_ip" "this" {
  for_each = { for id, lif in local.lifs : id => lif if !lif.floating }

  network_interface_id = local.nodes[each.value.node].network_interface_id
  private_ip           = each.value.address
  allow_reassignment   = local.topology == "ha_single_az"

  # The time of the plan that made it, and not of a later one: by this limits.tf tells what is there already.
  note = plantimestamp()

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [note]
  }
}

resource "cvo_storage_vm" "this" {
  for_each = local.svms

  name                       = each.value.name
  aggregates                 = each.value.aggregates
  root_volume_name           = each.value.root_volume_name
  root_volume_aggregate      = each.value.root_volume_aggregate
  root_volume_security_style = each.value.root_volume_security_style
  snapshot_policy            = each.value.snapshot_policy
  comment                    = each.value.comment
  deletion_protection        = each.value.deletion_protection
  contents_check             = var.contents_check
  recovery_queue             = var.recovery_queue
}

resource "cvo_route" "default" {
  for_each = local.routes

  svm_name    = cvo_storage_vm.this[each.key].name
  destination = "0.0.0.0/0"
  gateway     = local.nodes[each.value[0].node].subnet_gateway
  metric      = each.value[0].metric

  lifecycle {
    precondition {
      condition     = alltrue([for key, svm in cvo_storage_vm.this : svm.complete != false if key == each.key])
      error_message = "Storage VM ${local.svms[each.key].name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

# In an HA pair in several availability zones: the route through the second node's subnet. After the first, so that never
# both are away at once while their metrics change.
resource "cvo_route" "second" {
  for_each = { for key, routes in local.routes : key => routes[1] if length(routes) > 1 }

  svm_name    = cvo_storage_vm.this[each.key].name
  destination = "0.0.0.0/0"
  gateway     = local.nodes[each.value.node].subnet_gateway
  metric      = each.value.metric

  depends_on = [cvo_route.default]

  lifecycle {
    precondition {
      condition     = alltrue([for key, route in cvo_route.default : route.complete != false if key == each.key])
      error_message = "The first default route of ${local.svms[each.key].name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

# After the routes and before they go. The LIFs that stay come first and go last: floating addresses migrate only to a
# node that has one.
resource "cvo_lif" "private" {
  for_each = { for id, lif in local.lifs : id => lif if lif.kind == "private" }

  name           = each.value.name
  svm_name       = cvo_storage_vm.this[each.value.svm].name
  address        = cvo_secondary_ip.this[each.key].private_ip
  home_node      = each.value.node
  service_policy = each.value.policy
  failover       = "home_port_only"

  depends_on = [cvo_route.default, cvo_route.second]

  lifecycle {
    precondition {
      condition     = alltrue([for id, address in cvo_secondary_ip.this : address.complete != false if id == each.key])
      error_message = "The address of LIF ${each.value.name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

resource "cvo_lif" "this" {
  for_each = { for id, lif in local.lifs : id => lif if lif.kind != "private" }

  name                 = each.value.name
  svm_name             = cvo_storage_vm.this[each.value.svm].name
  address              = each.value.floating ? each.value.address : cvo_secondary_ip.this[each.key].private_ip
  home_node            = each.value.node
  service_policy       = each.value.policy
  failover             = each.value.kind == "further" ? (each.value.moves ? "default" : "home_port_only") : null
  additional_cidrs     = each.value.floating ? var.additional_cidrs : null
  route_table_ids      = each.value.floating ? var.route_table_ids : null
  require_private_lifs = each.value.floating && var.require_private_lifs

  depends_on = [cvo_route.default, cvo_route.second, cvo_lif.private]

  lifecycle {
    precondition {
      condition     = alltrue([for id, address in cvo_secondary_ip.this : address.complete != false if id == each.key])
      error_message = "The address of LIF ${each.value.name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }

    precondition {
      condition     = alltrue([for id, lif in cvo_lif.private : lif.complete != false if local.lifs[id].svm == each.value.svm])
      error_message = "A LIF that stays, of ${local.svms[each.value.svm].name}, is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

# It looks at the LIFs that will carry the services, so it comes last.
resource "cvo_service_policy_move" "outbound" {
  for_each = { for key, svm in local.svms : key => svm if local.is_pair && local.is_9_11_1 }

  svm_name = cvo_storage_vm.this[each.key].name

  depends_on = [cvo_lif.private, cvo_lif.this]

  lifecycle {
    precondition {
      condition     = alltrue([for id, lif in merge(cvo_lif.private, cvo_lif.this) : lif.complete != false if local.lifs[id].svm == each.key])
      error_message = "A LIF of ${each.value.name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

# What an apply left unfinished. The preconditions above keep away what depends on it, and the output `complete` makes the
# apply fail. A postcondition would do both, but refers to `self`: with for_each Terraform answers "Invalid index" for
# each instance that is not there, after every failed create and in "terraform plan -refresh-only".
locals {
  incomplete = concat(
    [for address in cvo_secondary_ip.this : "an address of ${address.network_interface_id}" if address.complete == false],
    [for svm in cvo_storage_vm.this : "storage VM ${svm.name}" if svm.complete == false],
    [for route in concat(values(cvo_route.default), values(cvo_route.second)) : "the default route of ${route.svm_name} through ${route.gateway}" if route.complete == false],
    [for lif in concat(values(cvo_lif.private), values(cvo_lif.this)) : "LIF ${lif.name} of ${lif.svm_name}" if lif.complete == false],
    [for move in cvo_service_policy_move.outbound : "the move of services of ${move.svm_name}" if move.complete == false],
  )
}
