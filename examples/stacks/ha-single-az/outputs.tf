output "svm_id" {
  description = "UUID of the storage VM."
  value       = cvo_storage_vm.this.id
}

output "nas_address" {
  description = "Address that clients mount from."
  value       = cvo_lif.nas.address
}

output "management_address" {
  description = "Address that management tools connect to, if there is one."
  value       = one(cvo_lif.management[*].address)
}
