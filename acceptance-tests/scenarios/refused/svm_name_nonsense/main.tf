terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_storage_vm" "svm_2" {
  name       = "2 svm"
  aggregates = ["aggr1"]
}
