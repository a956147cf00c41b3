terraform {
  required_providers {
    cvo = {
      source = "cvo/cvo"
    }
  }
}

provider "cvo" {}

# Every value comes from a resource of the same run, so that the plan does not know it.
resource "terraform_data" "values" {
  input = {
    ipspace                    = "Default"
    root_volume_aggregate      = "aggr2"
    root_volume_name           = "root_changed"
    root_volume_security_style = "unix"
    snapshot_policy            = "default"
    subtype                    = "default"
  }
}

resource "cvo_storage_vm" "svm_2" {
  name                       = "svm_2"
  aggregates                 = ["aggr1", "aggr2"]
  deletion_protection        = false
  ipspace                    = terraform_data.values.output.ipspace
  root_volume_aggregate      = terraform_data.values.output.root_volume_aggregate
  root_volume_name           = terraform_data.values.output.root_volume_name
  root_volume_security_style = terraform_data.values.output.root_volume_security_style
  snapshot_policy            = terraform_data.values.output.snapshot_policy
  subtype                    = terraform_data.values.output.subtype
}
