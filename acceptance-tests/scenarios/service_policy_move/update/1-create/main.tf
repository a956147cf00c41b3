terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

resource "cvo_service_policy_move" "outbound" {
  svm_name    = "svm_cvo"
  services    = ["management_dns_client", "management-ad-client", "data-fpolicy-client"]
  from_policy = "default-data-files"
  to_policies = ["default-data-iscsi"]
}
