data "cvo_system" "this" {}

resource "cvo_storage_vm" "this" {
  name       = "svm_2"
  aggregates = ["aggr1"]
}

resource "cvo_secondary_ip" "nas" {
  network_interface_id = data.cvo_system.this.nodes["cvo-node"].network_interface_id

  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "The address of ${self.network_interface_id} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

resource "cvo_lif" "nas" {
  name           = "ip_nas_2"
  svm_name       = cvo_storage_vm.this.name
  address        = cvo_secondary_ip.nas.private_ip
  home_node      = "cvo-node"
  service_policy = "default-data-files"

  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "LIF ${self.name} of ${self.svm_name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}

# For iSCSI, or as the LIF that lets floating addresses migrate to a node: it never leaves its node.
resource "cvo_secondary_ip" "iscsi" {
  network_interface_id = data.cvo_system.this.nodes["cvo-node"].network_interface_id
}

resource "cvo_lif" "iscsi" {
  name           = "ip_iscsi_2"
  svm_name       = cvo_storage_vm.this.name
  address        = cvo_secondary_ip.iscsi.private_ip
  home_node      = "cvo-node"
  service_policy = "default-data-iscsi"
}

# In an HA pair in several availability zones: a floating address, outside every VPC. Nothing is assigned for it.
resource "cvo_lif" "floating" {
  count = data.cvo_system.this.topology == "ha_multi_az" ? 1 : 0

  name                 = "ip_nas_floating_2"
  svm_name             = cvo_storage_vm.this.name
  address              = "192.168.209.27"
  home_node            = "cvo-node"
  service_policy       = "default-data-files"
  additional_cidrs     = [] # no VPCs of other accounts
  require_private_lifs = true

  depends_on = [cvo_lif.iscsi]
}
