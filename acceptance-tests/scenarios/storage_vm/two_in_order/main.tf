terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_storage_vm" "first" {
  name                = "svm_2"
  aggregates          = ["aggr1"]
  deletion_protection = false
}

resource "cvo_storage_vm" "second" {
  name                = "svm_3"
  aggregates          = [one(cvo_storage_vm.first.aggregates)]
  deletion_protection = false
}
