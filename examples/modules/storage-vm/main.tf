# Storage VMs that serve files, each whole: addresses, root volume, routes, LIFs, and where the system needs it the move
# of services between service policies. Where the addresses go, and whether they fit, is reckoned in layout.tf and
# limits.tf.

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

    postcondition {
      condition     = self.complete != false
      error_message = "The address of ${self.network_interface_id} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
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

  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "Storage VM ${self.name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

resource "cvo_route" "default" {
  for_each = local.routes

  svm_name    = cvo_storage_vm.this[each.value.svm].name
  destination = "0.0.0.0/0"
  gateway     = local.nodes[each.value.node].subnet_gateway
  metric      = each.value.metric
}

# After the routes and before they go. The LIFs that stay come first and go last: floating addresses migrate only to a
# node that has one.
resource "cvo_lif" "private" {
  for_each = { for id, lif in local.lifs : id => lif if !lif.moves }

  name           = each.value.name
  svm_name       = cvo_storage_vm.this[each.value.svm].name
  address        = cvo_secondary_ip.this[each.key].private_ip
  home_node      = each.value.node
  service_policy = each.value.policy

  depends_on = [cvo_route.default]

  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "LIF ${self.name} of ${self.svm_name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

resource "cvo_lif" "this" {
  for_each = { for id, lif in local.lifs : id => lif if lif.moves }

  name                 = each.value.name
  svm_name             = cvo_storage_vm.this[each.value.svm].name
  address              = each.value.floating ? each.value.address : cvo_secondary_ip.this[each.key].private_ip
  home_node            = each.value.node
  service_policy       = each.value.policy
  additional_cidrs     = each.value.floating ? var.foreign_cidrs : null
  route_table_ids      = each.value.floating ? var.route_table_ids : null
  require_private_lifs = each.value.floating && var.require_private_lifs

  depends_on = [cvo_route.default, cvo_lif.private]

  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "LIF ${self.name} of ${self.svm_name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

# It looks at the LIFs that will carry the services, so it comes last.
resource "cvo_service_policy_move" "outbound" {
  for_each = { for key, svm in local.svms : key => svm if local.is_pair && local.is_9_11_1 }

  svm_name = cvo_storage_vm.this[each.key].name

  depends_on = [cvo_lif.private, cvo_lif.this]
}
