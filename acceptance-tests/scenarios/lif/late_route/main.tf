# A floating LIF that gives the system's mediator little time for its route.

terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

variable "demand_route" {
  type    = bool
  default = false
}

resource "cvo_storage_vm" "this" {
  name                = "svm_2"
  aggregates          = ["aggr1"]
  deletion_protection = false
}

resource "cvo_lif" "nas" {
  name                  = "ip_nas_floating_2"
  svm_name              = cvo_storage_vm.this.name
  address               = "192.168.209.27"
  home_node             = "cvo-node1"
  additional_cidrs      = []
  route_table_ids       = ["rtb-0c0a51de000000031", "rtb-0c0a51de000000032"]
  allow_during_takeover = true

  timeouts = {
    create = "2s"
    update = "2s"
  }

  lifecycle {
    postcondition {
      condition     = !var.demand_route || self.awaits_route != true
      error_message = "No route leads to ${self.address}."
    }
  }
}
