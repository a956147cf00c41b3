terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_storage_vm" "svm_dr" {
  name                = "svm_dr"
  subtype             = "dp_destination"
  ipspace             = "Default"
  comment             = "target of svm_2"
  deletion_protection = false
}
