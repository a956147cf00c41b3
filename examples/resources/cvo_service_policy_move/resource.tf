data "cvo_storage_vm" "this" {
  name = "svm_cvo"
}

# The five services of NetApp's procedure, out of default-data-files into both policies for iSCSI.
resource "cvo_service_policy_move" "outbound" {
  svm_name = data.cvo_storage_vm.this.name

  # An apply that does not know whether all services are moved ends with an error. The next one looks and goes on.
  lifecycle {
    postcondition {
      condition     = self.complete != false
      error_message = "Not all services of storage VM ${self.svm_name} are known to be moved. Apply again."
    }
  }
}
