terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

variable "address" {
  type = string
}

data "cvo_system" "this" {}

resource "terraform_data" "address" {
  input = var.address
}

resource "cvo_secondary_ip" "nas" {
  network_interface_id = data.cvo_system.this.nodes["cvo-node"].network_interface_id
  private_ip           = terraform_data.address.output
}
