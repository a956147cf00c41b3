data "cvo_storage_vm" "this" {
  name = "svm_cvo"
}

# The five services of NetApp's procedure, out of default-data-files into both policies for iSCSI.
resource "cvo_service_policy_move" "outbound" {
  svm_name = data.cvo_storage_vm.this.name
}
