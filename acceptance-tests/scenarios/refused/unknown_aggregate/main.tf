terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_storage_vm" "svm_2" {
  name       = "svm_2"
  aggregates = ["aggr9"]
}
