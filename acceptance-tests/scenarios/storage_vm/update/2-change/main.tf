terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_storage_vm" "svm_2" {
  name                       = "svm_files"
  aggregates                 = ["aggr1", "aggr2"]
  root_volume_name           = "root_svm_files"
  root_volume_aggregate      = "aggr1"
  ipspace                    = "Default"
  subtype                    = "default"
  root_volume_security_style = "ntfs"
  snapshot_policy            = "none"
  language                   = "en_us.utf_8"
  comment                    = "files of two teams"
  deletion_protection        = false
  contents_check             = "apply"
  recovery_queue             = "purge"

  timeouts = {
    update = "5m"
  }
}
