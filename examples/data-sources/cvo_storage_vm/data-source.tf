data "cvo_storage_vm" "default" {
  name = "svm_cvo"
}

output "default_svm_aggregates" {
  value = data.cvo_storage_vm.default.aggregates
}
