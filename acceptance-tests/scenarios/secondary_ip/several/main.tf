terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

variable "interface" {
  type = string
}

variable "number" {
  type = number
}

resource "cvo_secondary_ip" "filler" {
  count = var.number

  network_interface_id = var.interface
}
