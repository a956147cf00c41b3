# LIFs with floating addresses, of the storage VM that a pair in several zones has from its deployment.

terraform {
  required_providers {
    cvo = { source = "cvo/cvo" }
  }
}

variable "objects" {
  description = "Number of LIFs."
  type        = number
}

provider "cvo" {}

resource "cvo_lif" "this" {
  count = var.objects

  name           = "bench_${count.index}"
  svm_name       = "svm_cvo"
  address        = "192.168.${64 + floor(count.index / 250)}.${count.index % 250 + 1}"
  home_node      = "cvo-node1"
  service_policy = "default-data-files"
}
