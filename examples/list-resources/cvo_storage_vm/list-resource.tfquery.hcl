# All storage VMs but the one that the system was deployed with, with their whole state.
list "cvo_storage_vm" "all" {
  provider         = cvo
  include_resource = true
  limit            = 1000
}

# Some by their names: svm_1, svm_2, but not svm_10.
list "cvo_storage_vm" "some" {
  provider = cvo

  config {
    name = "svm_?"
  }
}
