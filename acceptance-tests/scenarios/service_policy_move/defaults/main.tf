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

resource "cvo_service_policy_move" "outbound" {
  svm_name = data.cvo_storage_vm.this.name
}
