terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

data "cvo_storage_vm" "this" {
  name = "svm_cvo"
}

resource "cvo_route" "branch" {
  svm_name    = data.cvo_storage_vm.this.name
  destination = "192.168.41.0/24"
  gateway     = "10.20.1.1"
  metric      = 30

  timeouts = {
    update = "5m"
  }
}
