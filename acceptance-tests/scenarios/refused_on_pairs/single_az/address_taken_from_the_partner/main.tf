terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_secondary_ip" "partner" {
  network_interface_id = "eni-0c0a51de00022e0a0"
  private_ip           = "10.30.1.78"
}

resource "cvo_secondary_ip" "nas" {
  network_interface_id = "eni-0c0a51de00021e0a0"
  private_ip           = cvo_secondary_ip.partner.private_ip
}
