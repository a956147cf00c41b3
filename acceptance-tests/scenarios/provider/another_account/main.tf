terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {
  aws = {
    allowed_account_ids = ["999999999999"]
  }
}

data "cvo_system" "this" {}

resource "cvo_secondary_ip" "nas" {
  network_interface_id = "eni-0c0a51de00000e0a1"
}
