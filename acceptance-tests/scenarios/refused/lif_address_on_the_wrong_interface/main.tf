terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

data "cvo_system" "this" {}

resource "cvo_lif" "nas" {
  name           = "ip_nas_2"
  svm_name       = "svm_cvo"
  address        = "10.20.1.201"
  home_node      = "cvo-node"
  service_policy = "default-data-files"
}
