# The module of the examples on a pair in several zones, without management LIFs.

terraform {
  required_providers {
    cvo = { source = "cvo/cvo" }
  }
}

variable "objects" {
  description = "Number of storage VMs."
  type        = number
}

provider "cvo" {}

module "storage_vms" {
  source = "./modules/storage-vm"

  deletion_protection = false
  storage_vms = [
    for index in range(var.objects) : {
      name           = "svm_bench_${index}"
      aggregates     = ["aggr1"]
      management_lif = false
      nas_address    = "192.168.209.${20 + index}"
    }
  ]
}
