terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

data "cvo_system" "this" {}

resource "cvo_secondary_ip" "nas" {
  network_interface_id = data.cvo_system.this.nodes["cvo-node"].network_interface_id
  private_ip           = "10.20.1.60"
}

resource "cvo_lif" "nas" {
  name           = "ip_nas_2"
  svm_name       = "svm_cvo"
  address        = cvo_secondary_ip.nas.private_ip
  home_node      = "cvo-node"
  home_port      = "e0z"
  service_policy = "default-data-files"
}
