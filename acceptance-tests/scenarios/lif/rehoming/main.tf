terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

variable "node" {
  type        = string
  description = "Home node of LIF and address."
}

provider "cvo" {}

data "cvo_system" "this" {}

resource "cvo_secondary_ip" "nas" {
  network_interface_id = data.cvo_system.this.nodes[var.node].network_interface_id
  private_ip           = "10.30.1.70"
}

resource "cvo_lif" "nas" {
  name      = "ip_nas_2"
  svm_name  = "svm_cvo"
  address   = cvo_secondary_ip.nas.private_ip
  home_node = var.node

  timeouts = {
    update = "12s"
  }
}
