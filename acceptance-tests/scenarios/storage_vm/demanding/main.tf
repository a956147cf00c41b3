# A storage VM, and a route that is made only once it is known to be there.

terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_storage_vm" "this" {
  name       = "svm_2"
  aggregates = ["aggr1", "aggr2"]

  deletion_protection = false

  timeouts = {
    create = "5s"
  }

  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "Storage VM ${self.name} is not complete."
    }
  }
}

resource "cvo_route" "default" {
  svm_name = cvo_storage_vm.this.name
  gateway  = "10.20.1.1"
}
