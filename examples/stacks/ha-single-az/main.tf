# A storage VM that serves files, on a Cloud Volumes ONTAP HA pair with both nodes in one availability zone.
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
  node_name = coalesce(var.home_node, sort(keys(data.cvo_system.this.nodes))[0])
  node      = data.cvo_system.this.nodes[local.node_name]

  # From this release on ONTAP opens connections to DNS, directory and FPolicy servers through the LIFs whose
  # service policy says so.
  version   = [for part in regex("^(\\d+)\\.(\\d+)\\.(\\d+)", data.cvo_system.this.ontap_version) : tonumber(part)]
  is_9_11_1 = local.version[0] * 10000 + local.version[1] * 100 + local.version[2] >= 91101
}

# AWS: the addresses, on the network interface behind port e0a of the home node. In a takeover they move to the
# partner's; that is no change here. "Allow reassignment" of the EC2 console is a permission for one call: it lets an
# address be taken from the partner's interface, if nothing uses it there.

resource "cvo_secondary_ip" "nas" {
  network_interface_id = local.node.network_interface_id
  private_ip           = var.nas_address
  allow_reassignment   = true

  lifecycle {
    create_before_destroy = true

    postcondition {
      condition     = self.complete != false
      error_message = "The address of ${self.network_interface_id} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

resource "cvo_secondary_ip" "management" {
  count = var.management_lif ? 1 : 0

  network_interface_id = local.node.network_interface_id
  private_ip           = var.management_address
  allow_reassignment   = true

  lifecycle {
    create_before_destroy = true
  }
}

# ONTAP: the storage VM with its aggregates, its route, and its LIFs on those addresses.

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

resource "cvo_route" "default" {
  svm_name    = cvo_storage_vm.this.name
  destination = "0.0.0.0/0"
  gateway     = local.node.subnet_gateway

  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "The route to ${self.destination} of ${self.svm_name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

resource "cvo_lif" "nas" {
  name           = var.nas_lif_name
  svm_name       = cvo_storage_vm.this.name
  address        = cvo_secondary_ip.nas.private_ip
  home_node      = local.node_name
  service_policy = "default-data-files"
  auto_revert    = true

  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "LIF ${self.name} of ${self.svm_name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

resource "cvo_lif" "management" {
  count = var.management_lif ? 1 : 0

  name           = var.management_lif_name
  svm_name       = cvo_storage_vm.this.name
  address        = cvo_secondary_ip.management[0].private_ip
  home_node      = local.node_name
  service_policy = "default-management"
  auto_revert    = true

  lifecycle {
    precondition {
      condition     = alltrue([for address in cvo_secondary_ip.management : address.complete != false])
      error_message = "The address of LIF ${var.management_lif_name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

# The services for outbound connections, out of default-data-files into both policies for iSCSI.
#
# This storage VM has no LIF with such a policy, so nothing carries those services afterwards: the apply warns of it,
# and refuses the move once the storage VM is configured to use DNS, Active Directory, LDAP, NIS or FPolicy. A storage
# VM that needs them gets one LIF per node with the policy default-data-iscsi, each on an address of its own; the
# module examples/modules/storage-vm declares them with `outbound_lifs = true`.

resource "cvo_service_policy_move" "outbound" {
  count = local.is_9_11_1 ? 1 : 0

  svm_name   = cvo_storage_vm.this.name
  depends_on = [cvo_lif.nas, cvo_lif.management]

  lifecycle {
    precondition {
      condition     = alltrue([for lif in cvo_lif.management : lif.complete != false])
      error_message = "LIF ${var.management_lif_name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}
