terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}
