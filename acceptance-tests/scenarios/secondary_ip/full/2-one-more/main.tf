terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

data "cvo_system" "this" {}

resource "cvo_secondary_ip" "filler" {
  count = data.cvo_system.this.interfaces["cvo-node"].address_limit - 6

  network_interface_id = data.cvo_system.this.nodes["cvo-node"].network_interface_id
}

resource "cvo_secondary_ip" "one_more" {
  network_interface_id = data.cvo_system.this.nodes["cvo-node"].network_interface_id

  depends_on = [cvo_secondary_ip.filler]
}
