resource "cvo_storage_vm" "svm_2" {
  name                       = "svm_2"
  root_volume_name           = "root_svm_2"
  root_volume_aggregate      = "aggr1"
  root_volume_security_style = "unix"
  snapshot_policy            = "default"
  aggregates                 = ["aggr1", "aggr2"]

  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "Storage VM ${self.name} is not complete. It is kept: look at what the warning says of it, then apply again."
    }
  }
}
