terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_secondary_ip" "nas" {
  network_interface_id = "eni-0123456789abcdef0"
}
