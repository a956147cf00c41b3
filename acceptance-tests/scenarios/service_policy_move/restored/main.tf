terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_service_policy_move" "outbound" {
  svm_name              = "svm_cvo"
  restore_on_destroy    = true
  allow_during_takeover = true
}
