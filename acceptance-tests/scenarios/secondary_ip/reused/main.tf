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
  private_ip           = "10.20.1.61"
  reuse_unused         = true
  allow_reassignment   = true
  note                 = "the address of a file service"

  timeouts = {
    create = "5m"
  }
}
