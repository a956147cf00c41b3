# A storage VM that serves files, on a Cloud Volumes ONTAP HA pair with its nodes in two availability zones.
#
# Where the cluster is and how to log in comes from the environment: CVO_ENDPOINT, CVO_USERNAME,
# CVO_PASSWORD, CVO_CA_FILE, and the AWS variables or profile.

terraform {
  required_version = ">= 1.6"

  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

data "cvo_system" "this" {}

locals {
  nodes      = data.cvo_system.this.nodes
  node_names = sort(keys(local.nodes))
  home_node  = coalesce(var.home_node, local.node_names[0])

  version   = [for part in regex("^(\\d+)\\.(\\d+)\\.(\\d+)", data.cvo_system.this.ontap_version) : tonumber(part)]
  is_9_11_1 = local.version[0] * 10000 + local.version[1] * 100 + local.version[2] >= 91101
}

# AWS: one address per node, on the network interface behind its port e0a. The floating addresses need none: the
# mediator of the system writes a route to each into the route tables of the VPC.

resource "cvo_secondary_ip" "iscsi" {
  for_each = toset(local.node_names)

  network_interface_id = local.nodes[each.key].network_interface_id
  private_ip           = var.iscsi_addresses[index(local.node_names, each.key)]

  lifecycle {
    create_before_destroy = true
  }
}

# ONTAP: the storage VM with its aggregates, its routes, and its LIFs.

resource "cvo_storage_vm" "this" {
  name                       = var.svm_name
  aggregates                 = var.aggregates
  root_volume_name           = var.root_volume_name
  root_volume_aggregate      = var.root_volume_aggregate
  root_volume_security_style = "unix"
  snapshot_policy            = "default"
  deletion_protection        = var.deletion_protection

  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "Storage VM ${self.name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

# Each node is in a subnet of its own, and a node is assumed not to reach the router of the other's: so one default route
# per subnet, the home node's preferred. Their metrics differ, because NetApp advises against equal ones, and each keeps
# its gateway: another home node changes both metrics, one after the other, and there is a default route at any time.
# Before ONTAP 9.11.1 no metric can be given; there is only the home node's route then. To check from ONTAP's shell, for
# each node:
#
#   network ping -vserver svm_2 -lif ip_node2_iscsi_2 -destination <address outside the subnet>
resource "cvo_route" "default" {
  svm_name    = cvo_storage_vm.this.name
  destination = "0.0.0.0/0"
  gateway     = local.nodes[local.is_9_11_1 ? local.node_names[0] : local.home_node].subnet_gateway
  metric      = local.is_9_11_1 ? (local.home_node == local.node_names[0] ? 20 : 30) : null

  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "The route through ${self.gateway} of ${self.svm_name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

resource "cvo_route" "second" {
  count = local.is_9_11_1 ? 1 : 0

  svm_name    = cvo_storage_vm.this.name
  destination = "0.0.0.0/0"
  gateway     = local.nodes[local.node_names[1]].subnet_gateway
  metric      = local.home_node == local.node_names[1] ? 20 : 30

  depends_on = [cvo_route.default]
}

# One private LIF per node that never leaves it: without it floating addresses cannot migrate to that node.
resource "cvo_lif" "iscsi" {
  for_each = toset(local.node_names)

  name           = var.iscsi_lif_names[index(local.node_names, each.key)]
  svm_name       = cvo_storage_vm.this.name
  address        = cvo_secondary_ip.iscsi[each.key].private_ip
  home_node      = each.key
  service_policy = var.iscsi_service_policy

  lifecycle {
    precondition {
      condition     = alltrue([for node, address in cvo_secondary_ip.iscsi : address.complete != false if node == each.key])
      error_message = "The address of the iSCSI LIF of ${each.key} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

# The LIFs with floating addresses come after the private ones and go before them.
resource "cvo_lif" "nas" {
  name             = var.nas_lif_name
  svm_name         = cvo_storage_vm.this.name
  address          = var.nas_address
  home_node        = local.home_node
  service_policy   = "default-data-files"
  auto_revert      = true
  additional_cidrs = var.additional_cidrs
  route_table_ids  = var.route_table_ids

  depends_on = [cvo_lif.iscsi]

  lifecycle {
    precondition {
      condition     = alltrue([for lif in cvo_lif.iscsi : lif.complete != false])
      error_message = "An iSCSI LIF is not complete. It is kept: look at what the warning says of it, then apply again."
    }

    postcondition {
      condition     = self.complete != false
      error_message = "LIF ${self.name} of ${self.svm_name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

resource "cvo_lif" "management" {
  count = var.management_lif ? 1 : 0

  name             = var.management_lif_name
  svm_name         = cvo_storage_vm.this.name
  address          = var.management_address
  home_node        = local.home_node
  service_policy   = "default-management"
  auto_revert      = true
  additional_cidrs = var.additional_cidrs
  route_table_ids  = var.route_table_ids

  depends_on = [cvo_lif.iscsi]

  lifecycle {
    precondition {
      condition     = alltrue([for lif in cvo_lif.iscsi : lif.complete != false])
      error_message = "An iSCSI LIF is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

# From ONTAP 9.11.1 on: the services for outbound connections, out of default-data-files into both policies for iSCSI,
# so that they leave through the LIFs that stay. It computes which LIFs carry them, so it comes last.
resource "cvo_service_policy_move" "outbound" {
  count = local.is_9_11_1 ? 1 : 0

  svm_name   = cvo_storage_vm.this.name
  depends_on = [cvo_lif.iscsi, cvo_lif.nas, cvo_lif.management]

  lifecycle {
    precondition {
      condition     = alltrue([for lif in concat(values(cvo_lif.iscsi), cvo_lif.management) : lif.complete != false])
      error_message = "A LIF of ${var.svm_name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}
