terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_lif" "nas" {
  name             = "ip_nas_9"
  svm_name         = "svm_cvo"
  address          = "192.168.40.13"
  home_node        = "cvo-node1"
  service_policy   = "default-data-files"
  additional_cidrs = []
}
