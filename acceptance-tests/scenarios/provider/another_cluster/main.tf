terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {
  expected_cluster_uuid = "11111111-2222-3333-4444-555555555555"
}

resource "cvo_storage_vm" "svm_2" {
  name       = "svm_2"
  aggregates = ["aggr1"]
}
