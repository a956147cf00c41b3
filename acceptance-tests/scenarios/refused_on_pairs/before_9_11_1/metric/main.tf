terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_route" "files" {
  svm_name    = "svm_cvo"
  destination = "172.20.0.0/16"
  gateway     = "10.40.1.1"
  metric      = 30
}
