terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_service_policy_move" "outbound" {
  svm_name           = "svm_cvo"
  services           = ["management-dns-client", "management_ad_client"]
  from_policy        = "default-data-files"
  to_policies        = ["default-data-iscsi", "default-data-blocks"]
  on_missing_carrier = "error"
  restore_on_destroy = true

  timeouts = {
    create = "5m"
    delete = "5m"
  }
}
