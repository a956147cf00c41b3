# A storage VM that serves files, on a Cloud Volumes ONTAP system with a single node in AWS.
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
  node_name = one(keys(data.cvo_system.this.nodes))
  node      = one(values(data.cvo_system.this.nodes))
}

# AWS: the addresses, on the network interface behind port e0a of the node.

resource "cvo_secondary_ip" "nas" {
  network_interface_id = local.node.network_interface_id
  private_ip           = var.nas_address

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

  lifecycle {
    precondition {
      condition     = alltrue([for address in cvo_secondary_ip.management : address.complete != false])
      error_message = "The address of LIF ${var.management_lif_name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}
