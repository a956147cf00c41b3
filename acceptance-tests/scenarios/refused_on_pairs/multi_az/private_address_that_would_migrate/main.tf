terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_secondary_ip" "nas" {
  network_interface_id = "eni-0c0a51de00031e0a0"
  private_ip           = "10.40.1.78"
}

resource "cvo_lif" "nas" {
  name           = "ip_nas_9"
  svm_name       = "svm_cvo"
  address        = "10.40.1.78"
  home_node      = "cvo-node1"
  service_policy = "default-data-files"
}
