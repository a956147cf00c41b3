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

output "iscsi_addresses" {
  description = "Addresses of the LIFs that stay, by node."
  value       = { for node, lif in cvo_lif.iscsi : node => lif.address }
}
