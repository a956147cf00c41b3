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

# A postcondition of what has count or for_each would refer to `self`, and Terraform answers "Invalid index" for each instance
# that is not there: after every failed create, and in "terraform plan -refresh-only" after an upgrade of ONTAP.
output "complete" {
  description = "Whether everything came to its end."
  value       = length(local.incomplete) == 0

  precondition {
    condition     = length(local.incomplete) == 0
    error_message = "Not complete: ${join(", ", local.incomplete)}. What was done is kept: look at what the warnings say of it, then apply again."
  }
}

locals {
  incomplete = concat(
    [for address in cvo_secondary_ip.management : "an address of ${address.network_interface_id}" if address.complete == false],
    [for lif in cvo_lif.management : "LIF ${lif.name}" if lif.complete == false],
    [for move in cvo_service_policy_move.outbound : "the move of the services" if move.complete == false],
  )
}
