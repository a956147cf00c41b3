# A layout with values that are known only when it is applied.

terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "terraform_data" "address" {
  input = "10.30.1.77"
}

resource "terraform_data" "node" {
  input = "cvo-node2"
}

module "storage_vms" {
  source = "./modules/storage-vm"

  deletion_protection = false

  storage_vms = [
    {
      name        = "svm_2"
      aggregates  = ["aggr1"]
      home_node   = terraform_data.node.output
      nas_address = terraform_data.address.output
    },
  ]
}
