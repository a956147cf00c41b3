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
  aggregates          = ["aggr1"]
  deletion_protection = false
}

resource "cvo_lif" "nas" {
  name                 = "ip_nas_9"
  svm_name             = cvo_storage_vm.this.name
  address              = "192.168.41.8"
  home_node            = "cvo-node1"
  service_policy       = "default-data-files"
  additional_cidrs     = []
  require_private_lifs = true
}
