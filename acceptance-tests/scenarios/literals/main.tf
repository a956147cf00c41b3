# The objects come beside this file, as literals.

terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {
  additional_cidrs = ["172.31.0.0/16"]
}
