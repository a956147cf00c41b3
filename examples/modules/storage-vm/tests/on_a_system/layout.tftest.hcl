# A layout on a system of which Terraform may make and destroy storage VMs, with the provider's variables set as for an
# apply. Needs Terraform 1.6 or later:
#
#   terraform init -test-directory=tests/on_a_system
#   terraform test -test-directory=tests/on_a_system
#
# `terraform test` destroys what it made when it ends, also when a run failed. Protection would refuse that, the storage VM
# would stay with all that belongs to it, and no state would remember it: so deletion_protection is false in every run.
#
# In an HA pair in several availability zones name nas_address and management_address, and expect 4 LIFs, in both runs.

variables {
  deletion_protection = false

  storage_vms = [{ name = "svm_test", aggregates = ["aggr1"] }]
}

run "made" {
  assert {
    condition     = output.complete
    error_message = "Something is not complete."
  }

  assert {
    condition     = length(output.storage_vms["svm_test"].lifs) == 2
    error_message = "There are other LIFs: ${join(", ", keys(output.storage_vms["svm_test"].lifs))}."
  }
}

run "renamed" {
  variables {
    storage_vms = [{ name = "svm_test_2", key = "svm_test", aggregates = ["aggr1"] }]
  }

  assert {
    condition     = output.storage_vms["svm_test"].id == run.made.storage_vms["svm_test"].id
    error_message = "It is another storage VM."
  }
}
