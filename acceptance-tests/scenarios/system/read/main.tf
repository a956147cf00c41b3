terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

data "cvo_system" "this" {}

data "cvo_storage_vm" "default" {
  name = data.cvo_system.this.default_svm_name
}

output "system" {
  value = data.cvo_system.this
}

output "default_svm" {
  value = data.cvo_storage_vm.default
}
