terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

data "cvo_system" "this" {}

resource "cvo_secondary_ip" "one" {
  network_interface_id = data.cvo_system.this.nodes["cvo-node"].network_interface_id
  private_ip           = "10.20.1.60"
}

resource "cvo_secondary_ip" "two" {
  network_interface_id = data.cvo_system.this.nodes["cvo-node"].network_interface_id
  private_ip           = "10.20.1.61"
}

resource "cvo_lif" "nas" {
  name           = "ip_files_2"
  svm_name       = "svm_cvo"
  address        = cvo_secondary_ip.two.private_ip
  netmask        = "255.255.255.0"
  home_node      = "cvo-node"
  home_port      = "e0a"
  service_policy = "default-management"
  auto_revert    = false
  failover       = "home_port_only"
  enabled        = false
}
