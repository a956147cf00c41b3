# The addresses of the LIFs. NetApp's provider does not know them.

terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

data "cvo_system" "this" {}

resource "cvo_secondary_ip" "this" {
  for_each = toset(["10.20.1.100", "10.20.1.101", "10.20.1.110", "10.20.1.111"])

  network_interface_id = values(data.cvo_system.this.nodes)[0].network_interface_id
  private_ip           = each.key
}
