terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_secondary_ip" "nas" {
  network_interface_id = "e0a"
}
