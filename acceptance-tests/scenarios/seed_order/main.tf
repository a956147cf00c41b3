# The order of the manual procedure: the floating LIF first, then one LIF per node that stays there. No LIF depends on
# another, and nothing is looked up.

terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_storage_vm" "this" {
  name                = "svm_2"
  aggregates          = ["aggr1", "aggr2"]
  deletion_protection = false
}

resource "cvo_route" "default" {
  svm_name    = cvo_storage_vm.this.name
  destination = "0.0.0.0/0"
  gateway     = "10.40.1.1"
}

resource "cvo_lif" "nas" {
  name             = "ip_nas_floating_2"
  svm_name         = cvo_storage_vm.this.name
  address          = "192.168.209.27"
  home_node        = "cvo-node1"
  service_policy   = "default-data-files"
  additional_cidrs = []
}

resource "cvo_secondary_ip" "node1" {
  network_interface_id = "eni-0c0a51de00031e0a0"
}

resource "cvo_secondary_ip" "node2" {
  network_interface_id = "eni-0c0a51de00032e0a0"
}

resource "cvo_lif" "node1" {
  name           = "ip_node1_iscsi_2"
  svm_name       = cvo_storage_vm.this.name
  address        = cvo_secondary_ip.node1.private_ip
  home_node      = "cvo-node1"
  service_policy = "default-data-blocks"
}

resource "cvo_lif" "node2" {
  name           = "ip_node2_iscsi_2"
  svm_name       = cvo_storage_vm.this.name
  address        = cvo_secondary_ip.node2.private_ip
  home_node      = "cvo-node2"
  service_policy = "default-data-blocks"
}
