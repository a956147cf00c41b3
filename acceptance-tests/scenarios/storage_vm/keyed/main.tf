# A storage VM under a key, which can be another one.

terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

variable "key" {
  type    = string
  default = "a"
}

resource "cvo_storage_vm" "this" {
  for_each = toset([var.key])

  name       = "svm_2"
  aggregates = ["aggr1"]

  deletion_protection = false
}
