terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_secondary_ip" "nas" {
  network_interface_id = "eni-0c0a51de00021e0a0"
}
