terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_storage_vm" "svm_2" {
  name                       = "svm_2"
  aggregates                 = ["aggr1"]
  root_volume_name           = "root_svm_2"
  root_volume_aggregate      = "aggr1"
  ipspace                    = "Default"
  subtype                    = "default"
  root_volume_security_style = "unix"
  snapshot_policy            = "default"
  language                   = "c.utf_8"
  comment                    = "files of one team"
}
