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

# How many of these there are depends on the release of ONTAP. A postcondition of theirs would make "terraform plan -refresh-only"
# fail after an upgrade that brings one more, because it would ask for one that is not there yet.
output "complete" {
  description = "Whether the move of the services came to its end."
  value       = alltrue([for move in cvo_service_policy_move.outbound : move.complete != false])

  precondition {
    condition     = alltrue([for move in cvo_service_policy_move.outbound : move.complete != false])
    error_message = "Not everything is complete: the move of the services. What was done is kept: look at what the warning says of it, then apply again."
  }
}
