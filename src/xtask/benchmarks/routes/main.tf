# Routes of the storage VM that a single node has from its deployment.

terraform {
  required_providers {
    cvo = { source = "cvo/cvo" }
  }
}

variable "objects" {
  description = "Number of routes."
  type        = number
}

provider "cvo" {}

resource "cvo_route" "this" {
  count = var.objects

  svm_name    = "svm_cvo"
  destination = "${cidrhost("100.64.0.0/10", count.index)}/32"
  gateway     = "10.20.1.1"
}
