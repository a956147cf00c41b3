terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

variable "key" {
  type = string
}

data "cvo_system" "this" {}

resource "cvo_secondary_ip" "nas" {
  for_each = toset([var.key])

  network_interface_id = data.cvo_system.this.nodes["cvo-node"].network_interface_id
  private_ip           = "10.20.1.60"
}
